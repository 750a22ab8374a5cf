"""
What a square kilometre cost: losses over gains, with an interval that months of standstill widen.

The interval is Fieller's (1954) for a ratio of two means, over blocks of four weeks or more, so that weeks
that resemble each other count once. Where the gains cannot be told from none, it has no upper end.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from threefronts.models.pace import Span

MOST_BLOCKS = 13
FEWEST_BLOCKS = 4
SHORTEST_DAYS = 28
UNKNOWN = Span(None, None, None)


def cost_between(losses: pd.Series, area: pd.Series, start: str, end: str, level: float = 0.9) -> Span:
    """
    Return what was lost for each square kilometre of net gain from *start* to *end*.

    Args:
        losses: A running total of losses by day, index of days.
        area: The area held by day, km², index of days.
        start, end: First and last day, ISO.
        level: Coverage of the interval, in (0, 1).

    Returns:
        Losses for each km²; all ``None`` where nothing was gained, where the days hold fewer than four
        blocks of four weeks, or where a series begins after *start*; ``high`` is ``None`` where nothing
        bounds it.

    Raises:
        ValueError: As in :func:`ratio_interval`.
    """
    number = min(MOST_BLOCKS, (pd.Timestamp(end) - pd.Timestamp(start)).days // SHORTEST_DAYS)
    if number < FEWEST_BLOCKS:
        return UNKNOWN
    edges = pd.date_range(start, end, periods=number + 1).floor("D")
    lost, gained = (series.sort_index().asof(edges).diff().to_numpy()[1:] for series in (losses, area))
    if not np.isfinite([lost, gained]).all():
        return UNKNOWN
    found = [float(part) for part in ratio_interval(lost, gained, level)]
    return Span(*(None if np.isnan(part) else part for part in found))


def ratio_interval(
    losses: ArrayLike, gains: ArrayLike, level: float = 0.9
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """
    Ratio of the sums of *losses* and *gains* with Fieller's interval.

    Args:
        losses: What was lost in each block, zero or more in their sum, shape ``(B, ...)``.
        gains: What was gained in the same blocks, of either sign, shape ``(B, ...)``.
        level: Coverage, in (0, 1).

    Returns:
        Low, value and high, shape ``(...)``; all NaN where the gains add up to zero or less, high NaN where
        they cannot be told from none.

    Raises:
        ValueError: Shapes differ, fewer than two blocks, a value is not finite, losses are negative in sum,
            or *level* is out of range.
    """
    y, x = np.asarray(losses, dtype=float), np.asarray(gains, dtype=float)
    _check(y, x, level)
    n = len(x)
    k = stats.t.ppf((1 + level) / 2, n - 1) ** 2 / n
    spread_x, spread_y = x.var(axis=0, ddof=1), y.var(axis=0, ddof=1)
    together = ((x - x.mean(axis=0)) * (y - y.mean(axis=0))).sum(axis=0) / (n - 1)
    a = x.mean(axis=0) ** 2 - k * spread_x
    b = x.mean(axis=0) * y.mean(axis=0) - k * together
    c = y.mean(axis=0) ** 2 - k * spread_y
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(x.sum(axis=0) > 0, y.sum(axis=0) / x.sum(axis=0), np.nan)
        root = np.sqrt(np.maximum(b**2 - a * c, 0))
        low, high = (b - root) / a, (b + root) / a
    low = np.where((a > 0) | (low <= value) & (b**2 > a * c), np.maximum(low, 0), 0)
    known = ~np.isnan(value)
    return np.where(known, low, np.nan), value, np.where(known & (a > 0), high, np.nan)


def _check(losses: NDArray[np.float64], gains: NDArray[np.float64], level: float) -> None:
    if losses.shape != gains.shape or losses.ndim == 0 or len(losses) < 2:
        raise ValueError(
            f"losses {losses.shape} and gains {gains.shape} must be of one shape with two blocks or more"
        )
    if not (np.isfinite(losses).all() and np.isfinite(gains).all()) or (losses.sum(axis=0) < 0).any():
        raise ValueError("losses and gains must be finite, and losses zero or more in their sum")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
