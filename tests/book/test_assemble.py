"""
From executed notebooks to a site, on a small sample of the project.
"""

import json
from pathlib import Path

import nbformat
import pytest
import sample
from markdown_it import MarkdownIt

from threefronts import drawing
from threefronts.site import BuildError, assemble, build_edition, vega, write_landing
from threefronts.site.blocks import SHOWN_ROWS, Chapter, block, escape_markdown
from threefronts.site.figures import FIGURE_MIME, Figure, data_as_csv

FOUNDING, NEWEST = sample.EDITIONS


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A sample project as the root, with one executed edition beside it.
    """
    folder = sample.make_project(tmp_path / "project")
    monkeypatch.setenv("THREEFRONTS_ROOT", str(folder))
    sample.make_executed(tmp_path / "executed")
    return tmp_path


@pytest.fixture
def source(project: Path) -> Path:
    """
    The assembled source of the founding edition.
    """
    return assemble(project / "executed", FOUNDING, project / "source", sample.EDITIONS)


def _cells(path: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(path, as_version=4).cells


def _rewrite(path: Path, change: object) -> None:
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def test_a_chart_becomes_files_and_a_place_in_the_page(source: Path) -> None:
    """
    Pages stay light: the spec and its data leave the notebook for api/figures/.
    """
    output = _cells(source / "battlefield/attrition.ipynb")[2].outputs[0]
    assert list(output.data) == [FIGURE_MIME]
    assert set(output.data[FIGURE_MIME]) == {"id", "alt", "width", "height"}
    assert {path.name for path in (source / "api/figures").glob("sample_line.*")} == {
        f"sample_line.{kind}" for kind in ("csv", "js", "json", "svg")
    }


def test_a_figure_gets_its_label_caption_and_command(source: Path) -> None:
    """
    {numref} finds the figure; caption and note are plain words; the command makes this chart again.
    """
    frame = _cells(source / "battlefield/attrition.ipynb")[2].metadata.mystnb.figure
    caption, note, links, data, again = frame.caption.split("\n\n")
    assert frame.name == "fig-sample-line"
    assert caption == r"Tanks \* lost\_a, up \$5"
    assert note == "As of 28 April 2025."
    assert '<a href="../api/figures/sample_line.csv">' in links
    assert "<code>threefronts run battlefield/attrition --as-of 2025-04-28 --known-at 2025-04-28" in again
    assert "-p &#x27;scenario=the base&#x27;" in again and "as_of=" not in again
    assert data.count("<tr>") == 1 + SHOWN_ROWS and "all 120 rows (CSV)" in data


def test_a_figure_names_the_bytes_it_was_drawn_from() -> None:
    """
    Who makes a chart again can see whether the tables are still the same.
    """
    spec = sample.framed(sample.line_chart(), "lost").to_dict()
    spec["usermeta"]["threefronts"]["tables"] = ["front/losses"]
    record = {"table": "front/losses", "rows": 1234, "sha256": "c0ffee"}
    chapter = Chapter(
        "front/stem", "2025-04-28", "2025-04-28", {}, {"front/losses": record, "front/other": {}}
    )
    text = block(Figure("lost", "Losses.", "Note.", "alt", spec, ""), chapter)
    assert "front/losses, 1,234 rows, sha256 <code>c0ffee</code>" in text and "front/other" not in text


@pytest.mark.parametrize("text", ["2024. Losses", "- fell *much*", "a_b_c `x` $5 <b> {{y}} [z](w)", "12) x"])
def test_a_caption_is_words_and_not_markup(text: str) -> None:
    """
    Whatever an author writes in a caption, Markdown shows those very characters.
    """
    tokens = MarkdownIt().parse(escape_markdown(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children) == text


def test_records_and_glue_are_left_out(source: Path) -> None:
    """
    Readers and Sphinx meet no unknown output; a recorded text reaches the prose by its key alone.
    """
    assert _cells(source / "battlefield/attrition.ipynb")[1].outputs == []


def test_the_script_of_a_figure_holds_its_spec(source: Path) -> None:
    """
    A page opened from a folder gets the same spec as one that fetches the JSON.
    """
    script = (source / "api/figures/sample_line.js").read_text(encoding="utf-8")
    spec = json.loads((source / "api/figures/sample_line.json").read_text(encoding="utf-8"))
    assert json.loads(script.split("]=", 1)[1].rstrip().rstrip(";").replace("<\\/", "</")) == spec


def test_the_data_of_a_figure_is_a_table() -> None:
    """
    A line's data and a map's properties become rows; days lose their midnight, outlines stay out.
    """
    lines = {"datasets": {"a": [{"day": "2025-04-28T00:00:00", "lost": 3}]}}
    feature = {"type": "Feature", "geometry": {"type": "Point"}, "properties": {"oblast": "Donetsk"}}
    both = {"datasets": lines["datasets"] | {"b": [feature]}}
    assert data_as_csv(lines) == "day,lost\n2025-04-28,3\n"
    assert data_as_csv(both) == "dataset,day,lost,oblast\n1,2025-04-28,3,\n2,,,Donetsk\n"


def test_a_typed_number_stops_the_build(project: Path) -> None:
    """
    A number that no chapter recorded is refused with its place, in a page and in a chapter alike.
    """
    page = project / "project/book/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nLost: 9,999.\n", encoding="utf-8")

    def type_a_number(notebook: nbformat.NotebookNode) -> None:
        notebook.cells[0].source += "\nOf 12 tanks."

    _rewrite(project / "executed/battlefield/attrition.ipynb", type_a_number)
    with pytest.raises(BuildError) as failure:
        assemble(project / "executed", FOUNDING, project / "source")
    assert "book/index.md, line 16: 9,999" in str(failure.value)
    assert "battlefield/attrition.ipynb, cell 0, line 4: 12" in str(failure.value)


def test_two_charts_with_one_id_are_refused(project: Path) -> None:
    """
    An id is unique in the book, and the message names both chapters.
    """
    executed = project / "executed"
    (executed / "industry").mkdir()
    copy = executed / "industry/replacement.ipynb"
    copy.write_bytes((executed / "battlefield/attrition.ipynb").read_bytes())
    with pytest.raises(BuildError, match="sample_line.*battlefield/attrition.*industry/replacement"):
        assemble(executed, FOUNDING, project / "source")


def test_two_charts_in_one_cell_are_refused(project: Path) -> None:
    """
    One cell has one caption, so it may show one figure.
    """

    def join_charts(notebook: nbformat.NotebookNode) -> None:
        notebook.cells[2].outputs += notebook.cells[3].outputs

    _rewrite(project / "executed/synthesis/claims.ipynb", join_charts)
    with pytest.raises(BuildError, match="two figures"):
        assemble(project / "executed", FOUNDING, project / "source")


@pytest.mark.parametrize("name", ["facts.json", "claims.json"])
def test_a_missing_result_is_named(project: Path, name: str) -> None:
    """
    Without facts or claims there is no edition, and the message says what to run.
    """
    (project / "executed" / name).unlink()
    with pytest.raises(BuildError, match=f"{name} is missing"):
        assemble(project / "executed", FOUNDING, project / "source")


def test_an_empty_folder_is_no_edition(project: Path) -> None:
    """
    A book is not built from nothing.
    """
    with pytest.raises(BuildError, match="No executed notebook"):
        assemble(project / "nowhere", FOUNDING, project / "source")


def test_a_warning_stops_the_build_and_leaves_the_old_site(project: Path) -> None:
    """
    A wrong reference is reported by file and line, and readers keep the book they had.
    """
    old = project / "html" / FOUNDING.name
    old.mkdir(parents=True)
    (old / "index.html").write_text("old", encoding="utf-8")
    page = project / "project/book/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{numref}`fig-none`\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"index\.md:\d+: WARNING.*fig-none"):
        build_edition(project / "executed", FOUNDING, project / "html")
    assert (old / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in project.glob(".site-*")] == []


def test_an_unknown_number_stops_the_build(project: Path) -> None:
    """
    A key that no chapter records is reported by file and line, whichever chapter it was looked for in.
    """
    page = project / "project/book/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{glue:text}`battlefield/attrition.ipynb::none`\n")
    with pytest.raises(
        BuildError, match=r"index\.md:\d+: WARNING: nothing is recorded as 'none' in battlefield"
    ):
        build_edition(project / "executed", FOUNDING, project / "html")


def test_a_built_page_holds_number_maths_and_figure(project: Path) -> None:
    """
    Glued text from another page, MathML without a script, and the figure with its picture reach the reader.
    """
    folder = build_edition(project / "executed", FOUNDING, project / "html", sample.EDITIONS)
    front = (folder / "index.html").read_text(encoding="utf-8")
    chapter = (folder / "battlefield/attrition.html").read_text(encoding="utf-8")
    assert '>3,444<span class="tf-about"' in front and 'href="battlefield/attrition.html#cell-1"' in front
    assert "3,000 to 3,500 vehicles; 3,444 in the middle" in front and 'id="cell-1"' in chapter
    assert "<math " in front and "MathJax" not in front
    assert 'id="equation-eq-stock"' in front and 'href="#equation-eq-stock">(1)</a>' in front
    assert '<figure class="align-default" id="fig-sample-line">' in chapter
    assert 'src="../api/figures/sample_line.svg" alt="What sample_line shows"' in chapter
    assert len(chapter) < 50_000


def test_the_front_page_needs_an_edition(tmp_path: Path) -> None:
    """
    There is no landing page that leads nowhere; with editions it leads to the newest, in any order.
    """
    with pytest.raises(BuildError, match="no edition"):
        write_landing(tmp_path, [])
    page = write_landing(tmp_path, [NEWEST, FOUNDING]).read_text(encoding="utf-8")
    assert f"url={NEWEST.name}/index.html" in page


def test_page_and_picture_use_one_vega() -> None:
    """
    The browser's Vega-Lite is the version that drew the static picture.
    """
    assert vega.VEGALITE == drawing.VEGALITE


def test_an_output_that_is_no_figure_is_left_alone() -> None:
    """
    Tables and plain text pass through unchanged.
    """
    assert Figure.from_bundle({"text/plain": "3"}) is None
