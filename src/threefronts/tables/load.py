"""
Load a table as it was known on a day.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from threefronts.tables.corrections import apply_corrections, corrections_changed
from threefronts.tables.errors import TableError
from threefronts.tables.manifest import Field, Manifest, read_manifest
from threefronts.tables.vintages import COPIES_OF, copy_for, iso_day

TABLE_MIME = "application/vnd.threefronts.table+json"
PANDAS_TYPES = {"number": "float64", "integer": "int64", "boolean": "bool", "string": "str"}


def load_table(name: str, known_at: str | date | None = None) -> pd.DataFrame:
    """
    Load table *name*, with the types of its manifest and its corrections applied.

    Args:
        name: ``<front>/<table>``, such as ``battlefield/occupied_area``.
        known_at: Keep only rows published on or before this day, from the copy of the table that was made
            soonest after it; rows without ``published_on`` are left out.
            ``None`` keeps every row.

    Returns:
        One row an observation; dates are ``datetime64``, missing numbers are NaN. In a notebook the read is
        also recorded as an output (table, rows and a hash of the rows seen), so that an executed notebook
        tells what it read.

    Raises:
        TableError: No such table; its CSV differs from its manifest; a correction no longer fits.
    """
    frame = as_known_at(_read_copy(name, known_at), known_at)
    _record_read(name, frame)
    return frame


def read_full(manifest: Manifest) -> pd.DataFrame:
    """
    Read every row of a table, after checking its bytes against the manifest.

    Raises:
        TableError: The CSV was edited but not sealed, or a correction no longer fits.
    """
    check_seal(manifest)
    return _read(manifest, corrections_changed(manifest.name)).copy(deep=False)


@lru_cache(maxsize=64)  # a chapter's models ask for one table many times
def _read(manifest: Manifest, _corrections: int | None) -> pd.DataFrame:
    return apply_corrections(manifest.name, read_csv(manifest)).reset_index(drop=True)


def _read_copy(name: str, known_at: str | date | None) -> pd.DataFrame:
    """
    Read every row of the copy for *known_at*; in a run that compares editions, as an earlier copy had them.
    """
    manifest = read_manifest(copy_for(name, known_at))
    frame, earlier = read_full(manifest), copy_for(name, os.environ.get(COPIES_OF) or known_at)
    if earlier == manifest.name:
        return frame
    return unrevised(frame, read_full(read_manifest(earlier)), manifest.key)


def unrevised(new: pd.DataFrame, old: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """
    Return the rows of *new*, each as *old* has it where *old* has one of its key; those of *old* alone last.
    """
    order = {row: place for place, row in enumerate(_keys(new, key))}
    known = set(_keys(old, key))
    added = new[[row not in known for row in _keys(new, key)]]
    rows = pd.concat([old, added], ignore_index=True)
    places = [order.get(row, len(order)) for row in _keys(rows, key)]
    return rows.iloc[sorted(range(len(rows)), key=places.__getitem__)].reset_index(drop=True)


def _keys(frame: pd.DataFrame, key: Sequence[str]) -> list[tuple]:
    return list(frame[list(key)].astype(str).itertuples(index=False, name=None))


def check_seal(manifest: Manifest) -> None:
    """
    Raise :class:`TableError` unless the CSV's bytes are those the manifest was sealed with.
    """
    if not manifest.csv_path.exists():
        raise TableError(
            f"data/{manifest.name}.csv is missing, its manifest is there: restore it or refresh the table"
        )
    found = hashlib.sha256(manifest.read_bytes()).hexdigest()
    if found != manifest.sha256:
        raise TableError(
            f"data/{manifest.name}.csv is not what its manifest describes (sha256 {found[:12]}…, sealed as "
            f"{manifest.sha256[:12]}…). If the edit is meant: threefronts seal {manifest.name}"
        )


def read_csv(manifest: Manifest) -> pd.DataFrame:
    """
    Read the sealed CSV of *manifest* with the types of its fields.
    """
    dates = [column for column, field in manifest.fields.items() if field.type == "date"]
    frame = pd.read_csv(
        manifest.csv_path,
        dtype={column: _dtype(field) for column, field in manifest.fields.items() if field.type != "date"},
        parse_dates=dates,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
    )
    return frame.astype({column: "datetime64[s]" for column in dates})


def as_known_at(frame: pd.DataFrame, known_at: str | date | None) -> pd.DataFrame:
    """
    Keep the rows of *frame* that had been published by *known_at*; all of them where it is ``None``.
    """
    if known_at is None or "published_on" not in frame.columns:
        return frame
    return frame[frame["published_on"] <= pd.Timestamp(iso_day(known_at))].reset_index(drop=True)


def rows_hash(frame: pd.DataFrame) -> str:
    """
    Return a hash of the rows of *frame*, in their order.
    """
    return hashlib.sha256(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()).hexdigest()


def _dtype(field: Field) -> str:
    if field.nullable and field.type in ("integer", "boolean"):
        return "float64" if field.type == "integer" else "boolean"
    return PANDAS_TYPES[field.type]


def _record_read(name: str, frame: pd.DataFrame) -> None:
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        return
    record = {"table": name, "rows": len(frame), "sha256": rows_hash(frame)}
    ipython.display.display({TABLE_MIME: record}, raw=True)
