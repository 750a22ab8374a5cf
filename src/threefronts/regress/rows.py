"""
Name the rows of a table, and the entries of the register, that are not as an edition read them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from threefronts.regress.reference import copy_read, kept_table, known_at, read_as_text
from threefronts.regress.register import KEY, REGISTER, register_csv
from threefronts.tables.manifest import manifest_path

SOURCE, PUBLISHED = "source_id", "published_on"


@dataclass(frozen=True)
class Change:
    """
    One thing about an input that is not as it was.

    Attributes:
        text: What, and from what to what.
        source: The source behind the row, where there is one.
        is_seen: Whether the edition sees the row: it had been published by the day of its knowledge.
    """

    text: str
    source: str | None = None
    is_seen: bool = True

    def __str__(self) -> str:
        return self.text


def changed_rows(edition: str, table: str) -> list[Change]:
    """
    Return the rows of *table* that are not as they were when *edition* was accepted: key, column, old → new.

    Rows the edition sees come first, in the order cells, withdrawn, added.
    """
    before = kept_table(edition, table)
    if before is None:
        return [Change("it was not read when the edition was accepted")]
    if not manifest_path(table).exists():
        return [Change("it is no longer in data/")]
    manifest = copy_read(edition, table)
    after = read_as_text(manifest.csv_path)
    if list(before.columns) != list(after.columns):
        return [Change(f"columns {', '.join(before.columns)} → {', '.join(after.columns)}")]
    changes = list(_changes(before, after, list(manifest.key), known_at(edition)))
    return sorted(changes, key=lambda change: not change.is_seen)


def changed_sources(edition: str) -> list[Change]:
    """
    Return the entries of the register that are not as they were when *edition* was accepted.

    Nothing where the register was not kept then. A change's ``source`` is the entry's id.
    """
    before = kept_table(edition, REGISTER)
    if before is None:
        return []
    after = read_as_text(io.BytesIO(register_csv()))
    fields = sorted({*before.columns, *after.columns} - {KEY})
    one, other = (frame.reindex(columns=[KEY, *fields], fill_value="") for frame in (before, after))
    told = _changes(one, other, [KEY], None)
    return [Change(_as_source(change.text), change.source) for change in told]


def sources_in(edition: str, table: str) -> set[str]:
    """
    Return the ids of the sources behind the rows of *table*, as *edition* read it when it was accepted.
    """
    kept = kept_table(edition, table)
    return set(kept[SOURCE]) if kept is not None and SOURCE in kept.columns else set()


def _as_source(text: str) -> str:
    return text.replace(f"row {KEY}=", "source ", 1).replace(", column ", ", field ", 1)


def _changes(before: pd.DataFrame, after: pd.DataFrame, key: list[str], known: str | None):
    before, after = (frame.set_index(key, drop=False) for frame in (before, after))
    shared = before.index.intersection(after.index)
    one, other = before.loc[shared], after.loc[shared]
    for row, column in zip(*(one != other).to_numpy().nonzero(), strict=True):
        name, old, new = one.columns[column], one.iat[row, column], other.iat[row, column]
        text = f"column {name}: {old or 'empty'} → {new or 'empty'}"
        yield _change(key, text, known, one.iloc[row], other.iloc[row])
    for index in before.index.difference(after.index):
        yield _change(key, "withdrawn", known, before.loc[index])
    for index in after.index.difference(before.index):
        yield _change(key, "added", known, after.loc[index])


def _change(key: Sequence[str], what: str, known: str | None, *rows: pd.Series) -> Change:
    label = ", ".join(f"{name}={rows[0][name]}" for name in key)
    published = [row[PUBLISHED] for row in rows if PUBLISHED in row.index]
    is_seen = known is None or not published or any("" < day <= known for day in published)
    joined = f"row {label}, {what}" if what.startswith("column") else f"row {label}: {what}"
    return Change(joined, rows[-1].get(SOURCE), is_seen)
