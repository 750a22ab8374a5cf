"""
How two series go together: correlation with a lag.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


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
