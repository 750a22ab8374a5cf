"""
The arithmetic of leverage: closed forms of a stock under constant flows, ranking, and what decides.
"""

import math

import pandas as pd
import pytest

from threefronts.absence import NoDataError
from threefronts.models import leverage_words as words
from threefronts.models.leverage import (
    Constraint,
    Span,
    deciding,
    months_until_binding,
    months_until_empty,
    nearest,
    swings,
)
from threefronts.models.leverage_account import Known, balances, constraints, timetable


def _constraint(**overrides) -> Constraint:
    inputs = {"stock": Span(90, 100, 110), "inflow": Span(4, 5, 6), "outflow": Span(14, 15, 16)}
    return Constraint("Russia", "shells", **inputs | overrides)


def _fact(key: str, value: float | None, low: float | None = None, high: float | None = None, **more) -> dict:
    return {"key": key, "value": value, "low": low, "high": high, "sources": ["a"], "period": None} | more


def test_a_stock_lasts_as_long_as_it_covers_the_net_flow():
    """
    Months are stock over net outflow; flows that balance never empty it, and an empty stock is empty now.
    """
    assert months_until_empty(120, 5, 15) == 12
    assert months_until_empty(120, 15, 15) == math.inf
    assert months_until_empty(0, 5, 15) == 0
    with pytest.raises(ValueError, match="negative"):
        months_until_empty(-1, 0, 1)


def test_the_interval_takes_the_worst_and_the_best_of_each_input():
    """
    The low end has the least stock and inflow and the most outflow; the high end the reverse.
    """
    assert months_until_binding(_constraint()) == Span(90 / 12, 10, 110 / 8)


def test_intensity_multiplies_the_outflow_alone():
    """
    At a third of the outflow the inflow covers it, so the constraint never binds.
    """
    assert months_until_binding(_constraint(), 1 / 3).value == math.inf
    assert months_until_binding(_constraint(), 2).value == 100 / 25


def test_an_unknown_stock_is_known_to_last_only_where_every_reading_of_the_flows_covers():
    """
    Without a stock the answer is never or not known, and never a number.
    """
    assert months_until_binding(_constraint(stock=None)) is None
    assert months_until_binding(_constraint(stock=None, inflow=Span(16, 17, 18))).low == math.inf
    assert months_until_binding(_constraint(outflow=None)) is None


def test_the_nearest_constraint_has_the_fewest_central_months():
    """
    What is not known and what never binds is no nearest constraint.
    """
    sooner = _constraint(stock=Span(10, 20, 300))
    never = _constraint(inflow=Span(20, 20, 20))
    assert nearest([_constraint(), never, sooner, _constraint(outflow=None)]) == sooner
    assert nearest([never, _constraint(outflow=None)]) is None


def test_the_input_with_the_widest_swing_decides():
    """
    One at a time: an interval without width moves nothing, and a longer answer is cut at the horizon.
    """
    fixed = {"inflow": Span(5, 5, 5), "outflow": Span(15, 15, 15)}
    assert swings(_constraint(**fixed), 1, 60) == {"stock": (9, 11), "inflow": (10, 10), "outflow": (10, 10)}
    assert deciding(_constraint(**fixed), 1, 60) == "stock"
    assert swings(_constraint(inflow=Span(5, 5, 15)), 1, 60)["inflow"] == (10, 60)
    assert deciding(_constraint(stock=Span(1, 1, 1), **fixed), 1, 60) is None


def test_what_no_chapter_recorded_is_not_known_and_nothing_at_all_is_no_data():
    """
    A missing fact leaves its constraint open with a reason; a run without any says so.
    """
    found = constraints(Known.of(pd.DataFrame([_fact("fired_ukraine_2024", 2000)])), 0.1)
    table = timetable(found, {"as now": 1.0})
    assert table["value"].isna().all()
    assert table["reason"].str.len().gt(0).all()
    with pytest.raises(NoDataError):
        constraints(Known.of(pd.DataFrame()), 0.1)
    assert balances(Known.of(pd.DataFrame()))["value"].isna().all()


def test_every_balance_becomes_a_fact_with_what_it_rests_on():
    """
    4,000 shells fired less 1,000 made, with the sources of both; what is not known names who asked.
    """
    rows = [_fact("russia_shells_window", 1000), _fact("fired_russia_2024", 4000 / (365.25 / 12))]
    balance = balances(Known.of(pd.DataFrame(rows)))
    facts = {row["key"]: row for _, part in words.balance_facts(balance) for row in part.to_dict("records")}
    assert len(facts) == len(balance) == 5
    assert facts["leverage_balance_shells"]["value"] == pytest.approx(3000)
    assert facts["leverage_balance_shells"]["sources"] == ["a"]
    assert facts["leverage_balance_aid"]["sources"] == list(words.FALLBACK)
    shown = words.balance_shown(balance).set_index("what")
    assert shown.loc["shells fired less made in Russia", "unit"] == "shells a month"
    assert pd.isna(shown.loc["aid to Ukraine less its need", "in the middle"])


def test_losses_of_tanks_run_from_the_lower_to_the_higher_voice():
    """
    1,200 tanks, 10 new a month, 20 to 40 lost a month: 40 to 120 months, whoever is right.
    """
    year = {"period": ["2024-01-01", "2025-01-01"]}
    months = 366 / (365.25 / 12)
    rows = [_fact("store_restorable", 1200), _fact("new_tanks_a_year", 120)]
    rows += [
        _fact("tanks_lost_oryx", 20 * months, **year),
        _fact("tanks_lost_general_staff", 40 * months, **year),
    ]
    first = months_until_binding(constraints(Known.of(pd.DataFrame(rows)), 0.1)[0])
    assert (first.low, first.value, first.high) == pytest.approx((40, 60, 120))
