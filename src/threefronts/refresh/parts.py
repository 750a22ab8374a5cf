"""
Take a table apart into what each upstream says, and put it together again.

What one upstream last said stands in the table, so refreshing it needs no other upstream: its part is
replaced, the others' parts stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from threefronts.refresh.errors import RefreshError
from threefronts.refresh.upstreams import Upstream
from threefronts.sources import (
    ADAPTERS,
    deepstate_outlines,
    general_staff,
    general_staff_json,
    losses,
    oryx,
    oryx_files,
    sipri_workbook,
)
from threefronts.tables import Manifest, read_manifest, validate
from threefronts.tables.load import check_seal, read_csv

Parts = dict[str, pd.DataFrame]

FIRST, SECOND = "general_staff_petro", "general_staff_lod_db"
ARCHIVE, DATED = "oryx_scarnecchia", "oryx_leedrake5"
MIRRORS = {
    FIRST: (general_staff.SOURCE, general_staff.FIRST_NAME),
    SECOND: (general_staff.SOURCE, general_staff.SECOND_NAME),
    ARCHIVE: (oryx.SOURCE, "scarnecchia"),
    DATED: (oryx.SOURCE, "leedrake5"),
}
WORKBOOK = "sipri"
OUTLINES = "deepstate"
ARCHIVES = "archives"
GOES_ON_FROM = {
    OUTLINES: ARCHIVES
}  # where a source has no row yet, another part tells since when it is needed
WHOLE = "whole"
TYPES = {"date": "datetime64[s]", "number": "float64", "integer": "int64", "boolean": "bool", "string": "str"}


@dataclass(frozen=True)
class Recipe:
    """
    How one table is taken apart (``split``) and put together (``combine``), and the key of a part's rows.

    ``apart`` are parts that the table's adapter does not build, so that building anew leaves them.
    """

    key: tuple[str, ...]
    split: Callable[[pd.DataFrame], Parts]
    combine: Callable[[Parts], pd.DataFrame]
    apart: tuple[str, ...] = ()


def recipe_of(table: str) -> Recipe:
    """
    Return the recipe of *table*: one part, the whole table, unless several upstreams feed it.
    """
    if table == "battlefield/equipment_losses":
        return Recipe(("country", "source_class", "event_date"), _split_equipment, _combine_equipment)
    if table == "battlefield/personnel_losses_claimed":
        return Recipe(("source_class", "event_date"), _split_personnel, _combine_personnel)
    if table == "battlefield/occupied_area":
        return Recipe(read_manifest(table).key, _split_area, _combine_area, apart=(OUTLINES,))
    return Recipe(read_manifest(table).key, lambda frame: {WHOLE: frame}, lambda parts: parts[WHOLE])


def table_on_disk(table: str) -> pd.DataFrame:
    """
    Return every row of *table* as it was sealed, corrections not applied, each with its place as index.

    Returns:
        No row where the table is new, or its manifest has other columns than it had: then nothing can be
        compared.

    Raises:
        TableError: The CSV was edited but not sealed.
    """
    manifest = read_manifest(table)
    if not manifest.csv_path.exists():
        return _no_rows(manifest)
    check_seal(manifest)
    with manifest.csv_path.open(encoding="utf-8") as file:
        if file.readline().rstrip("\n") != ",".join(manifest.fields):
            return _no_rows(manifest)
    frame = read_csv(manifest)
    return frame.set_index(f"data/{table}.csv, line " + pd.Series(range(2, len(frame) + 2), dtype="str"))


def _no_rows(manifest: Manifest) -> pd.DataFrame:
    columns = {column: pd.Series(dtype=TYPES[field.type]) for column, field in manifest.fields.items()}
    return pd.DataFrame(columns, index=pd.Index([], dtype="str"))


def read_parts(upstream: Upstream, folder: Path) -> dict[str, Parts]:
    """
    Read the files of *upstream* in *folder* as parts of its tables.

    Raises:
        TableError: A file is damaged or of another shape.
    """
    _check_words(upstream, folder)
    if upstream.name == WORKBOOK:
        sipri_workbook.write_spending(folder)
    if upstream.name == OUTLINES:
        return {table: _of_outlines(table, folder) for table in upstream.tables}
    if upstream.name not in MIRRORS:
        return {table: {WHOLE: typed(table, ADAPTERS[table](folder))} for table in upstream.tables}
    if upstream.name in (FIRST, SECOND):
        rows = (general_staff_json.read_first if upstream.name == FIRST else general_staff_json.read_second)(
            folder
        )
        people = rows["source_class"].eq(general_staff.PERSONNEL)
        return {
            "battlefield/equipment_losses": {upstream.name: rows[~people].assign(country="russia")},
            "battlefield/personnel_losses_claimed": {upstream.name: rows[people]},
        }
    rows = (
        oryx_files.read_snapshot(folder)
        if upstream.name == ARCHIVE
        else oryx_files.read_days(folder, upstream.labels)
    )
    return {"battlefield/equipment_losses": {upstream.name: rows}}


def _check_words(upstream: Upstream, folder: Path) -> None:
    for file in upstream.files:
        if file.holds and file.holds.encode() not in (folder / file.file).read_bytes():
            told = f"{file.file} does not hold {file.holds!r}: another release, perhaps ({upstream.look})"
            raise RefreshError(f"{told}; register it, adapt the adapter, then change data/upstreams.yml")


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return the rows of an adapter with the types of the manifest of *table*, under their places.

    Raises:
        TableError: They break a rule of the manifest.
    """
    return validate(frame, read_manifest(table)).set_index(frame.index)


