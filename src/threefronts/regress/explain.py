"""
Say why an execution is not as accepted: the changed rows first, then what they moved.
"""

import json
from collections.abc import Mapping, Sequence

from threefronts.facts import collect
from threefronts.regress.compare import compare
from threefronts.regress.reference import copy_read, kept_table, read_as_text
from threefronts.tables.manifest import manifest_path

SHOWN = 20
CORRECTED = "no cell of its CSV: its corrections changed"


def explain(edition: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """
    Return lines that tell what differs between the accepted and the fresh execution of *edition*, and why.

    Args:
        edition: Its name.
        old: The accepted notebooks by stem.
        new: The fresh ones.

    Returns:
        Nothing where they are equal; otherwise changed table rows with their notebooks, then each difference.
    """
    differences = compare(old, new)
    if not differences:
        return []
    lines = [f"edition {edition} is not as accepted: {len(differences)} differences"]
    lines += _table_lines(edition, old, new)
    lines += _shortened([str(difference) for difference in differences])
    return lines


def _table_lines(edition: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    readers: dict[str, list[str]] = {}
    for stem in sorted(set(old) & set(new)):
        before, after = collect(json.loads(old[stem])).tables, collect(json.loads(new[stem])).tables
        for table in sorted(set(before) | set(after)):
            if before.get(table) != after.get(table):
                readers.setdefault(table, []).append(stem)
    lines = []
    for table, stems in readers.items():
        changes = changed_rows(edition, table)
        lines.append(f"table {table}, read by {', '.join(stems)}: {len(changes)} changed cells or rows")
        lines += _shortened([f"  {change}" for change in changes or [CORRECTED]])
    return lines


def changed_rows(edition: str, table: str) -> list[str]:
    """
    Name the rows of *table* that differ from those kept when *edition* was accepted: key, column, old → new.
    """
    before = kept_table(edition, table)
    if before is None:
        return ["it was not read when the edition was accepted"]
    if not manifest_path(table).exists():
        return ["it is no longer in data/"]
    manifest = copy_read(edition, table)
    after = read_as_text(manifest.csv_path)
    if list(before.columns) != list(after.columns):
        return [f"columns {', '.join(before.columns)} → {', '.join(after.columns)}"]
    key = list(manifest.key)
    before, after = before.set_index(key), after.set_index(key)
    shared = before.index.intersection(after.index)
    one, other = before.loc[shared], after.loc[shared]
    cells = zip(*(one != other).to_numpy().nonzero(), strict=True)
    lines = [
        f"row {_label(key, shared[row])}, column {one.columns[column]}: "
        f"{one.iat[row, column] or 'empty'} → {other.iat[row, column] or 'empty'}"
        for row, column in cells
    ]
    lines += [f"row {_label(key, index)}: withdrawn" for index in before.index.difference(after.index)]
    lines += [f"row {_label(key, index)}: added" for index in after.index.difference(before.index)]
    return lines


def _label(key: Sequence[str], index: object) -> str:
    values = index if isinstance(index, tuple) else (index,)
    return ", ".join(f"{name}={value}" for name, value in zip(key, values, strict=True))


def _shortened(lines: list[str]) -> list[str]:
    rest = len(lines) - SHOWN
    return lines if rest <= 0 else [*lines[:SHOWN], f"… and {rest} more"]
