"""
What the chapter on the front line records: the other models' results, each under the key that prose shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from threefronts.absence import NoDataError
from threefronts.models import area, backtest, outlook
from threefronts.models.pace import FEWEST, Resampling, Span, pace_over

WINDOWS = {"month": outlook.MONTH, "quarter": outlook.QUARTER, "year": outlook.YEAR}
AHEAD = {outlook.QUARTER: "quarter", outlook.YEAR: "year"}
Period = tuple[str, str]


@dataclass(frozen=True)
class Outlook:
    """
    How long what remains of an oblast takes, by the name of each assumption.

    ``years`` has keys ``donetsk_years_<assumption>``; ``percent`` has ``donetsk_within_<assumption>_pct`` and
    ``donetsk_never_<assumption>_pct``, of the paths; ``arrivals`` is what :func:`outlook.arrivals` gives.
    """

    years: dict[str, Span]
    percent: dict[str, float]
    arrivals: pd.DataFrame


def long_enough(weekly: pd.DataFrame, pace_weeks: int) -> pd.DataFrame:
    """
    Return *weekly*, the changes of the total by week, where they tell a pace and the one before it.

    Args:
        weekly: Column week_ending, one row a week.
        pace_weeks: Weeks of the pace.

    Raises:
        NoDataError: The map has too few weeks by this day.
    """
    needed = pace_weeks + FEWEST
    if len(weekly) >= needed:
        return weekly
    since = "no week of the map is known by this day"
    if len(weekly):
        enough = weekly["week_ending"].min() + pd.Timedelta(weeks=needed - 1)
        since = f"no data before {enough:%Y-%m-%d}"
    raise NoDataError(f"{since}: a pace over {pace_weeks} weeks and the one before it take {needed} weeks")


def outlook_for(changes: ArrayLike, left_km2: float, years: tuple[int, int], how: Resampling) -> Outlook:
    """
    Draw how long *left_km2* takes under each assumption.

    Args:
        changes: Weekly changes, in km2 a day, shape ``(T,)``.
        left_km2: What remains.
        years: The years asked for, and how far the paths go.
        how: How to draw.
    """
    asked, horizon = years
    strayed = outlook.wander(changes, round(horizon * outlook.WEEKS_PER_YEAR), how)
    steps = {
        name: outlook.steps_to_cover(left_km2 / 7, paces, strayed)
        for name, paces in outlook.assumed_paces(changes, how).items()
    }
    percent = {}
    for name, taken in steps.items():
        percent[f"donetsk_within_{name}_pct"] = 100 * float(np.mean(taken <= asked * outlook.WEEKS_PER_YEAR))
        percent[f"donetsk_never_{name}_pct"] = 100 * float(np.mean(np.isinf(taken)))
    durations = {f"donetsk_years_{name}": outlook.duration(taken, how) for name, taken in steps.items()}
    return Outlook(durations, percent, outlook.arrivals(steps, horizon))


def levels_of(weekly: pd.DataFrame, parts: list[slice], how: Resampling) -> pd.DataFrame:
    """
    Work out the pace of each stretch between two shifts, with the scatter of all its weeks.

    Args:
        weekly: Columns week_ending and change_km2.
        parts: The stretches, as rows of *weekly*.
        how: How to draw.

    Returns:
        Columns period_start, period_end, low, value and high, in km2 a day.
    """
    rows = []
    for part in parts:
        weeks = weekly.iloc[part]
        pace = pace_over(weeks["change_km2"] / 7, len(weeks), replace(how, pool=len(weeks)))
        first = weeks["week_ending"].iloc[0] - pd.Timedelta(days=6)
        rows.append((first, weeks["week_ending"].iloc[-1], pace.low, pace.value, pace.high))
    return pd.DataFrame(rows, columns=["period_start", "period_end", "low", "value", "high"])


def keyed_scores(tested: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """
    Score back-tests of several series.

    Args:
        tested: For each series what :func:`backtest.backtest` gives.

    Returns:
        What :func:`backtest.scores` gives, with series and key (``<series>_<quarter or year>_by_<method>``).
    """
    scored = [backtest.scores(part, list(AHEAD)).assign(series=name) for name, part in tested.items()]
    found = pd.concat(scored, ignore_index=True)
    return found.assign(key=found["series"] + "_" + found["weeks"].map(AHEAD) + "_by_" + found["method"])


def misses(tested: pd.DataFrame) -> pd.DataFrame:
    """
    Put forecasts for the coming quarter and what happened side by side, for a chart of spans.

    Returns:
        Columns period_start, period_end, method (quarter, year or outcome), low, value and high (km2 a day).
    """
    rows = tested[(tested["weeks"] == outlook.QUARTER) & tested["method"].isin(["quarter", "year"])]
    came = rows[rows["method"] == "year"]
    came = came.assign(method="outcome", value=came["outcome"], low=np.nan, high=np.nan)
    both = pd.concat([rows, came]).sort_values("quarter", kind="stable")
    ends = both["quarter"] + pd.Timedelta(weeks=outlook.QUARTER)
    return both.assign(period_start=both["quarter"], period_end=ends)


def movement(
    moved: pd.DataFrame, periods: Mapping[str, Period], country_km2: float
) -> dict[str, Span | None]:
    """
    Work out which share of the country moved in each period, in percentage points.

    Args:
        moved: What :func:`area.moves` gives.
        periods: The days of each period, under its name.
        country_km2: Area of the country.

    Returns:
        ``net_<name>_pp``, the size of the balance, and ``moved_<name>_pp``, both ways together with an open
        upper end; ``None`` where no week of maps ends in the period.
    """
    found: dict[str, Span | None] = {}
    for name, days in periods.items():
        part = area.moved_between(moved, *days)
        known = part["net_km2"] is not None
        net = 100 * abs(part["net_km2"]) / country_km2 if known else 0.0
        both = 100 * (part["gained_km2"] + part["lost_km2"]) / country_km2 if known else 0.0
        found[f"net_{name}_pp"] = Span(net, net, net) if known else None
        found[f"moved_{name}_pp"] = Span(both, both, None) if known else None
    return found


def increments(weekly: pd.DataFrame, days: Period) -> dict[str, float | None]:
    """
    Tell how evenly a year's gain came: how many of its weeks gained, and what the largest week made of it.

    Returns:
        ``weeks_of_gain_pct`` and ``largest_week_pct``; ``None`` where *weekly* does not reach the last week,
        and the second also where the year did not gain.
    """
    inside = weekly[weekly["week_ending"].between(*(pd.Timestamp(day) for day in days))]["change_km2"]
    covered = (weekly["week_ending"] >= pd.Timestamp(days[1]) - pd.Timedelta(days=area.REACH_DAYS)).any()
    if inside.empty or not covered:
        return {"weeks_of_gain_pct": None, "largest_week_pct": None}
    largest = float(100 * inside.max() / inside.sum()) if inside.sum() > 0 else None
    return {"weeks_of_gain_pct": float(100 * (inside > 0).mean()), "largest_week_pct": largest}
