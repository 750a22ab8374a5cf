"""
A running total known on some days only: the last observation and its bounds.
"""

from datetime import date

import pandas as pd
import pytest

from threefronts.models.series import (
    Change,
    Observation,
    change_between,
    snapshot_at,
    total_change_of,
    total_of,
    value_at,
)

DAYS = ["2024-01-01", "2024-01-11", "2024-02-01"]
TOTALS = [10, 30, 70]


def test_on_an_observed_day_the_value_is_exact():
    """
    A day with an observation needs no bounds.
    """
    assert value_at(DAYS, TOTALS, "2024-01-11") == Observation(date(2024, 1, 11), 30, 30, 30)


def test_between_two_observations_the_earlier_counts_and_both_bound_it():
    """
    Nothing is interpolated: the value keeps its own date, the neighbours are low and high.
    """
    assert value_at(DAYS, TOTALS, "2024-01-20") == Observation(date(2024, 1, 11), 30, 30, 70)


def test_after_the_last_observation_nothing_bounds_the_value_above():
    """
    Where no later count exists the upper bound is unknown, not equal to the value.
    """
    assert value_at(DAYS, TOTALS, "2024-03-01") == Observation(date(2024, 2, 1), 70, 70, None)


def test_a_later_fall_widens_the_interval_downwards():
    """
    Lists are edited, so the later neighbour can be the lower bound.
    """
    found = value_at(["2024-01-01", "2024-01-03"], [20, 15], "2024-01-02")
    assert (found.low, found.value, found.high) == (15, 20, 20)


def test_order_of_the_rows_does_not_matter():
    """
    A table may be sorted by anything.
    """
    assert value_at(DAYS[::-1], TOTALS[::-1], "2024-01-20") == value_at(DAYS, TOTALS, "2024-01-20")


def test_a_change_between_observed_days_is_exact():
    """
    With both days observed, low, value and high agree.
    """
    change = change_between(DAYS, TOTALS, "2024-01-01", "2024-02-01")
    assert (change.low, change.value, change.high) == (60, 60, 60)


def test_a_change_between_unobserved_days_is_bounded_by_their_neighbours():
    """
    The smallest change is the last count before the end minus the first after the start.
    """
    change = change_between(DAYS, TOTALS, "2024-01-05", "2024-01-20")
    assert (change.low, change.value, change.high) == (30 - 30, 30 - 10, 70 - 10)


def test_a_window_past_the_last_observation_has_no_upper_bound():
    """
    An open end bounds the change from below only.
    """
    change = change_between(DAYS, TOTALS, "2024-01-01", "2024-06-01")
    assert (change.low, change.high) == (60, None)


@pytest.mark.parametrize(
    ("days", "totals", "day", "told"),
    [
        (DAYS, TOTALS, "2023-12-31", "at or before"),
        (DAYS, TOTALS[:2], "2024-01-01", "one shape"),
        (["2024-01-01", "2024-01-01"], [1, 2], "2024-01-01", "twice"),
        (["2024-01-01"], [float("nan")], "2024-01-01", "missing"),
        ([], [], "2024-01-01", "at or before"),
    ],
)
def test_impossible_input_is_refused(days, totals, day, told):
    """
    No value is made up where there is none to give.
    """
    with pytest.raises(ValueError, match=told):
        value_at(days, totals, day)


def test_a_window_that_ends_before_it_starts_is_refused():
    """
    Swapped days are an error, not a negative loss.
    """
    with pytest.raises(ValueError, match="before it starts"):
        change_between(DAYS, TOTALS, "2024-02-01", "2024-01-01")


def test_a_sum_of_observations_takes_the_oldest_date_and_keeps_an_open_bound_open():
    """
    A class made of several lists is as old as its oldest list.
    """
    parts = [Observation(date(2024, 1, 2), 5, 4, 6), Observation(date(2024, 1, 1), 7, 7, None)]
    assert total_of(parts) == Observation(date(2024, 1, 1), 12, 11, None)
    with pytest.raises(ValueError, match="add up"):
        total_of([])


def test_a_sum_of_changes_adds_values_and_bounds():
    """
    The change of a class is the sum of its lists' changes.
    """
    one = change_between(DAYS, TOTALS, "2024-01-05", "2024-01-20")
    both = total_change_of([one, one])
    assert both == Change(40, 0, 120, total_of([one.start, one.start]), total_of([one.end, one.end]))


def test_a_snapshot_reads_each_series_on_its_own():
    """
    A series that starts later than the day is left out; the others carry their own dates.
    """
    frame = pd.DataFrame(
        {
            "event_date": pd.to_datetime([*DAYS, "2024-05-01"]),
            "value": [*TOTALS, 3],
            "source_class": ["Tanks"] * 3 + ["Trains"],
        }
    )
    found = snapshot_at(frame, "2024-01-20", ["source_class"])
    assert found[["source_class", "value", "low", "high"]].values.tolist() == [["Tanks", 30, 30, 70]]
    assert found["date"].tolist() == [pd.Timestamp("2024-01-11")]
