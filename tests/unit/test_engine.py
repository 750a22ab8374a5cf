"""
The engine: plans, parameters, normal form.
"""

import copy
import json
from datetime import date

import nbformat
import pytest

from threefronts.editions import Edition, EditionError, edition_for, read_editions
from threefronts.engine import RunError, plan, stems
from threefronts.engine.normalise import normalise


def _executed(run_id="a1"):
    cell = nbformat.v4.new_code_cell("# Parameters\nas_of = '2025-04-28'\n", id=run_id)
    cell.metadata.update({"tags": ["injected-parameters"], "papermill": {"duration": 0.1}})
    shown = nbformat.v4.new_code_cell("1", id="sum", execution_count=2)
    shown.metadata.update({"tags": ["hide-input"], "mystnb": {"figure": {}}, "execution": {"start": run_id}})
    notebook = nbformat.v4.new_notebook(cells=[cell, shown])
    notebook.metadata["papermill"] = {"output_path": run_id}
    return notebook


def test_two_executions_have_one_normal_form():
    """
    Timings, paths and random ids leave no trace; tags and MyST settings stay.
    """
    one, other = normalise(_executed("a1")), normalise(_executed("b2"))
    assert one == other
    cells = json.loads(one)["cells"]
    assert cells[0]["metadata"]["tags"] == ["injected-parameters", "remove-cell"]
    assert cells[1]["metadata"] == {"tags": ["hide-input"], "mystnb": {"figure": {}}}


def test_the_normal_form_is_a_valid_notebook_and_stays_itself():
    """
    Normalising again changes nothing, and Jupyter accepts the result.
    """
    text = normalise(_executed())
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert normalise(copy.deepcopy(json.loads(text))) == text


def test_every_edition_runs_every_notebook_with_its_dates():
    """
    An edition's plan holds each notebook on disk once, with the edition's day.
    """
    for edition in read_editions():
        runs = plan(edition)
        assert [run.stem for run in runs] == stems()
        assert {run.parameters["as_of"] for run in runs} == {edition.as_of.isoformat()}


def test_a_synthesis_chapter_brings_the_fronts_with_it():
    """
    What joins the fronts cannot run before them.
    """
    runs = plan(edition_for("2025-12-31"), ["synthesis/claims"])
    assert {run.stem for run in runs} == {
        *(stem for stem in stems() if "synthesis" not in stem),
        "synthesis/claims",
    }


def test_parameters_take_the_type_of_their_default():
    """
    Text from the command line becomes the number that the notebook expects.
    """
    (run,) = plan(edition_for("2025-12-31"), ["battlefield/attrition"], {"window_days": "180"})
    assert run.parameters["window_days"] == 180


@pytest.mark.parametrize(
    ("chosen", "overrides", "word"),
    [
        (["battlefield/nothing"], {}, "battlefield/attrition"),
        (["battlefield/attrition"], {"windw_days": "180"}, "window_days"),
        (["battlefield/attrition"], {"window_days": "half a year"}, "365"),
        (["battlefield/attrition"], {"window_days": "1.5"}, "365"),
    ],
)
def test_a_slip_is_answered_with_what_there_is(chosen, overrides, word):
    """
    An unknown notebook, parameter or value is refused, and the message shows the way.
    """
    with pytest.raises(RunError, match=word):
        plan(edition_for("2025-12-31"), chosen, overrides)


def test_an_edition_cannot_set_parameters_of_no_notebook():
    """
    A misspelt chapter in an edition's file is refused, not passed over.
    """
    edition = Edition(
        "x", "x", date(2025, 12, 31), date(2025, 12, 31), {"battlefield/atrition": {"window_days": 1}}
    )
    with pytest.raises(RunError, match="battlefield/atrition"):
        plan(edition)


@pytest.mark.parametrize("day", ["28.4.2025", "2025-02-30", "yesterday"])
def test_a_day_is_an_iso_day(day):
    """
    A date in another form, or one that does not exist, is refused.
    """
    with pytest.raises(EditionError, match="ISO"):
        edition_for(day)


def test_an_unlisted_day_is_an_edition_of_its_own():
    """
    A day and a day of knowledge that no file lists make an edition with a name of both.
    """
    assert edition_for("2025-12-31").name == "2025-12-31"
    assert edition_for("2025-04-28", "2026-08-22").name == "2025-04-28-known-2026-08-22"
    assert edition_for("2025-04-28") in read_editions()
