"""
Evidence on a year's output of Iskanders: rival statements, and launches where a store cannot explain them.
"""

import math
from dataclasses import dataclass, replace

import pandas as pd

from threefronts.models.missiles import ISKANDER, Launches, Shares
from threefronts.models.pace import Span


@dataclass(frozen=True)
class Assumed:
    """
    What the evidence on a year's output hangs on.

    Attributes:
        plan_share: Share of a published plan that counts as made; at 0 a plan is no evidence.
        months: Months of the year for which a published monthly rate is taken to hold, 0 to 12.
        stock: Missiles at the start of the year; ``None`` where nobody had said.
        reserve_share: Share of that stock that is never fired.
        korean: Share of the rows printed as either that is North Korean.
        silent_below: A bound from launches below this cannot contradict, and says nothing.
    """

    plan_share: float
    months: float
    stock: float | None
    reserve_share: float
    korean: float
    silent_below: float


# The assumptions as a reader sees them: name, range and unit, by attribute of Assumed.
LEVERS = {
    "plan_share": ("share of the published plan for 2025 that counts as made", 0.0, 1.0, "share"),
    "months": ("months of 2025 for which the published monthly rate held", 0.0, 12.0, "months"),
    "stock": ("number of Iskanders in stock at the start of 2025", 0.0, 2000.0, "missiles"),
    "reserve_share": ("share of that stock that was kept as a reserve", 0.0, 1.0, "share"),
    "korean": ("North Korean share of the rows printed as either", 0.0, 1.0, "share"),
}


def rival_rates(rates: pd.DataFrame, year: int) -> pd.DataFrame:
    """
    Add up what each source but the speaker says of Iskanders made in *year*.

    A source that speaks of one of the two missiles bounds their sum from below only.

    Args:
        rates: Rows of :func:`output_rates`.
        year: The calendar year that a statement must speak of.

    Returns:
        Columns source_id, measure, value, low, high (NaN where open), missiles a month.
    """
    inside = (rates["period_start"].dt.year == year) & (rates["period_end"].dt.year == year)
    rows = rates[inside & rates["item_class"].isin(ISKANDER)].sort_values("period_end")
    rows = rows.drop_duplicates(["source_id", "measure", "item_class"], keep="last")
    sums = rows.groupby(["source_id", "measure"], as_index=False).agg(
        value=("value", "sum"),
        low=("low", "sum"),
        high=("high", lambda cells: cells.sum(skipna=False)),
        known=("item_class", "nunique"),
    )
    sums["high"] = sums["high"].where(sums["known"] == len(ISKANDER))
    return sums.drop(columns="known")


def said_of(said: pd.DataFrame, measure: str, months: float) -> Span:
    """
    Hull of what rivals say under one measure, missiles in *months*; all ``None`` where none does.
    """
    rows = said[said["measure"] == measure]
    low, high = rows["low"].min(skipna=False), rows["high"].max(skipna=False)
    return Span(*(None if pd.isna(n) else float(n) * months for n in (low, None, high)))


def evidence(
    said: pd.DataFrame, assumed: Assumed, launches: Launches | None = None, **changed: float
) -> list[tuple[str, float, float | None]]:
    """
    Gather what speaks of Iskanders made in a year: rival statements, and launches where they bind.

    Args:
        said: What :func:`rival_rates` gives.
        assumed: The assumptions.
        launches: Of the whole year, or ``None`` while it lasts.
        changed: Assumptions that take another value, by attribute.

    Returns:
        Source, lowest and highest output of the year (``None`` where open) of each voice. A plan or a rate
        that counts for nothing is no voice; launches give a lower end alone, and only above
        ``assumed.silent_below``.
    """
    assumed = replace(assumed, **changed)
    months = {"planned": 12 * assumed.plan_share, "output": assumed.months}
    rows = zip(said["source_id"], said["measure"], said["low"], said["high"], strict=True)
    voices = [
        (source, low * months[measure], None if math.isnan(high) else high * months[measure])
        for source, measure, low, high in rows
        if months[measure] > 0
    ]
    least = least_made(launches, assumed)
    if least is not None and least > assumed.silent_below:
        voices.append(("air_force_ua", least, None))
    return voices


def least_made(launches: Launches | None, assumed: Assumed) -> float | None:
    """
    Fewest missiles made by :func:`least_output`; ``None`` without launches or a stated stock.
    """
    if launches is None or assumed.stock is None:
        return None
    shares = {"reserve_share": assumed.reserve_share, "korean": assumed.korean}
    return least_output(launches, stock=assumed.stock, **shares)


def least_output(launches: Launches, *, stock: float, reserve_share: float, korean: float) -> float:
    """
    Fewest missiles that must have been made for the launches to be possible.

    Merged and regional rows are left out, so that only launches with a plain label press upon output.

    Args:
        launches: What was counted.
        stock: Missiles at the start, zero or more.
        reserve_share: Share of that stock that is never fired, 0 to 1.
        korean: Share of the rows printed as either that is North Korean, 0 to 1.

    Raises:
        ValueError: The stock is negative, or a share out of range.
    """
    if stock < 0 or not 0 <= reserve_share <= 1:
        raise ValueError(f"stock {stock} must be zero or more, reserve_share {reserve_share} 0 to 1")
    return max(0.0, launches.at(Shares(korean, 0.0, 0.0)) - (1 - reserve_share) * stock)
