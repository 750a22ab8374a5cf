"""
Pace of a series of changes, with an interval that respects their memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Interval:
    """
    A central figure with its bounds, all in one unit.
    """

    low: float
    value: float
    high: float


def mean_with_interval(
    changes: ArrayLike, *, block: int, draws: int, seed: int, level: float = 0.9
) -> Interval:
    """
    Mean of *changes* with a circular block-bootstrap interval (Politis and Romano, 1992).

    Blocks of neighbouring values are drawn whole, so that calm and active stretches stay together.

    Args:
        changes: Equally spaced changes, shape ``(T,)``, any unit.
        block: Length of a block, in steps, 1 to T.
        draws: Bootstrap samples.
        seed: Seed of the random numbers.
        level: Coverage of the interval, in (0, 1).

    Returns:
        The mean and its bounds, in the unit of *changes*.

    Raises:
        ValueError: No changes, a NaN among them, or *block*, *draws* or *level* out of range.
    """
    values = np.asarray(changes, dtype=float)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all():
        raise ValueError("changes must be a non-empty row of finite numbers")
    if not 1 <= block <= values.size or draws < 1 or not 0 < level < 1:
        raise ValueError(
            f"block {block} (1 to {values.size}), draws {draws} (1 up) or level {level} (0 to 1) is off"
        )
    blocks = -(-values.size // block)
    starts = np.random.default_rng(seed).integers(0, values.size, size=(draws, blocks, 1))
    picked = (starts + np.arange(block)) % values.size
    means = values[picked.reshape(draws, -1)[:, : values.size]].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    mean = float(values.mean())
    return Interval(min(float(low), mean), mean, max(float(high), mean))


@dataclass(frozen=True)
class Span:
    """
    A central figure with bounds that may be missing, because nothing bounds it.
    """

    low: float | None
    value: float | None
    high: float | None


def years_to_cover(area_km2: float, pace_km2_per_day: Interval) -> Span:
    """
    Years to cover *area_km2* at a pace and at both ends of its interval.

    Args:
        area_km2: What remains, zero or more.
        pace_km2_per_day: The pace with its bounds.

    Returns:
        Years at the high end of the pace (``low``), at its middle and at its low end; ``None`` where the pace
        there is zero or backward, so that the area is never covered.

    Raises:
        ValueError: The area is negative.
    """
    if area_km2 < 0:
        raise ValueError(f"area must be zero or more, not {area_km2}")
    paces = (pace_km2_per_day.high, pace_km2_per_day.value, pace_km2_per_day.low)
    return Span(*(area_km2 / (pace * 365.25) if pace > 0 else None for pace in paces))
