"""
From upstream files to tables: the same input gives the same bytes, and bad input changes nothing.
"""

import json
from pathlib import Path

import pytest

from threefronts.sources import ADAPTERS, import_tables
from threefronts.tables import TableError, load_table, table_names

PETRO = "general_staff/general_staff_cumulative_petro.csv"
ARCHIVE = "oryx/oryx_daily_by_type_2022-03_2025-07_scarnecchia.csv"
DATED = "oryx/oryx_snapshots_leedrake5.csv"
WEEKLY = "territory/deepstate_occupied_by_oblast_weekly.csv"
TOTAL = "territory/deepstate_daily_areas_2024-07_2026-08.csv"
ATTACKS = "missile_attacks/missile_attacks_daily_2026-06-07.csv"
OUTLINES = "geo/UA_oblasts_simplified.geojson"
FILES = {
    PETRO: "battlefield/personnel_losses_claimed",
    ARCHIVE: "battlefield/equipment_losses",
    DATED: "battlefield/equipment_losses",
    WEEKLY: "battlefield/occupied_area",
    TOTAL: "battlefield/occupied_area",
    ATTACKS: "battlefield/air_attacks",
    OUTLINES: "shared/oblasts",
}
NAMES = sorted(set(FILES.values()))


def _bytes(folder: Path, name: str) -> tuple[bytes, bytes]:
    return (folder / f"{name}.csv").read_bytes(), (folder / f"{name}.yml").read_bytes()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _refused(data: Path, upstream: Path, name: str) -> str:
    before = _bytes(data, name)
    with pytest.raises(TableError) as error:
        import_tables([name], upstream)
    assert _bytes(data, name) == before
    assert "\n" not in str(error.value)
    return str(error.value)


def test_every_adapter_feeds_a_table_on_disk():
    """
    An adapter without a table, or with a mistyped name, would never be run.
    """
    assert set(ADAPTERS) <= set(table_names())


def test_importing_twice_gives_the_same_bytes(data_copy, small_upstream):
    """
    An import without news changes no file, and says so.
    """
    first = import_tables(NAMES, small_upstream)
    written = {name: _bytes(data_copy, name) for name in NAMES}
    second = import_tables(NAMES, small_upstream)
    assert [changed for _, changed, _ in first] == [True] * len(NAMES)
    assert [changed for _, changed, _ in second] == [False] * len(NAMES)
    assert {name: _bytes(data_copy, name) for name in NAMES} == written
    assert [rows for _, _, rows in second] == [_rows_in_manifest(data_copy, name) for name in NAMES]


def test_rows_in_another_order_give_the_same_bytes(data_copy, small_upstream):
    """
    Upstream may sort its file anew without a change for us.
    """
    import_tables(["battlefield/equipment_losses"], small_upstream)
    written = _bytes(data_copy, "battlefield/equipment_losses")
    for file in (PETRO, ARCHIVE):
        header, *rows = (small_upstream / file).read_text(encoding="utf-8").splitlines()
        (small_upstream / file).write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    assert import_tables(["battlefield/equipment_losses"], small_upstream)[0][1] is False
    assert _bytes(data_copy, "battlefield/equipment_losses") == written


def test_the_imported_table_is_sealed_and_corrected(data_copy, small_upstream):
    """
    What an import writes loads at once, with its corrections applied.
    """
    import_tables(["battlefield/equipment_losses"], small_upstream)
    losses = load_table("battlefield/equipment_losses")
    restored = losses[losses["event_date"].eq("2022-12-26") & losses["country"].eq("russia")]
    assert restored[["source_class", "value"]].values.tolist() == [["Infantry Fighting Vehicles", 1849]]


def test_the_full_files_give_exactly_the_committed_tables(data_copy, full_upstream):
    """
    The tables in the repository are what their upstream says, to the byte.
    """
    committed = {name: _bytes(data_copy, name) for name in NAMES}
    assert [changed for _, changed, _ in import_tables(NAMES, full_upstream)] == [False] * len(NAMES)
    assert {name: _bytes(data_copy, name) for name in NAMES} == committed


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "does not exist"),
        (b"", "is empty|damaged or cut short"),
        (b"\xff\xfe\n", "line 1: byte 0xff is not UTF-8"),
        (b"half a line", "line 1: the last line has no end|damaged or cut short"),
        (b"{}\n", "line 1"),
    ],
)
def test_a_file_that_is_none_is_refused(data_copy, small_upstream, file, content, told):
    """
    Missing, empty, binary, cut or foreign files are told by name and leave the table alone.
    """
    path = small_upstream / file
    path.unlink() if content is None else path.write_bytes(content)
    message = _refused(data_copy, small_upstream, FILES[file])
    assert file in message
    assert any(part in message for part in told.split("|"))


