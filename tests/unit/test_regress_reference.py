"""
The reference: what accepting keeps, and the row behind a change.
"""

import gzip
import json

import pytest
from executed_notebooks import STEM, fact, notebook, read
from tables_project import HEADER, NAME, ROWS, correct, make_project, row, write_rows

from threefronts.regress import StaleReference, accept, markdown, read_reference, review, screen
from threefronts.regress.reference import editions_dir, kept_table
from threefronts.regress.rows import changed_rows
from threefronts.tables import seal

EDITION = "2025-04-28"


def _told(fresh: dict) -> list[str]:
    return screen([review(EDITION, read_reference(EDITION), fresh)], "a file")


def _accepted(edition=EDITION, *bundles):
    folder = editions_dir().parents[1] / "_build" / "executed" / edition
    path = folder / f"{STEM}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(*(bundles or [read()])), encoding="utf-8")
    return accept(edition, folder)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """
    A project with one small table; returns its data folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    return make_project(tmp_path)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [ROWS[0], row(value="13"), ROWS[2]],
            "row source_id=one, class=tank, event_date=2024-01-02, is_used=true, column value: 12 → 13",
        ),
        (
            [ROWS[0], row(share="0.25"), ROWS[2]],
            "row source_id=one, class=tank, event_date=2024-01-02, is_used=true, column share: empty → 0.25",
        ),
        (
            [*ROWS, row(event_date="2024-01-04", value="20")],
            "row source_id=one, class=tank, event_date=2024-01-04, is_used=true: added",
        ),
        (
            [ROWS[0], ROWS[2]],
            "row source_id=one, class=tank, event_date=2024-01-02, is_used=true: withdrawn",
        ),
    ],
    ids=["number", "empty before", "added", "withdrawn"],
)
def test_a_changed_row_is_named_with_those_who_read_it(data, rows, expected):
    """
    The cause comes before the effect: table, row by key, column, old → new, then the fact.
    """
    _accepted(EDITION, read(), fact())
    write_rows(data, rows)
    seal(NAME)
    fresh = {STEM: notebook(read(), fact(value=3454))}
    assert _told(fresh) == [
        "edition 2025-04-28: 1 fact moved",
        f"  because table battlefield/losses, {expected}",
        "    fact battlefield/attrition tanks_lost: 3,444 → 3,454 vehicles (3,400 to 3,500)",
        "All of it, with every changed row: a file",
    ]


def test_an_unchanged_table_has_no_changed_row(data):
    """
    The kept copy and the table on disk are the same rows, empty cells included.
    """
    _accepted()
    assert changed_rows(EDITION, NAME) == []


def test_a_changed_table_is_named_to_every_notebook_that_reads_it_and_to_no_other(data):
    """
    A chapter that did not read the table moved for another reason, and is not told that one.
    """
    _accepted(EDITION, read(), fact())
    write_rows(data, [ROWS[0], row(value="13"), ROWS[2]])
    old = read_reference(EDITION)[STEM]
    seal(NAME)
    stems = (STEM, "industry/replacement")
    texts = {stem: old for stem in stems} | {"diplomacy/talks": notebook(fact(key="other"))}
    fresh = {stem: notebook(read(), fact(value=3454)) for stem in stems}
    fresh["diplomacy/talks"] = notebook(fact(key="other", value=1))
    found = review(EDITION, texts, fresh)
    named = {one.difference.stem: [cause.name for cause in one.causes] for one in found.findings}
    assert named == {STEM: [NAME], "industry/replacement": [NAME], "diplomacy/talks": []}


def test_a_changed_correction_is_told(data):
    """
    Where the rows seen differ and the CSV does not, the reader is sent to the corrections.
    """
    _accepted(EDITION, read(), fact())
    entry = {
        "where": {"value": 12},
        "expect": {"source_id": "one"},
        "reason": "misprint",
        "set": {"value": 13},
    }
    correct(data, entry)
    lines = _told({STEM: notebook(read(), fact(value=3454))})
    assert lines[1] == "  because table battlefield/losses, no cell of its CSV: its corrections changed"


def test_a_table_of_other_columns_is_told_by_its_columns(data):
    """
    A table whose columns changed is not compared cell by cell, and is no crash.
    """
    _accepted()
    for path in (data / f"{NAME}.csv", data / f"{NAME}.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("published_on", "known_since"), encoding="utf-8")
    seal(NAME)
    (line,) = map(str, changed_rows(EDITION, NAME))
    columns = HEADER.replace(",", ", ")
    assert line == f"columns {columns} → {columns.replace('published_on', 'known_since')}"


def test_a_table_that_is_gone_is_told(data):
    """
    A notebook that stopped reading a deleted table still gets its explanation.
    """
    _accepted()
    for suffix in ("csv", "yml"):
        (data / f"{NAME}.{suffix}").unlink()
    assert [str(change) for change in changed_rows(EDITION, NAME)] == ["it is no longer in data/"]


def test_a_table_first_read_now_is_told(data):
    """
    Without a kept copy there is no row to name, and the line says so.
    """
    _accepted(EDITION, fact())
    assert [str(change) for change in changed_rows(EDITION, NAME)] == [
        "it was not read when the edition was accepted"
    ]


def test_a_thousand_changed_rows_do_not_bury_the_facts(data):
    """
    The screen names the first and counts the others; the whole report lists them.
    """
    _accepted(EDITION, read(), fact())
    write_rows(data, [row(event_date=f"2024-02-{day:02}", value="12") for day in range(1, 29)])
    seal(NAME)
    found = review(EDITION, read_reference(EDITION), {STEM: notebook(read(), fact(value=3454))})
    lines = screen([found], "a file")
    assert len(lines) == 4
    assert lines[1].endswith("(and 30 more)")
    assert markdown([found], rows=None).count("\n  - row ") == 31


def test_rows_of_the_fact_s_own_sources_and_rows_the_edition_sees_are_named_first(data):
    """
    Of several changed rows the likelier is told: seen by the edition, then from what the fact rests on.
    """
    others = [row(source_id=source, event_date="2024-01-09", value="30") for source in ("one", "two")]
    late = row(source_id="two", event_date="2025-06-09", published_on="2025-06-09", value="30")
    folder = _accepted(EDITION, read(), fact(sources=["two"]))
    (folder / "facts.json").write_text(json.dumps({"edition": {"known_at": EDITION}}), encoding="utf-8")
    write_rows(data, [*ROWS, *others, late])
    seal(NAME)
    found = review(EDITION, read_reference(EDITION), {STEM: notebook(read(), fact(value=1, sources=["two"]))})
    (cause,) = found.findings[0].causes
    assert [change.source for change in cause.changes] == ["two", "one", "two"]
    assert [change.is_seen for change in cause.changes] == [True, True, False]


def test_accepting_keeps_the_tables_read_by_their_hash(data):
    """
    The kept copy is the table's bytes, gzipped without a time, named by their sha256 and listed.
    """
    folder = _accepted()
    listed = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    (packed,) = (editions_dir() / "tables").iterdir()
    content = (data / f"{NAME}.csv").read_bytes()
    assert packed.name == f"{listed[NAME]}.csv.gz"
    assert gzip.decompress(packed.read_bytes()) == content
    assert packed.read_bytes() == gzip.compress(content, 9, mtime=0)
    assert kept_table(EDITION, NAME)["value"].tolist() == ["10", "12", "15"]


def test_accepting_again_changes_no_byte_and_leaves_nothing_old(data):
    """
    The reference is what was accepted last: same bytes, no file of an earlier execution.
    """
    folder = _accepted()
    stray = folder / "industry" / "old.ipynb"
    stray.parent.mkdir()
    stray.write_text("{}", encoding="utf-8")
    before = _tree(editions_dir(), leave_out=stray)
    _accepted()
    assert _tree(editions_dir()) == before


def test_a_kept_table_goes_when_no_edition_needs_it(data):
    """
    The store holds the tables that an accepted edition read, and no other; two editions share one copy.
    """
    first = _accepted("2025-04-28") / "tables.json"
    second = _accepted("2026-08-22") / "tables.json"
    store = editions_dir() / "tables"
    assert len(list(store.iterdir())) == 1
    write_rows(data, [ROWS[0], row(value="13"), ROWS[2]])
    seal(NAME)
    _accepted("2026-08-22")
    assert len(list(store.iterdir())) == 2
    assert kept_table("2025-04-28", NAME)["value"].tolist() == ["10", "12", "15"]
    _accepted("2025-04-28")
    assert [path.name for path in store.iterdir()] == [f"{json.loads(first.read_text())[NAME]}.csv.gz"]
    assert first.read_text() == second.read_text()


def test_nothing_accepted_is_one_clear_error(data):
    """
    A missing reference names the edition and the command that makes it.
    """
    with pytest.raises(StaleReference, match="edition 2025-04-28: threefronts accept 2025-04-28"):
        read_reference(EDITION)


def test_an_execution_without_notebooks_is_not_accepted(data, tmp_path):
    """
    A slip in the folder leaves the reference as it was.
    """
    _accepted()
    before = _tree(editions_dir())
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "missing"):
        with pytest.raises(StaleReference, match="no executed notebook"):
            accept(EDITION, folder)
    assert _tree(editions_dir()) == before


def test_a_lost_copy_of_a_table_is_one_clear_error(data):
    """
    Where the store lost a file, the message names the table and the way back.
    """
    _accepted()
    for path in (editions_dir() / "tables").iterdir():
        path.unlink()
    with pytest.raises(StaleReference, match="battlefield/losses.*threefronts accept 2025-04-28"):
        kept_table(EDITION, NAME)


def _tree(folder, leave_out=None) -> dict:
    files = [path for path in folder.rglob("*") if path.is_file() and path != leave_out]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
