"""
How losses change over the years: the part that pictures show, what kind is lost, and what was revised.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from threefronts.models.ground_cost import UNKNOWN
from threefronts.models.losses import COMPARED, class_totals
from threefronts.models.pace import Interval, Span

CLAIM = "general_staff_ua"
TOLD_BY = {CLAIM: "the General Staff's claim", "oryx": "Oryx's pictures"}
LITTLE = 0.1  # share of a gap below which a cause explains little of it
YEAR = 365  # days
SLACK = 31  # days by which a year's first snapshot may lie before it
WHOLE = 0.95  # share of a class that both snapshots must list
ARMOUR = ("tank", "armoured_vehicle")
LIGHT = ("vehicle",)
REVISED = {**COMPARED, "vehicle": "vehicles", "drone": "drones", "personnel": "personnel"}
Wordings = dict[str, bool]


def running_total(totals: pd.DataFrame, source: str, classes: Sequence[str]) -> pd.Series:
    """
    Add a source's running totals of Russian losses in *classes* up, by day.

    Args:
        totals: What :func:`threefronts.models.losses.class_totals` gives.

    Raises:
        ValueError: The source counts none of them.
    """
    of = (totals["source_id"] == source) & (totals["country"] == "russia")
    rows = totals[of & totals["equipment_class"].isin(classes)]
    if rows.empty:
        known = " or ".join(sorted(set(totals["source_id"])))
        raise ValueError(f"{source!r} counts no {' or '.join(classes)}: choose {known}")
    listed = rows.pivot(index="event_date", columns="equipment_class", values="value").sort_index()
    return listed.ffill().sum(axis=1)


def added(total: pd.Series, start: str, end: str) -> float | None:
    """
    Return what a running total adds between two days, at the last count by each; ``None`` before the first.
    """
    found = total.asof(pd.Timestamp(end)) - total.asof(pd.Timestamp(start))
    return None if pd.isna(found) else float(found)


def year_sums(counts: pd.DataFrame, source: str, classes: Sequence[str]) -> pd.DataFrame:
    """
    What a source adds to *classes* of Russian losses in a year, at the last snapshot of each month.

    Args:
        counts: What :func:`threefronts.models.losses.classed` gives.
        source: Id of the register.
        classes: Classes added up.

    Returns:
        Columns start, event_date (the two snapshots) and value. A pair is left out where the earlier snapshot
        lies more than a month beyond a year back, or the labels that both list make less than 95 % of the
        classes, since the rest would read as a fall.
    """
    of = (counts["source_id"] == source) & (counts["country"] == "russia") & ~counts["is_superseded"]
    rows = counts[of & counts["equipment_class"].isin(classes)]
    listed = rows.pivot(index="event_date", columns="source_class", values="value").sort_index()
    days, values, last = listed.index, listed.to_numpy(dtype=float), listed.ffill().to_numpy(dtype=float)
    month = days.year * 12 + days.month
    ends = np.flatnonzero(np.append(month[1:] != month[:-1], len(days) > 0))
    starts = days.searchsorted(days[ends] - pd.Timedelta(days=YEAR), side="right") - 1
    is_near = (starts >= 0) & (days[ends] - days[starts] <= pd.Timedelta(days=YEAR + SLACK))
    ends, starts = ends[is_near], starts[is_near]
    both = np.isfinite(values[ends]) & np.isfinite(values[starts])
    is_whole = np.where(both, last[ends], 0).sum(axis=1) >= WHOLE * np.nansum(last[ends], axis=1)
    value = np.where(both, values[ends] - values[starts], 0).sum(axis=1)
    found = pd.DataFrame({"start": days[starts], "event_date": days[ends], "value": value})
    return found[is_whole].reset_index(drop=True)


def documented(counts: pd.DataFrame) -> pd.DataFrame:
    """
    Return the pictures for each hundred claimed, by class, over the same days of running years.

    Returns:
        Columns equipment_class, event_date (the year's end) and percent.
    """
    parts, claimed = [], class_totals(counts[counts["source_id"] == CLAIM])
    for name in [name for name in COMPARED if name in set(claimed["equipment_class"])]:
        sums, total = year_sums(counts, "oryx", [name]), running_total(claimed, CLAIM, [name])
        claims = total.asof(sums["event_date"]).to_numpy() - total.asof(sums["start"]).to_numpy()
        parts.append(sums.assign(percent=100 * sums["value"] / claims, equipment_class=name)[claims > 0])
    columns = ["equipment_class", "event_date", "percent"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def light_per_armoured(counts: pd.DataFrame, sources: Sequence[str]) -> pd.DataFrame:
    """
    Return the light vehicles lost for each tank or armoured vehicle, in running years, by source.

    Returns:
        Columns source_id, event_date (the year's end) and value.
    """
    parts = []
    for source in sources:
        light, armour = (year_sums(counts, source, kinds) for kinds in (LIGHT, ARMOUR))
        both = light.merge(armour, on=["start", "event_date"], suffixes=("", "_armour"))
        both = both[both["value_armour"] > 0]
        parts.append(both.assign(source_id=source, value=both["value"] / both["value_armour"]))
    return pd.concat(parts, ignore_index=True)[["source_id", "event_date", "value"]]


def at_ends(series: pd.DataFrame, column: str) -> tuple[float | None, float | None]:
    """
    Return the first and the last of a dated series; ``None`` where it is empty.
    """
    ordered = series.sort_values("event_date")[column]
    return (None, None) if ordered.empty else (float(ordered.iloc[0]), float(ordered.iloc[-1]))


def of_both_sides(lost: pd.DataFrame, name: str) -> float | None:
    """
    Russian losses in pictures for each Ukrainian one of a class, between the last snapshots by each day.

    Args:
        lost: Losses of both sides as :func:`threefronts.models.losses.lost_between` gives them.
        name: The class.
    """
    rows = lost[(lost["source_id"] == "oryx") & (lost["equipment_class"] == name)]
    value = rows.set_index("country")["value"].reindex(["russia", "ukraine"])
    return float(value["russia"] / value["ukraine"]) if value["ukraine"] > 0 else None


def still_to_come(added: float, days: int, delay: Span) -> Span:
    """
    Return how many items a delay keeps out of a count that has added *added* in *days*.
    """
    if delay.value is None or days <= 0 or pd.isna(added):
        return UNKNOWN
    return Span(*(added / days * part for part in (delay.low, delay.value, delay.high)))


def lag_words(coming: Span, gap: float) -> Wordings:
    """
    How much of the *gap* between a claim and the pictures the items still *coming* would fill.
    """
    unknown = coming.high is None or not gap > 0
    share = None if unknown else coming.high / gap
    return {
        "cannot be set against": unknown,
        "explains little of": not unknown and share < LITTLE,
        "explains a part of": not unknown and LITTLE <= share < 1,
        "could explain all of": not unknown and share >= 1,
    }


def per_km2(lost: pd.DataFrame, gained_km2: float) -> pd.DataFrame:
    """
    Set each voice's losses against the ground gained.

    Args:
        lost: Russian losses of the classes that count, as
            :func:`threefronts.models.losses.lost_between` gives them.
        gained_km2: Net gain of the same days.

    Returns:
        Columns source_id, value, low, high, key, one row a voice; NaN where there are no losses or no gain.
    """
    sums = lost.groupby("source_id")[["value", "low", "high"]].agg(lambda part: part.sum(skipna=False))
    cost = sums.reindex(list(TOLD_BY)) / (gained_km2 if gained_km2 > 0 else float("nan"))
    cost = cost.rename_axis("source_id").reset_index()
    return cost.assign(key="vehicles_per_km2_" + cost["source_id"].str.removesuffix("_ua"))


def span_of(voices: pd.DataFrame) -> Span:
    """
    Return the span from the lowest to the highest voice, its lowest end as the value.
    """
    known = voices.dropna(subset="value")
    if known.empty:
        return UNKNOWN
    low, high = float(known["low"].min()), known["high"].max(skipna=False)
    return Span(low, low, None if pd.isna(high) else float(high))


def attrition_words(vehicles: Span) -> Wordings:
    """
    Whether the ground was bought, by this book's mark of one armoured vehicle for each square kilometre.
    """
    low = vehicles.low
    return {
        "ground that is bought": low is not None and low >= 1,
        "less than this book's mark for attrition": low is not None and low < 1,
        "a year that this edition does not know whole": low is None,
    }


def revised_days(revisions: pd.DataFrame) -> pd.DataFrame:
    """
    Return one row a day with a revision and the lines that it moved, those compared in this book.
    """
    rows = revisions[revisions["equipment_class"].isin(REVISED)]
    rows = rows.assign(
        order=rows["equipment_class"].map(list(REVISED).index),
        text=rows["equipment_class"].map(REVISED) + " " + rows["correction"].map("{:+,d}".format),
    ).sort_values(["event_date", "order"])
    listed = rows.groupby("event_date")["text"].agg(", ".join)
    listed = listed.str.replace("-", "\N{MINUS SIGN}")
    return pd.DataFrame({"day": listed.index.strftime("%Y-%m-%d"), "added or taken off": listed.to_numpy()})


def revised_percent(revisions: pd.DataFrame, lost: pd.DataFrame, start: str) -> float | None:
    """
    Return how much of a period's claims is revisions, in the compared class where it is most, in percent.

    Args:
        revisions: Rows of ``battlefield/loss_revisions`` up to the period's end.
        lost: Losses of the period as :func:`threefronts.models.losses.lost_between` gives them.
        start: Its first day; a revision on it lies before the period.
    """
    inside = revisions[revisions["event_date"] > pd.Timestamp(start)]
    moved = inside.groupby("equipment_class")["correction"].sum().abs()
    claimed = lost[lost["source_id"].eq(CLAIM) & lost["value"].gt(0)].set_index("equipment_class")["value"]
    shares = 100 * moved.reindex(claimed.index).fillna(0) / claimed
    return None if shares.empty else float(shares.max())


def revision_facts(
    revisions: pd.DataFrame, losses: pd.DataFrame, lost: pd.DataFrame, start: str
) -> dict[str, dict[str, float | None]]:
    """
    Count the revisions, and the days on which the mirrors of the totals differ: unit to key to number.

    Args:
        revisions, lost, start: As in :func:`revised_percent`.
        losses: Rows of ``battlefield/equipment_losses``.
    """
    taken_off = int((revisions["correction"] < 0).sum())
    differ = losses.loc[~losses["is_used"], "event_date"].nunique()
    return {
        "lines": {"revision_lines": len(revisions), "revision_lines_down": taken_off},
        "days": {"revision_days": revisions["event_date"].nunique(), "mirror_days": differ},
        "percent": {"revised_pct": revised_percent(revisions, lost, start)},
    }


def moved_word(before: float | None, now: float | None, *, much: float = 0.1) -> Wordings:
    """
    Whether a share or a ratio rose or fell by more than *much* of itself.
    """
    unknown = before is None or now is None
    rose = not unknown and now > before * (1 + much)
    fell = not unknown and now < before * (1 - much)
    same = not (unknown or rose or fell)
    return {"cannot be followed": unknown, "rose": rose, "fell": fell, "changed little": same}


def dearer_word(now: Span | Interval, before: Span | Interval) -> Wordings:
    """
    Whether the ground became dearer, judged by two intervals that lie apart.
    """
    unknown = now.low is None or before.low is None
    dearer = not unknown and before.high is not None and now.low > before.high
    cheaper = not unknown and now.high is not None and now.high < before.low
    return {
        "cannot be set against": unknown,
        "is dearer than": dearer,
        "is cheaper than": cheaper,
        "cannot be told from": not (unknown or dearer or cheaper),
    }
