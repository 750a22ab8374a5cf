"""
Attacks from the air as one belligerent reports them: nights, weeks, ranks, and what is set aside.

A row is one report on one weapon. What was stopped is what was shot down and what was lost or jammed on the
way, where that is published apart: only this sum can be compared over time, because the reports count
jammed drones now apart and now among those shot down.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from threefronts.absence import NoDataError
from threefronts.models.pace import Interval

REPORTERS = ("air_force", "central_command")  # they tell what was launched; the others what they shot down
GROUPS = {
    "shahed_type": "Shahed-type drones",
    "cruise_missile": "cruise missiles",
    "ballistic_missile": "ballistic missiles",
    "surface_to_air_missile": "air-defence missiles fired at the ground",
    "mixed_missile": "missiles of several groups",
    "unknown_missile": "missiles of no named model",
}
DRONES = ("shahed_type", "mixed_drone")
MISSILES = tuple(name for name in GROUPS if name != "shahed_type")
COUNTS = ["launched", "shot_down", "lost"]
OUTCOMES = ("shot down", "lost or jammed", "the rest")
STAGES = ("not_told", "apart", "together")
BREAK_NIGHTS = 45  # compared on either side of a change in what the reports tell
QUIET_DAYS = 8  # a longer silence before the edition's day means that the table ends
INTO_RUSSIA = ("strike", "industry")  # themes of the events that tell of a strike on Russia
AT_SEA = "Black Sea"


def reports_of(attacks: pd.DataFrame) -> pd.DataFrame:
    """
    Return the reports that can be trusted to tell launches, for missiles and one-way drones.

    Args:
        attacks: Rows of ``battlefield/air_attacks``.

    Returns:
        The rows of the Air Force and the central command, front-line and reconnaissance drones left out, with
        ``stopped`` (shot down and lost, NaN where the report does not tell) and ``is_usable`` (launched and
        stopped are told, and no more was stopped than launched).

    Raises:
        ValueError: No such row: the days asked for lie before the first report.
    """
    chosen = attacks["channel"].isin(REPORTERS) & attacks["weapon_group"].isin([*DRONES, *MISSILES])
    rows = attacks[chosen].astype(dict.fromkeys(COUNTS, "float64"))
    if rows.empty:
        raise NoDataError("no data before 2022-09-28: the Air Force's series of attacks starts on that day")
    stopped = rows["shot_down"] + rows["lost"].fillna(0)
    usable = (rows["launched"] > 0) & stopped.notna() & (stopped <= rows["launched"])
    return rows.assign(stopped=stopped, is_usable=usable).sort_values("event_date", kind="stable")


def set_aside(attacks: pd.DataFrame) -> dict[str, int]:
    """
    Count the rows that no rate rests on, by reason; each row has one.

    Returns:
        ``regional`` (posts of regional commands and of others), ``front_line`` (drones and bombs of the
        front, reported by the Air Force), ``untold`` (launched or shot down is missing), ``impossible`` (more
        stopped than launched), and ``used``; together they are all rows.
    """
    told = attacks["channel"].isin(REPORTERS)
    reports = reports_of(attacks)
    known = reports["launched"].notna() & reports["stopped"].notna()
    return {
        "regional": int((~told).sum()),
        "front_line": int(told.sum()) - len(reports),
        "untold": int((~known).sum()),
        "impossible": int((known & ~reports["is_usable"]).sum()),
        "used": int(reports["is_usable"].sum()),
    }


def windows_of(reports: pd.DataFrame, days: int) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """
    Cut out the last *days* days that have reports, and as many before them.

    Returns:
        The reports of both spans and the number of days of the first, fewer than *days* where the series is
        shorter; the second is empty where the series does not reach back over all of it.

    Raises:
        ValueError: *days* is less than one.
    """
    if days < 1:
        raise ValueError(f"a window has at least one day, not {days}")
    first, last = reports["event_date"].min(), reports["event_date"].max()
    back = (last - reports["event_date"]).dt.days
    covered = (last - first).days + 1
    past = reports[(back >= days) & (back < 2 * days) & (covered >= 2 * days)]
    return reports[back < days], past, min(days, covered)


def nights_of(reports: pd.DataFrame, groups: Collection[str]) -> pd.DataFrame:
    """
    Sum the usable reports of some weapon groups by the day on which the attack ended.

    Returns:
        ``launched``, ``shot_down``, ``lost`` and ``stopped`` by ``event_date``, in order; empty where no
        report names these groups.
    """
    chosen = reports[reports["is_usable"] & reports["weapon_group"].isin(list(groups))]
    return chosen.groupby("event_date")[[*COUNTS, "stopped"]].sum()


def weekly_outcomes(reports: pd.DataFrame, groups: Collection[str]) -> pd.DataFrame:
    """
    What became of the weapons launched, by week ending on Sunday.

    Returns:
        Columns ``week_ending``, ``outcome`` (one of :data:`OUTCOMES`) and ``value``; in each week the three
        add up to the launches. A report that tells launches only, or an impossible one, goes to the last.
    """
    chosen = reports[reports["weapon_group"].isin(list(groups))].dropna(subset="launched")
    parts = chosen[["shot_down", "lost"]].fillna(0).where(chosen["is_usable"], 0.0)
    rest = chosen["launched"] - parts.sum(axis=1)
    by_row = pd.DataFrame(dict(zip(OUTCOMES, [parts["shot_down"], parts["lost"], rest], strict=True)))
    weeks = by_row.set_index(pd.DatetimeIndex(chosen["event_date"])).resample("W-SUN").sum()
    long = weeks.rename_axis("week_ending").reset_index().melt("week_ending", var_name="outcome")
    return long.sort_values(["week_ending", "outcome"], kind="stable", ignore_index=True)


def weekly_shares(nights: pd.DataFrame) -> pd.DataFrame:
    """
    Share of the launches that was shot down, and that was stopped, by week ending on Sunday.

    Args:
        nights: As :func:`nights_of` returns them.

    Returns:
        Columns ``week_ending``, ``series`` (``shot_down`` or ``stopped``) and ``percent``; weeks without a
        launch are out.
    """
    weeks = nights.resample("W-SUN").sum().query("launched > 0").rename_axis("week_ending")
    shares = weeks[["shot_down", "stopped"]].div(weeks["launched"], axis=0) * 100
    return shares.reset_index().melt("week_ending", var_name="series", value_name="percent")


def stages_of(nights: pd.DataFrame, apart_from: str, together_from: str) -> dict[str, pd.DataFrame]:
    """
    Cut the nights where the reports change what they tell of jammed drones.

    Args:
        nights: As :func:`nights_of` returns them.
        apart_from: First day on which lost or jammed drones are told apart as a rule.
        together_from: First day on which they are counted among those shot down.

    Returns:
        The nights of each of :data:`STAGES`; a stage may have none.

    Raises:
        ValueError: The second day is not after the first.
    """
    if pd.Timestamp(together_from) <= pd.Timestamp(apart_from):
        raise ValueError(
            f"jammed drones cannot be counted together from {together_from}: before {apart_from}"
        )
    edges = [pd.Timestamp(apart_from), pd.Timestamp(together_from)]
    stage = np.searchsorted(
        np.array(edges, "datetime64[ns]"), nights.index.to_numpy("datetime64[ns]"), "right"
    )
    return {name: nights[stage == number] for number, name in enumerate(STAGES)}


def two_counts(sides: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """
    Each set of nights twice: with all that was stopped, and with what was shot down alone as ``stopped``.
    """
    counts = ("shot_down", "stopped")
    return {
        f"{name}_{what}": part.assign(stopped=part[what]) for name, part in sides.items() for what in counts
    }


def launches_of(reports: pd.DataFrame) -> pd.Series:
    """
    What was launched, by each of :data:`GROUPS`; zero where no report names a group.
    """
    return reports.groupby("weapon_group")["launched"].sum().reindex(list(GROUPS), fill_value=0.0)


def day_in_place(attacks: pd.DataFrame, day: str) -> pd.DataFrame:
    """
    One day's attack, and its rank among all days by what was launched, missiles and drones together.

    Args:
        attacks: Rows of ``battlefield/air_attacks``; the rank is the one among the days in them.
        day: The day, ISO.

    Returns:
        Columns ``key``, ``unit`` and ``value``, NaN where the day has no report. The keys are ``launched``,
        ``shot_down``, ``lost``, ``missiles``, ``left_out`` (drones and bombs of the front, by any channel),
        ``rank``, ``rank_then`` (among the days up to it), ``missile_rank`` and ``missile_rank_then``; equal
        days share the better rank.

    Raises:
        ValueError: As :func:`reports_of`.
    """
    at = pd.Timestamp(day)
    others = attacks[(attacks["event_date"] == at) & ~attacks["weapon_group"].isin([*DRONES, *MISSILES])]
    reports = reports_of(attacks)
    daily = reports.groupby("event_date")[COUNTS].sum()
    rockets = reports[reports["weapon_group"].isin(MISSILES)].groupby("event_date")["launched"].sum()
    daily["missiles"] = rockets.reindex(daily.index).fillna(0)
    items = daily.reindex([at]).iloc[0].to_dict() | {"left_out": others["launched"].sum()}
    ranks = {
        "rank": daily["launched"] > items["launched"],
        "missile_rank": daily["missiles"] > items["missiles"],
    }
    places = {key: 1 + int(above.sum()) for key, above in ranks.items()}
    places |= {f"{key}_then": 1 + int(above[daily.index < at].sum()) for key, above in ranks.items()}
    rows = [(key, "items", value) for key, value in items.items()]
    rows += [(key, "rank", value) for key, value in places.items()]
    found = pd.DataFrame(rows, columns=["key", "unit", "value"]).astype({"value": "float64"})
    return found if at in daily.index else found.assign(value=np.nan)


def around(nights: pd.DataFrame, day: str, number: int) -> dict[str, pd.DataFrame]:
    """
    The last *number* nights before *day* and the first from it on, as ``before`` and ``after``.

    Where either side has fewer, both are empty, so that no short stretch is set against a long one.
    """
    sides = {
        "before": nights[nights.index < day].tail(number),
        "after": nights[nights.index >= day].head(number),
    }
    whole = min(map(len, sides.values())) == number
    return {name: part if whole else part.iloc[:0] for name, part in sides.items()}


def largest_by_week(reports: pd.DataFrame) -> pd.DataFrame:
    """
    The largest attack of each week ending on Sunday, missiles and drones together.

    Returns:
        Columns ``start`` and ``end`` (first and last day of the week) and ``value``; a week without a report
        has zero.
    """
    daily = reports.groupby("event_date")["launched"].sum()
    weeks = daily.resample("W-SUN").max().fillna(0.0)
    return pd.DataFrame(
        {"start": weeks.index - pd.Timedelta(days=6), "end": weeks.index, "value": weeks.to_numpy()}
    )


def strikes_into_russia(events: pd.DataFrame) -> pd.DataFrame:
    """
    Events in which Ukraine acts first against Russia by a strike on something in Russia.

    Bombs placed by agents are another theme, and what was hit at sea is left out; so are events whose source
    names no Ukrainian hand. Rival accounts of one day and place are one strike, the first of them.
    """
    actors = events["actors"].str.split(";")
    by_ukraine = actors.map(lambda ids: ids[0] == "ukraine" and "russia" in ids).astype(bool)
    on_land = events["place"].fillna("").ne(AT_SEA)
    found = events[by_ukraine & on_land & events["theme"].isin(INTO_RUSSIA)]
    return found.drop_duplicates(["event_date", "place"])


def copies_apart(reports: pd.DataFrame, figures: pd.DataFrame) -> dict[str, float | None]:
    """
    How far two copies of the same reports differ, by month, for Shahed-type drones launched.

    Args:
        reports: As :func:`reports_of` returns them.
        figures: Rows of ``synthesis/figures``.

    Returns:
        ``months`` (that both hold in full) and ``percent`` (the largest difference); ``percent`` is ``None``
        without such a month.
    """
    rows = figures[figures["metric"].eq("Shahed-type drones launched at Ukraine in month")]
    ours = reports[reports["weapon_group"].eq("shahed_type")].groupby("event_date")["launched"].sum()
    whole = rows[(rows["period_end"] <= reports["event_date"].max()) & (rows["source_id"] == "air_force_ua")]
    gaps = [
        abs(ours.loc[row.period_start : row.period_end].sum() / row.value - 1) for row in whole.itertuples()
    ]
    return {"months": len(gaps), "percent": 100 * float(max(gaps)) if gaps else None}


def not_stopped(percent: Interval | None, launched: float) -> Interval | None:
    """
    Weapons of a night of *launched* that are not stopped at a share in *percent*; ``None`` stays ``None``.
    """
    if percent is None:
        return None
    return Interval(*(launched * (1 - share / 100) for share in (percent.high, percent.value, percent.low)))
