"""
Tables: loaded as sealed, cut at a day, validated cell by cell, written in one step.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tables_project import NAME, ROWS, make_project, manifest, row, write_rows

from threefronts.tables import (
    TableError,
    load_table,
    read_manifest,
    read_sources,
    root,
    root_voice,
    seal,
    table_names,
    write_table,
)
from threefronts.tables.register import learn_sources


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """
    A project with one sealed table; returns its data folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    return make_project(tmp_path)


def test_types_are_those_of_the_manifest(project):
    """
    Days are days, counts are whole, truth is truth, and an empty cell is missing.
    """
    frame = load_table(NAME)
    assert frame.dtypes.astype(str).tolist() == [
        "datetime64[s]",
        "datetime64[s]",
        "str",
        "str",
        "int64",
        "float64",
        "bool",
        "str",
    ]
    assert frame[["share", "note"]].isna().values.tolist() == [[False, True], [True, False], [False, True]]


@pytest.mark.parametrize(
    ("known_at", "seen"), [("2024-01-02", 2), (date(2024, 1, 4), 2), ("2024-01-05", 3), (None, 3)]
)
def test_a_row_published_later_is_not_seen(project, known_at, seen):
    """
    An edition knows only what had been published by its day.
    """
    assert len(load_table(NAME, known_at=known_at)) == seen


def test_a_row_planted_in_the_future_is_not_seen_and_one_without_a_day_neither(project):
    """
    Neither tomorrow's row nor an undated one can slip into a dated edition.
    """
    rows = [
        row(event_date="2024-01-09", published_on="2025-06-01", value="20"),
        row(event_date="2024-01-10", published_on="", value="20"),
    ]
    write_rows(project, [*ROWS, *rows])
    seal(NAME)
    assert len(load_table(NAME)) == 5
    assert len(load_table(NAME, known_at="2025-05-31")) == 3


def test_known_at_must_be_an_iso_day(project):
    """
    A day in another form is refused rather than read as another day.
    """
    with pytest.raises(TableError, match="known_at is '28.04.2025', which is not an ISO day"):
        load_table(NAME, known_at="28.04.2025")


def test_an_edit_that_was_not_sealed_is_refused_and_one_that_was_is_read(project):
    """
    A changed number needs the author's word: seal.
    """
    write_rows(project, [*ROWS[:2], ROWS[2].replace("15", "16")])
    with pytest.raises(TableError, match=f"If the edit is meant: threefronts seal {NAME}"):
        load_table(NAME)
    rows, digest = seal(NAME)
    assert (rows, digest) == (read_manifest(NAME).rows, read_manifest(NAME).sha256)
    assert load_table(NAME)["value"].tolist() == [10, 12, 16]


BAD_ROWS = [
    ({"event_date": "02.01.2024"}, "column event_date: '02.01.2024': must be an ISO day"),
    ({"event_date": "2024-02-30"}, "column event_date: '2024-02-30': must be an ISO day"),
    ({"event_date": ""}, "column event_date: empty: must not be empty"),
    ({"source_id": "three"}, "column source_id: 'three': must be one of one, two"),
    ({"class": ""}, "column class: empty: must not be empty"),
    ({"value": "1.5"}, "column value: '1.5': must be a whole number"),
    ({"value": "-3"}, "column value: -3: must be at least 0"),
    ({"value": "1_0"}, "column value: '1_0': must be a whole number"),
    ({"value": "9"}, "column value: 9: a cumulative count falls by 6 here"),
    ({"share": "1.01"}, "column share: 1.01: must be at most 1"),
    ({"share": "inf"}, "column share: 'inf': must be a number"),
    ({"is_used": "yes"}, "column is_used: 'yes': must be true or false"),
    (
        {},
        "column source_id, class, event_date, is_used: 'one, tank, 2024-01-02, True': the key must be unique",
    ),
]


@pytest.mark.parametrize(("change", "told"), BAD_ROWS)
def test_a_bad_cell_is_named_and_nothing_is_sealed(project, change, told):
    """
    File, line, column, value and rule of the first violation; the manifest keeps its old seal.
    """
    before = (project / f"{NAME}.yml").read_bytes()
    write_rows(project, [*ROWS, row(**({"event_date": "2024-01-04"} if change else {}) | change)])
    with pytest.raises(TableError) as error:
        seal(NAME)
    assert f"data/{NAME}.csv, line 5, " in str(error.value)
    assert told in str(error.value)
    assert (project / f"{NAME}.yml").read_bytes() == before


def test_columns_must_be_those_of_the_manifest_in_its_order(project):
    """
    A column that is missing, new or moved is named.
    """
    frame = load_table(NAME).rename(columns={"note": "remark"})
    with pytest.raises(TableError, match="missing: note; not known: remark"):
        write_table(NAME, frame)


def test_a_rival_value_that_is_not_used_may_lie_below(project):
    """
    Only the rows in use have to rise.
    """
    write_rows(project, [*ROWS, row(event_date="2024-01-03", value="2", is_used="false")])
    assert seal(NAME)[0] == 4


