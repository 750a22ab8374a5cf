"""
Hold a source's new parts against what the table says now, before anything is written.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from threefronts.refresh.compare import Change, compare
from threefronts.refresh.errors import RefreshError
from threefronts.refresh.guard import check_agreement, check_bound, check_coverage
from threefronts.refresh.parts import (
    GOES_ON_FROM,
    WHOLE,
    Parts,
    read_parts,
    recipe_of,
    table_on_disk,
    typed,
)
from threefronts.refresh.upstreams import Upstream, read_upstreams
from threefronts.sources import ADAPTERS
from threefronts.tables import TableError


@dataclass(frozen=True)
class Staged:
    """
    One source, read, compared and found plausible: its new parts by table and its changes.

    ``is_copy`` tells whether the publisher's own files were read, which makes a new vintage; a table built
    anew by its adapter, perhaps after a change of code, is no other vintage.
    """

    source: str
    is_copy: bool
    parts: dict[str, Parts]
    changes: tuple[Change, ...]


class Tables:
    """
    The parts of each table as it is on disk, read once a refresh.
    """

    def __init__(self) -> None:
        self._parts: dict[str, Parts] = {}

    def parts(self, table: str) -> Parts:
        """
        Return the parts of *table*.
        """
        if table not in self._parts:
            self._parts[table] = recipe_of(table).split(table_on_disk(table))
        return self._parts[table]

    def last_day(self, upstream: Upstream) -> pd.Timestamp | None:
        """
        Return the newest day that *upstream* has in its tables.
        """
        for name in (upstream.name, GOES_ON_FROM.get(upstream.name)):
            parts = [self.parts(table).get(name) for table in upstream.tables]
            days = [part["event_date"].max() for part in parts if part is not None and len(part)]
            if days:
                return max(days)
        return None


def stage(upstream: Upstream, folder: Path, tables: Tables, accept_revision: bool) -> Staged:
    """
    Read the files of *upstream* in *folder* and check what they would change.

    Raises:
        TableError: A file is not as agreed, or what it says is implausible and not accepted.
    """
    parts = read_parts(upstream, folder)
    if not upstream.whole:
        parts = {table: _added(table, tables.parts(table), new) for table, new in parts.items()}
    changes = [
        change for table, new in parts.items() for change in _checked(table, new, tables, accept_revision)
    ]
    return Staged(upstream.name, True, parts, tuple(changes))


def stage_table(table: str, folder: Path, tables: Tables, accept_revision: bool) -> Staged:
    """
    Build *table* with its adapter from files in *folder* and check what that would change.

    Raises:
        TableError: As for :func:`stage`; or *table* has no adapter.
    """
    if table not in ADAPTERS:
        raise TableError(f"{table} has no adapter. Tables with one: {', '.join(sorted(ADAPTERS))}")
    recipe = recipe_of(table)
    parts = recipe.split(typed(table, ADAPTERS[table](folder)))
    parts = {name: rows for name, rows in parts.items() if name not in recipe.apart}
    return Staged(table, False, {table: parts}, tuple(_checked(table, parts, tables, accept_revision)))


def _added(table: str, old: Parts, new: Parts) -> Parts:
    return {name: _with_days(table, old[name], rows) for name, rows in new.items()}


def _with_days(table: str, old: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    newest, held = rows["event_date"].max(), old["event_date"].max()
    if newest < held:
        told = f"the file's newest day is {newest.date()}, the table already reaches {held.date()}"
        raise RefreshError(f"{table}: {told}: an old file, wait for a newer one")
    return pd.concat([old[~old["event_date"].isin(rows["event_date"])], rows[old.columns]])


def _checked(table: str, parts: Parts, tables: Tables, accept_revision: bool) -> list[Change]:
    upstreams, changes = read_upstreams(), []
    for name, new in parts.items():
        change = compare(table, tables.parts(table)[name], new)
        if not accept_revision:
            by_table = (each for each in upstreams.values() if name == WHOLE and table in each.tables)
            feeding = upstreams.get(name) or next(by_table, None)
            check_coverage(change)
            check_bound(change, new, feeding.tables[table] if feeding else None)
            if feeding and feeding.agrees:
                check_agreement(table, new, tables.parts(table)[feeding.agrees.part], feeding.agrees)
        changes.append(change)
    return changes
