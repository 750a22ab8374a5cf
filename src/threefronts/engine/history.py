"""
The history of every conclusion: an edition for each of many days, as one tidy table.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from gzip import compress
from pathlib import Path
from typing import Any

import pandas as pd

from threefronts.editions import edition_for
from threefronts.engine.batch import RECORDED, Case, Entry
from threefronts.engine.errors import RunError
from threefronts.engine.plan import plan
from threefronts.files import replace_file

NOT_RECORDED = "not_recorded"
COLUMNS = (
    "edition",
    "stem",
    "kind",
    "key",
    "value",
    "low",
    "high",
    "unit",
    "verdict",
    "margin",
    "status",
    "reason",
    "sources",
)
FROM_VERDICT = ("verdict", "low", "high", "unit", "margin", "reason")


def days(every: str, first: str, last: str) -> list[date]:
    """
    Return the days from *first* to *last*, both ISO, a step apart.

    Args:
        every: ``week``, ``month`` or a number of days, such as ``10`` or ``10 days``.
        first: The first day.
        last: No day lies after it.

    Raises:
        RunError: The step or a day cannot be read, or there is no day between.
    """
    try:
        start, end = (pd.Timestamp(date.fromisoformat(day)) for day in (first, last))
        found = _steps(every.removesuffix(" days"), start, end)
    except (ValueError, OverflowError) as error:
        raise RunError(
            f"--every {every} --from {first} --to {last}: {error}. Write week, month or a number of days, "
            "and days such as 2022-06-05"
        ) from None
    if not found:
        raise RunError(f"there is no day from {first} to {last}")
    return [day.date() for day in found]


def _steps(every: str, start: pd.Timestamp, end: pd.Timestamp) -> list[pd.Timestamp]:
    """
    Return the days from *start* to *end*; each month is reckoned from the first, so that none drifts.
    """
    if every == "month":
        months = 12 * (end.year - start.year) + end.month - start.month
        found = [start + pd.DateOffset(months=count) for count in range(months + 1)]
        return [day for day in found if day <= end]
    length = pd.Timedelta(days=7 if every == "week" else int(every))
    if length <= pd.Timedelta(0):
        raise ValueError("a step is one day or more")
    return [start + count * length for count in range((end - start) // length + 1)]


def cases(dates: Iterable[date], chosen: Iterable[str] = ()) -> list[Case]:
    """
    Return an edition for each of *dates*, as of and known at that day, with the *chosen* notebooks or all.
    """
    editions = [edition_for(day.isoformat()) for day in dates]
    return [Case(edition.name, edition, tuple(plan(edition, list(chosen)))) for edition in editions]


def tidy(found: Iterable[tuple[Case, Mapping[str, Entry]]]) -> pd.DataFrame:
    """
    Return one row a case, notebook and record, and a row also where a record is absent.

    Returns:
        The columns of ``COLUMNS``. ``kind`` is ``chapter``, ``fact`` or ``verdict``. What any case recorded
        has a row in every case: its ``status`` is ``recorded``, ``no_data`` or ``failed`` as its chapter's
        was, or ``not_recorded`` where the chapter ran and left it out; ``reason`` says why.
    """
    pairs = [(case.name, stem, entry) for case, entries in found for stem, entry in entries.items()]
    known: dict[str, dict[tuple[str, str], str]] = {}
    for _, stem, entry in pairs:
        units = known.setdefault(stem, {})
        units.update({("fact", key): record["unit"] for key, record in entry.facts.items()})
        units.update({("verdict", key): record.get("unit") for key, record in entry.verdicts.items()})
    rows = [row for name, stem, entry in pairs for row in _rows(name, stem, entry, known[stem])]
    order = ["edition", "stem", "kind", "key"]
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(order, ignore_index=True)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """
    Write *table* to *path* in one step, as CSV, packed where the name ends in ``.gz``.

    Equal tables give equal bytes.
    """
    text = table.to_csv(index=False, lineterminator="\n").encode("utf-8")
    replace_file(path, compress(text, mtime=0) if path.suffix == ".gz" else text)


def read_table(path: Path) -> pd.DataFrame:
    """
    Read the table of a backfill.

    Raises:
        RunError: There is none, or it is another table.
    """
    try:
        table = pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise RunError(
            f"{path} is no table of a backfill ({error}): threefronts backfill makes one"
        ) from None
    if set(COLUMNS) - set(table):
        raise RunError(f"{path} is no table of a backfill: it lacks {sorted(set(COLUMNS) - set(table))}")
    return table


def course(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """
    Return the rows of one fact or claim.

    Raises:
        RunError: No case recorded it; the message names the nearest keys.
    """
    rows = table[(table["key"] == key) & (table["kind"] != "chapter")]
    if rows.empty:
        known = sorted(set(table.loc[table["kind"] != "chapter", "key"]))
        near = ", ".join(get_close_matches(key, known, n=5, cutoff=0.3) or known[:5])
        raise RunError(f"no fact or verdict {key} in this table. Near: {near or 'none, it is empty'}")
    return rows


def _rows(
    name: str, stem: str, entry: Entry, known: Mapping[tuple[str, str], str]
) -> Iterable[dict[str, Any]]:
    base = {"edition": name, "stem": stem}
    yield base | {"kind": "chapter", "key": stem, "status": entry.status, "reason": entry.reason}
    for (kind, key), unit in known.items():
        records = entry.facts if kind == "fact" else entry.verdicts
        found = base | {"kind": kind, "key": key, "unit": unit}
        if key not in records:
            yield found | _absence(entry)
        elif kind == "fact":
            yield found | _fact(records[key])
        else:
            yield found | _verdict(records[key])


def _absence(entry: Entry) -> dict[str, str]:
    if entry.status != RECORDED:
        return {"status": entry.status, "reason": entry.reason}
    return {"status": NOT_RECORDED, "reason": "the chapter left it out for this day"}


def _fact(record: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: record[name] for name in ("value", "low", "high", "unit")}
    return kept | {"status": RECORDED, "sources": " ".join(record["sources"])}


def _verdict(record: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: record.get(name) for name in FROM_VERDICT}
    voices = sorted({voice["source_id"] for voice in record.get("voices") or ()})
    return kept | {"status": RECORDED, "sources": " ".join(voices)}
