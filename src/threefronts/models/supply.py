"""
Supply: what is published of vehicles made, restored and stored, told apart by what is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Which published figures speak of Russian output, of what, and whether new-built hulls are told apart.
FIGURES = {
    "MBT built and refurbished in 2024 (IISS MB2025)": ("tank", "all"),
    "tanks put into service in a year (IISS)": ("tank", "all"),
    "tanks per month (UK MoD)": ("tank", "all"),
    "tanks produced in Q1 2025 (Bruegel/Kiel)": ("tank", "all"),
    "tanks delivered in 2023 (Russian MoD)": ("tank", "all"),
    "newly built tanks in a year (IISS)": ("tank", "new"),
    "new tanks per year (Western official 2023)": ("tank", "new"),
    "new T-90M in 2022 (CIT)": ("tank", "new"),
    "new T-90M in 2023 (CIT)": ("tank", "new"),
    "new T-90M in 2024 (CIT, as relayed by Argun)": ("tank", "new"),
    "new T-90M in 2024 (Tarasenko)": ("tank", "new"),
    "T-90M per year (Janes)": ("tank", "new"),
    "T-80BVM per year (Janes)": ("tank", "new"),
    "tank restoration rate at war start": ("tank", "refurbished"),
    "tank restoration rate early 2025": ("tank", "refurbished"),
    "IFV and APC built and refurbished in 2024 (IISS MB2025)": ("armoured_vehicle", "all"),
}
STORED = (
    "main battle tanks in storage (IISS MB2024)",
    "tanks at storage bases (end 2024)",
    "tanks in storage (Resurgam/Vyshyn)",
)
STORED_GOOD = "stored tanks in relatively good condition"
PER_YEAR = {"month": 12.0, "quarter": 4.0, "year": 1.0}
SPAN = ["item_class", "kind", "source_id", "period_start", "period_end"]


def output_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Pick the published figures of Russian output, in vehicles a year.

    Models that one source names apart for one period are added up.

    Args:
        figures: Rows of ``synthesis/figures``; one with only a lower (upper) bound is "at least" ("up to").

    Returns:
        Columns item_class, kind (all, new, refurbished), source_id, period_start, period_end, published_on,
        value, low and high (vehicles a year; NaN where the source leaves that end open), oldest period first.
    """
    rows = figures[figures["metric"].isin(FIGURES) & (figures["entity"] == "Russia")]
    per_year = rows["unit"].str.split("/").str[-1].map(PER_YEAR)
    point = rows["value_low"].isna() & rows["value_high"].isna()
    kinds = pd.DataFrame(
        rows["metric"].map(FIGURES).tolist(), columns=["item_class", "kind"], index=rows.index
    )
    yearly = kinds.assign(
        source_id=rows["source_id"],
        period_start=rows["period_start"],
        period_end=rows["period_end"],
        published_on=rows["published_on"],
        value=rows["value"] * per_year,
        low=np.where(point, rows["value"], rows["value_low"]) * per_year,
        high=np.where(point, rows["value"], rows["value_high"]) * per_year,
    )
    bounds = {column: (column, lambda cells: cells.sum(skipna=False)) for column in ("value", "low", "high")}
    added = yearly.groupby(SPAN).agg(published_on=("published_on", "max"), **bounds).reset_index()
    return added.sort_values(["period_end", "source_id"], ignore_index=True)


def total_output(outputs: pd.DataFrame, item_class: str, start: str, end: str) -> pd.DataFrame:
    """
    Pick what speaks of all output of one class, new-built and restored, in a period.

    Args:
        outputs: What :func:`output_figures` gives.
        item_class: Such as ``tank``.
        start, end: A figure's period must lie between these days, ISO.

    Returns:
        Columns source_id, value, low, high; a figure for restored vehicles alone bounds the whole from below.
    """
    inside = outputs["period_start"].ge(pd.Timestamp(start)) & outputs["period_end"].le(pd.Timestamp(end))
    rows = outputs[inside & (outputs["item_class"] == item_class) & (outputs["kind"] != "new")]
    high = rows["high"].where(rows["kind"] == "all")
    return rows.assign(high=high)[["source_id", "value", "low", "high"]]


