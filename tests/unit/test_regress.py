"""
Regression: what moved between two executions is named, and so is the row behind it.
"""

import gzip
import json

import pytest
from tables_project import NAME, ROWS, make_project, row, write_rows

from threefronts.facts.judge import VERDICT_MIME
from threefronts.facts.record import FACT_MIME, PHRASE_MIME
from threefronts.regress import StaleReference, accept, compare, explain, read_reference
from threefronts.regress.charts import CHART_MIME
from threefronts.regress.explain import SHOWN, changed_rows
from threefronts.regress.reference import editions_dir, kept_table
from threefronts.tables import load_table, seal
from threefronts.tables.load import TABLE_MIME, rows_hash

STEM = "battlefield/attrition"
EDITION = "2025-04-28"
POINTS = [{"day": "2025-04-21", "who": "Oryx", "lost": 5}, {"day": "2025-04-28", "who": "Oryx", "lost": 7}]


def _fact(**overrides) -> dict:
    record = {
        "key": "tanks_lost",
        "value": 3444,
        "unit": "vehicles",
        "low": 3400,
        "high": 3500,
        "period": ["2024-04-28", "2025-04-28"],
        "tolerance": 0,
        "sources": ["oryx"],
    }
    return {FACT_MIME: record | overrides}


def _verdict(**overrides) -> dict:
    record = {"claim_id": "I05", "verdict": "mixed", "reason": "reaches across", "margin": 0.1}
    return {VERDICT_MIME: record | overrides}


def _wording(text="rose") -> dict:
    return {PHRASE_MIME: {"key": "pace_direction", "text": text}}


def _chart(rows=POINTS, caption="Tanks", name="tanks_cumulative") -> dict:
    about = {"id": name, "caption": caption}
    spec = {"datasets": {f"data_{json.dumps(rows)}": rows}, "usermeta": {"threefronts": about}}
    return {CHART_MIME: spec}


def _read() -> dict:
    frame = load_table(NAME)
    return {TABLE_MIME: {"table": NAME, "rows": len(frame), "sha256": rows_hash(frame)}}


def _notebook(*bundles: dict, source=("1 + 1",), text="2") -> str:
    outputs = [{"output_type": "display_data", "data": data} for data in bundles]
    printed = [{"output_type": "stream", "name": "stdout", "text": [text]}]
    cells = [
        {"cell_type": "code", "source": list(source), "outputs": outputs, "metadata": {}},
        {"cell_type": "code", "source": ["print()"], "outputs": printed, "metadata": {}},
    ]
    return json.dumps({"cells": cells})


BASE = (_fact(), _verdict(), _wording(), _chart())


def _moved(new: str) -> list[str]:
    return [str(difference) for difference in compare({STEM: _notebook(*BASE)}, {STEM: new})]


