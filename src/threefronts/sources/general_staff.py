"""
The General Staff's daily loss figures, from two mirrors that are reconciled cell by cell.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from threefronts.sources.classes import labels_of
from threefronts.sources.reading import counts, days, read_upstream, require_unique

SOURCE = "general_staff_ua"
FIRST = "general_staff/general_staff_cumulative_petro.csv"
SECOND = "general_staff/general_staff_cumulative_lod-db.csv"
NOT_COUNTS = ("greatest losses direction",)
# Vehicles and fuel tanks are one line of the bulletin from this day on.
MERGED_ON = pd.Timestamp("2022-05-01")
PERSONNEL = "personnel"
FIRST_NAME, SECOND_NAME = "petro", "lod_db"
KEYS = ["source_class", "event_date"]


def parse(folder: Path) -> pd.DataFrame:
    """
    Return both mirrors' cumulative figures, reconciled.

    Args:
        folder: The folder that holds ``general_staff/``.

    Returns:
        One row a day, label and value: ``event_date, source_class, value, mirror, is_used``. Where the
        mirrors agree ``mirror`` is ``both``; where one is silent it is the other's name; where they differ
        there are two rows, and ``is_used`` marks one (see :func:`reconcile`). Personnel has the label
        ``personnel``.

    Raises:
        TableError: A file is missing, damaged or of another shape.
    """
    return reconcile(read_first(folder / FIRST), read_second(folder / SECOND))


def reconcile(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """
    Join two mirrors (``event_date, source_class, value``) and choose where they differ.

    The value that lies between the nearest earlier and later days on which no mirror contradicts is used,
    since a cumulative count rises and a slip of one copyist breaks it; where both or neither do, the first
    mirror's, which has every day.
    """
    pair = _placed(first).merge(_placed(second), on=KEYS, how="outer", suffixes=("_1", "_2"))
    pair = pair.sort_values(KEYS, ignore_index=True)
    equal, first_is_used = pair["value_1"].eq(pair["value_2"]), _first_is_used(pair)
    sides = [
        _side(pair, 1, np.where(equal, "both", FIRST_NAME), first_is_used),
        _side(pair, 2, SECOND_NAME, ~first_is_used)[~equal],
    ]
    rows = pd.concat([side.dropna(subset="value") for side in sides]).sort_values([*KEYS, "mirror"])
    return rows.set_index("place").astype({"value": "int64", "is_used": "bool"})


def _placed(mirror: pd.DataFrame) -> pd.DataFrame:
    return mirror.rename_axis("place").reset_index()


def _side(pair: pd.DataFrame, number: int, mirror: ArrayLike, is_used: pd.Series) -> pd.DataFrame:
    named = {"value": pair[f"value_{number}"], "place": pair[f"place_{number}"]}
    return pair[["event_date", "source_class"]].assign(**named, mirror=mirror, is_used=is_used)


def _first_is_used(pair: pd.DataFrame) -> pd.Series:
    first, second = pair["value_1"], pair["value_2"]
    differ = first.notna() & second.notna() & first.ne(second)
    settled = first.fillna(second).mask(differ).groupby(pair["source_class"])
    below, above = settled.ffill().fillna(-np.inf), settled.bfill().fillna(np.inf)
    only_second_fits = ~first.between(below, above) & second.between(below, above)
    return first.notna() & ~(differ & only_second_fits)


def read_first(path: Path) -> pd.DataFrame:
    """
    Read the first mirror's CSV as ``event_date, source_class, value``.
    """
    return first_mirror(read_upstream(path, first_columns(), NOT_COUNTS))


def read_second(path: Path) -> pd.DataFrame:
    """
    Read the second mirror's CSV as ``event_date, source_class, value``, under the first mirror's labels.
    """
    return second_mirror(read_upstream(path, second_columns()))


def first_columns() -> list[str]:
    """
    Return the columns that the first mirror must have.
    """
    return ["date", *labels_of(SOURCE), PERSONNEL]


def second_columns() -> list[str]:
    """
    Return the columns that the second mirror must have.
    """
    return ["date", "sourceUri", *labels_of(SOURCE, "mirror_label").values(), PERSONNEL]


def first_mirror(text: pd.DataFrame) -> pd.DataFrame:
    """
    Turn the first mirror's cells, one row a day, into ``event_date, source_class, value``.
    """
    return _long(text, first_columns()[1:])


def second_mirror(text: pd.DataFrame) -> pd.DataFrame:
    """
    Turn the second mirror's cells into ``event_date, source_class, value``, under the first mirror's labels.
    """
    mapping = {mirror: label for label, mirror in labels_of(SOURCE, "mirror_label").items()}
    mapping[PERSONNEL] = PERSONNEL
    rows = _long(text, list(mapping))
    rows["source_class"] = rows["source_class"].map(mapping).astype("str")
    before = rows["source_class"].eq("vehicles and fuel tanks") & (rows["event_date"] < MERGED_ON)
    rows.loc[before, "source_class"] = "military auto"
    return rows


def _long(frame: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    event_date = days(frame["date"])
    require_unique(frame, ["date"])
    wide = pd.DataFrame({label: counts(frame[label], required=False) for label in labels}).assign(
        event_date=event_date
    )
    long = wide.melt(id_vars="event_date", var_name="source_class", value_name="value", ignore_index=False)
    return long.dropna(subset="value").astype({"source_class": "str"})
