"""
Change points: the weeks from which a series goes on at another level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from ruptures import KernelCPD
from scipy.stats import rankdata

from threefronts.models.pace import FEWEST, checked

NEARLY_AS_WELL = 5.94  # 90 % mark of -2 ln(1 - sqrt(p)): Hansen (2000), "Sample splitting", Econometrica 68


@dataclass(frozen=True)
class Break:
    """
    The first step of a new level, and the earliest and latest step that would do nearly as well.
    """

    low: int
    position: int
    high: int


def breaks(changes: ArrayLike, *, shortest: int, memory: float) -> list[Break]:
    """
    Find where the level of *changes* shifts.

    The ranks are parted, not the values, so that a few huge weeks decide nothing; the cuts are those of the
    least squares with a price for each cut (PELT's criterion, found exactly by ``ruptures``). The price is
    twice the long-run variance times the logarithm of the length, as a level and a place are paid for.

    Args:
        changes: Equally spaced changes, shape ``(T,)``, the oldest first.
        shortest: Steps that a level lasts at least, :data:`FEWEST` up, so that each has a scatter.
        memory: Share of a step's deviation that the next step keeps, in [0, 1); more of it makes cuts dearer.

    Returns:
        The breaks in order, each with the 90 % set of places around it; none where the series is too short
        to be parted.

    Raises:
        ValueError: A NaN, too few changes, or *shortest* or *memory* out of range.
    """
    ranks = rankdata(checked(changes))
    if shortest < FEWEST or not 0 <= memory < 1:
        raise ValueError(f"shortest {shortest} ({FEWEST} up) or memory {memory} (0 to 1, 1 left out) is off")
    if ranks.size < 2 * shortest:
        return []
    noise = _long_run_variance(ranks, memory)
    if noise == 0:
        return []
    search = KernelCPD(kernel="linear", min_size=shortest).fit(ranks.reshape(-1, 1))
    cuts = [0, *search.predict(pen=2 * noise * np.log(ranks.size))]
    return [_around(ranks, cut, noise) for cut in zip(cuts, cuts[1:], cuts[2:], strict=False)]


def levels(length: int, found: Sequence[Break]) -> list[slice]:
    """
    Return the stretches that *found* parts a row of *length* steps into.
    """
    cuts = [0, *(one.position for one in found), length]
    return [slice(start, end) for start, end in zip(cuts[:-1], cuts[1:], strict=True)]


def _long_run_variance(ranks: NDArray[np.float64], memory: float) -> float:
    """
    Variance that a mean of many steps feels, from the differences of neighbours, which shifts hardly touch.
    """
    return float(np.mean(np.diff(ranks) ** 2)) * (1 + memory) / (2 * (1 - memory) ** 2)


def _around(ranks: NDArray[np.float64], cut: tuple[int, int, int], noise: float) -> Break:
    """
    The places between two neighbouring cuts at which the squares would be little larger.
    """
    start, position, end = cut
    part = ranks[start:end] - ranks[start:end].mean()
    left = np.arange(1, part.size)
    gained = np.cumsum(part)[:-1] ** 2 * (1 / left + 1 / (part.size - left))
    near = start + left[gained >= gained[position - start - 1] - NEARLY_AS_WELL * noise]
    return Break(int(near.min()), position, int(near.max()))
