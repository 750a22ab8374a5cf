"""
The account of the force: limiting cases, a residual that adds up, and words that fit it.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from threefronts.models import manpower_account as accounts
from threefronts.models import manpower_balance as balance
from threefronts.models.manpower_facts import claim_words, outset_span, scale_ends
from threefronts.models.manpower_pool import fit_pool
from threefronts.models.manpower_recruits import DAYS_A_MONTH
from threefronts.models.pace import Span

FLOWS = balance.Flows(
    start=470_000,
    recruits=30_000,
    losses=350_000,
    wounded_per_killed=2.5,
    returned_share=0.5,
    discharged=0,
    months=12,
)


def test_a_force_without_losses_grows_by_its_recruits():
    """
    Limiting cases: no losses; nobody returns; everybody returns and nobody is killed.
    """
    assert balance.force_after(replace(FLOWS, losses=0)) == 470_000 + 360_000
    assert balance.force_after(replace(FLOWS, returned_share=0)) == 470_000 + 360_000 - 350_000
    healed = replace(FLOWS, returned_share=1, wounded_per_killed=1e12)
    assert balance.force_after(healed) == pytest.approx(830_000)
    level = replace(FLOWS, discharged=30_000)
    assert balance.force_after(level) == pytest.approx(470_000 - 350_000 + 125_000)


@pytest.mark.parametrize("name", list(balance.CLOSING))
def test_the_closing_value_closes(name):
    """
    Put back, the value found gives the stated force; where none can, none is named.
    """
    for stated in (600_000, 500_000):
        found = balance.closing_value(FLOWS, name, balance.CLOSING[name], stated)
        if found is not None:
            assert balance.force_after(replace(FLOWS, **{name: found})) == pytest.approx(stated, abs=1)
    assert balance.closing_value(FLOWS, "returned_share", (0, 1), 5_000_000) is None


def test_one_assumption_moves_the_force_one_way():
    """
    Every bar holds the middle case, the widest comes first, and losses and recruits pull apart.
    """
    table = balance.sensitivity(FLOWS, balance.ASSUMED | {"recruits": (25_000, 35_000)}, 600_000)
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    assert (table["high"] - table["low"]).is_monotonic_decreasing
    bar = table.set_index("name").loc["recruits"]
    assert bar["high"] - bar["low"] == pytest.approx(12 * 10_000)


def test_drawn_forces_hold_the_middle_and_shrink_with_their_spans():
    """
    Without doubt the interval closes on the middle; with it, the same seed draws the same.
    """
    sure = balance.Doubt({}, None, seed=1, draws=100)
    wide = balance.Doubt(balance.ASSUMED, None, seed=1, draws=5000)
    middle = balance.force_after(FLOWS)
    assert balance.drawn_force(FLOWS, sure) == Span(middle, middle, middle)
    found = balance.drawn_force(FLOWS, wide)
    assert found == balance.drawn_force(FLOWS, wide)
    assert found.low < middle <= found.high


@pytest.mark.parametrize(
    "change",
    [{"losses": -1}, {"returned_share": 1.1}, {"start": float("nan")}, {"wounded_per_killed": -0.1}],
)
def test_impossible_flows_are_refused(change):
    """
    No flow runs backward, and no share exceeds the whole.
    """
    with pytest.raises(ValueError, match="flows"):
        replace(FLOWS, **change)


def test_impossible_draws_and_sources_are_refused():
    """
    Draws must match, and losses come from one of the two sources.
    """
    with pytest.raises(ValueError, match="draws"):
        balance.drawn_force(FLOWS, balance.Doubt({}, np.ones(3), seed=1, draws=4))
    with pytest.raises(ValueError, match="loss_source"):
        _settings(loss_source="rumour")


def test_a_multiple_needs_both_ends_of_the_outset():
    """
    A wider range at the outset widens the multiple, and the ends cross over.
    """
    outset = pd.DataFrame({"source_id": ["a", "b"], "value": [150.0, 180.0]})
    outset = outset.assign(value_low=[np.nan, 170.0], value_high=[np.nan, 190.0])
    found = balance.times_of([580.0, 600.0], outset)
    assert found["low"].to_list() == pytest.approx([580 / 150, 580 / 190])
    assert found["high"].to_list() == pytest.approx([600 / 150, 600 / 170])
    assert (outset_span(outset).low, outset_span(outset).high) == (150.0, 190.0)
    assert scale_ends(300.0, [580.0, 600.0]) == pytest.approx((580 / 300, 2.0))


def _settings(**overrides) -> accounts.Settings:
    chosen = {
        "loss_source": "general_staff_ua",
        "wounded_per_killed": 2.5,
        "returned_share": 0.5,
        "discharged": 0.0,
        "draws": 500,
        "seed": 1,
    }
    return accounts.Settings(**chosen | overrides)


def _evidence(**overrides) -> accounts.Evidence:
    days = pd.date_range("2022-02-25", "2025-04-10")
    personnel = pd.DataFrame({"event_date": days, "value": 700 * np.arange(len(days)), "is_used": True})
    moments = pd.date_range("2022-05-01", periods=9, freq="120D")
    estimates = pd.DataFrame(
        {"day": moments, "value": np.linspace(50_000, 700_000, 9), "speaker": list("abcdefghi")}
    )
    span = {"period_start": pd.Timestamp("2024-01-01"), "period_end": pd.Timestamp("2024-12-31")}
    rates = pd.DataFrame([{"value": 31_000.0, "low": 31_000.0, "high": 31_000.0, **span}])
    parts = {
        "year": balance.Stated(470_000, 600_000, "2024-04-11", "2025-04-03"),
        "pool": fit_pool(estimates),
        "personnel": personnel,
        "rates": rates,
    }
    return accounts.Evidence(**parts | overrides)


CLAIM = accounts.Claim(force=600_000, times=2, recruits=30_000, day="2025-04-03")


def test_force_and_residual_add_up_to_what_is_stated():
    """
    The stated force is the force that comes out plus the residual, at the middle and crosswise at the ends.
    """
    made = accounts.draw_up(_evidence(), _settings(), CLAIM)
    force, residual = made.persons["balance_force"], made.persons["balance_residual"]
    assert force.value + residual.value == pytest.approx(600_000, abs=1000)
    assert force.low + residual.high == pytest.approx(600_000, abs=1000)
    assert made.persons["balance_losses"].value == pytest.approx(357 * 700, abs=1000)


def test_the_other_losses_are_the_middle_of_the_other_account():
    """
    What stands as the other choice's middle is what comes out when that choice is taken.
    """
    first, second = (
        accounts.draw_up(_evidence(), _settings(loss_source=name), CLAIM) for name in accounts.LOSS_SOURCES
    )
    assert first.persons["balance_force_other"].value == second.persons["balance_force"].value


@pytest.mark.parametrize("part", [{"year": None}, {"pool": None}])
def test_a_missing_part_leaves_the_account_unknown(part):
    """
    Without the second statement or the curve nothing comes out, and the wording says so.
    """
    made = accounts.draw_up(_evidence(**part), _settings(), CLAIM)
    assert made.persons["balance_force"] == Span(None, None, None)
    assert made.table.empty
    needed = accounts.recruits_needed(_evidence(**part), _settings(), CLAIM, Span(150.0, 160.0, 190.0))
    words = accounts.wordings(_settings(), made, needed, CLAIM)
    assert words["balance_word"]["cannot be drawn up from what was known"]


def test_recruits_needed_bring_the_force_there():
    """
    With the recruits that come out, the force at the outset becomes the stated one.
    """
    evidence, settings = _evidence(), _settings(returned_share=0.0)
    needed = accounts.recruits_needed(evidence, settings, CLAIM, Span(150_000.0, 160_000.0, 190_000.0))
    months = (pd.Timestamp("2025-04-03") - pd.Timestamp("2022-02-24")).days / DAYS_A_MONTH
    toll = evidence.personnel.set_index("event_date").loc["2025-04-03", "value"]
    assert needed["recruits_if_doubled"].value * months == pytest.approx(300_000 + toll, rel=0.01)
    assert needed["recruits_from_outset"].low < needed["recruits_from_outset"].high


@pytest.mark.parametrize(("low", "high"), [(None, None), (-1.0, 1.0), (1.0, 2.0), (-2.0, -1.0)])
def test_exactly_one_wording_holds(low, high):
    """
    Whatever the residual, the needs or the claim, one wording holds and no other.
    """
    span = Span(low, low, high)
    assert sum(accounts.verdict_words(span).values()) == 1
    assert sum(accounts.needed_words([span, Span(-0.5, 0.0, 0.5)], 0.0).values()) == 1
    assert sum(claim_words(0.0, span).values()) == 1
    assert sum(claim_words(None, span).values()) == 1
