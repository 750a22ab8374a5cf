"""
Pace of a series of changes, with an interval that respects their memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

SHORTEST_BLOCK = 4  # weeks: neighbouring weeks resemble each other at least this far
FEWEST = 8  # changes below which no scatter can be told


@dataclass(frozen=True)
class Interval:
    """
    A central figure with its bounds, all in one unit.
    """

    low: float
    value: float
    high: float


@dataclass(frozen=True)
class Span:
    """
    A central figure with bounds that may be missing, because nothing bounds it.
    """

    low: float | None
    value: float | None
    high: float | None


@dataclass(frozen=True)
class Resampling:
    """
    How the block bootstrap draws.

    Args:
        block: Neighbouring steps that are drawn together, 1 up; short windows and pools take shorter ones.
        draws: Bootstrap samples, 1 up.
        seed: Seed of the random numbers.
        pool: Steps up to the last from which is drawn, at least :data:`FEWEST`.
        level: Coverage of an interval, in (0, 1).

    Raises:
        ValueError: A setting is out of range.
    """

    block: int = 8
    draws: int = 2000
    seed: int = 1
    pool: int = 52
    level: float = 0.9

    def __post_init__(self) -> None:
        if self.block < 1 or self.draws < 1 or self.pool < FEWEST or not 0 < self.level < 1:
            raise ValueError(
                f"block {self.block} (1 up), draws {self.draws} (1 up), pool {self.pool} ({FEWEST} up) "
                f"or level {self.level} (0 to 1) is off"
            )

    @property
    def ends(self) -> tuple[float, float]:
        """
        The quantiles at which an interval ends.
        """
        return (1 - self.level) / 2, (1 + self.level) / 2


def pace_over(changes: ArrayLike, window: int, how: Resampling) -> Interval:
    """
    Mean of the last *window* changes, with an interval for the pace behind them.

    The interval says how far the mean of so many changes strays from the pace that made them. The scatter is
    that of the last ``how.pool`` changes, drawn in circular blocks (Politis and Romano, 1992), so that a
    window of a month has an interval too.

    Args:
        changes: Equally spaced changes, shape ``(T,)``, any unit, the oldest first.
        window: Changes that are averaged, 1 up; all of them where there are fewer.
        how: How to draw.

    Returns:
        The mean and its bounds, in the unit of *changes*.

    Raises:
        ValueError: A NaN, fewer than :data:`FEWEST` changes, or a window below 1.
    """
    values = checked(changes)
    if window < 1:
        raise ValueError(f"a window of {window} steps is none: 1 up")
    mean = float(values[-window:].mean())
    strays = stray(values[-how.pool :], min(window, values.size), how)
    low, high = np.quantile(strays, how.ends)
    return Interval(mean + min(float(low), 0.0), mean, mean + max(float(high), 0.0))


def stray(pool: NDArray[np.float64], window: int, how: Resampling) -> NDArray[np.float64]:
    """
    Draw how far the mean of *window* changes strays from the pace behind them, shape ``(draws,)``.

    Blocks out of a short pool scatter too little, since each is measured from the pool's own mean: the draws
    are widened by ``sqrt(n / (n - block))`` and by Student's t for ``n / block`` blocks.
    """
    block = _block(pool.size, window, how.block)
    sums = blocks_of(pool - pool.mean(), window, block, how).sum(axis=1)
    wider = stdtrit(pool.size / block - 1, how.ends[1]) / ndtri(how.ends[1])
    return sums / window * np.sqrt(pool.size / (pool.size - block)) * wider


def blocks_of(pool: NDArray[np.float64], length: int, block: int, how: Resampling) -> NDArray[np.float64]:
    """
    Draw rows of *length* values, block by block from the circle that *pool* forms, shape ``(draws, length)``.
    """
    random = np.random.default_rng(how.seed)
    starts = random.integers(0, pool.size, size=(how.draws, -(-length // block), 1))
    picked = (starts + np.arange(block)) % pool.size
    return pool[picked.reshape(how.draws, -1)[:, :length]]


def checked(changes: ArrayLike) -> NDArray[np.float64]:
    """
    Return *changes* as a row of finite numbers.

    Raises:
        ValueError: It is none, or too short to tell a scatter.
    """
    values = np.asarray(changes, dtype=float)
    if values.ndim != 1 or values.size < FEWEST or not np.isfinite(values).all():
        raise ValueError(f"changes must be a row of at least {FEWEST} finite numbers, not {values.shape}")
    return values


def _block(pool: int, window: int, block: int) -> int:
    """
    A block no longer than half the window, nor than a quarter of the pool.
    """
    return max(1, min(block, max(SHORTEST_BLOCK, window // 2), pool // 4))
