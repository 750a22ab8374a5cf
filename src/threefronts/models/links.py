"""
How two series go together: correlation with a lag, and the distance between two places.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

EARTH_RADIUS_KM = 6371.0088  # mean radius of the GRS 80 ellipsoid, (2a + b) / 3


@dataclass(frozen=True)
class Link:
    """
    The correlation of two weekly series at one lag, with its interval.
    """

    lag: int
    value: float
    low: float
    high: float
    n_weeks: int


def lagged_links(cause: pd.Series, result: pd.Series, lags: ArrayLike, level: float = 0.9) -> list[Link]:
    """
    Correlate *result* with *cause* some weeks earlier (Pearson; interval by Fisher's transformation).

    Args:
        cause, result: Weekly values on one index of week ends; NaN where unknown.
        lags: Weeks by which *result* follows, 0 or more.
        level: Coverage of the interval.

    Raises:
        ValueError: A lag leaves fewer than eight weeks, or a series does not vary in them.
    """
    from scipy.stats import pearsonr

    links = []
    for lag in np.atleast_1d(lags):
        pair = pd.concat([cause.shift(int(lag)), result], axis=1, keys=["cause", "result"]).dropna()
        if len(pair) < 8 or (pair.nunique() < 2).any():
            raise ValueError(
                f"a lag of {lag} weeks leaves {len(pair)} weeks that vary: at least 8 are needed"
            )
        found = pearsonr(pair["cause"], pair["result"])
        interval = found.confidence_interval(level)
        links.append(
            Link(int(lag), float(found.statistic), float(interval.low), float(interval.high), len(pair))
        )
    return links


def great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """
    Distance between two points on a sphere of the Earth's mean radius, km (haversine).

    Args:
        first, second: Latitude and longitude in degrees.
    """
    (lat_1, lon_1), (lat_2, lon_2) = np.radians(first), np.radians(second)
    half = np.sin((lat_2 - lat_1) / 2) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin((lon_2 - lon_1) / 2) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))
