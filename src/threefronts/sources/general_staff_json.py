"""
The General Staff's figures as its two mirrors publish them: JSON, turned into the columns of the merged CSVs.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from threefronts.sources import general_staff
from threefronts.sources.reading import require_unique
from threefronts.tables import TableError
from threefronts.tables.text import decode

FIRST_EQUIPMENT = "general_staff/petro_russia_losses_equipment.json"
FIRST_PERSONNEL = "general_staff/petro_russia_losses_personnel.json"
SECOND = "general_staff/lod-db_russian-losses.json"
# Not used: the number of the day of the war, how the count is worded, prisoners (in the first weeks only).
NOT_USED = ("day", "personnel*", "POW")


def read_first(folder: Path) -> pd.DataFrame:
    """
    Read the first mirror as ``event_date, source_class, value``.

    Args:
        folder: The folder that holds ``general_staff/`` with the mirror's two JSON files.

    Raises:
        TableError: A file is missing, damaged or of another shape.
    """
    return general_staff.first_mirror(first_table(folder))


def read_second(folder: Path) -> pd.DataFrame:
    """
    Read the second mirror as ``event_date, source_class, value``; arguments and errors as :func:`read_first`.
    """
    return general_staff.second_mirror(second_table(folder))


def first_table(folder: Path) -> pd.DataFrame:
    """
    Return the cells of the first mirror as text, one row a day, in the columns of its merged CSV.
    """
    columns = [column for column in general_staff.first_columns() if column != general_staff.PERSONNEL]
    equipment = _cells(folder, FIRST_EQUIPMENT, columns, general_staff.NOT_COUNTS)
    personnel = _cells(folder, FIRST_PERSONNEL, ["date", general_staff.PERSONNEL], ())
    places = pd.concat([equipment["place"], personnel["place"]]).groupby(level=0).first()
    merged = personnel.drop(columns="place").join(equipment.drop(columns="place"), how="outer")
    return merged.reset_index().set_index(places.loc[merged.index].to_numpy())


def second_table(folder: Path) -> pd.DataFrame:
    """
    Return the cells of the second mirror as text, one row a day, in the columns of its merged CSV.
    """
    cells = _cells(folder, SECOND, general_staff.second_columns(), ())
    return cells.sort_index().reset_index().set_index("place").rename_axis(None)


def _cells(folder: Path, file: str, required: list[str], optional: tuple[str, ...]) -> pd.DataFrame:
    frame = text_rows(records(folder / file, file), file, required, optional)
    require_unique(frame, ["date"])
    return frame.rename_axis("place").reset_index().set_index("date")


def text_rows(
    rows: list[dict[str, Any]], file: str, required: list[str], optional: tuple[str, ...]
) -> pd.DataFrame:
    """
    Return the mirror's *rows* as text cells, the index each row's place.

    Raises:
        TableError: A column of *required* is missing, or one is neither there nor in *optional*.
    """
    columns = list(dict.fromkeys(column for row in rows for column in row))
    missing = [column for column in required if column not in columns]
    unknown = [column for column in columns if column not in {*required, *optional, *NOT_USED}]
    if missing or unknown:
        told = f"missing: {', '.join(missing) or 'none'}; not known: {', '.join(unknown) or 'none'}"
        raise TableError(f"{file}: the columns changed ({told}): adapt the adapter that reads this file")
    places = [f"{file}, entry {number} ({row.get('date')})" for number, row in enumerate(rows, start=1)]
    text = [{column: _text(row.get(column)) for column in columns if column not in NOT_USED} for row in rows]
    return pd.DataFrame(text, index=pd.Index(places, dtype="str"), dtype="str")


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def records(path: Path, file: str) -> list[dict[str, Any]]:
    """
    Read a JSON list of days; messages call it *file*.

    Raises:
        TableError: The file is missing, cut short, or of another shape.
    """
    if not path.is_file():
        raise TableError(f"{file} does not exist (looked in {path.parent}): fetch or restore the file")
    try:
        rows = json.loads(decode(path.read_bytes(), file))
    except (ValueError, RecursionError) as error:
        raise TableError(
            f"{file}: no whole JSON ({error}): it was cut short or damaged, fetch it again"
        ) from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise TableError(
            f"{file}: must be a list of days, and is not: adapt the adapter that reads this file"
        )
    return rows
