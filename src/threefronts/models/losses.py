"""
Equipment losses: labels added up to classes, and what was lost between two days.
"""

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


def classed(losses: pd.DataFrame, classes: pd.DataFrame, *, by: str = "equipment_class") -> pd.DataFrame:
    """
    Keep the counts that are compared, under the class of a mapping.

    Args:
        losses: Rows of ``battlefield/equipment_losses``, cumulative.
        classes: Rows of ``battlefield/equipment_classes``.
        by: ``equipment_class`` for the narrow comparison, ``alternative_class`` for the wide one.

    Returns:
        Columns source_id, country, equipment_class, source_class, event_date, value.
    """
    labels = classes.loc[classes["counted_in"], ["source_id", "source_class", by]]
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
        ValueError: No count lies at or before *start*.
    """
    first = counts.groupby([*SERIES, "source_class"])["event_date"].transform("min")
    known = counts[first <= pd.Timestamp(start)]
    if known.empty:
        since = "later" if counts.empty else f"of {counts['event_date'].min():%Y-%m-%d}"
        raise NoDataError(f"no losses had been counted by {start}: the first count is {since}")
    rows = []
    for names, group in known.groupby(SERIES):
        labels = [label for _, label in group.groupby("source_class")]
        changes = [_change(label, start, end) for label in labels]
        total = total_change_of(changes)
        rows.append((*names, total.value, total.low, total.high, total.start.date, total.end.date))
    found = pd.DataFrame(rows, columns=[*SERIES, "value", "low", "high", "from_date", "to_date"])
    found = found[found["equipment_class"].isin(COMPARED)].astype({"low": "float64", "high": "float64"})
    return found.assign(key=found.apply(_key, axis=1)).reset_index(drop=True)


def _key(row: pd.Series) -> str:
    side = "" if row["country"] == "russia" else "ukrainian_"
    what = COMPARED[row["equipment_class"]].replace(" ", "_")
    return f"{side}{what}_lost_{row['source_id'].removesuffix('_ua')}"


def _change(label: pd.DataFrame, start: str, end: str) -> Change:
    change = change_between(label["event_date"], label["value"], start, end)
    return replace(change, low=0.0) if change.low is None else change
