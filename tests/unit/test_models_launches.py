"""
Launches by day and week, and before and after a day.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.launches import bars_around, launches_by_day, step_around, weekly_means


def _daily(values: list[float], start: str = "2025-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values)), dtype=float)


def test_scouts_and_regional_posts_are_not_launches():
    """
    Only strike weapons of the Air Force's own channel count, and a silent day in between stays empty.
    """
    rows = [
        ("2025-01-01", "air_force", "shahed_type", 10, 6, 3),
        ("2025-01-01", "air_force", "cruise_missile", 5, 4, None),
        ("2025-01-01", "air_force", "reconnaissance_drone", 7, 7, None),
        ("2025-01-01", "regional_command", "shahed_type", 9, 9, None),
        ("2025-01-03", "air_force", "ballistic_missile", 1, 0, None),
    ]
    columns = ["event_date", "channel", "weapon_group", "launched", "shot_down", "lost"]
    attacks = pd.DataFrame(rows, columns=columns)
    daily = launches_by_day(attacks.assign(event_date=pd.to_datetime(attacks["event_date"])))
    assert daily.iloc[0].tolist() == [15, 10, 3]
    assert daily["launched"].isna().tolist() == [False, True, False]
    assert np.isnan(daily["lost"].iloc[2])


def test_without_reports_there_are_no_launches_to_sum():
    """
    Before the series starts the chapter stops with a reason.
    """
    empty = pd.DataFrame(columns=["event_date", "channel", "weapon_group", "launched", "shot_down", "lost"])
    with pytest.raises(ValueError, match="starts later"):
        launches_by_day(empty)


def test_a_step_is_found_where_it_was_put():
    """
    Ten a day up to the day, fifteen after it: the change is five, without doubt.
    """
    found = step_around(_daily([10] * 4 + [15] * 2), "2025-01-04", before=4, after=2).set_index("span")
    assert found["value"].to_dict() == {"before": 10, "after": 15, "change": 5}
    assert found.loc["change", ["low", "high"]].tolist() == [5, 5]
    assert found.loc["after", "start"] == pd.Timestamp("2025-01-05")


def test_a_silent_day_widens_the_mean_between_both_readings():
    """
    As zero it halves the mean of two days, left out it leaves the mean as it is.
    """
    found = step_around(_daily([np.nan, 10, 4]), "2025-01-02", before=2, after=1).set_index("span")
    assert found.loc["before", ["value", "low", "high"]].tolist() == [5, 5, 10]
    assert found.loc["change", ["value", "low", "high"]].tolist() == [-1, -6, -1]


def test_a_span_that_the_series_does_not_cover_is_not_known():
    """
    Three days of seven are no week.
    """
    found = step_around(_daily([10] * 5), "2025-01-04", before=4, after=7).set_index("span")
    assert found.loc["before", "value"] == 10
    assert found.loc[["after", "change"], ["value", "low", "high"]].isna().all(axis=None)


def test_a_span_without_days_is_refused():
    """
    No day before leaves nothing to compare with.
    """
    with pytest.raises(ValueError, match="at least one day"):
        step_around(_daily([1, 2]), "2025-01-01", before=0, after=1)


def test_weeks_end_on_the_last_day():
    """
    The days that fill no week are the first ones, and a silent day counts as zero.
    """
    weeks = weekly_means(_daily([99] + [7] * 6 + [np.nan]))
    assert weeks["value"].tolist() == [6]
    assert weeks.loc[0, "start"] == pd.Timestamp("2025-01-02")
    assert weeks.loc[0, "end"] == pd.Timestamp("2025-01-08")


def test_fewer_days_than_a_week_are_refused():
    """
    A mean of three days is no weekly mean.
    """
    with pytest.raises(ValueError, match="longer span"):
        weekly_means(_daily([1, 2, 3]))


def test_bars_stop_where_the_series_stops():
    """
    A day after the last report moves the view to the last report.
    """
    bars = bars_around(_daily([1, 2, 3, 4]), pd.Timestamp("2025-03-01"), before=2, after=5)
    assert bars["value"].tolist() == [3, 4]
    assert (bars["start"] == bars["end"]).all()
