"""
Event study: is a daily count higher around certain days than around other days like them?

The days of the events are drawn anew among the days of the same weekday in the same stretch of weeks, so that
the rhythm of the week and the slow trend of the count stay as they were.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Design:
    """
    How the days around events are compared.

    Attributes:
        before, after: Days of the window before and after an event day, 0 or more.
        block_weeks: Weeks within which event days are drawn anew, at least 2.
        draws: Draws of the baseline.
        seed: Of the random numbers.
        level: Coverage of the intervals, in (0, 1).
    """

    before: int = 1
    after: int = 1
    block_weeks: int = 4
    draws: int = 2000
    seed: int = 0
    level: float = 0.9

    def __post_init__(self) -> None:
        if min(self.before, self.after) < 0 or self.block_weeks < 2 or self.draws < 1:
            raise ValueError(f"a window needs 0 days or more, 2 weeks a block and a draw: {self}")
        if not 0 < self.level < 1:
            raise ValueError(f"a level lies between 0 and 1, not {self.level}")


@dataclass(frozen=True)
class Study:
    """
    What an event study found, in units of the daily count.

    Attributes:
        inside: Mean of the days in the windows.
        baseline: Mean over the draws of the same.
        effect, low, high: Difference of the two a day, with its interval. The draws share days with the
            windows and with them the effect; that dilution is taken out.
        p_value: Share of draws at or above *inside*, one-sided; NaN where nothing can be drawn anew.
        detectable: Effect that such data would show in four studies of five, at one in twenty false alarms.
        n_events: Event days, each counted once.
        n_days: Days within at least one window.
        draws: The drawn means less their own mean, shape ``(draws,)``.
    """

    inside: float
    baseline: float
    effect: float
    low: float
    high: float
    p_value: float
    detectable: float
    n_events: int
    n_days: int
    draws: NDArray[np.float64]


FOUND_IN = 0.8  # share of studies in which a detectable effect is found
FALSE_ALARMS = 0.05


def event_study(daily: pd.Series, events: ArrayLike, design: Design) -> Study:
    """
    Compare a daily count in windows around *events* with windows around other days of the same kind.

    Windows that overlap count each day once, so that a cluster of events is not weighed twice. Days without a
    value are left out of every mean.

    Args:
        daily: A count for each day, its index without gaps; NaN where none is known.
        events: Days of the events; those outside *daily* are left out, several on one day are one.
        design: Window, block, draws.

    Raises:
        ValueError: The index has gaps, or no event lies within the series.
    """
    values = values_of(daily)
    marked = np.isin(daily.index, pd.to_datetime(pd.Series(events)).dt.normalize().unique())
    if not marked.any():
        first, last = daily.index[[0, -1]]
        raise ValueError(f"no event lies within the days of the count, {first:%Y-%m-%d} to {last:%Y-%m-%d}")
    drawn = drawn_days(marked, daily.index, design)
    windows = _windows(drawn, design)
    own = _windows(marked[None, :], design)
    inside, means = float(_means(own, values)[0]), _means(windows, values)
    baseline, noise = float(np.mean(means)), means - np.mean(means)
    tails = np.quantile(noise, [(1 + design.level) / 2, (1 - design.level) / 2])
    spread, shared = float(np.std(noise)), _shared(windows, own[0])
    moves = spread > 0 and shared < 1
    apart = 1 - shared if moves else 1.0
    return Study(
        inside=inside,
        baseline=baseline,
        effect=(inside - baseline) / apart,
        low=(inside - baseline - float(tails[0])) / apart,
        high=(inside - baseline - float(tails[1])) / apart,
        p_value=float((1 + np.sum(means >= inside)) / (1 + design.draws)) if moves else float("nan"),
        detectable=detectable_effect(spread, shared) if moves else float("nan"),
        n_events=int(marked.sum()),
        n_days=int(own.sum()),
        draws=noise,
    )


def profile(daily: pd.Series, events: ArrayLike, design: Design, reach: int = 7) -> pd.DataFrame:
    """
    Mean of the count on each day from *reach* days before the events to as many after, with the baseline.

    Returns:
        Columns ``offset`` (days from the event), ``value``, ``low`` and ``high`` (where the design's share of
        the draws lies on that day).

    Raises:
        ValueError: As in :func:`event_study`.
    """
    values = values_of(daily)
    marked = np.isin(daily.index, pd.to_datetime(pd.Series(events)).dt.normalize().unique())
    drawn = drawn_days(marked, daily.index, design)
    tails = [(1 - design.level) / 2, (1 + design.level) / 2]
    rows = []
    for offset in range(-reach, reach + 1):
        low, high = np.nanquantile(_means(_moved(drawn, offset), values), tails)
        own = _means(_moved(marked[None, :], offset), values)[0]
        rows.append({"offset": offset, "value": float(own), "low": float(low), "high": float(high)})
    return pd.DataFrame(rows)


def detectable_effect(spread: float, shared: float) -> float:
    """
    Effect on each day of a window that a one-sided test finds in four studies of five.

    Args:
        spread: Standard deviation of the drawn means, above zero.
        shared: Share of a drawn window's days that lie in the events' own windows too, in [0, 1): they carry
            the effect as well, and dilute it.
    """
    from scipy.stats import norm

    if spread <= 0 or not 0 <= shared < 1:
        raise ValueError(f"spread {spread} must be above 0 and shared {shared} in [0, 1)")
    return (norm.ppf(1 - FALSE_ALARMS) + norm.ppf(FOUND_IN)) * spread / (1 - shared)


def power_of(effect: float, spread: float, shared: float) -> float:
    """
    Share of studies that find *effect*, by the same reckoning as :func:`detectable_effect`.
    """
    from scipy.stats import norm

    return float(norm.cdf(effect * (1 - shared) / spread - norm.ppf(1 - FALSE_ALARMS)))


def drawn_days(marked: NDArray[np.bool_], days: pd.DatetimeIndex, design: Design) -> NDArray[np.bool_]:
    """
    Draw the event days anew within each weekday of each block of weeks, shape ``(draws, T)``.

    Each draw has as many event days in a stratum as there were.
    """
    rng = np.random.default_rng(design.seed)
    drawn = np.zeros((design.draws, marked.size), dtype=bool)
    blocks = np.arange(marked.size) // (7 * design.block_weeks)
    last = blocks == blocks[-1]
    if last.sum() < 14 and blocks[-1] > 0:  # a rest too short to draw from joins the block before it
        blocks[last] -= 1
    for stratum in np.unique(blocks * 7 + days.day_of_week.to_numpy()):
        members = np.flatnonzero(blocks * 7 + days.day_of_week.to_numpy() == stratum)
        n_events = int(marked[members].sum())
        if n_events:
            order = np.argsort(rng.random((design.draws, members.size)), axis=1)[:, :n_events]
            np.put_along_axis(drawn, members[order], True, axis=1)
    return drawn


def both_readings(found: list[Study]) -> dict[str, float]:
    """
    Join studies of one question into one effect: the first one's, with the hull of all intervals.
    """
    return {
        "value": found[0].effect,
        "low": min(study.low for study in found),
        "high": max(study.high for study in found),
    }


def values_of(daily: pd.Series) -> NDArray[np.float64]:
    """
    Return a daily count as an array, shape ``(T,)``.

    Raises:
        ValueError: A day is missing in its index.
    """
    if len(daily) == 0 or (np.diff(daily.index.to_numpy()) != np.timedelta64(1, "D")).any():
        raise ValueError("the count needs one value for each day, without gaps in its days")
    return daily.to_numpy(dtype=np.float64)


def _windows(marked: NDArray[np.bool_], design: Design) -> NDArray[np.bool_]:
    inside = marked.copy()
    for step in range(1, design.before + 1):
        inside[:, :-step] |= marked[:, step:]
    for step in range(1, design.after + 1):
        inside[:, step:] |= marked[:, :-step]
    return inside


def _moved(marked: NDArray[np.bool_], days: int) -> NDArray[np.bool_]:
    moved = np.zeros_like(marked)
    target, origin = (
        (slice(days, None), slice(None, -days)) if days > 0 else (slice(None, days), slice(-days, None))
    )
    moved[:, target if days else slice(None)] = marked[:, origin if days else slice(None)]
    return moved


def _means(windows: NDArray[np.bool_], values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = np.isfinite(values)
    counted = windows[:, known].astype(np.float64)
    with np.errstate(invalid="ignore"):
        return counted @ values[known] / counted.sum(axis=1)


def _shared(windows: NDArray[np.bool_], own: NDArray[np.bool_]) -> float:
    return float(np.mean((windows & own).sum(axis=1) / windows.sum(axis=1)))
