"""
Missiles made, supplied and left: published statements as rates and stocks, and what they and launches imply.
"""

import math
from collections.abc import Collection

import numpy as np
import pandas as pd

from threefronts.models.missiles import Launches, Shares, quantiles
from threefronts.models.pace import Interval, Span

DAYS_PER_YEAR = 365.25
PER_MONTH = {"day": DAYS_PER_YEAR / 12, "month": 1.0, "year": 1 / 12}
HELD_MONTHS = 12  # for so long a published rate is taken to hold before and after the time it speaks of
PROJECTED = ["item_class", "source_id", "measure", "value", "low", "high"]


def output_rates(statements: pd.DataFrame, classes: Collection[str]) -> pd.DataFrame:
    """
    Bring what is published of Russian output to a month.

    Args:
        statements: Rows of ``industry/missile_output_and_stock``.
        classes: Classes asked for; figures for one plant or component (scope ``part``) are left out.

    Returns:
        Columns item_class, source_id, measure (output, planned), period_start, period_end, published_on,
        value, low, high in missiles a month: a plain figure bounds itself, an open end ("at least", "up to")
        stays NaN.
    """
    made = statements["measure"].isin(["output", "planned"]) & (statements["scope"] == "all")
    rows = statements[made & (statements["producer"] == "Russia") & statements["item_class"].isin(classes)]
    rows = rows[rows["period_start"].notna()]
    per_month = rows["unit"].str.split("/").str[-1].map(PER_MONTH)
    point = rows["value_low"].isna() & rows["value_high"].isna()
    return rows.assign(
        value=rows["value"] * per_month,
        low=rows["value_low"].mask(point, rows["value"]) * per_month,
        high=rows["value_high"].mask(point, rows["value"]) * per_month,
    )[[*PROJECTED[:3], "period_start", "period_end", "published_on", *PROJECTED[3:]]]


def stock_counts(statements: pd.DataFrame, classes: Collection[str]) -> pd.DataFrame:
    """
    Pick the published numbers of missiles in stock, oldest first.

    A statement is dated by the last day it speaks of, or its publication where that came first; a number
    repeated later for the same class counts once. Shares of an unknown stock are left out.

    Returns:
        Columns item_class, source_id, day, value, low, high (NaN where "more than").
    """
    counted = (statements["measure"] == "stock") & statements["unit"].str.startswith("missiles")
    rows = statements[counted & statements["item_class"].isin(classes)]
    point = rows["value_low"].isna() & rows["value_high"].isna()
    dated = rows.assign(
        day=rows["period_end"].fillna(rows["published_on"]).clip(upper=rows["published_on"]),
        low=rows["value_low"].mask(point, rows["value"]),
        high=rows["value_high"].mask(point, rows["value"]),
    ).sort_values(["day", "source_id"])
    once = dated.drop_duplicates(["item_class", "value"])
    return once[["item_class", "source_id", "day", "value", "low", "high"]].reset_index(drop=True)


