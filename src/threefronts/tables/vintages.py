"""
Which copy of a table an edition reads: the one made soonest after the day it describes.
"""

import re
from datetime import date

from threefronts.files import data_dir
from threefronts.tables.errors import TableError

FOLDER = "vintages"
COPIES_OF = "THREEFRONTS_COPIES_OF"  # a day: rows are as the copies said that an edition known then read


def copy_for(name: str, known_at: str | date | None) -> str:
    """
    Return the name of the copy of *name* that an edition of *known_at* reads: a vintage, or *name* itself.

    Raises:
        TableError: *known_at* is no ISO day.
    """
    return name if known_at is None else vintage_for(name, iso_day(known_at)) or name


def iso_day(value: str | date) -> date:
    """
    Return *value* as a day.

    Raises:
        TableError: It is no ISO day.
    """
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise TableError(f"known_at is {value!r}, which is not an ISO day such as 2025-04-28") from error


def vintage_for(name: str, known_at: date) -> str | None:
    """
    Return the name of the vintage that an edition of *known_at* reads instead of table *name*.

    Returns:
        ``<front>/vintages/<table>.<day>``: the earliest copied on or after *known_at*, since it holds all
        that was published by then and the fewest revisions made later; ``None`` where the current table is
        it.
    """
    front, table = name.split("/")
    form = re.compile(rf"{re.escape(table)}\.(\d{{4}}-\d{{2}}-\d{{2}})\.yml")
    found = (form.fullmatch(path.name) for path in (data_dir() / front / FOLDER).glob(f"{table}.*.yml"))
    days = sorted(match.group(1) for match in found if match)
    later = [day for day in days if date.fromisoformat(day) >= known_at]
    return f"{front}/{FOLDER}/{table}.{later[0]}" if later else None


def kept_copies() -> list[str]:
    """
    Return the tables of which an older copy is kept, by name.
    """
    form = re.compile(r"([a-z0-9_]+)\.\d{4}-\d{2}-\d{2}\.yml")
    found = {
        f"{path.parent.parent.name}/{match.group(1)}"
        for path in data_dir().glob(f"*/{FOLDER}/*.yml")
        if (match := form.fullmatch(path.name))
    }
    return sorted(found)
