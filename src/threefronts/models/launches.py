"""
The level of strikes: launches by day, by week, and before and after a day.
"""

import numpy as np
import pandas as pd

from threefronts.absence import NoDataError

# Weapons launched from afar at a fixed target; drones that scout or hunt at the front are left out.
STRIKE_WEAPONS = (
    "shahed_type",
    "mixed_drone",
    "cruise_missile",
    "ballistic_missile",
    "surface_to_air_missile",
    "mixed_missile",
    "unknown_missile",
)


def launches_by_day(attacks: pd.DataFrame) -> pd.DataFrame:
    """
    Sum the strike weapons of each day, as the Air Force's own channel reports them.

    Args:
        attacks: Columns ``event_date``, ``channel``, ``weapon_group``, ``launched``, ``shot_down``, ``lost``.

    Returns:
        Columns ``launched``, ``shot_down`` and ``lost`` for every day from the first to the last report;
        NaN on a day without a report, and in ``lost`` where nothing is published apart.

    Raises:
        NoDataError: No row is a strike weapon of that channel.
    """
    own = attacks[(attacks["channel"] == "air_force") & attacks["weapon_group"].isin(STRIKE_WEAPONS)]
    if own.empty:
        raise NoDataError("no report of strike weapons by this date: the Air Force's series starts later")
    daily = own.groupby("event_date")[["launched", "shot_down", "lost"]].sum(min_count=1).astype(float)
    return daily.reindex(pd.date_range(daily.index[0], daily.index[-1], name="event_date"))


def step_around(daily: pd.Series, day: str | pd.Timestamp, *, before: int, after: int) -> pd.DataFrame:
    """
    Compare the mean of a daily count in the days up to *day* with the days after it.

    A day without a report may be a day without launches or a day without words: the value counts it as zero,
    and the interval also covers the mean over the reported days alone.

    Args:
        daily: A count for each day without gaps in its index, NaN on a silent day.
        day: Last day of the span before.
        before: Days in the span up to and with *day*, at least 1.
        after: Days in the span that follows, at least 1.

    Returns:
        Rows ``before``, ``after`` and ``change`` in column ``span``, with ``start``, ``end``, ``value``,
        ``low`` and ``high`` a day; NaN where *daily* does not cover the whole span or is silent throughout.

    Raises:
        ValueError: A span has no day.
    """
    if min(before, after) < 1:
        raise ValueError(f"a span needs at least one day, not {before} before and {after} after")
    centre = pd.Timestamp(day)
    spans = {
        "before": (centre - pd.Timedelta(days=before - 1), centre),
        "after": (centre + pd.Timedelta(days=1), centre + pd.Timedelta(days=after)),
    }
    rows = [{"span": span, "start": a, "end": b, **_mean(daily, a, b)} for span, (a, b) in spans.items()]
    first, second = rows
    change = {
        "value": second["value"] - first["value"],
        "low": second["low"] - first["high"],
        "high": second["high"] - first["low"],
    }
    return pd.DataFrame([*rows, {"span": "change", "start": first["start"], "end": second["end"], **change}])


def bars_around(daily: pd.Series, day: pd.Timestamp, *, before: int, after: int) -> pd.DataFrame:
    """
    Return the days around *day* as bars, or around the last day of *daily* where that is earlier.

    Returns:
        Columns ``start``, ``end`` (the same day) and ``value``; fewer where *daily* ends or starts within.
    """
    middle = min(pd.Timestamp(day), daily.index[-1])
    part = daily.loc[middle - pd.Timedelta(days=before - 1) : middle + pd.Timedelta(days=after)]
    return pd.DataFrame({"start": part.index, "end": part.index, "value": part.to_numpy()})


def weekly_means(daily: pd.Series) -> pd.DataFrame:
    """
    Average a daily count over weeks of seven days that end on its last day; silent days count as zero.

    Returns:
        Columns ``start``, ``end`` (the last day of the week) and ``value``; days that fill no week are out.

    Raises:
        ValueError: The days do not fill a week.
    """
    if len(daily) < 7:
        raise ValueError(f"{len(daily)} days of reports fill no week: choose a longer span")
    whole = daily.iloc[len(daily) % 7 :].fillna(0.0)
    starts = whole.index[::7]
    values = whole.to_numpy(dtype=float).reshape(-1, 7).mean(axis=1)
    return pd.DataFrame({"start": starts, "end": starts + pd.Timedelta(days=6), "value": values})


def _mean(daily: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> dict[str, float]:
    covered = len(daily) > 0 and daily.index[0] <= start and end <= daily.index[-1]
    part = daily.loc[start:end]
    if not covered or part.isna().all():
        return dict.fromkeys(("value", "low", "high"), np.nan)
    value, reported = part.fillna(0).mean(), part.mean()
    return {"value": value, "low": min(value, reported), "high": max(value, reported)}
