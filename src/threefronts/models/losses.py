"""
Equipment losses: labels added up to classes, and what was lost between two days.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from threefronts.absence import NoDataError
from threefronts.models.series import Change, change_between, total_change_of

VOICE = ["source_id", "country"]
COMPARED = {
    "tank": "tanks",
    "armoured_vehicle": "armoured vehicles",
    "artillery": "artillery",
    "mlrs": "rocket launchers",
    "air_defence": "air defence",
}
SERIES = [*VOICE, "equipment_class"]
SAME = 0.01  # share by which two ratios may differ and be one
MOVED = 0.1  # by which a ratio must differ to count as another
CLOSE = 0.25  # share by which rounded figures may lie apart
MAPPINGS = ("equipment_class", "alternative_class")


def classed(losses: pd.DataFrame, classes: pd.DataFrame, *, by: str = "equipment_class") -> pd.DataFrame:
    """
    Keep the counts that are compared, under the class of a mapping.

    Args:
        losses: Rows of ``battlefield/equipment_losses``, cumulative.
        classes: Rows of ``battlefield/equipment_classes``.
        by: ``equipment_class`` for the narrow comparison, ``alternative_class`` for the wide one, in which
            every label that joins a compared class counts, whether or not it counts in the narrow one.

    Returns:
        Columns source_id, country, equipment_class, source_class, event_date, value, is_superseded (whether
        another label took the count over).

    Raises:
        ValueError: *by* names no mapping.
    """
    if by not in MAPPINGS:
        raise ValueError(f"{by!r} is no mapping of classes: choose {' or '.join(MAPPINGS)}")
    joins = classes["counted_in"] | (classes[by].isin(COMPARED) if by == MAPPINGS[1] else False)
    labels = classes.loc[joins, ["source_id", "source_class", by]]
    labels = labels.assign(is_superseded=classes["superseded_by"].notna())
    used = losses.loc[losses["is_used"], [*VOICE, "source_class", "event_date", "value"]]
    return used.merge(labels.rename(columns={by: "equipment_class"}), on=["source_id", "source_class"])


def class_totals(counts: pd.DataFrame) -> pd.DataFrame:
    """
    Add the labels of each class up, day by day.

    A label that a snapshot leaves out keeps its last count, so that a gap is not read as a fall.

    Args:
        counts: What :func:`classed` gives.

    Returns:
        Columns source_id, country, equipment_class, event_date, value (cumulative, items).
    """
    parts = []
    for names, group in counts.groupby(SERIES):
        by_label = group.pivot(index="event_date", columns="source_class", values="value").sort_index()
        total = by_label.ffill().sum(axis=1).rename("value").reset_index()
        parts.append(total.assign(**dict(zip(SERIES, names, strict=True))))
    return pd.concat(parts, ignore_index=True)[[*SERIES, "event_date", "value"]]


def lost_between(counts: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """
    Work out what each voice adds to each class between two days.

    A label whose list begins later than *start* is left out, since its count on that day is not known.

    Args:
        counts: What :func:`classed` gives.
        start, end: First and last day, ISO.

    Returns:
        Columns source_id, country, equipment_class, value, low, high, from_date, to_date, and ``key`` such as
        ``tanks_lost_oryx`` (Russian) or ``ukrainian_tanks_lost_oryx``, for the classes of ``COMPARED``. The
        value is the change between the last counts at or before each day, with the neighbouring counts as
        bounds. A label that is not counted again after *start* bounds nothing from above (NaN) and adds at
        least zero.

    Raises:
        NoDataError: A source has no count at or before *start*.
    """
    compared = counts[counts["equipment_class"].isin(COMPARED)]
    first = compared.groupby([*SERIES, "source_class"])["event_date"].transform("min")
    known = compared[first <= pd.Timestamp(start)]
    missing = compared[~compared["source_id"].isin(known["source_id"])]
    if known.empty or not missing.empty:
        by = f"by {', '.join(sorted(set(missing['source_id'])))} " if not known.empty else ""
        since = "later" if missing.empty else f"of {missing['event_date'].min():%Y-%m-%d}"
        raise NoDataError(f"no losses had been counted {by}by {start}: the first count is {since}")
    rows = []
    for names, group in known.groupby(SERIES):
        labels = [label for _, label in group.groupby("source_class")]
        changes = [_change(label, start, end) for label in labels]
        total = total_change_of(changes)
        rows.append((*names, total.value, total.low, total.high, total.start.date, total.end.date))
    found = pd.DataFrame(rows, columns=[*SERIES, "value", "low", "high", "from_date", "to_date"])
    found = found.astype({"low": "float64", "high": "float64"})
    return found.assign(key=found.apply(_key, axis=1))


def lost_by(counts: pd.DataFrame, span: Sequence[str], as_of: str) -> pd.DataFrame:
    """
    Russian losses over a *span* of days, as :func:`lost_between` gives them; NaN while it is not over.
    """
    start, end = span
    if end > as_of:
        found = lost_between(counts, as_of, as_of)
        found[["value", "low", "high"]] = float("nan")
    else:
        found = lost_between(counts, start, end)
    return found[found["country"] == "russia"]


def class_ratios(lost: pd.DataFrame) -> pd.DataFrame:
    """
    How many times the pictures the claim is, in each class and for guns and launchers together.

    Args:
        lost: Russian losses as :func:`lost_between` gives them.

    Returns:
        Columns equipment_class, value (NaN where there are no pictures or no such class), key.
    """
    pairs = lost.pivot(index="equipment_class", columns="source_id", values="value").reindex(list(COMPARED))
    pairs.loc["artillery_and_launchers"] = pairs.loc[["artillery", "mlrs"]].sum()
    found = (pairs["general_staff_ua"] / pairs["oryx"].where(pairs["oryx"] > 0)).rename("value").reset_index()
    return found.assign(key=found["equipment_class"] + "_ratio")


def ratio_words(ratios: pd.DataFrame) -> dict[str, dict[str, bool]]:
    """
    Where two counts come closest and where they lie farthest apart, and what joining launchers changes.

    Args:
        ratios: What :func:`class_ratios` gives.
    """
    value = ratios.set_index("equipment_class")["value"]
    each = value.reindex(list(COMPARED)).dropna()
    ends = (each.idxmin(), each.idxmax()) if len(each) else ("", "")
    guns, joined = value["artillery"], value["artillery_and_launchers"]
    lower, higher = guns - joined > SAME * guns, joined - guns > SAME * guns
    words = {"explains a part of that gap and no more": lower, "does not explain that gap": higher}
    return {
        "closest_class": {COMPARED.get(ends[0], "no class"): True},
        "farthest_class": {COMPARED.get(ends[1], "no class"): True},
        "launchers_word": words | {"leaves that gap as it is": not (lower or higher)},
    }


def gap_words(before: float, now: float) -> dict[str, bool]:
    """
    Whether a claim ran further ahead of the pictures, as a ratio of the two.
    """
    same = abs(now - before) <= MOVED
    return {
        "widened": now > before and not same,
        "narrowed": now < before and not same,
        "changed little": same,
    }


def echo_words(gap: float) -> dict[str, bool]:
    """
    How quoted figures lie to the General Staff's totals for 2024; *gap* is the largest share between them.
    """
    return {
        "lie close to the General Staff's own totals for 2024": gap < CLOSE,
        "differ from the General Staff's totals for 2024": gap >= CLOSE,
        "cannot be set against the General Staff's totals for 2024, which are not whole": bool(pd.isna(gap)),
    }


def mapping_table(counts: pd.DataFrame) -> pd.DataFrame:
    """
    Return which labels stand against each other: one row a compared class, one column a source.
    """
    rows = counts[counts["equipment_class"].isin(COMPARED) & ~counts["is_superseded"]]
    labels = rows.groupby(["equipment_class", "source_id"])["source_class"].agg(
        lambda names: "; ".join(sorted(set(names)))
    )
    table = labels.unstack("source_id").reindex([name for name in COMPARED if name in labels.index.levels[0]])
    table = table[["general_staff_ua", "oryx"]].set_axis(["General Staff of Ukraine", "Oryx"], axis=1)
    return table.rename(index=COMPARED).rename_axis("class").reset_index()


def _key(row: pd.Series) -> str:
    side = "" if row["country"] == "russia" else "ukrainian_"
    what = COMPARED[row["equipment_class"]].replace(" ", "_")
    return f"{side}{what}_lost_{row['source_id'].removesuffix('_ua')}"


def _change(label: pd.DataFrame, start: str, end: str) -> Change:
    change = change_between(label["event_date"], label["value"], start, end)
    return replace(change, low=0.0) if change.low is None else change
