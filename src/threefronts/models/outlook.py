"""
What a pace would lead to if it went on: drawn paths, and how long they take to cover an area.

No forecast of a war: each function says what follows from an assumption about the pace.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from threefronts.models.pace import Resampling, Span, blocks_of, checked, stray

Draws = NDArray[np.float64]

MONTH, QUARTER, YEAR = 4, 13, 52  # weeks
WEEKS_PER_YEAR = 365.25 / 7
ASSUMPTIONS = {
    "quarter": "the last quarter's pace",
    "year": "the last year's pace",
    "any_year": "some year's pace",
}


def assumed_paces(changes: ArrayLike, how: Resampling) -> dict[str, Draws]:
    """
    Draw the pace under each of :data:`ASSUMPTIONS`, in the unit of *changes*, each of shape ``(draws,)``.

    Raises:
        ValueError: As in :func:`threefronts.models.pace.pace_over`.
    """
    return {
        "quarter": paces_now(changes, QUARTER, how),
        "year": paces_now(changes, YEAR, how),
        "any_year": paces_past(changes, YEAR, how),
    }


def paces_now(changes: ArrayLike, window: int, how: Resampling) -> Draws:
    """
    Draw the pace behind the last *window* changes, shape ``(draws,)``.
    """
    values = checked(changes)
    held = min(window, values.size)
    return values[-held:].mean() + stray(values[-how.pool :], held, how)


def paces_past(changes: ArrayLike, window: int, how: Resampling) -> Draws:
    """
    Draw the mean of any *window* successive changes, each stretch as likely as another, shape ``(draws,)``.
    """
    values = checked(changes)
    held = min(window, values.size)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    means = (sums[held:] - sums[:-held]) / held
    return means[np.random.default_rng(how.seed).integers(0, means.size, how.draws)]


def wander(changes: ArrayLike, length: int, how: Resampling) -> Draws:
    """
    Draw how far a path strays from its pace after each of *length* steps, shape ``(draws, length)``.

    Blocks of the last changes, less their mean, come again.

    Raises:
        ValueError: *length* is below 1, or *changes* are too short.
    """
    pool = checked(changes)[-how.pool :]
    if length < 1:
        raise ValueError(f"{length} steps ahead are none: 1 up")
    block = min(how.block, pool.size)
    return np.cumsum(blocks_of(pool - pool.mean(), length, block, replace(how, seed=how.seed + 1)), axis=1)


def steps_to_cover(area: float, paces: Draws, strayed: Draws) -> Draws:
    """
    Count the steps until each path first covers *area*; infinite where it does not on its way.

    Args:
        area: What remains, zero or more, in the unit of the changes.
        paces: The pace of each path, shape ``(draws,)``.
        strayed: What :func:`wander` gives, shape ``(draws, length)``.

    Raises:
        ValueError: The area is negative, or the shapes differ.
    """
    if area < 0 or len(paces) != len(strayed):
        raise ValueError(f"area {area} is negative, or {len(paces)} paces meet {len(strayed)} paths")
    if area == 0:
        return np.zeros(len(paces))
    covered = paces[:, None] * np.arange(1, strayed.shape[1] + 1) + strayed >= area
    return np.where(covered.any(axis=1), covered.argmax(axis=1) + 1.0, np.inf)


def duration(steps: Draws, how: Resampling) -> Span:
    """
    Years of weekly *steps* by which half of the paths are there, with the interval; ``None`` where never.
    """
    found = np.quantile(steps / WEEKS_PER_YEAR, (how.ends[0], 0.5, how.ends[1]), method="inverted_cdf")
    return Span(*(float(years) if np.isfinite(years) else None for years in found))


def arrivals(steps: dict[str, Draws], years: int) -> pd.DataFrame:
    """
    Work out the share of the paths that are there within each quarter of a year.

    Args:
        steps: For each assumption the weeks that each path takes.
        years: How far ahead.

    Returns:
        Columns assumption, years and arrived_pct (0 to 100, never falling within an assumption).
    """
    grid = np.arange(0, years + 0.25, 0.25)
    rows = [
        (name, at, 100 * float(np.mean(taken / WEEKS_PER_YEAR <= at)))
        for name, taken in steps.items()
        for at in grid
    ]
    return pd.DataFrame(rows, columns=["assumption", "years", "arrived_pct"])