def _of(frame: pd.DataFrame, name: str, columns: list[str]) -> pd.DataFrame:
    source, mirror = MIRRORS[name]
    return frame.loc[frame["source_id"].eq(source) & frame["mirror"].isin([mirror, "both"]), columns]


def _split_equipment(frame: pd.DataFrame) -> Parts:
    return {name: _of(frame, name, ["event_date", "country", "source_class", "value"]) for name in MIRRORS}


def _combine_equipment(parts: Parts) -> pd.DataFrame:
    claims = [parts[name].drop(columns="country") for name in (FIRST, SECOND)]
    return losses.equipment_rows(general_staff.reconcile(*claims), oryx.join(parts[ARCHIVE], parts[DATED]))


def _split_personnel(frame: pd.DataFrame) -> Parts:
    named = frame.assign(source_class=general_staff.PERSONNEL)
    return {name: _of(named, name, ["event_date", "source_class", "value"]) for name in (FIRST, SECOND)}


def _combine_personnel(parts: Parts) -> pd.DataFrame:
    return losses.personnel_rows(general_staff.reconcile(parts[FIRST], parts[SECOND]))


def _of_outlines(table: str, folder: Path) -> Parts:
    rows = deepstate_outlines.build(folder, table_on_disk("shared/oblasts"))
    return {OUTLINES: typed(table, rows).drop(columns="is_used")}


def _split_area(frame: pd.DataFrame) -> Parts:
    computed = frame["archive"].eq(deepstate_outlines.ARCHIVE)
    return {ARCHIVES: frame[~computed], OUTLINES: frame[computed].drop(columns="is_used")}


def _combine_area(parts: Parts) -> pd.DataFrame:
    # What an archive says is used where there is one: areas computed here are by another method, and stand
    # beside it on the days that both have, so that the difference can be seen.
    archives, computed = parts[ARCHIVES], parts[OUTLINES]
    days = archives.loc[archives["scope"].eq("total_daily"), "event_date"]
    taken = computed["event_date"].isin(days) & computed["scope"].eq("total_daily")
    taken |= computed["week_ending"].isin(archives["week_ending"].dropna())
    return pd.concat([archives, computed.assign(is_used=~taken)])