@pytest.mark.parametrize(("value", "is_allowed"), [("95", True), ("94", False)])
def test_a_source_that_edits_its_lists_may_fall_a_little(project, value, is_allowed):
    """
    The allowance is the source's, and ends where the manifest says.
    """
    rows = [row(source_id="two", value="100"), row(source_id="two", value=value, event_date="2024-01-03")]
    write_rows(project, [*ROWS, *rows])
    if is_allowed:
        assert seal(NAME)[0] == 5
    else:
        with pytest.raises(TableError, match="falls by 6 here .two, tank, 2024-01-03."):
            seal(NAME)


def test_writing_the_same_rows_in_any_order_changes_nothing(project):
    """
    The same rows give the same bytes, and the same bytes are not written again.
    """
    frame = load_table(NAME)
    assert write_table(NAME, frame.sample(frac=1, random_state=1)) is False
    assert write_table(NAME, frame.assign(value=frame["value"] + 1)) is True
    assert load_table(NAME)["value"].tolist() == [11, 13, 16]


def test_a_table_with_the_right_bytes_and_a_stale_seal_is_sealed_again(project):
    """
    A writer that was stopped between table and manifest is repaired by the next.
    """
    frame = load_table(NAME)
    manifest = project / f"{NAME}.yml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("rows: 3", "rows: 2"), encoding="utf-8")
    assert write_table(NAME, frame) is False
    assert read_manifest(NAME).rows == 3


def test_a_refused_frame_leaves_table_and_folder_as_they_were(project):
    """
    Nothing half-written stays behind.
    """
    before = {path.name: path.read_bytes() for path in (project / "battlefield").iterdir()}
    with pytest.raises(TableError, match="must be at least 0"):
        write_table(NAME, load_table(NAME).assign(value=-1))
    assert {path.name: path.read_bytes() for path in (project / "battlefield").iterdir()} == before


def test_places_upstream_are_named_where_the_builder_gives_them():
    """
    An index of text is the row's place upstream.
    """
    from threefronts.tables.validate import _places

    placed = pd.DataFrame({"a": [1]}, index=pd.Index(["oryx/file.csv, line 7"], dtype="str"))
    assert _places(placed, None).tolist() == ["oryx/file.csv, line 7"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"class": "invented"}, "class is 'invented'"),
        ({"warnings": ["scary"]}, "warnings is 'scary'"),
        ({"key": ["nothing"]}, "key is 'nothing'"),
        ({"fields": {"a": {"type": "money", "description": ""}}}, "type of a is 'money'"),
        ({"fields": {"a": {"type": "date", "descripion": ""}}}, "descripion"),
        ({"integrity": {}}, "sha256"),
    ],
)
def test_a_wrong_manifest_is_told(project, change, told):
    """
    A mistyped entry of a manifest is an error with its name, not a default.
    """
    (project / f"{NAME}.yml").write_text(yaml.safe_dump(manifest(**change)), encoding="utf-8")
    with pytest.raises(TableError, match=f"data/{NAME}.yml: .*{told}"):
        read_manifest(NAME)


def test_a_table_that_is_not_there_is_told_with_those_that_are(project):
    """
    A typing error in a name is answered with the names.
    """
    with pytest.raises(TableError, match=f"no table battlefield/lossess: .* Tables: {NAME}"):
        load_table("battlefield/lossess")
    (project / f"{NAME}.csv").unlink()
    with pytest.raises(TableError, match=f"data/{NAME}.csv is missing"):
        load_table(NAME)


def test_names_and_root_follow_the_variable(project):
    """
    One variable moves the whole project.
    """
    assert (table_names(), root()) == ([NAME], project.parent)


def test_a_voice_is_followed_to_whom_it_repeats(project):
    """
    Two sources of which one relays the other are one voice; a circle or a gap is an error.
    """
    register = {
        "a": {"relays": "b"},
        "b": {"relays": None},
        "c": {"relays": "d"},
        "d": {"relays": "c"},
        "e": {"relays": "f"},
    }
    (project / "sources.yml").write_text(yaml.safe_dump(register), encoding="utf-8")
    assert (root_voice("a"), root_voice("b")) == ("b", "b")
    with pytest.raises(TableError, match="in a circle"):
        root_voice("c")
    with pytest.raises(TableError, match="has no source 'f'"):
        root_voice("e")


def test_a_register_learnt_before_is_read_all_the_same_and_never_served_old(tmp_path, monkeypatch):
    """
    Whoever reads it opens the file, so that a trace sees it, and gets what the file holds now.
    """
    path = tmp_path / "data" / "sources.yml"
    path.parent.mkdir()
    path.write_text("one: {party: ukraine}\n")
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    learn_sources()
    path.unlink()
    with pytest.raises(FileNotFoundError):
        read_sources()
    path.write_text("two: {party: russia}\n")
    assert list(read_sources()) == ["two"]