# A way to spoil a file each: file, old text, new text, what the message must hold beside the file
SPOILED = [
    (
        PETRO,
        "date,personnel,",
        "day,personnel,",
        "line 1: the columns changed (missing: date; not known: day)",
    ),
    (
        PETRO,
        "2022-02-26,4300,",
        "2022-02-26,-4300,",
        "line 3, column personnel: '-4300': must not be negative",
    ),
    (
        PETRO,
        "2022-02-26,4300,",
        '2022-02-26,"4,300",',
        "line 3, column personnel: '4,300': must be",
    ),
    (
        PETRO,
        "2022-02-26,4300,",
        "2022-02-26,2000,",
        "line 3, column value: 2000: a cumulative count falls by 800",
    ),
    (PETRO, "2022-02-26,4300,", "26.02.2022,4300,", "line 3, column date: '26.02.2022': must be an ISO day"),
    (PETRO, "2022-02-26,4300,", "2122-02-26,4300,", "line 3, column date: '2122-02-26': lies in the future"),
    (PETRO, "2022-02-26,4300,", "2022-02-25,4300,", "line 3, column date: '2022-02-25': this key stands"),
    (PETRO, "2022-02-26,4300,", "2022-02-26,4300,4300,", "line 3: too many cells"),
    (PETRO, "2022-02-26,4300,", "2022-02-26,", "line 3: too few cells"),
    (
        DATED,
        "2024-04-28,Russia,Tanks",
        "2024-04-28,Russia,Hovercraft",
        "line 3, column source_class: 'Hovercraft'",
    ),
    (
        DATED,
        "2024-04-28,Russia,Tanks",
        "2024-04-28,RU,Tanks",
        "line 3, column country: 'RU': is a label without",
    ),
    (
        DATED,
        "1960,308,514,154,2936",
        "1960,308,514,154,2937",
        "line 3, column type_total: '2937': must be destroyed",
    ),
    (
        DATED,
        "1960,308,514,154,2936",
        "1960,,514,154,2936",
        "line 3, column abandoned: empty: must not be empty",
    ),
    (
        DATED,
        "2024-04-28,Russia,Tanks",
        "2024-04-28,Russia,All Types",
        "line 3, column date, country, equipment_type",
    ),
    (
        WEEKLY,
        "2022-04-03,2022-04-03,Dan",
        "2022-04-03,2022-04-31,Dan",
        "line 2, column snapshot_date: '2022-04-31'",
    ),
    (WEEKLY, "UA-43,26072.3,", "UA-43,96072.3,", "line 2, column occupied_km2: '96072.3': must be at most"),
    (TOTAL, "109360.8", "109 360.8", "line 2, column occupied_total_km2: '109 360.8': must be a number"),
    (ATTACKS, ",model,", ",modell,", "missing: model; not known: modell"),
    (ATTACKS, "Shahed-136/131,", "Shahed-238,", "column model: 'Shahed-238': is a label without a mapping"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), SPOILED)
def test_a_spoiled_cell_is_named_and_changes_nothing(data_copy, small_upstream, file, old, new, told):
    """
    One bad cell gives one error with file, line, column, value and rule; the table stays as it was.
    """
    _replace(small_upstream / file, old, new)
    message = _refused(data_copy, small_upstream, FILES[file])
    assert file in message
    assert told in message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "Point"}, "feature 1, geometry type: 'Point'"),
        ({"coordinates": None}, "feature 1"),
        (None, "feature 1: 'iso'"),
    ],
)
def test_an_outline_without_its_parts_is_named(data_copy, small_upstream, change, told):
    """
    A feature that is no area, or has no code, is told by its number.
    """
    path = small_upstream / OUTLINES
    collection = json.loads(path.read_text(encoding="utf-8"))
    feature = collection["features"][0]
    if change is None:
        del feature["properties"]["iso"]
    else:
        feature["geometry"].update(change)
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert told in _refused(data_copy, small_upstream, "shared/oblasts")


def test_one_bad_source_does_not_keep_the_others_back(data_copy, small_upstream):
    """
    The sound tables are written, the bad one is named.
    """
    (small_upstream / ATTACKS).unlink()
    with pytest.raises(TableError, match="missile_attacks_daily_2026-06-07.csv does not exist"):
        import_tables(["battlefield/air_attacks", "shared/oblasts"], small_upstream)
    assert _rows_in_manifest(data_copy, "shared/oblasts") == 4


def test_an_unknown_table_or_folder_is_refused(small_upstream):
    """
    A typing error is told with what would have been right.
    """
    with pytest.raises(TableError, match="no adapter. Tables with one: .*battlefield/air_attacks"):
        import_tables(["battlefield/air_attack"], small_upstream)
    with pytest.raises(TableError, match="is no folder"):
        import_tables([], small_upstream / "nowhere")


def _rows_in_manifest(folder: Path, name: str) -> int:
    lines = (folder / f"{name}.yml").read_text(encoding="utf-8").splitlines()
    return next(int(line.split(": ")[1]) for line in lines if line.startswith("  rows: "))
