"""
Oryx's visually confirmed losses: dated totals and an archive of daily snapshots.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from threefronts.sources.reading import counts, days, map_labels, read_upstream, require_unique
from threefronts.tables import TableError

SOURCE = "oryx"
ARCHIVE = "oryx/oryx_daily_by_type_2022-03_2025-07_scarnecchia.csv"
DATED = "oryx/oryx_snapshots_leedrake5.csv"
STATUSES = ["destroyed", "abandoned", "captured", "damaged"]
COLUMNS = ["date", "country", "equipment_type", *STATUSES, "type_total"]
COUNTRIES = {"Russia": "russia", "Ukraine": "ukraine"}


def parse(folder: Path) -> pd.DataFrame:
    """
    Return Oryx's totals by day, country and type, from both archives.

    Args:
        folder: The folder that holds ``oryx/``.

    Returns:
        ``event_date, country, source_class, value, mirror, is_used``: one row a snapshot day, country and
        label. Days that no archive has are absent, never filled. Where both have the day and differ, both
        rows stay and the dated total is used.

    Raises:
        TableError: A file is missing, damaged or of another shape, or the parts of a total do not add up.
    """
    return join(read(folder / ARCHIVE), read(folder / DATED))


def join(archive: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """
    Join the daily archive and the dated totals (``event_date, country, source_class, value``) as
    :func:`parse` tells.
    """
    keys = ["event_date", "country", "source_class"]
    pair = archive[keys + ["value"]].merge(dated[keys + ["value"]], on=keys, how="inner", suffixes=("", "_2"))
    same = pair.loc[pair["value"].eq(pair["value_2"]), keys].assign(agreed=True)
    rival = pair.loc[pair["value"].ne(pair["value_2"]), keys].assign(beaten=True)
    marked = (
        archive.reset_index(names="place").merge(same, on=keys, how="left").merge(rival, on=keys, how="left")
    )
    archive = marked.set_index("place").assign(
        mirror=np.where(marked["agreed"].notna(), "both", "scarnecchia"),
        is_used=marked["beaten"].isna().to_numpy(),
    )
    placed = dated.reset_index(names="place").merge(same, on=keys, how="left").set_index("place")
    dated = placed[placed["agreed"].isna()].assign(mirror="leedrake5", is_used=True)
    return pd.concat([archive, dated])[[*keys, "value", "mirror", "is_used"]]


def read(path: Path) -> pd.DataFrame:
    """
    Read one archive's CSV as ``event_date, country, source_class, value``.
    """
    return totals(read_upstream(path, COLUMNS))


def totals(text: pd.DataFrame) -> pd.DataFrame:
    """
    Turn the cells of :data:`COLUMNS` into ``event_date, country, source_class, value``.

    Raises:
        TableError: A cell is not as agreed, or the parts of a total do not add up.
    """
    require_unique(text, ["date", "country", "equipment_type"])
    parts = pd.DataFrame({status: counts(text[status]) for status in STATUSES})
    total = counts(text["type_total"])
    _check_parts(text, parts.sum(axis=1), total)
    return pd.DataFrame(
        {
            "event_date": days(text["date"]),
            "country": map_labels(text["country"], COUNTRIES, "COUNTRIES in sources/oryx.py"),
            "source_class": text["equipment_type"],
            "value": total,
        }
    )


def _check_parts(text: pd.DataFrame, parts: pd.Series, total: pd.Series) -> None:
    wrong = parts.ne(total).to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        rule = f"must be destroyed + abandoned + captured + damaged, which is {parts.iloc[row]}"
        raise TableError(f"{text.index[row]}, column type_total: {text['type_total'].iloc[row]!r}: {rule}")
