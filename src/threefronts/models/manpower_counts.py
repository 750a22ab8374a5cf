"""
What is counted one by one: names of the dead, civilians, prisoners and bodies handed over.
"""

from dataclasses import dataclass

import pandas as pd

from threefronts.models.pace import Span
from threefronts.models.series import change_between

FLOWS = {
    "ukrainians_returned": "prisoners_to_ukraine",
    "russians_returned": "prisoners_to_russia",
    "bodies_to_ukraine": "bodies_to_ukraine",
    "bodies_to_russia": "bodies_to_russia",
}
CIVILIANS = {
    "civilians_killed_april": "casualties-bbf96d6a",
    "civilians_injured_april": "casualties-35d3363b-injured",
    "civilians_killed_verified": "casualties-0aaafe86",
}


@dataclass(frozen=True)
class Names:
    """
    The newest count of dead known by name: ``value`` persons, ``with_missing`` where the list has them.
    """

    value: float
    with_missing: float | None
    day: pd.Timestamp
    method: str
    source_id: str


def newest_names(deaths: pd.DataFrame, series: str, day: str) -> Names | None:
    """
    Return the newest count of one list as it stood by *day*, or ``None`` where none had been published.

    Args:
        deaths: Rows of ``battlefield/confirmed_deaths``.
        series: Such as ``mediazona_bbc``.
        day: ISO.
    """
    rows = deaths[
        (deaths["series"] == series)
        & (deaths["count_basis"] == "as_published")
        & (deaths["event_date"] <= pd.Timestamp(day))
    ].sort_values(["event_date", "value"])
    if rows.empty:
        return None
    last = rows.iloc[-1]
    missing = None if pd.isna(last["value_with_missing"]) else float(last["value_with_missing"])
    return Names(float(last["value"]), missing, last["event_date"], last["method"], last["source_id"])


def handed_over(exchanges: pd.DataFrame, day: str) -> pd.DataFrame:
    """
    Add up prisoners and bodies handed over by *day*, each handover once.

    Args:
        exchanges: Rows of ``battlefield/prisoner_exchanges``.

    Returns:
        One row a flow of ``FLOWS``: key, value and low (persons; NaN where no handover is known), high (NaN
        where a number was told by nobody, so that the sum is a floor), handovers, untold, first (day).
    """
    rows = exchanges[
        (exchanges["record"] == "handover") & (exchanges["event_date"] <= pd.Timestamp(day))
    ].assign(is_untold=lambda frame: frame["value"].isna())
    once = rows.sort_values(["is_untold", "preference"]).drop_duplicates(["exchange_id", "flow"])
    grouped = once.groupby("flow").agg(
        value=("value", lambda cells: cells.sum(min_count=1)),
        handovers=("exchange_id", "nunique"),
        untold=("is_untold", "sum"),
        first=("event_date", "min"),
    )
    found = grouped.reindex(list(FLOWS)).rename_axis("flow").reset_index()
    return found.assign(
        key=found["flow"].map(FLOWS), low=found["value"], high=found["value"].where(found["untold"] == 0)
    )


def claimed_between(personnel: pd.DataFrame, start: str, end: str) -> float | None:
    """
    Return the losses claimed from *start* to *end*, or ``None`` where the series does not reach both days.

    Args:
        personnel: Rows of ``battlefield/personnel_losses_claimed``.
    """
    used = personnel[personnel["is_used"]]
    days = used["event_date"]
    if used.empty or days.min() > pd.Timestamp(start) or days.max() < pd.Timestamp(end):
        return None
    return change_between(days, used["value"], start, end).value


def claimed_total(personnel: pd.DataFrame, day: str) -> float | None:
    """
    Return the running total claimed by *day*, ``None`` where the series does not reach it.
    """
    used = personnel[personnel["is_used"] & (personnel["event_date"] <= pd.Timestamp(day))]
    return None if used.empty or used["event_date"].max() < pd.Timestamp(day) else float(used["value"].max())


def names_as_points(deaths: pd.DataFrame, series: str, day: str) -> pd.DataFrame:
    """
    Return the counts of one list up to *day* as points for a chart of estimates.
    """
    rows = deaths[(deaths["series"] == series) & (deaths["count_basis"] == "as_published")]
    rows = rows[rows["event_date"] <= pd.Timestamp(day)]
    points = rows.rename(columns={"event_date": "day"})[["day", "value"]]
    return points.assign(low=None, high=None, use="names", speaker="list of names")


def claims_as_points(personnel: pd.DataFrame) -> pd.DataFrame:
    """
    Return the running total claimed on the first of each month as points for a chart of estimates.
    """
    rows = personnel[personnel["is_used"] & (personnel["event_date"].dt.day == 1)]
    points = rows.rename(columns={"event_date": "day"})[["day", "value"]]
    return points.assign(low=None, high=None, use="claim", speaker="General Staff of Ukraine")


def number_of(civilians: pd.DataFrame, count_id: str) -> float | None:
    """
    Return one published number by its id, ``None`` where it had not been published.
    """
    found = civilians.loc[civilians["count_id"] == count_id, "value"]
    return None if found.empty else float(found.iloc[0])


def civilian_facts(civilians: pd.DataFrame, day: str) -> dict[str, float | Span | None]:
    """
    Return the numbers of civilians that the chapter shows, ``None`` where one had not been published.
    """
    coded = civilians_coded(civilians, day)
    published = {key: number_of(civilians, count_id) for key, count_id in CIVILIANS.items()}
    return {**published, "civilians_killed_coded": Span(coded, coded, None)}


def civilians_coded(civilians: pd.DataFrame, day: str) -> float | None:
    """
    Add up the civilians killed in the events that UCDP coded, months from February 2022 to *day*.

    Args:
        civilians: Rows of ``battlefield/civilian_casualties``.
    """
    rows = civilians[
        (civilians["source_id"] == "ucdp_ged")
        & (civilians["aggregation"] == "month")
        & (civilians["period_start"] >= pd.Timestamp("2022-02-01"))
        & (civilians["period_end"] <= pd.Timestamp(day))
    ]
    return None if rows.empty else float(rows["value"].sum())
