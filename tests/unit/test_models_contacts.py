"""
Contacts: who takes part, how they are counted, their rhythm, and what came of them.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.agreements import agreements_of
from threefronts.models.contacts import (
    OUTCOMES,
    by_week,
    chance_of_as_many,
    count_contacts,
    days_between,
    gaps_by_pair,
    of_kinds,
    of_pair,
    pairs,
    rhythm,
    told,
)


def _row(day: str = "2025-02-01", **overrides: str | None) -> dict:
    row = {"contact_id": f"co-{day}", "kind": "call", "parties": "united_states;russia", "place": None}
    row |= {"source_id": f"page-{day}"}
    row |= {"outcome": "none", "outcome_note": None, "confidence": "normal"}
    return {"event_date": pd.Timestamp(day), **row, **overrides}


def _contacts(sure: list[str], weak: list[str] = ()) -> pd.DataFrame:
    return told(pd.DataFrame([_row(day) for day in sure] + [_row(day, confidence="weak") for day in weak]))


def _counts(rows: list[dict], reading: str = "strict") -> pd.DataFrame:
    return count_contacts(told(pd.DataFrame(rows)), reading).set_index("key")


def test_states_of_europe_and_the_union_are_one_party():
    """
    France and the Union beside Ukraine are Ukraine and Europe; hosts are no party.
    """
    found = told(pd.DataFrame([_row(parties="france;turkey;ukraine;european_union")])).iloc[0]
    assert found["members"] == ("ukraine", "europe")
    assert found["names"] == "Ukraine, Europe"
    assert not found["is_main"]


def test_a_contact_told_twice_and_a_weak_one_count_in_the_wide_reading_alone():
    """
    Strict takes one sure row of each day, channel and set of parties, and wide takes every row.
    """
    rows = [
        _row(),
        _row(parties="russia;united_states;turkey"),
        _row(confidence="weak"),
        _row(kind="envoy_visit"),
    ]
    assert told(pd.DataFrame(rows))["is_strict"].tolist() == [True, False, False, True]
    assert _counts(rows).loc["talks_contacts", ["value", "low", "high"]].tolist() == [2, 2, 4]
    assert _counts(rows, "wide").loc["talks_contacts", "value"] == 4


def test_a_weak_row_does_not_hide_the_sure_one_after_it():
    """
    The first of a day is looked for among sure rows.
    """
    rows = [_row(contact_id="co-a", confidence="weak"), _row(contact_id="co-b")]
    assert told(pd.DataFrame(rows))["is_strict"].tolist() == [False, True]


def test_a_contact_of_three_counts_once_for_each_pair_and_once_in_all():
    """
    The pairs may add up to more than the whole; channels and outcomes add up to it.
    """
    rows = [
        _row(parties="united_states;russia;ukraine;france"),
        _row(kind="summit"),
        _row(parties="ukraine;italy"),
    ]
    found = _counts(rows)["value"]
    assert found[[f"talks_contacts_{pair}" for pair in pairs()]].tolist() == [2, 1, 1, 1, 1, 2]
    assert found["talks_contacts"] == 2
    for part in ("talks_channel_", "talks_brought_"):
        assert found[found.index.str.startswith(part)].sum() == found["talks_contacts"]


def test_an_outcome_that_is_not_told_is_not_nothing():
    """
    An empty outcome is silence of the page, and stands apart from nothing agreed.
    """
    found = _counts([_row(outcome=None), _row(kind="summit")])["value"]
    assert (found["talks_brought_not_told"], found["talks_brought_none"]) == (1, 1)
    assert set(OUTCOMES) == {key.removeprefix("talks_brought_") for key in found.index if "_brought_" in key}


def test_a_count_rests_on_its_own_pages_and_none_on_all_of_them():
    """
    A reader is led to the pages of the group, and a zero to everything that was read.
    """
    found = _counts([_row("2025-02-01"), _row("2025-02-02", kind="summit")])["sources"]
    assert found["talks_channel_summit"] == ["page-2025-02-02"]
    assert found["talks_channel_letter"] == ["page-2025-02-01", "page-2025-02-02"]


def test_an_unknown_reading_is_refused():
    """
    A typing error must not fall back on one of the readings.
    """
    with pytest.raises(ValueError, match="neither strict nor wide"):
        count_contacts(_contacts(["2025-02-01"]), "loose")


def test_weeks_begin_on_monday_and_hold_each_contact_once_a_pair():
    """
    A Sunday and the Monday after it fall into two weeks; a contact of three is in the weeks of three pairs.
    """
    days = [_row("2025-02-02"), _row("2025-02-03", parties="united_states;russia;ukraine")]
    weeks = by_week(told(pd.DataFrame(days)))
    assert sorted({f"{week:%Y-%m-%d}" for week in weeks["week"]}) == ["2025-01-27", "2025-02-03"]
    assert weeks["contacts"].sum() == 4
    assert set(weeks["pair"]) == {"united_states_russia", "united_states_ukraine", "russia_ukraine"}


def test_the_gaps_of_a_pair_are_its_own():
    """
    Days on which only others met do not shorten a pair's silence, and one day leaves no gap.
    """
    rows = [_row("2025-02-01"), _row("2025-02-11"), _row("2025-02-05", parties="ukraine;united_states")]
    gaps = gaps_by_pair(told(pd.DataFrame(rows)), "strict").set_index("key")["value"]
    assert gaps["talks_gap_longest_united_states_russia"] == 10
    assert np.isnan(gaps["talks_gap_longest_united_states_ukraine"])
    assert len(of_pair(told(pd.DataFrame(rows)), "united_states_russia")) == 2


def test_gaps_lie_between_different_days():
    """
    Two contacts on one day leave no gap of zero, and one day alone leaves no gap.
    """
    assert days_between(pd.to_datetime(["2025-01-08", "2025-01-01", "2025-01-01"])).tolist() == [7]
    assert days_between(pd.to_datetime(["2025-01-01"])).tolist() == []


def test_one_contact_each_week_has_that_rate_early_and_late():
    """
    Equal spacing gives equal gaps and equal rates.
    """
    weekly = [f"{day:%Y-%m-%d}" for day in pd.date_range("2025-01-07", periods=6, freq="7D")]
    found = rhythm(_contacts(weekly), "strict", "2025-01-01", "2025-02-11", late=14).set_index("key")["value"]
    expected = {"talks_gap_median": 7, "talks_gap_longest": 7, "talks_rate_early": 1, "talks_rate_late": 1}
    assert found.drop("talks_chance_late").to_dict() == expected
    assert found["talks_chance_late"] == pytest.approx(chance_of_as_many(2, 6, 1 / 3))


def test_a_span_no_longer_than_its_end_has_no_pace():
    """
    Nothing can be set against days that do not exist; the gaps stay known.
    """
    found = rhythm(_contacts(["2025-01-02", "2025-01-05"]), "wide", "2025-01-01", "2025-01-10", late=10)
    found = found.set_index("key")["value"]
    assert found["talks_gap_median"] == 3
    assert found[["talks_rate_early", "talks_rate_late", "talks_chance_late"]].isna().all()


def test_both_readings_bound_the_rhythm():
    """
    Low and high are the two readings, whichever is larger, and a reading without contacts bounds nothing.
    """
    found = rhythm(_contacts([], ["2025-01-02", "2025-01-06"]), "strict", "2025-01-01", "2025-01-20", late=5)
    gap = found.set_index("key").loc["talks_gap_longest"]
    assert np.isnan(gap["value"])
    assert (gap["low"], gap["high"]) == (4, 4)


@pytest.mark.parametrize(("end", "late"), [("2024-12-31", 5), ("2025-02-01", 0)])
def test_an_impossible_span_is_refused(end, late):
    """
    An end before the start, or no late day, has no rhythm.
    """
    with pytest.raises(ValueError, match="choose other days"):
        rhythm(_contacts(["2025-01-02"]), "wide", "2025-01-01", end, late=late)


def test_the_chance_is_the_binomial_tail():
    """
    None or more is certain, all of them has the share to the power of their number.
    """
    assert chance_of_as_many(0, 5, 0.3) == pytest.approx(1)
    assert chance_of_as_many(5, 5, 0.3) == pytest.approx(0.3**5)
    assert chance_of_as_many(1, 2, 0.5) == pytest.approx(0.75)


@pytest.mark.parametrize(("seen", "share"), [(3, 0.5), (-1, 0.5), (1, 1.5)])
def test_an_impossible_count_has_no_chance(seen, share):
    """
    More than all, fewer than none, or a share above one is an error of the caller.
    """
    with pytest.raises(ValueError, match="impossible"):
        chance_of_as_many(seen, 2, share)


def _event(**fields: str) -> dict:
    return {"theme": "diplomacy", **fields}


def test_only_a_peace_signed_by_both_is_an_agreement():
    """
    A minerals deal, a proposal or a signature of one belligerent with a third state ends no war.
    """
    both = {"actors": "russia;ukraine;turkey"}
    rows = [
        _event(title="Delegations sign a ceasefire", **both),
        _event(title="US and Ukraine sign the minerals agreement", actors="united_states;ukraine"),
        _event(title="Kyiv proposes a ceasefire", **both),
        _event(title="Talks end without a peace agreement", **both),
    ]
    assert agreements_of(pd.DataFrame(rows))["title"].tolist() == ["Delegations sign a ceasefire"]


@pytest.mark.parametrize(
    ("kinds", "since"), [("call,chat", "2025-01-01"), ("call", "2025-02-01"), ("letter", "2025-01-01")]
)
def test_contacts_that_are_not_there_are_refused(kinds, since):
    """
    An unknown kind, days without any contact, a kind that never came: one clear refusal each.
    """
    contacts = pd.DataFrame({"event_date": pd.to_datetime(["2025-01-28"]), "kind": ["call"]})
    assert len(of_kinds(contacts, "call,summit", "2025-01-01", "2025-02-28")) == 1
    with pytest.raises(ValueError, match="no contact is of kind|no data before"):
        of_kinds(contacts, kinds, since, "2025-02-28")
