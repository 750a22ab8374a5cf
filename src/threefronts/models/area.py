"""
Area: occupied shares by oblast, weekly changes, and how much ground has moved.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from threefronts.models.pace import Span
from threefronts.models.series import change_between

COMPUTED = "refreshed_outlines"  # the archive of areas that a refresh computed
REDRAWN_ON, REDRAWN_KM2 = "2022-09-18", 805.0  # the outline of Crimea; source: battlefield/occupied_area
CRIMEA = "crimea"  # wholly occupied since 2014: its area changed by redrawing alone
REACH_DAYS = 7  # a period is covered if the last map lies at most so far before its end


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


def on_one_outline(total: pd.DataFrame) -> pd.DataFrame:
    """
    Add to the days before the outline of Crimea was redrawn what it added, so that changes are of ground.

    Args:
        total: Daily totals, columns event_date and area_km2.
    """
    before = total["event_date"] < pd.Timestamp(REDRAWN_ON)
    return total.assign(area_km2=total["area_km2"] + REDRAWN_KM2 * before)


def change_of(maps: pd.DataFrame, start: str, end: str, error: float = 0.0) -> Span | None:
    """
    Work out how an area changed between two days, bounded by the maps around them.

    Args:
        maps: Columns event_date and area_km2, one row a day.
        start, end: First and last day, ISO.
        error: What the bounds are widened by, in km2.

    Returns:
        The change with its bounds in km2; where no map after *end* bounds it, the last map does. ``None`` if
        the maps do not cover the period.

    Raises:
        ValueError: *end* lies before *start*.
    """
    days = maps["event_date"]
    late = pd.Timestamp(end) - pd.Timedelta(days=REACH_DAYS)
    if days.empty or days.min() > pd.Timestamp(start) or days.max() < late:
        return None
    found = change_between(days, maps["area_km2"], start, end)
    low, high = (found.value if bound is None else bound for bound in (found.low, found.high))
    return Span(low - error, found.value, high + error)


def seam_error(area: pd.DataFrame, scope: str, days: tuple[str, str], errors: Mapping[str, float]) -> float:
    """
    Return what a change may owe to its two maps lying in two archives; zero within one.

    Args:
        area: Rows of ``battlefield/occupied_area``.
        scope: ``total_daily`` or ``oblast_weekly``.
        days: First and last day, ISO.
        errors: In km2, ``map`` between two archives of outlines, ``clipped`` between one of them and areas by
            oblast that a refresh clipped by other boundaries.
    """
    used = area[(area["scope"] == scope) & area["is_used"]].sort_values("event_date")
    met = {name for day in days for name in used[used["event_date"] <= pd.Timestamp(day)]["archive"].tail(1)}
    if len(met) < 2:
        return 0.0
    return errors["clipped" if scope == "oblast_weekly" and COMPUTED in met else "map"]


def total_change(
    area: pd.DataFrame, total: pd.DataFrame, days: tuple[str, str], errors: Mapping[str, float]
) -> Span | None:
    """
    Apply :func:`change_of` to the whole country, widened where the days lie in two archives.
    """
    return change_of(total, *days, seam_error(area, "total_daily", days, errors))


def oblast_change(
    area: pd.DataFrame, maps: pd.DataFrame, days: tuple[str, str], errors: Mapping[str, float]
) -> Span | None:
    """
    Apply :func:`change_of` to one oblast's weekly *maps*, widened where the days lie in two archives.
    """
    return change_of(maps, *days, seam_error(area, "oblast_weekly", days, errors))


def scaled(span: Span | None, factor: float) -> Span | None:
    """
    Multiply a change and its bounds by *factor*, above zero; ``None`` stays ``None``.
    """
    return span and Span(factor * span.low, factor * span.value, factor * span.high)


def size_of(span: Span | None) -> Span | None:
    """
    Return how large a change is, whatever its direction; from zero where its bounds leave the direction open.
    """
    if span is None:
        return None
    low, high = sorted((abs(span.low), abs(span.high)))
    return Span(low if span.low * span.high > 0 else 0.0, abs(span.value), high)


def hull(spans: Sequence[Span]) -> Span | None:
    """
    Return the span from the lowest to the highest bound, around the mean; ``None`` without any.
    """
    if not spans:
        return None
    middle = sum(span.value for span in spans) / len(spans)
    return Span(min(span.low for span in spans), middle, max(span.high for span in spans))


def moves(weekly: pd.DataFrame) -> pd.DataFrame:
    """
    Work out what each week moved, both ways, as far as areas by oblast show it.

    What one side takes and the other retakes within one oblast and week cancels out, so both are lower
    bounds. Crimea is left out.

    Args:
        weekly: What :func:`by_oblast` gives.

    Returns:
        Columns week_ending, gained_km2 (by Russia), lost_km2 (by Russia; both zero or more) and net_km2.
    """
    kept = weekly[weekly["slug"] != CRIMEA]
    steps = kept.pivot(index="week_ending", columns="slug", values="area_km2").sort_index().diff().dropna()
    gained, lost = steps.clip(lower=0).sum(axis=1), -steps.clip(upper=0).sum(axis=1)
    found = pd.DataFrame({"gained_km2": gained, "lost_km2": lost, "net_km2": gained - lost})
    return found.reset_index()


def moved_between(moved: pd.DataFrame, start: str, end: str) -> dict[str, float | None]:
    """
    Add up what the weeks that end after *start* and up to *end* moved; ``None`` where no week does.
    """
    inside = moved["week_ending"].gt(pd.Timestamp(start)) & moved["week_ending"].le(pd.Timestamp(end))
    parts = moved[inside].drop(columns="week_ending")
    return {name: float(parts[name].sum()) if len(parts) else None for name in parts}


def moved_in_a_year(moved: pd.DataFrame, country_km2: float, weeks: int = 52) -> pd.DataFrame:
    """
    Work out the share of the country that moved in the *weeks* weeks to each week.

    Returns:
        Columns week_ending, measure (``net``: the size of the balance; ``gross``: both ways together, a lower
        bound) and moved_pct (0 to 100).
    """
    rolled = moved.set_index("week_ending").rolling(weeks).sum().dropna()
    sizes = {"net": rolled["net_km2"].abs(), "gross": rolled["gained_km2"] + rolled["lost_km2"]}
    long = pd.DataFrame(sizes).rename_axis(columns="measure").stack().rename("moved_pct")
    return (100 * long / country_km2).reset_index()


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


def month_ends(weekly: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the last map of each month, of oblasts that were ever held, for a map with a slider.

    Args:
        weekly: What :func:`by_oblast` gives.

    Returns:
        Columns step (1 up), day, oblast_id, oblast and share_pct.
    """
    ever = weekly[weekly.groupby("oblast_id")["area_km2"].transform("max") > 0]
    last = ever.groupby(ever["event_date"].dt.to_period("M"))["event_date"].transform("max")
    kept = ever[ever["event_date"] == last]
    step = kept["event_date"].rank(method="dense").astype(int)
    kept = kept.assign(step=step, day=kept["event_date"])
    return kept[["step", "day", "oblast_id", "oblast", "share_pct"]].reset_index(drop=True)