def output_between(rates: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> Span:
    """
    Bound what one class's published rates add up to between two days.

    A month takes every rate that speaks of it. A month between two statements lies between them. A month
    further than ``HELD_MONTHS`` from any statement is open: at least none, at most not known.

    Args:
        rates: Rows of :func:`output_rates` for one class, measure ``output``.
        start, end: First and last day.

    Returns:
        Lowest and highest output in missiles, ``high`` ``None`` where a month is open; no middle.
    """
    months = pd.period_range(start, end, freq="M")
    low, high = 0.0, 0.0
    for month in months:
        first, last = max(month.start_time, start), min(month.end_time, end)
        part = ((last.normalize() - first).days + 1) / month.days_in_month
        bounds = _rate_in(rates, first, last)
        low, high = low + part * bounds[0], high + part * bounds[1]
    return Span(low, None, None if math.isinf(high) else high)


def drawdown_needed(launches: Launches, output: float, shares: Shares) -> Interval:
    """
    Missiles that must have come out of stock where *output* was all that was made.

    Args:
        launches: What was counted.
        output: Missiles made over the same time, zero or more.
        shares: How the doubtful rows are counted for the middle.

    Returns:
        With no doubtful row counted, by *shares*, and with all counted; below zero the stock grew.

    Raises:
        ValueError: *output* is negative.
    """
    if output < 0:
        raise ValueError(f"output must be zero or more, not {output}")
    return Interval(launches.low - output, launches.at(shares) - output, launches.high - output)


def solved(
    launches: Launches, drawn: np.ndarray, output: float, shares: Shares
) -> dict[str, Interval | Span]:
    """
    Solve the account of the Iskanders for what came from stock, and for what North Korea supplied.

    Args:
        launches: What was counted.
        drawn: Random readings of the same count, from ``drawn_launches``.
        output: Missiles made over the same time.
        shares: How the doubtful rows are counted for the middle.

    Returns:
        By name of the fact, missiles: :func:`drawdown_needed` by bounds and by random readings (the middle
        nine in ten), and :func:`korean_needed`.
    """
    return {
        "iskander_drawdown_needed": drawdown_needed(launches, output, shares),
        "iskander_drawdown_drawn": quantiles(drawn - output),
        "iskander_korean_needed": korean_needed(launches, output, shares),
    }


def korean_needed(launches: Launches, output: float, shares: Shares, drawdown: float = 0.0) -> Span:
    """
    North Korean missiles that must hide in the rows printed as either, for output and drawdown to be enough.

    Args:
        launches: What was counted, the rows printed as either whole.
        output, drawdown: Missiles made and taken from stock over the same time.
        shares: How merged and regional rows are counted for the middle.

    Returns:
        With merged and regional rows left out, by *shares*, and counted whole; never below zero. More than
        ``launches.either`` is more than the labels can hold.
    """
    counted = Shares(0.0, shares.merged, shares.regional)
    bare = launches.named + launches.either
    return Span(*(max(0.0, n - output - drawdown) for n in (bare, launches.at(counted), launches.high)))


def korean_supplied(statements: pd.DataFrame) -> Span:
    """
    Newest statement of the missiles that North Korea supplied in all; all ``None`` where nobody made one.
    """
    found = (statements["item_class"] == "north_korean_missile") & (statements["measure"] == "supplied")
    rows = statements[found].sort_values("published_on")
    last = rows.iloc[-1] if len(rows) else {"value_low": None, "value": None, "value_high": None}
    return Span(
        *(None if pd.isna(last[part]) else float(last[part]) for part in ("value_low", "value", "value_high"))
    )


def percent_of(part: Span, whole: float) -> Span:
    """
    Bring a part to percent of *whole*; all ``None`` where the whole is nothing.
    """
    if whole <= 0:
        return Span(None, None, None)
    return Span(*(None if n is None else 100 * n / whole for n in (part.low, part.value, part.high)))


def _rate_in(rates: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> tuple[float, float]:
    """
    Lowest and highest monthly rate that statements give for a month, or its neighbours do.
    """
    speaks = rates[(rates["period_start"] <= last) & (rates["period_end"] >= first)]
    if speaks.empty:
        near = pd.Timedelta(days=DAYS_PER_YEAR / 12 * HELD_MONTHS)
        before = rates[rates["period_end"] < first].sort_values("period_end").tail(1)
        after = rates[rates["period_start"] > last].sort_values("period_start").head(1)
        if not before.empty and not after.empty:
            speaks = pd.concat([before, after])
        elif not before.empty:
            speaks = before[before["period_end"] >= first - near]
        else:
            speaks = after[after["period_start"] <= last + near]
    if speaks.empty:
        return 0.0, math.inf
    return float(speaks["low"].fillna(0).min()), float(speaks["high"].fillna(math.inf).max())