def _accepted(edition=EDITION, *bundles):
    folder = editions_dir().parents[1] / "_build" / "executed" / edition
    path = folder / f"{STEM}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_notebook(*(bundles or [_read()])), encoding="utf-8")
    return accept(edition, folder)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """
    A project with one small table; returns its data folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    return make_project(tmp_path)


def test_equal_executions_have_no_difference():
    """
    Nothing moved, nothing is said.
    """
    texts = {STEM: _notebook(*BASE)}
    assert compare(texts, dict(texts)) == []
    assert explain(EDITION, texts, dict(texts)) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (_fact(value=3454), "fact battlefield/attrition tanks_lost: 3,444 → 3,454"),
        (_fact(value=None), "fact battlefield/attrition tanks_lost: 3,444 → None"),
        (_fact(low=3300), "fact battlefield/attrition tanks_lost (low): 3,400 → 3,300"),
        (_fact(high=None), "fact battlefield/attrition tanks_lost (high): 3,500 → None"),
        (_fact(unit="items"), "fact battlefield/attrition tanks_lost (unit): vehicles → items"),
        (
            _fact(sources=["oryx", "isw"]),
            "fact battlefield/attrition tanks_lost (sources): ['oryx'] → ['oryx', 'isw']",
        ),
        (_verdict(verdict="supported"), "verdict battlefield/attrition I05: mixed → supported"),
        (
            _verdict(margin=0.2),
            "verdict battlefield/attrition I05: mixed (reaches across; margin 0.1) "
            "→ mixed (reaches across; margin 0.2)",
        ),
        (_wording("fell"), "wording battlefield/attrition pace_direction: rose → fell"),
        (
            _chart([POINTS[0], POINTS[1] | {"lost": 8}]),
            "chart battlefield/attrition tanks_cumulative, row 1 (day=2025-04-28, who=Oryx), column lost, "
            "1 cells in all: 7 → 8",
        ),
        (_chart(POINTS[:1]), "chart battlefield/attrition tanks_cumulative, rows of data: 2 → 1"),
        (
            _chart(caption="Guns"),
            "chart battlefield/attrition tanks_cumulative, drawing or caption: as accepted → changed",
        ),
    ],
)
def test_one_change_is_named_with_its_place_and_both_values(changed, expected):
    """
    One line a change: its kind, notebook and key, the old value and the new; nothing else is blamed.
    """
    (mime,) = changed
    bundles = [changed if mime in bundle else bundle for bundle in BASE]
    assert _moved(_notebook(*bundles)) == [expected]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"text": "3"}, "output battlefield/attrition cell 1 (outputs): "),
        ({"source": ["1 + 2"]}, "notebook battlefield/attrition cell 0 (source): ['1 + 1'] → ['1 + 2']"),
    ],
)
def test_any_other_change_names_its_cell(settings, expected):
    """
    A printed output and a cell's source are held to the reference as well.
    """
    (line,) = _moved(_notebook(*BASE, **settings))
    assert line.startswith(expected)


def test_what_is_gone_or_new_is_named():
    """
    A fact, verdict, wording or chart that only one execution has is a difference of its own.
    """
    assert _moved(_notebook()) == [
        "verdict battlefield/attrition I05: mixed → None",
        "fact battlefield/attrition tanks_lost: 3,444 → None",
        "chart battlefield/attrition tanks_cumulative: drawn → None",
        "wording battlefield/attrition pace_direction: rose → None",
    ]
    (line,) = _moved(_notebook(*BASE, _chart(name="guns")))
    assert line == "chart battlefield/attrition guns: None → drawn"


def test_a_notebook_that_only_one_execution_has_is_named():
    """
    A chapter cannot vanish, and a new one must be accepted.
    """
    texts = {STEM: _notebook()}
    assert [str(found) for found in compare(texts, {})] == [
        "notebook battlefield/attrition: accepted → gone"
    ]
    assert [str(found) for found in compare({}, texts)] == [
        "notebook battlefield/attrition: not accepted → made"
    ]


def test_verdicts_come_first_then_facts_charts_and_wordings():
    """
    What matters most to a reader leads the list, across notebooks.
    """
    old = {"a/one": _notebook(_wording(), _chart()), "b/two": _notebook(_fact(), _verdict())}
    new = {
        "a/one": _notebook(_wording("fell"), _chart(POINTS[:1])),
        "b/two": _notebook(_fact(value=1), _verdict(verdict="supported")),
    }
    kinds = [difference.kind for difference in compare(old, new)]
    assert kinds == ["verdict", "fact", "chart", "wording"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [ROWS[0], row(value="13"), ROWS[2]],
            "row source_id=one, class=tank, event_date=2024-01-02, is_used=True, column value: 12 → 13",
        ),
        (
            [ROWS[0], row(share="0.25"), ROWS[2]],
            "row source_id=one, class=tank, event_date=2024-01-02, is_used=True, column share: nan → 0.25",
        ),
        (
            [*ROWS, row(event_date="2024-01-04", value="20")],
            "row source_id=one, class=tank, event_date=2024-01-04, is_used=True: added",
        ),
        (
            [ROWS[0], ROWS[2]],
            "row source_id=one, class=tank, event_date=2024-01-02, is_used=True: withdrawn",
        ),
    ],
    ids=["number", "empty before", "added", "withdrawn"],
)
def test_a_changed_row_is_named_with_those_who_read_it(data, rows, expected):
    """
    The cause comes before the effect: table, notebooks, row by key, column, old → new, then the fact.
    """
    _accepted(EDITION, _read(), _fact())
    write_rows(data, rows)
    seal(NAME)
    fresh = {STEM: _notebook(_read(), _fact(value=3454))}
    assert explain(EDITION, read_reference(EDITION), fresh) == [
        "edition 2025-04-28 is not as accepted: 1 differences",
        "table battlefield/losses, read by battlefield/attrition: 1 changed cells or rows",
        f"  {expected}",
        "fact battlefield/attrition tanks_lost: 3,444 → 3,454",
    ]


def test_an_unchanged_table_has_no_changed_row(data):
    """
    The kept copy and the table on disk are the same rows, empty cells included.
    """
    _accepted()
    assert changed_rows(EDITION, NAME) == []


def test_a_changed_table_names_every_notebook_that_reads_it(data):
    """
    All readers of a changed table are listed once, and the rows once.
    """
    texts = {stem: _notebook(_read()) for stem in ("battlefield/attrition", "industry/replacement")}
    _accepted()
    write_rows(data, [ROWS[0], row(value="13"), ROWS[2]])
    seal(NAME)
    lines = explain(EDITION, texts, {stem: _notebook(_read()) for stem in texts})
    told = [line for line in lines if line.startswith("table ")]
    assert told == [
        "table battlefield/losses, read by battlefield/attrition, industry/replacement: 1 changed cells or rows"
    ]


def test_a_table_of_other_columns_is_told_by_its_columns(data):
    """
    A table whose columns changed is not compared cell by cell, and is no crash.
    """
    _accepted()
    for path in (data / f"{NAME}.csv", data / f"{NAME}.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("published_on", "known_since"), encoding="utf-8")
    seal(NAME)
    (line,) = changed_rows(EDITION, NAME)
    assert line.startswith("columns [") and "'published_on'" in line and "'known_since'" in line


def test_a_table_that_is_gone_is_told(data):
    """
    A notebook that stopped reading a deleted table still gets its explanation.
    """
    _accepted()
    for suffix in ("csv", "yml"):
        (data / f"{NAME}.{suffix}").unlink()
    assert changed_rows(EDITION, NAME) == ["it is no longer in data/"]


def test_a_table_first_read_now_is_told(data):
    """
    Without a kept copy there is no row to name, and the line says so.
    """
    _accepted(EDITION, _fact())
    assert changed_rows(EDITION, NAME) == ["it was not read when the edition was accepted"]


def test_a_long_list_is_cut(data):
    """
    A thousand changed rows do not bury the facts: the first are shown, the rest counted.
    """
    _accepted(EDITION, _read(), _fact())
    write_rows(data, [row(event_date=f"2024-02-{day:02}", value="12") for day in range(1, 29)])
    seal(NAME)
    lines = explain(EDITION, read_reference(EDITION), {STEM: _notebook(_read(), _fact(value=3454))})
    assert lines[1].endswith(": 31 changed cells or rows")
    assert sum(line.startswith("  row ") for line in lines) == SHOWN
    assert f"… and {31 - SHOWN} more" in "\n".join(lines)
    assert lines[-1] == "fact battlefield/attrition tanks_lost: 3,444 → 3,454"


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
    assert kept_table(EDITION, NAME)["value"].tolist() == [10, 12, 15]


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
    assert kept_table("2025-04-28", NAME)["value"].tolist() == [10, 12, 15]
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
