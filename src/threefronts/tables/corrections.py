"""
Corrections: known upstream errors, each with a reason and a guard, applied when a table is loaded.

An entry of ``<table>.corrections.yml`` names rows (``where``), what they must hold for the entry to be
current (``expect``), why (``reason``), and what is done: ``set`` (other values), ``drop: true``, or ``accept:
falls`` (a cumulative series that falls here is as published).
"""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from threefronts.files import data_dir
from threefronts.tables.errors import TableError

ACTIONS = ("set", "drop", "accept")
NEEDED = ("where", "expect", "reason")


def read_corrections(name: str) -> list[dict[str, Any]]:
    """
    Return the corrections of table *name*, an empty list where it has none.

    Raises:
        TableError: The file is no list of entries, or an entry lacks a part or has not exactly one action.
    """
    path = _path(name)
    if not path.exists():
        return []
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or []
    except yaml.YAMLError as error:
        raise TableError(f"data/{name}.corrections.yml: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TableError(f"data/{name}.corrections.yml: must be a list of entries")
    for number, entry in enumerate(entries, start=1):
        _check_entry(_place(name, number), entry)
    return entries


def corrections_changed(name: str) -> int | None:
    """
    Return when the corrections of table *name* were last changed, in ns; ``None`` where it has none.
    """
    path = _path(name)
    return path.stat().st_mtime_ns if path.exists() else None


def apply_corrections(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """
    Apply the corrections of table *name* to its full *frame* (every row, before any date filter).

    Returns:
        The corrected rows under their old index labels; *frame* itself stays as it was.

    Raises:
        TableError: An entry fits no row, or its rows no longer hold what it expects.
    """
    corrected = frame
    for number, entry in enumerate(read_corrections(name), start=1):
        if "accept" in entry:
            continue
        rows = _matching(_place(name, number), entry, frame)
        if entry.get("drop"):
            corrected = corrected.drop(index=rows)
        else:
            corrected = corrected.copy() if corrected is frame else corrected
            _set_values(_place(name, number), entry["set"], corrected, rows)
    return corrected


def accepted_falls(name: str, frame: pd.DataFrame) -> pd.Series:
    """
    Return which rows of *frame* may lie below their predecessor: boolean, one value a row.

    Raises:
        TableError: An entry fits no row, or its rows no longer hold what it expects.
    """
    accepted = pd.Series(False, index=frame.index)
    for number, entry in enumerate(read_corrections(name), start=1):
        if "accept" in entry:
            accepted[_matching(_place(name, number), entry, frame)] = True
    return accepted


def _path(name: str) -> Path:
    return data_dir() / f"{name}.corrections.yml"


def _place(name: str, number: int) -> str:
    return f"data/{name}.corrections.yml, entry {number}"


def _check_entry(place: str, entry: dict[str, Any]) -> None:
    missing = [part for part in NEEDED if not entry.get(part)]
    if missing:
        raise TableError(f"{place}: lacks {', '.join(missing)}")
    actions = [action for action in ACTIONS if action in entry]
    if len(actions) != 1:
        raise TableError(f"{place}: needs exactly one of {', '.join(ACTIONS)}")
    if "accept" in entry and entry["accept"] != "falls":
        raise TableError(f"{place}: accept is {entry['accept']!r}; only falls can be accepted")
    if "drop" in entry and entry["drop"] is not True:
        raise TableError(f"{place}: drop is {entry['drop']!r}; write true, or remove the entry")


def _set_values(place: str, values: dict[str, Any], frame: pd.DataFrame, rows: pd.Index) -> None:
    for column, value in values.items():
        if column not in frame.columns:
            raise TableError(f"{place}: sets the column {column!r}, which the table does not have")
        is_date = pd.api.types.is_datetime64_any_dtype(frame[column])
        try:
            frame.loc[rows, column] = pd.Timestamp(value) if is_date else value
        except (TypeError, ValueError) as error:
            raise TableError(f"{place}: cannot set {column} to {value!r}: {error}") from None


def _matching(place: str, entry: dict[str, Any], frame: pd.DataFrame) -> pd.Index:
    rows = frame
    for column, value in entry["where"].items():
        rows = rows[_equals(place, rows, column, value)]
    if rows.empty:
        raise TableError(
            f"{place}: no row fits {entry['where']}: the upstream changed, so review or remove the entry"
        )
    for column, expected in entry["expect"].items():
        other = rows[~_equals(place, rows, column, expected)]
        if not other.empty:
            found = other[column].iloc[0]
            raise TableError(f"{place}: {column} is {found}, not the expected {expected}: review the entry")
    return rows.index


def _equals(place: str, frame: pd.DataFrame, column: str, value: Any) -> pd.Series:
    if column not in frame.columns:
        raise TableError(f"{place}: names the column {column!r}, which the table does not have")
    if value is None:
        return frame[column].isna()
    is_date = pd.api.types.is_datetime64_any_dtype(frame[column])
    return frame[column].eq(pd.Timestamp(value) if is_date else value).fillna(False).astype(bool)
