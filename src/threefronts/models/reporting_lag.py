"""
How far one count of losses trails another in time: the mean delay that fits best, with an interval.

Each loss of the leading series enters the trailing one with some chance and after a random delay, which is
exponential. Over the days between two snapshots the trailing series then adds a share of the delayed leading
one, and the share may drift along a straight line. Losses that enter years late, or never, look alike here:
both are missing from the share.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import signal, stats

from threefronts.models.pace import Span

DELAYS = np.concatenate([np.arange(0, 60), np.arange(60, 361, 5)]).astype(float)  # days
SPACING = 14  # days between the snapshots used, at least
FEWEST = 12  # stretches between snapshots
SHARES = 2  # coefficients: the share and its drift


def mean_delay(leading: pd.Series, trailing: pd.Series, level: float = 0.9) -> Span:
    """
    Return the mean delay of *trailing* behind *leading*, in days.

    Args:
        leading: A running total by day, index of days.
        trailing: A running total on snapshot days.
        level: Coverage of the interval, in (0, 1).

    Returns:
        Days between 0 and 360; all ``None`` with fewer than twelve stretches of two weeks or more between
        snapshots.

    Raises:
        ValueError: *level* is out of range.
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    daily = leading.sort_index().resample("D").last().ffill()
    kept = spaced(trailing.sort_index().loc[daily.index[0] : daily.index[-1]])
    if len(kept) <= FEWEST:
        return Span(None, None, None)
    at = daily.index.get_indexer(kept.index)
    left = unexplained(daily.to_numpy(dtype=float), at, np.diff(kept.to_numpy(dtype=float)))
    low, best, high = (float(part[0]) for part in delay_interval(left, len(at) - 1, level))
    return Span(low, best, high)


def spaced(snapshots: pd.Series, days: int = SPACING) -> pd.Series:
    """
    Keep the first of *snapshots* and each that lies at least *days* after the last one kept.
    """
    kept: list[pd.Timestamp] = []
    for day in snapshots.index:
        if not kept or (day - kept[-1]).days >= days:
            kept.append(day)
    return snapshots.loc[kept]


def delayed(daily: ArrayLike, delays: ArrayLike = DELAYS) -> NDArray[np.float64]:
    """
    Let each step of a running total arrive after an exponential delay.

    Args:
        daily: A running total for each day, shape ``(T,)``.
        delays: Mean delays in days, zero or more, shape ``(M,)``.

    Returns:
        What has arrived by each day, shape ``(M, T)``; a delay of zero gives *daily* back.
    """
    steps = np.diff(np.asarray(daily, dtype=float), prepend=0.0)
    shares = [1 / (1 + delay) for delay in np.asarray(delays, dtype=float)]
    return np.cumsum([signal.lfilter([share], [1, share - 1], steps) for share in shares], axis=1)


def unexplained(daily: NDArray[np.float64], at: ArrayLike, added: ArrayLike) -> NDArray[np.float64]:
    """
    Fit what a trailing series adds, for each delay, and return the weighted squares that are left.

    Args:
        daily: The leading running total for each day, shape ``(T,)``.
        at: Positions of the snapshots in it, ascending, shape ``(n + 1,)``.
        added: What the trailing series adds between them, shape ``(n,)`` or ``(n, S)`` for S series.

    Returns:
        Shape ``(M, S)``, one row a delay.
    """
    at, added = np.asarray(at), np.asarray(added, dtype=float)
    weight = 1 / np.sqrt(np.diff(at))
    drift = np.linspace(-1, 1, len(weight))
    target = (added.reshape(len(added), -1).T * weight).T
    arrived = np.diff(delayed(daily)[:, at], axis=1) * weight
    basis, _ = np.linalg.qr(np.stack([arrived, arrived * drift], axis=2))
    explained = (np.swapaxes(basis, 1, 2) @ target) ** 2
    return np.maximum((target**2).sum(axis=0) - explained.sum(axis=1), 0)


def delay_interval(
    left: NDArray[np.float64], stretches: int, level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """
    Return the delays that fit not much worse than the best, by the F-test of one parameter.

    Args:
        left: What :func:`unexplained` gives, shape ``(M, S)``.
        stretches: Number of observations behind it.
        level: Coverage, in (0, 1).

    Returns:
        Low, best and high, each of shape ``(S,)``, in days.
    """
    free = stretches - SHARES - 1
    bound = left.min(axis=0) * (1 + stats.f.ppf(level, 1, free) / free)
    inside = left <= bound
    low, high = np.argmax(inside, axis=0), len(DELAYS) - 1 - np.argmax(inside[::-1], axis=0)
    return DELAYS[low], DELAYS[left.argmin(axis=0)], DELAYS[high]
