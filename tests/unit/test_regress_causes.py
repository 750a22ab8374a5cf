"""
The input behind a move: parameter, row, cell, module or package, and only those that the chapter uses.
"""

import json

import pytest
import yaml
from executed_notebooks import STEM, fact, notebook, verdict
from tables_project import make_project

from threefronts.regress import accept, markdown, read_reference, review, screen
from threefronts.regress.inputs import INPUTS_FILE
from threefronts.regress.reference import reference_dir
from threefronts.regress.report import UNRECORDED, as_json

EDITION = "2025-04-28"
CODE = ("from threefronts.facts.text import number_text\n", "import numpy\n", "number_text(1)")
MODULE, OTHER = "threefronts.facts.text", "threefronts.models.stock"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """
    A project with one accepted chapter that uses one function and one package; returns its folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    make_project(tmp_path)
    (tmp_path / "requirements.txt").write_text("numpy==1\npandas==1\npapermill==1\n", encoding="utf-8")
    _accept(tmp_path, fact(), verdict())
    return tmp_path


def _accept(project, *bundles, **settings):
    path = project / "_build" / "executed" / EDITION / f"{STEM}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(*bundles, source=CODE, **settings), encoding="utf-8")
    accept(EDITION, project / "_build" / "executed" / EDITION)


def _was(*place_and_value):
    """
    Let an entry of the kept inputs be what it was before a change.
    """
    *place, name, value = place_and_value
    path = reference_dir(EDITION) / INPUTS_FILE
    content = json.loads(path.read_text(encoding="utf-8"))
    entry = content
    for step in place:
        entry = entry[step]
    entry[name] = value
    path.write_text(json.dumps(content), encoding="utf-8")


def _review(fresh=None):
    moved = notebook(fact(value=3454), verdict(), source=CODE)
    return review(EDITION, read_reference(EDITION), {STEM: fresh or moved})


def _causes(fresh=None):
    return [str(cause) for cause in _review(fresh).findings[0].causes]


def test_a_constant_is_named_with_module_and_both_values(project):
    """
    The editor reads which constant it was, from what to what.
    """
    _was("code", MODULE, "SHOWN_DIGITS", "4")
    assert _causes() == [f"module {MODULE}, SHOWN_DIGITS: 4 → 3"]


def test_a_function_and_what_came_and_went_are_named(project):
    """
    A changed body, a definition that is new and one that is gone, the nearest to the chapter first.
    """
    _was("code", MODULE, "number_text", "#0")
    _was("code", MODULE, "SHOWN_DIGITS", "4")
    (cause,) = _review().findings[0].causes
    assert [change.text for change in cause.changes] == ["number_text changed", "SHOWN_DIGITS: 4 → 3"]


def test_code_that_the_chapter_does_not_use_is_not_named(project):
    """
    Another module changed as well, and another function of the same one: neither can have moved the fact.
    """
    _was("code", OTHER, "path", "#0")
    _was("code", MODULE, "told_apart", "#0")
    assert _causes() == []
    assert UNRECORDED in "\n".join(screen([_review()], "a file"))


def _register(project, **parties):
    entries = {source: {"party": party, "relays": None} for source, party in parties.items()}
    (project / "data" / "sources.yml").write_text(yaml.safe_dump(entries), encoding="utf-8")


def test_an_entry_of_the_register_is_named_with_its_field(project):
    """
    Whom a source speaks for changes verdicts: the source, the field and both values are told.
    """
    _register(project, oryx="independent", unused="russia")
    _accept(project, fact(), verdict())
    _register(project, oryx="ukraine", unused="third_state")
    assert _causes() == ["register data/sources.yml, source oryx, field party: independent → ukraine"]


def test_the_voice_behind_a_source_is_named_and_a_new_entry_is_not(project):
    """
    A verdict asks for the party of whom a source repeats; what no chapter uses moves nothing.
    """
    entries = {
        "oryx": {"party": "independent", "relays": "said"},
        "said": {"party": "russia", "relays": None},
    }
    path = project / "data" / "sources.yml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    _accept(project, fact(), verdict())
    entries["said"]["party"], entries["new"] = "ukraine", {"party": "russia", "relays": None}
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    assert _causes() == ["register data/sources.yml, source said, field party: russia → ukraine"]


@pytest.mark.parametrize("package", ["numpy", "papermill"])
def test_a_package_is_named_with_both_versions_and_what_the_chapter_comes_to_first(project, package):
    """
    The chapter imports numpy and is executed by papermill; pandas, which it does not come to, is named last.
    """
    _was("packages", package, "0.1")
    _was("packages", "pandas", "0.1")
    assert [cause.partition(" →")[0] for cause in _causes()] == [
        f"package {package}, 0.1",
        "package pandas, 0.1",
    ]


def test_another_python_is_named(project):
    """
    The interpreter is an input as well.
    """
    _was("Python", "2.7")
    (cause,) = _causes()
    assert cause.startswith("Python 2.7 → 3.")


def test_a_parameter_is_named_with_both_values(project):
    """
    What was injected counts over the default; a changed default that is overridden moved nothing.
    """

    def chapter(default, injected, value):
        text = json.loads(notebook(fact(value=value), source=CODE))
        cells = [(f"days = {default}", "parameters"), (f"days = {injected}", "injected-parameters")]
        text["cells"][:0] = [
            {"cell_type": "code", "source": [source], "outputs": [], "metadata": {"tags": [tag]}}
            for source, tag in cells
        ]
        return json.dumps(text)

    old = {STEM: chapter(30, 365, 1)}
    one, other = (review(EDITION, old, {STEM: chapter(*new)}) for new in ((30, 180, 2), (90, 365, 2)))
    assert [str(cause) for cause in one.findings[0].causes] == ["parameter days: 365 → 180"]
    assert other.findings[0].causes == ()


def test_a_cell_is_named_with_its_first_changed_line(project):
    """
    An edited cell of the chapter itself is a cause like any other.
    """
    source = (CODE[0], "import numpy\n", "number_text(2)")
    assert _causes(notebook(fact(value=1), verdict(), source=source)) == ["cell 0 (number_text(2))"]


def test_a_chapter_that_joins_the_fronts_has_the_causes_of_those_it_reads(project):
    """
    A total of the synthesis moved since a fact of a front did: the front's constant is named to both.
    """
    _was("code", MODULE, "SHOWN_DIGITS", "4")
    total = [notebook(fact(key="total", value=value)) for value in (1, 2)]
    old = read_reference(EDITION) | {"synthesis/claims": total[0]}
    new = {STEM: notebook(fact(value=3454), verdict(), source=CODE), "synthesis/claims": total[1]}
    found = review(EDITION, old, new)
    named = {one.difference.what: [str(cause) for cause in one.causes] for one in found.findings}
    expected = [f"module {MODULE}, SHOWN_DIGITS: 4 → 3"]
    assert named == {"tanks_lost": expected, "total": expected}


def test_a_reference_without_its_inputs_says_so(project):
    """
    What was accepted before inputs were kept is compared all the same.
    """
    (reference_dir(EDITION) / INPUTS_FILE).unlink()
    assert "were not kept" in screen([_review()], "a file")[1]


def test_the_summary_and_the_record_name_what_moved_and_why(project):
    """
    CI posts a table that Markdown can show; a program reads the same from JSON.
    """
    _was("code", MODULE, "SHOWN_DIGITS", "4")
    told = markdown([_review()])
    assert told.startswith(
        "# Check against the accepted editions\n\n## Edition 2025-04-28: 1 fact moved\n\n"
        "| | what | accepted | now | because |\n|---|---|---|---|---|\n| fact | tanks_lost "
    )
    assert told.count("\n| ") == 2
    (record,) = json.loads(as_json([_review()]))["editions"][EDITION]["differences"]
    assert (record["what"], record["accepted"], record["now"]) == ("tanks_lost", 3444, 3454)
    assert record["because"][0]["changes"] == ["SHOWN_DIGITS: 4 → 3"]


def test_an_edition_as_accepted_is_said_to_be(project):
    """
    The summary of a quiet run is short.
    """
    quiet = review(EDITION, read_reference(EDITION), read_reference(EDITION))
    assert markdown([quiet]) == (
        "# Check against the accepted editions\n\n## Edition 2025-04-28: as accepted\n"
    )
