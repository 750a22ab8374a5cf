"""
Read a running total that is known on some days only: the last observation, and what bounds it.

Nothing is interpolated: between two observations the value is the earlier one with its own date, and both
neighbours are the interval in which a count that only rises must lie.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from threefronts.absence import NoDataError


@dataclass(frozen=True)
class Observation:
    """
    One value with the day it was observed on and its bounds; ``high`` is ``None`` where no later observation
    bounds it.
    """

    date: date
    value: float
    low: float
    high: float | None


@dataclass(frozen=True)
class Change:
    """
    The change between two observations; a bound is ``None`` where nothing bounds it.
    """

    value: float
    low: float | None
    high: float | None
    start: Observation
    end: Observation


def value_at(dates: ArrayLike, values: ArrayLike, day: str | date) -> Observation:
    """
    Return the last observation at or before *day*.

    Args:
        dates: Days of the observations in any order, each once, shape ``(T,)``.
        values: A running total on these days, shape ``(T,)``.
        day: The day asked for.

    Returns:
        The value with its own date. On *day* itself ``low`` and ``high`` equal the value; otherwise they are
        the smaller and the larger of the observations before and after, and ``high`` is ``None`` after the
        last one.

    Raises:
        ValueError: Shapes differ, a day stands twice, a value is missing, or no observation lies at or before
            *day*.
    """
    days, numbers = _sorted(dates, values)
    asked = np.datetime64(pd.Timestamp(day), "D")
    position = int(np.searchsorted(days, asked, side="right")) - 1
    if position < 0:
        raise NoDataError(
            f"no observation at or before {asked}: the first is of {days[0] if len(days) else 'no day'}"
        )
    value = float(numbers[position])
    low, high = _bounds(value, days[position] == asked, numbers[position + 1 : position + 2])
    return Observation(date=days[position].astype(date), value=value, low=low, high=high)


def change_between(dates: ArrayLike, values: ArrayLike, start: str | date, end: str | date) -> Change:
    """
    Return how far a running total moved from *start* to *end*, bounded by the observations around both days.

    Args:
        dates: Days of the observations, shape ``(T,)``.
        values: A running total on these days, shape ``(T,)``.
        start: First day of the window.
        end: Last day of the window, not before *start*.

    Returns:
        ``value`` is the difference of the two last observations; ``low`` is ``end.low - start.high`` and
        ``high`` is ``end.high - start.low``, ``None`` where a bound is not known.

    Raises:
        ValueError: *end* lies before *start*, or as in :func:`value_at`.
    """
    if pd.Timestamp(end) < pd.Timestamp(start):
        raise ValueError(f"the window ends on {end}, before it starts on {start}")
    first, last = value_at(dates, values, start), value_at(dates, values, end)
    low = None if first.high is None else last.low - first.high
    high = None if last.high is None else last.high - first.low
    return Change(value=last.value - first.value, low=low, high=high, start=first, end=last)


def total_of(observations: Iterable[Observation]) -> Observation:
    """
    Add up observations of several series, such as the lists that make one class.

    Returns:
        The sum with the oldest date among them; ``high`` is ``None`` where one of them is not bounded.

    Raises:
        ValueError: There is nothing to add.
    """
    parts = list(observations)
    if not parts:
        raise ValueError("no observation to add up")
    highs = [part.high for part in parts]
    return Observation(
        date=min(part.date for part in parts),
        value=sum(part.value for part in parts),
        low=sum(part.low for part in parts),
        high=None if None in highs else sum(highs),
    )


def total_change_of(changes: Iterable[Change]) -> Change:
    """
    Add up changes of several series over one window.

    Raises:
        ValueError: There is nothing to add.
    """
    parts = list(changes)
    start, end = total_of(part.start for part in parts), total_of(part.end for part in parts)
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    return Change(
        value=sum(part.value for part in parts),
        low=None if None in lows else sum(lows),
        high=None if None in highs else sum(highs),
        start=start,
        end=end,
    )


def snapshot_at(frame: pd.DataFrame, day: str | date, by: Sequence[str]) -> pd.DataFrame:
    """
    Apply :func:`value_at` to each series of a long table.

    Args:
        frame: Rows with ``event_date``, ``value`` and the columns *by*; each series has a day once.
        day: The day asked for.
        by: Columns that tell the series apart.

    Returns:
        One row a series that has an observation by then: the columns *by*, ``date``, ``value``, ``low``,
        ``high`` (NaN where not bounded).
    """
    known = frame.groupby(list(by), sort=True)["event_date"].transform("min") <= pd.Timestamp(day)
    rows = []
    for names, series in frame[known].groupby(list(by), sort=True):
        found = value_at(series["event_date"], series["value"], day)
        high = np.nan if found.high is None else found.high
        rows.append((*names, pd.Timestamp(found.date), found.value, found.low, high))
    return pd.DataFrame(rows, columns=[*by, "date", "value", "low", "high"])


def _sorted(dates: ArrayLike, values: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    days = np.asarray(dates, dtype="datetime64[D]")
    numbers = np.asarray(values, dtype=np.float64)
    if days.ndim != 1 or days.shape != numbers.shape:
        raise ValueError(f"dates and values must be of one shape (T,), not {days.shape} and {numbers.shape}")
    if np.isnan(numbers).any() or np.isnat(days).any():
        raise ValueError("a day or a value is missing: drop the row first")
    order = np.argsort(days, kind="stable")
    days, numbers = days[order], numbers[order]
    if (np.diff(days) == np.timedelta64(0, "D")).any():
        raise ValueError("a day stands twice: choose one observation a day first")
    return days, numbers


def _bounds(value: float, is_exact: bool, following: np.ndarray) -> tuple[float, float | None]:
    if is_exact:
        return value, value
    if not len(following):
        return value, None
    return min(value, float(following[0])), max(value, float(following[0]))
