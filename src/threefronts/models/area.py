"""
Area: occupied shares by oblast, weekly changes, and the figures that others publish for a month.
"""

import pandas as pd

from threefronts.models.series import Change, change_between

KM2_PER_SQUARE_MILE = 2.589988  # international mile of 1,609.344 m
COMPUTED = "refreshed_outlines"  # the archive of areas that a refresh computed
UNITS = {"sq km": 1.0, "km2": 1.0, "sq mi": KM2_PER_SQUARE_MILE}


def by_oblast(area: pd.DataFrame, oblasts: pd.DataFrame) -> pd.DataFrame:
    """
    Fill the weekly areas up to one row for each week and each oblast, zero where nothing is held.

    Args:
        area: Rows of ``battlefield/occupied_area``; an oblast is absent in weeks in which none of it is held.
        oblasts: Rows of ``shared/oblasts``.

    Returns:
        Columns week_ending, event_date, oblast_id, slug (such as ``donetsk``), oblast, area_km2,
        oblast_area_km2 (NaN where it was never held), share_pct (0 to 100), by week and oblast. A share is of
        the oblast's area as the archive of that week measures it, since archives differ in its boundary.

    Raises:
        ValueError: There is no weekly row.
    """
    weekly = area[area["scope"] == "oblast_weekly"]
    weekly = weekly[weekly["is_used"]] if "is_used" in weekly.columns else weekly
    if weekly.empty:
        raise ValueError("no areas by oblast: the first are of the week ending 2022-04-03")
    names = oblasts.set_index("oblast_id")["oblast"]
    weeks = ["week_ending", "event_date"]
    held = weekly.pivot(index=weeks, columns="oblast_id", values="area_km2")
    grid = held.reindex(columns=names.index).fillna(0.0)
    rows = grid.melt(ignore_index=False, var_name="oblast_id", value_name="area_km2").reset_index()
    rows["oblast"] = rows["oblast_id"].map(names)
    rows["slug"] = rows["oblast"].str.removesuffix(" Oblast").str.lower().str.replace("[ -]", "_", regex=True)
    rows = rows.merge(weekly[[*weeks, "oblast_id", "oblast_area_km2"]], how="left", on=[*weeks, "oblast_id"])
    last = rows["oblast_id"].map(weekly.groupby("oblast_id")["oblast_area_km2"].last())
    rows["oblast_area_km2"] = rows["oblast_area_km2"].fillna(last)
    rows["share_pct"] = (100 * rows["area_km2"] / rows["oblast_area_km2"]).fillna(0.0)
    return rows.sort_values(["week_ending", "oblast_id"], ignore_index=True)


def weekly_changes(total: pd.DataFrame, last_day: str) -> pd.DataFrame:
    """
    Work out the change of the total from Sunday to Sunday.

    Args:
        total: Daily totals, columns event_date and area_km2.
        last_day: Weeks that end later are left out, ISO.

    Returns:
        Columns week_ending and change_km2; a week without any map is left out, and the next change spans it.
    """
    ends = total.set_index("event_date")["area_km2"].sort_index().resample("W-SUN").last().dropna()
    changes = ends[ends.index <= pd.Timestamp(last_day)].diff().dropna()
    return changes.rename("change_km2").rename_axis("week_ending").reset_index()


def monthly_publications(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Pick the published figures of ground taken in one calendar month, in km2.

    Figures that this book computes from archived maps are left out, since nobody published them.

    Args:
        figures: Rows of ``synthesis/figures``.

    Returns:
        Columns month (its first day), value (km2), published_on, source_id, metric.
    """
    taken = figures[(figures["topic"] == "territory") & ~figures["metric"].str.contains("between snapshots")]
    start, end = taken["period_start"], taken["period_end"]
    whole_month = start.dt.is_month_start & end.dt.is_month_end & (start.dt.month == end.dt.month)
    taken = taken[whole_month & (start.dt.year == end.dt.year)]
    kept = taken.assign(month=taken["period_start"], value=taken["value"] * taken["unit"].map(UNITS))
    columns = ["month", "value", "published_on", "source_id", "metric"]
    return kept[columns].sort_values(["month", "source_id", "published_on"], ignore_index=True)


def oblast_change(weekly: pd.DataFrame, slug: str, start: str, end: str) -> Change:
    """
    Work out how the occupied area of one oblast changed between two days, bounded by the maps around them.

    Args:
        weekly: What :func:`by_oblast` gives.
        slug: The oblast, such as ``donetsk``.
        start, end: First and last day, ISO.

    Raises:
        ValueError: No map lies at or before *start*, or the oblast was never held.
    """
    rows = weekly[weekly["slug"] == slug]
    return change_between(rows["event_date"], rows["area_km2"], start, end)


def largest_move(total: pd.DataFrame, start: str, end: str, weeks: int = 4) -> float | None:
    """
    Find the largest change, up or down, over *weeks* weeks between two days, in km2; ``None`` without maps.
    """
    inside = total[total["event_date"].between(pd.Timestamp(start), pd.Timestamp(end))]
    moves = inside.set_index("event_date")["area_km2"].sort_index().resample("W-SUN").last().diff(weeks).abs()
    return None if moves.dropna().empty else float(moves.max())


def archive_gap(area: pd.DataFrame) -> float | None:
    """
    Mean difference, in km2, between two archives of one map on the days that both have; else ``None``.

    Areas that a refresh computed from outlines of an archive already here are no third reading of the map.

    Args:
        area: Rows of ``battlefield/occupied_area``, unused ones included.
    """
    kept = (area["scope"] == "total_daily") & (area["archive"] != COMPUTED)
    daily = area[kept].pivot(index="event_date", columns="archive", values="area_km2")
    both = daily.dropna()
    return float(both.diff(axis=1).iloc[:, -1].abs().mean()) if len(both) and both.shape[1] > 1 else None


def kursk_held(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Pick the published areas that Ukraine still held in Kursk region at the end of April 2025, in km2.

    Args:
        figures: Rows of ``synthesis/figures``.
    """
    rows = figures[figures["metric"] == "Kursk region territory still held"]
    return rows.assign(value=rows["value"] * rows["unit"].map(UNITS))[["source_id", "value", "period_end"]]