def restoration(outputs: pd.DataFrame) -> pd.DataFrame:
    """
    Pick the published rates of restoring tanks, oldest first.

    Args:
        outputs: What :func:`output_figures` gives.

    Raises:
        ValueError: None had been published.
    """
    rows = outputs[(outputs["item_class"] == "tank") & (outputs["kind"] == "refurbished")]
    if rows.empty:
        raise ValueError("no rate of restoring tanks had been published: the first is of February 2025")
    return rows


def trend(outputs: pd.DataFrame, item_class: str) -> pd.DataFrame:
    """
    Compare the last with the first figure of each voice that published several of one kind.

    Restored vehicles are left out, since their number follows the store and not the plants.

    Args:
        outputs: What :func:`output_figures` gives, with a column ``voice``.
        item_class: Such as ``tank``.

    Returns:
        Columns source_id (the voice), value, low, high: the change in vehicles a year, NaN where it is open.
    """
    rows = outputs[(outputs["item_class"] == item_class) & (outputs["kind"] != "refurbished")]
    changes = []
    for (voice, _), group in rows.sort_values("period_end").groupby(["voice", "kind"]):
        first, last = group.iloc[0], group.iloc[-1]
        if last["period_end"] > first["period_end"]:
            low, high = last["low"] - first["high"], last["high"] - first["low"]
            changes.append((voice, last["value"] - first["value"], low, high))
    return pd.DataFrame(changes, columns=["source_id", "value", "low", "high"])


@dataclass(frozen=True)
class Store:
    """
    Tanks in storage that can still be restored, with the day of the count behind them and its sources.
    """

    low: float
    value: float
    high: float
    day: pd.Timestamp
    sources: tuple[str, ...]


def stored_tanks(figures: pd.DataFrame, restorable_share: float) -> Store:
    """
    Bound the tanks in storage that can still be restored.

    Args:
        figures: Rows of ``synthesis/figures``.
        restorable_share: Share of what is stored that can be restored, 0 to 1, an assumption.

    Returns:
        Lowest (those said to be in relatively good condition, never above the middle), middle (the share of
        the newest count) and highest (the newest count itself).

    Raises:
        ValueError: The share is out of range, or no count had been published.
    """
    if not 0 <= restorable_share <= 1:
        raise ValueError(f"restorable_share must lie between 0 and 1, not {restorable_share}")
    counts = figures[figures["metric"].isin(STORED)].sort_values("period_end")
    good = figures[figures["metric"] == STORED_GOOD].sort_values("period_end")
    if counts.empty or good.empty:
        raise ValueError("no count of the tanks in storage had been published: the first is of January 2025")
    newest = counts.iloc[-1]
    middle = float(newest["value"]) * restorable_share
    return Store(
        low=min(float(good["value"].iloc[-1]), middle),
        value=middle,
        high=float(newest["value"]),
        day=newest["period_end"],
        sources=tuple(dict.fromkeys([newest["source_id"], good["source_id"].iloc[-1]])),
    )


def ratio_range(
    output: tuple[float | None, float | None], lost: tuple[float, float]
) -> tuple[float | None, float | None]:
    """
    Divide an interval of output by an interval of losses.

    Args:
        output: Lowest and highest output, ``None`` where open.
        lost: Lowest and highest loss over as long, both above zero.

    Returns:
        Lowest and highest ratio, ``None`` where open.

    Raises:
        ValueError: A loss is zero or below, or the bounds are upside down.
    """
    if lost[0] <= 0 or lost[0] > lost[1]:
        raise ValueError(f"losses must be above zero, low before high, not {lost}")
    return (
        None if output[0] is None else output[0] / lost[1],
        None if output[1] is None else output[1] / lost[0],
    )


def least_covered(
    covers: Iterable[tuple[float | None, float | None]],
) -> tuple[float | None, float | None]:
    """
    Bound the smallest of several ratios, of which each is known as an interval.

    Returns:
        Its lowest and highest value: unknown below if any ratio is, bounded above by any ratio that is.
    """
    lows, highs = zip(*covers, strict=True)
    known = [high for high in highs if high is not None]
    return None if None in lows else min(lows), min(known, default=None)


def span(rows: pd.DataFrame) -> tuple[float | None, float | None]:
    """
    Return the interval that ``low`` and ``high`` of all *rows* lie in, ``None`` where it is open or unknown.
    """
    if rows.empty:
        return None, None
    low, high = rows["low"].min(skipna=False), rows["high"].max(skipna=False)
    return None if pd.isna(low) else float(low), None if pd.isna(high) else float(high)
