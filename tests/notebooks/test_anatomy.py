"""
Every notebook has the anatomy of the book: answer first, parameters second, prose throughout, nothing stored.
"""

import ast
import calendar
import re
from pathlib import Path

import nbformat
import pytest
import yaml

from threefronts.engine import stems
from threefronts.facts import collect
from threefronts.regress import read_reference
from threefronts.site.catalogue import PAGE
from threefronts.site.figure_index import FIGURES_PAGE
from threefronts.tables import read_manifest, read_sources, root, table_names

STEMS = stems()
WORDS_PER_LINE = 10
LONGEST_CELL = 26
GLUE = re.compile(r"\{glue:text\}`([^`]+)`")
MONTH = f"(?:{'|'.join(calendar.month_name[1:])})"
QUOTED_OR_DATED = re.compile(
    r"`[^`]*`|\([^)]*\.ipynb\)|\$\$.*?\$\$|\$[^$]*\$"  # code, links, formulas
    rf"|\b\d{{1,2}} {MONTH}|\b(?:19|20)\d{{2}}\b|\b[Dd]ay \d+",  # days, years, and the day as a name
    re.S,
)


def _cells(stem: str, kind: str) -> list:
    notebook = nbformat.read(root() / "notebooks" / f"{stem}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def _prose(stem: str) -> str:
    return "\n".join(cell.source for cell in _cells(stem, "markdown"))


def _code_lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip()]


def _editions() -> list[str]:
    return sorted(path.stem for path in (root() / "editions").glob("*.yml"))


@pytest.mark.parametrize("stem", STEMS)
def test_the_answer_comes_first_then_the_parameters(stem):
    """
    Cell 0 is a heading with the answer in facts, cell 1 holds literals alone, the last names the limits.
    """
    notebook = nbformat.read(root() / "notebooks" / f"{stem}.ipynb", as_version=4)
    first, second, last = notebook.cells[0], notebook.cells[1], notebook.cells[-1]
    assert first.cell_type == "markdown"
    assert re.search(r"^# ", first.source, re.M)
    assert GLUE.search(first.source)
    assert {"parameters", "remove-cell"} <= set(second.metadata.tags)
    for statement in ast.parse(second.source).body:
        ast.literal_eval(statement.value)
    assert {"as_of", "known_at"} < {statement.targets[0].id for statement in ast.parse(second.source).body}
    assert last.source.startswith("## Limits")
    assert "## Checks" in _prose(stem)


@pytest.mark.parametrize("stem", STEMS)
def test_sources_hold_no_outputs(stem):
    """
    What a run finds is stored in the editions, never in the source.
    """
    assert [cell for cell in _cells(stem, "code") if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("stem", STEMS)
def test_prose_outweighs_code(stem):
    """
    A chapter is an essay: at least ten words for each line of code, and no long cells.
    """
    lines = [_code_lines(cell.source) for cell in _cells(stem, "code")]
    assert len(_prose(stem).split()) >= WORDS_PER_LINE * sum(map(len, lines))
    assert max(map(len, lines)) <= LONGEST_CELL


@pytest.mark.parametrize("stem", STEMS)
def test_notebooks_define_nothing_and_write_nothing(stem):
    """
    Functions live in the package; a notebook opens no file, no network and no path.
    """
    code = "\n".join(cell.source for cell in _cells(stem, "code"))
    tree = ast.parse(code)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert not re.search(
        r"\bopen\(|\.to_csv|\.to_json|\.write_|requests|urllib|pathlib|display\(Markdown", code
    )
    assert not re.search(r"[\"']/\w|\.\./", code)


@pytest.mark.parametrize("edition", _editions())
@pytest.mark.parametrize("stem", STEMS)
def test_prose_refers_to_what_is_recorded(stem, edition):
    """
    Every key that a sentence shows is made by the chapter itself.
    """
    reference = nbformat.reads(read_reference(edition)[stem], as_version=4)
    glued = {
        output.metadata["scrapbook"]["name"]
        for cell in reference.cells
        for output in cell.get("outputs", [])
        if "scrapbook" in output.get("metadata", {})
    }
    assert set(GLUE.findall(_prose(stem))) - glued == set()


@pytest.mark.parametrize("stem", STEMS)
def test_no_number_is_typed_into_prose(stem):
    """
    Numbers in sentences are facts; days, years and formulas are exempt.
    """
    prose = QUOTED_OR_DATED.sub("", _prose(stem))
    prose = re.sub(r"\{numref\}|\{glue:text\}", "", prose)
    assert re.findall(r"(?<![\w-])\d[\d,.]*", prose) == []


@pytest.mark.parametrize("stem", STEMS)
def test_every_recorded_source_is_registered(stem):
    """
    A fact names ids of the register, so that a reader can find who says it.
    """
    for edition in _editions():
        records = collect(nbformat.reads(read_reference(edition)[stem], as_version=4))
        named = {source for record in records.facts.values() for source in record["sources"]}
        assert named - set(read_sources()) == set()


@pytest.mark.parametrize("edition", _editions())
def test_no_chapter_shows_a_raw_frame(edition):
    """
    Rows are shown by the book's own table, which a phone can read; pandas' own hides its last columns there.
    """
    raw = [stem for stem, text in read_reference(edition).items() if 'class=\\"dataframe' in text]
    assert raw == []


def test_a_table_lists_the_chapters_that_read_it():
    """
    Every reader is listed; other consumers are chapters that read it elsewhere, or tables built from it.
    """
    readers: dict[str, set[str]] = {}
    for edition in _editions():
        for stem, text in read_reference(edition).items():
            for table in collect(nbformat.reads(text, as_version=4)).tables:
                readers.setdefault(table, set()).add(stem)
    listed = {name: set(read_manifest(name).consumers) for name in table_names()}
    assert {name: stems - listed[name] for name, stems in readers.items() if stems - listed[name]} == {}
    assert all(listed.values())
    assert {stem for consumers in listed.values() for stem in consumers} <= {*STEMS, *table_names()}


def test_the_reading_order_holds_every_notebook_once():
    """
    The toc and the folder of notebooks name the same chapters.
    """
    toc = yaml.safe_load((root() / "_toc.yml").read_text(encoding="utf-8"))
    pages = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    prose = {path.stem for path in Path(root() / "book").glob("*.md")}
    assert sorted(page for page in pages if "/" in page) == STEMS
    assert {page for page in pages if "/" not in page} | {toc["root"]} == prose | {
        Path(PAGE).stem,
        Path(FIGURES_PAGE).stem,
    }
