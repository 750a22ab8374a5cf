"""
Shells beyond output: a number said twice, what others supply, what is fired, and whether a year adds up.
"""

from dataclasses import dataclass

import pandas as pd

from threefronts.models.statements import UNKNOWN, Span, hull_of, within

ONE_YEAR = ("2024-01-01", "2024-12-31")


@dataclass(frozen=True)
class Repetition:
    """
    One number said twice: what was said first and last, how far apart in days and in size.
    """

    first: float | None
    days: int | None
    difference: float | None


def repetition(rates: pd.DataFrame, voice: str, value: float, said_on: pd.Timestamp) -> Repetition:
    """
    Set a number beside what a voice had said of Russian output before.

    Args:
        rates: Statements as rates, with a column voice.
        voice: Who said it first.
        value: The later number, in the unit of *rates*.
        said_on: Its day.
    """
    rows = rates[rates["voice"].eq(voice) & rates["producer"].eq("Russia") & rates["measure"].eq("output")]
    if rows.empty:
        return Repetition(None, None, None)
    first = rows.sort_values(["published_on", "row_id"]).iloc[0]
    days = (said_on - first["published_on"]).days
    return Repetition(float(first["value"]), days, float(value - first["value"]))


def per_container(rows: pd.DataFrame, producer: str = "North Korea") -> Span:
    """
    Return the rounds that a voice takes for a container: its shells over its containers of the same day.
    """
    own = rows[rows["producer"].eq(producer) & rows["measure"].eq("supplied")]
    boxes = own[own["item_class"].eq("arms_container")]
    held = own[own["item_class"].ne("arms_container") & own["unit"].str.startswith("shells")]
    pairs = boxes.merge(held, on=["voice", "published_on"], suffixes=("_boxes", ""))
    if pairs.empty:
        return UNKNOWN
    each = pairs["value"] / pairs["value_boxes"]
    return Span(float(each.median()), float(each.min()), float(each.max()))


def supplied_in_all(rows: pd.DataFrame, producer: str = "North Korea") -> pd.DataFrame:
    """
    Pick the running totals of shells that a state is said to have supplied, oldest first, with a column what.
    """
    own = rows[rows["producer"].eq(producer) & rows["measure"].eq("supplied")]
    totals = own[own["unit"].isin(("shells cumulative", "shells"))].sort_values(["period_end", "voice"])
    is_point = totals["value_low"].isna() & totals["value_high"].isna()
    return totals.assign(
        what=totals["period_end"].dt.strftime("%b %Y") + ": " + totals["who"],
        low=totals["value_low"].mask(is_point, totals["value"]),
        high=totals["value_high"].mask(is_point, totals["value"]),
    )


def fired(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Pick the rates of fire, by side and month, with a column what.
    """
    rows = rates[rates["measure"].eq("used")].sort_values(["producer", "period_start"])
    return rows.assign(
        what=rows["producer"] + ", " + rows["period_start"].dt.strftime("%b %Y") + ": " + rows["who"]
    )


def year_balance(output: Span, supplied: Span, used: Span, stock: float) -> Span:
    """
    Return what a year leaves in stock: stock at its start + output + supply - use.

    Args:
        output, supplied, used: Rounds in the year.
        stock: Rounds at the start.

    Returns:
        The residual, unknown where a part is; below zero, an older stock was used or a figure is wrong.
    """
    if None in (output.value, supplied.value, used.value):
        return UNKNOWN
    return Span(
        stock + output.value + supplied.value - used.value,
        stock + output.low + supplied.low - used.high,
        stock + output.high + supplied.high - used.low,
    )


def flow(rates: pd.DataFrame, producer: str, measure: str, window: tuple[str, str] = ONE_YEAR) -> Span:
    """
    Return what is said of one flow of one state in a window: supplied, received, used.
    """
    rows = rates[rates["producer"].eq(producer) & rates["measure"].eq(measure) & rates["scope"].eq("all")]
    return hull_of(within(rows, *window))


def store_needed(rates: pd.DataFrame, window: tuple[str, str]) -> Span:
    """
    Return what must have come out of old stores: what was fired less what could be made, both in a window.

    Args:
        rates: Statements as rates a year, with a column voice.
        window: First and last day, a year.
    """
    used = flow(rates, "Russia", "used", window)
    made = [flow(rates, "Russia", measure, window) for measure in ("capacity", "output")]
    known = [span for span in made if span.value is not None]
    if used.value is None or not known:
        return UNKNOWN
    least, most = min(span.low for span in known), max(span.high for span in known)
    return Span(used.value - (least + most) / 2, used.low - most, used.high - least)
