"""
Draws of stock and store: what the sources' disagreement leaves open, path by path.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.models.statements import HIGH_QUANTILE, LOW_QUANTILE, Span, closed, draw, once, span_of
from threefronts.models.stock import Flows

INPUTS = ("lost", "new", "refurbishment", "store", "yield_share")
GRID = 2001


@dataclass(frozen=True)
class Mixture:
    """
    One unknown: a voice at random, all alike, and a number inside its interval, all alike.

    ``ppf`` is what :func:`scipy.stats.sobol_indices` asks of a distribution.
    """

    grid: NDArray[np.float64]

    @classmethod
    def of(cls, voices: pd.DataFrame, scale: float = 1.0) -> "Mixture":
        """
        Mixture of *voices* (columns value, low, high), each multiplied by *scale*.
        """
        ends = closed(once(voices))[["low", "high"]].to_numpy()
        within = (np.arange(GRID) + 0.5) / GRID
        points = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * within
        return cls(np.quantile(points, np.linspace(0, 1, GRID)) * scale)

    def ppf(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """
        Return the value below which *share* of the draws lie.
        """
        return np.interp(share, np.linspace(0, 1, len(self.grid)), self.grid)


def draw_flows(voices: Mapping[str, pd.DataFrame], seed: int, draws: int) -> Flows:
    """
    Draw every input of one class, independent of one another.

    Args:
        voices: A table of voices for each of ``INPUTS``: columns source_id, value, low, high.
        seed: Of the random numbers; each input has a stream of its own, so that a new voice for one of them
            leaves the others as they were.
        draws: How many paths.
    """
    streams = np.random.default_rng(seed).spawn(len(INPUTS))
    drawn = {name: draw(voices[name], rng, draws) for name, rng in zip(INPUTS, streams, strict=True)}
    return Flows(**drawn)


def stacked(classes: list[Flows]) -> Flows:
    """
    Lay the draws of several classes side by side: arrays of shape ``(draws, classes)``.
    """
    return Flows(**{name: np.stack([getattr(flows, name) for flows in classes], axis=-1) for name in INPUTS})


def bands(paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return the 5 %, 50 % and 95 % quantile over the draws, shape ``(3, T + 1, ...)``.

    Args:
        paths: Shape ``(T + 1, draws, ...)``.
    """
    draws = paths.shape[1]
    places = [LOW_QUANTILE, 0.5, HIGH_QUANTILE]
    # Sorting by partition: the nearest path stands for the quantile, one in ten thousand beside it.
    ranks = [round(place * (draws - 1)) for place in places]
    found = np.partition(paths, ranks, axis=1)
    return np.stack([found[:, rank] for rank in ranks])


@dataclass(frozen=True)
class Depletion:
    """
    A month of depletion as a distribution, in months from the start.

    ``span`` is of the paths that deplete within ``horizon``, unknown where fewer than a hundred do;
    ``never_pct`` is the percentage that do not.
    """

    span: Span
    never_pct: float
    horizon: int


def depletion(months: NDArray[np.float64], horizon: int) -> Depletion:
    """
    Describe the month in which paths deplete.

    Args:
        months: Of each path, infinite where it never comes, shape ``(draws,)``.
        horizon: Months looked at; what comes later counts as never.
    """
    inside = months[months <= horizon]
    span = span_of(inside) if len(inside) >= 100 else Span(None, None, None)
    return Depletion(span, 100 * float(np.mean(months > horizon)), horizon)
