"""
Interrupted series: a stretch of days against the line through the days around it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.models.event_study import values_of


@dataclass(frozen=True)
class Interruption:
    """
    A stretch of days against what the days around it lead to expect, in units of the daily count.

    Attributes:
        observed: Mean within the stretch.
        expected: Mean of the straight line through the days around it, within the stretch.
        change: ``observed - expected``.
        low, high: *change* less the changes of stretches as long where nothing began, 5 to 95 % of them.
        p_lower: Share of those stretches that fell at least as far; NaN without any.
    """

    observed: float
    expected: float
    change: float
    low: float
    high: float
    p_lower: float


def interrupted(daily: pd.Series, start: str, end: str, around: int = 28) -> Interruption:
    """
    Compare the days from *start* to *end* with the line through *around* days on either side.

    How often as large a change comes by itself is read off the same comparison for every stretch as long that
    lies wholly on one side.

    Raises:
        ValueError: The index has gaps, or the stretch does not lie within the days known, or fewer than seven
            days are known around it.
    """
    values = values_of(daily)
    first, last = (daily.index.get_indexer([pd.Timestamp(day)])[0] for day in (start, end))
    if first < 0 or last < first:
        raise ValueError(
            f"{start} to {end} does not lie within {daily.index[0]:%Y-%m-%d} to {daily.index[-1]:%Y-%m-%d}"
        )
    known = [*range(max(0, first - around), first), *range(last + 1, min(values.size, last + 1 + around))]
    observed, expected = _against_line(values, np.arange(first, last + 1), np.array(known, dtype=int))
    placebos = _placebos(values, known, first, last - first + 1)
    noise = placebos - placebos.mean() if placebos.size else np.array([np.nan])
    low, high = (float(observed - expected - edge) for edge in np.quantile(noise, [0.95, 0.05]))
    fell = (
        float((1 + np.sum(placebos <= observed - expected)) / (1 + placebos.size))
        if placebos.size
        else np.nan
    )
    return Interruption(observed, expected, observed - expected, low, high, fell)


def truce_changes(daily: pd.Series, truces: pd.DataFrame, around: int = 28) -> pd.DataFrame:
    """
    Apply :func:`interrupted` to each truce whose days the count covers.

    Args:
        daily: A count for each day without gaps; NaN where none is known.
        truces: Rows of ``diplomacy/truces``; accounts of one truce are joined from first to last day.
        around: Days of comparison on either side.

    Returns:
        Columns truce, start, end, observed, expected, value (the change), low, high, p_lower, by start; empty
        where no truce is covered.
    """
    declared = truces[truces["status"].eq("declared") & truces["period_end"].notna()]
    spans = declared.groupby("truce").agg(start=("period_start", "min"), end=("period_end", "max")).dropna()
    inside = (spans["start"] >= daily.index[0] + pd.Timedelta(days=7)) & (spans["end"] <= daily.index[-1])
    columns = ["truce", "start", "end", "observed", "expected", "value", "low", "high", "p_lower"]
    rows = []
    for truce, span in spans[inside].sort_values("start").iterrows():
        found = interrupted(daily, f"{span['start']:%Y-%m-%d}", f"{span['end']:%Y-%m-%d}", around)
        rows.append((truce, span["start"], span["end"], found.observed, found.expected, found.change))
        rows[-1] += (found.low, found.high, found.p_lower)
    return pd.DataFrame(rows, columns=columns)


def _against_line(
    values: NDArray[np.float64], inside: NDArray[np.int64], around: NDArray[np.int64]
) -> tuple[float, float]:
    around, inside = (days[np.isfinite(values[days])] for days in (around, inside))
    if around.size < 7 or inside.size == 0:
        raise ValueError(f"{around.size} days are known around the stretch, {inside.size} in it: too few")
    slope, level = np.polyfit(around, values[around], 1)
    return float(values[inside].mean()), float(np.mean(level + slope * inside))


def _placebos(values: NDArray[np.float64], known: list[int], first: int, length: int) -> NDArray[np.float64]:
    changes = []
    for start in known:
        stretch = np.arange(start, start + length)
        if not set(stretch) <= set(known) or not np.isfinite(values[stretch]).any():
            continue
        rest = np.array([day for day in known if day not in set(stretch)])
        if np.isfinite(values[rest]).sum() >= 7:
            observed, expected = _against_line(values, stretch, rest)
            changes.append(observed - expected)
    return np.array(changes)
