"""
Put the staged parts into their tables: what goes together in one step, a bad source apart from the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from threefronts.refresh.compare import Change
from threefronts.refresh.parts import recipe_of, typed
from threefronts.refresh.stage import Staged, Tables
from threefronts.refresh.vintage import keep_vintage, stamp
from threefronts.tables import TableError, read_manifest, write_table
from threefronts.tables.write import to_csv_text


@dataclass(frozen=True)
class Settled:
    """
    Sources that go into their tables together, and the full rows of those tables, validated.
    """

    staged: tuple[Staged, ...]
    frames: dict[str, pd.DataFrame]

    def changes(self, table: str) -> list[Change]:
        """
        Return what the sources change in *table*.
        """
        return [change for each in self.staged for change in each.changes if change.table == table]


def settle(staged: Sequence[Staged], tables: Tables) -> tuple[list[Settled], dict[str, TableError]]:
    """
    Find which of the *staged* sources give sound tables together.

    Two mirrors of one series belong together: a revision that both have made may be sound only with both, so
    all are tried at once, and one by one only where that fails.

    Returns:
        What to write, in groups that share tables, and the error of each of the other sources.
    """
    sound, failures = [], {}
    for group in _groups(staged):
        try:
            sound.append(combine(group, tables))
        except TableError as error:
            if len(group) == 1:
                failures[group[0].source] = error
                continue
            kept, bad = _one_by_one(group, tables)
            sound += [kept] if kept else []
            failures |= bad
    return sound, failures


def combine(staged: Sequence[Staged], tables: Tables) -> Settled:
    """
    Put the parts of *staged* into every table that they feed.

    Raises:
        TableError: A table breaks its manifest.
    """
    names = dict.fromkeys(table for each in staged for table in each.parts)
    return Settled(tuple(staged), {table: _combined(table, staged, tables) for table in names})


def differs(table: str, frame: pd.DataFrame) -> bool:
    """
    Say whether *frame* would change the CSV of *table*.
    """
    manifest = read_manifest(table)
    if not manifest.csv_path.exists():
        return True
    return manifest.csv_path.read_bytes() != to_csv_text(frame, manifest).encode("utf-8")


def write(settled: Settled, today: date) -> None:
    """
    Write every table of *settled*, with a vintage of what is no longer said.
    """
    for table, frame in settled.frames.items():
        is_copy = any(each.is_copy for each in settled.staged if table in each.parts)
        kept = keep_vintage(table, today, settled.changes(table)) if is_copy else []
        try:
            changed = write_table(table, frame)
        except BaseException:
            for path in kept:
                path.unlink()
            raise
        if changed and is_copy:
            stamp(table, today)


def _combined(table: str, staged: Sequence[Staged], tables: Tables) -> pd.DataFrame:
    parts = dict(tables.parts(table))
    for each in staged:
        parts |= each.parts.get(table, {})
    return typed(table, recipe_of(table).combine(parts))


def _groups(staged: Sequence[Staged]) -> list[list[Staged]]:
    groups: list[list[Staged]] = []
    for each in staged:
        near = [group for group in groups if any(set(each.parts) & set(other.parts) for other in group)]
        groups = [group for group in groups if group not in near] + [[*sum(near, []), each]]
    return groups


def _one_by_one(group: Sequence[Staged], tables: Tables) -> tuple[Settled | None, dict[str, TableError]]:
    kept, failures = None, {}
    for each in group:
        try:
            kept = combine([*(kept.staged if kept else ()), each], tables)
        except TableError as error:
            failures[each.source] = error
    return kept, failures
