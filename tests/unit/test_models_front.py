"""
The front line's results as prose shows them: identities, limits, and wordings that follow the data.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models import front_facts as front
from threefronts.models import front_words as words
from threefronts.models.breaks import Break
from threefronts.models.outlook import ASSUMPTIONS
from threefronts.models.pace import Interval, Resampling, Span

HOW = Resampling(draws=200)
WEEKS = pd.date_range("2024-05-05", periods=52, freq="7D")


def _chosen(wordings: dict[str, bool]) -> str:
    (text,) = [text for text, holds in wordings.items() if holds]
    return text


def _weekly(changes) -> pd.DataFrame:
    return pd.DataFrame({"week_ending": WEEKS[: len(changes)], "change_km2": changes})


def test_a_steady_pace_reaches_the_end_when_the_area_says():
    """
    1 km2 a day covers 300 km2 within a year, never 100 years' worth within three.
    """
    near = front.outlook_for([1.0] * 60, 300.0, (1, 3), HOW)
    far = front.outlook_for([1.0] * 60, 36_500.0, (1, 3), HOW)
    for name in ASSUMPTIONS:
        assert near.years[f"donetsk_years_{name}"].value == pytest.approx(300 / 365.25, abs=0.02)
        assert near.percent[f"donetsk_within_{name}_pct"] == 100 - near.percent[f"donetsk_never_{name}_pct"]
        assert far.percent[f"donetsk_never_{name}_pct"] == 100
    assert near.arrivals.groupby("assumption")["arrived_pct"].last().eq(100).all()


def test_levels_cover_every_week_once():
    """
    Two stretches of equal weeks have the paces of their weeks, and their days add up.
    """
    found = front.levels_of(_weekly([70.0] * 20 + [7.0] * 32), [slice(0, 20), slice(20, 52)], HOW)
    assert found["value"].tolist() == [10, 1]
    assert ((found["period_end"] - found["period_start"]).dt.days + 1).tolist() == [140, 224]


def test_the_wild_weeks_of_a_level_widen_its_interval_however_long_ago():
    """
    A level of two years scatters as all of its weeks do, not as its calm second year.
    """
    weeks = pd.date_range("2022-01-02", periods=104, freq="7D")
    wild = np.random.default_rng(1).normal(0, 100, 52)
    weekly = pd.DataFrame({"week_ending": weeks, "change_km2": [*wild, *[0.0] * 52]})
    (level,) = front.levels_of(weekly, [slice(0, 104)], HOW).itertuples()
    assert level.high - level.low > 1


def test_a_share_of_the_country_is_area_over_area():
    """
    30 gained and 10 lost of 1,000 km2 are 2 % on balance and at least 4 % both ways; no week, no share.
    """
    moved = pd.DataFrame({"week_ending": WEEKS[:1], "gained_km2": 30.0, "lost_km2": 10.0, "net_km2": 20.0})
    periods = {"then": ("2024-05-01", "2024-05-31"), "later": ("2025-05-01", "2025-05-31")}
    found = front.movement(moved, periods, 1000)
    assert found["net_then_pp"] == Span(2, 2, 2)
    assert found["moved_then_pp"] == Span(4, 4, None)
    assert found["net_later_pp"] is found["moved_later_pp"] is None


def test_increments_are_shares_of_the_weeks_and_of_the_gain():
    """
    Three weeks of four gain, and the largest makes up half; a year that is not over is not told.
    """
    weekly = _weekly([10.0, 20.0, -10.0, 20.0])
    found = front.increments(weekly, ("2024-05-01", "2024-05-28"))
    assert found == {"weeks_of_gain_pct": 75, "largest_week_pct": 50}
    assert set(front.increments(weekly, ("2024-05-01", "2025-05-01")).values()) == {None}
    assert front.increments(_weekly([-1.0]), ("2024-05-01", "2024-05-08"))["largest_week_pct"] is None


def test_what_happened_stands_beside_both_forecasts():
    """
    One outcome a quarter, without an interval, after two forecasts with one.
    """
    row = {
        "quarter": pd.Timestamp("2024-06-30"),
        "weeks": 13,
        "low": 1.0,
        "value": 2.0,
        "high": 3.0,
        "outcome": 5.0,
    }
    tested = pd.DataFrame([row | {"method": name} for name in (*ASSUMPTIONS, "no_change")])
    found = front.misses(tested)
    assert found["method"].tolist() == ["quarter", "year", "outcome"]
    assert set(found["period_end"] - found["period_start"]) == {pd.Timedelta(weeks=13)}
    assert found["value"].tolist() == [2, 2, 5]
    assert found["low"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("pace", "word"),
    [
        (Interval(5, 6, 7), "rose against"),
        (Interval(1, 2, 3), "fell against"),
        (Interval(3, 4.5, 6), "cannot be told from that of"),
    ],
)
def test_a_direction_needs_an_interval_apart(pace, word):
    """
    Only a pace whose interval leaves out the earlier one rose or fell.
    """
    assert _chosen(words.direction(pace, Interval(2, 4, 6))) == word


def test_shifts_are_named_with_the_span_in_which_they_may_lie():
    """
    None, one and several read differently, and each names its own week and span.
    """
    ends = pd.Series(WEEKS)
    assert "no week" in _chosen(words.shifts([], ends))
    one = _chosen(words.shifts([Break(1, 2, 3)], ends))
    assert "19 May 2024 (12 May 2024 to 26 May 2024)" in one
    assert "these weeks" in _chosen(words.shifts([Break(1, 2, 3), Break(9, 10, 11)], ends))


@pytest.mark.parametrize(
    ("values", "part"),
    [([("not_told", 203.0)], "No voice"), ([("not_told", 203.0), ("with_kursk", 601.0)], "the larger one")],
)
def test_a_wider_scope_is_compared_within_one_voice_and_month(values, part):
    """
    Alone a figure tells nothing of the scope; with Kursk it should be the larger one.
    """
    rows = [(1, pd.Timestamp("2025-03-01"), "isw", scope, value) for scope, value in values]
    frame = pd.DataFrame(rows, columns=["months", "start", "voice", "scope", "value"])
    assert part in _chosen(words.wider_scope(frame))


def test_a_wider_scope_that_gives_less_is_named():
    """
    The month in which more ground gives a smaller figure is told.
    """
    rows = [("not_told", 354.0), ("with_kursk", 313.0)]
    rows = [(1, pd.Timestamp("2025-02-01"), "isw", *row) for row in rows]
    frame = pd.DataFrame(rows, columns=["months", "start", "voice", "scope", "value"])
    assert "for February 2025 it does" in _chosen(words.wider_scope(frame))


@pytest.mark.parametrize(
    ("net", "both", "part"),
    [
        (Span(0.6, 0.6, 0.6), 0.7, "either measure"),
        (Span(0.2, 0.2, 0.2), 6.7, "both ways"),
        (Span(1.2, 1.2, 1.2), 6.7, "passes the mark"),
        (None, 0.7, "not over"),
    ],
)
def test_the_two_measures_of_a_stalemate_are_told_apart(net, both, part):
    """
    A balance within the mark with much movement both ways is neither one nor the other.
    """
    assert part in _chosen(words.stalemate_by(net, Span(both, both, None), 1.0))


@pytest.mark.parametrize(
    ("scores", "part"),
    [([1, 1, 1, 2], "all score better"), ([1, 3, 3, 2], "in part"), ([3, 3, 3, 2], "all score worse")],
)
def test_the_bare_pace_is_the_rule_to_beat(scores, part):
    """
    Flattering or not, the wording follows the scores.
    """
    methods = [*ASSUMPTIONS, "last_quarter"]
    scored = pd.DataFrame({"weeks": 13, "method": methods, "crps": scores})
    assert part in _chosen(words.skill(scored, 13))
    assert "yet" in _chosen(words.skill(scored.assign(crps=np.nan), 13))


def test_intervals_that_hold_too_little_are_called_too_sure():
    """
    Six in ten held by ninety-percent intervals is too sure; nine in ten is not; none is not judged.
    """
    rows = pd.DataFrame({"n": [10, 10], "covered_pct": [50.0, 70.0]})
    assert "too sure of themselves, and" in _chosen(words.sureness(rows, 90))
    assert "have not been" in _chosen(words.sureness(rows.assign(covered_pct=95.0), 90))
    assert "yet" in _chosen(words.sureness(rows.assign(covered_pct=np.nan), 90))


def test_the_end_of_the_maps_is_told():
    """
    A map of last Sunday reaches a day, one of last month does not; 2022 is told whole only when it is over.
    """
    last = pd.Timestamp("2025-04-27")
    assert "reach" in _chosen(words.table_end(last, "2025-04-28"))
    assert "ends there" in _chosen(words.table_end(last, "2025-05-28"))
    assert "autumn" in _chosen(words.year_2022(last))
    assert "not all" in _chosen(words.year_2022(pd.Timestamp("2022-09-04")))


def test_only_the_scopes_that_are_there_are_named():
    """
    A kind of figure that this edition does not know is not mentioned.
    """
    names = {"ukraine": "Ukraine alone", "with_kursk": "with Kursk region"}
    found = _chosen(words.scopes(pd.DataFrame({"scope": ["ukraine"]}), names))
    assert "Ukraine alone" in found
    assert "Kursk" not in found
    assert "No figure" in _chosen(words.scopes(pd.DataFrame({"scope": []}), names))


def test_a_figure_of_a_later_day_says_so():
    """
    A reader sees that a figure lies after the claim's window, and by how much; one inside says its day alone.
    """
    days = pd.to_datetime(["2025-04-28", "2025-04-29", "2025-04-30"])
    figures = pd.DataFrame({"source_id": "isw", "period_end": days})
    inside, one, two = words.days_of(figures, {"isw": "ISW"}, ("2025-04-26", "2025-04-28"))
    assert inside == "the figure is of 28 April 2025, by ISW"
    assert "29 April 2025, by ISW, one day after the claim's window" in one
    assert "30 April 2025, by ISW, 2 days after the claim's window" in two
