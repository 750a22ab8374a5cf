"""
Back-test: forecasts of the pace made with data to each quarter's end, against what happened.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from threefronts.models.outlook import ASSUMPTIONS, QUARTER, Draws, assumed_paces, wander
from threefronts.models.pace import FEWEST, Resampling

FIRST = "2023-03-31"  # the first quarter's end from which is forecast
METHODS = (*ASSUMPTIONS, "last_quarter", "no_change")
TYPES = {
    "quarter": "datetime64[s]",
    "low": "float64",
    "value": "float64",
    "high": "float64",
    "outcome": "float64",
}
COLUMNS = ["quarter", "weeks", "method", "low", "value", "high", "outcome", "crps"]


def crps(draws: Draws, outcome: float) -> float:
    """
    Continuous ranked probability score of *draws*, in their unit; for a single figure, its absolute error.

    ``E|X - y| - E|X - X'| / 2`` (Gneiting and Raftery, 2007), by sorting.
    """
    ordered = np.sort(np.asarray(draws, dtype=float))
    places = 2 * np.arange(1, ordered.size + 1) - ordered.size - 1
    return float(np.mean(np.abs(ordered - outcome)) - np.sum(ordered * places) / ordered.size**2)


def backtest(weekly: pd.DataFrame, horizons: Sequence[int], how: Resampling) -> pd.DataFrame:
    """
    Forecast the mean pace of the coming weeks at each quarter's end, from the weeks up to it alone.

    Args:
        weekly: Columns week_ending and change_km2, the oldest first.
        horizons: Weeks ahead.
        how: How to draw.

    Returns:
        One row a quarter's end, horizon and method whose outcome is known: quarter, weeks, method (one of
        ``METHODS``), low, value and high (bounds NaN for the last two),
        outcome and crps, all in km2 a day.
    """
    changes, ends = weekly["change_km2"].to_numpy() / 7, weekly["week_ending"]
    rows = []
    for quarter in pd.date_range(FIRST, ends.max(), freq="QE"):
        known = int((ends <= quarter).sum())
        closed = [weeks for weeks in horizons if known + weeks <= changes.size]
        if known >= FEWEST and closed:
            forecasts = _forecasts(changes[:known], closed, how)
            for weeks, method, drawn in forecasts:
                outcome = float(changes[known : known + weeks].mean())
                rows.append((quarter, weeks, method, *_ends(drawn, how), outcome, crps(drawn, outcome)))
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)


def scores(tested: pd.DataFrame, horizons: Sequence[int]) -> pd.DataFrame:
    """
    Summarise a back-test by horizon and method.

    Args:
        tested: What :func:`backtest` gives.
        horizons: Weeks ahead; those that no outcome has reached yet are there, without a score.

    Returns:
        Columns weeks, method, n, crps (its mean, in km2 a day; NaN without an outcome) and covered_pct
        (outcomes inside the interval; NaN for a method without one).
    """
    inside = tested["outcome"].between(tested["low"], tested["high"]).where(tested["low"].notna())
    found = tested.assign(inside=100 * inside.astype("float64")).groupby(["weeks", "method"])
    found = found.agg(n=("quarter", "size"), crps=("crps", "mean"), covered_pct=("inside", "mean"))
    grid = pd.MultiIndex.from_product([horizons, METHODS], names=["weeks", "method"])
    return found.reindex(grid).fillna({"n": 0}).reset_index()


def _forecasts(past: np.ndarray, horizons: list[int], how: Resampling) -> list[tuple[int, str, Draws]]:
    strayed, paces = wander(past, max(horizons), how), assumed_paces(past, how)
    last = np.array([past[-QUARTER:].mean()])
    return [
        forecast
        for weeks in horizons
        for forecast in (
            *((weeks, name, drawn + strayed[:, weeks - 1] / weeks) for name, drawn in paces.items()),
            (weeks, "last_quarter", last),
            (weeks, "no_change", np.zeros(1)),
        )
    ]


def _ends(drawn: Draws, how: Resampling) -> tuple[float, float, float]:
    if drawn.size == 1:
        return np.nan, float(drawn[0]), np.nan
    low, middle, high = np.quantile(drawn, (how.ends[0], 0.5, how.ends[1]))
    return float(low), float(middle), float(high)
