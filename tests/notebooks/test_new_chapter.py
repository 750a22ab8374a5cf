"""
The verb that begins a chapter.
"""

import nbformat
import pytest
import test_anatomy as anatomy

from threefronts.editions import read_editions
from threefronts.engine import RunError, run_edition
from threefronts.engine.new_chapter import new_chapter
from threefronts.facts import collect

STEM, TABLE = "industry/drone_output", "industry/production"
EDITIONS = read_editions()


def test_a_new_chapter_has_the_anatomy_and_runs(data_copy, tmp_path):
    """
    As it is written it passes what every chapter passes, and records the numbers that its prose shows.
    """
    path = new_chapter(STEM, "", TABLE)
    assert path == data_copy.parent / "notebooks" / f"{STEM}.ipynb"
    for check in (
        anatomy.test_the_answer_comes_first_then_the_parameters,
        anatomy.test_sources_hold_no_outputs,
        anatomy.test_prose_outweighs_code,
        anatomy.test_notebooks_define_nothing_and_write_nothing,
        anatomy.test_no_number_is_typed_into_prose,
    ):
        check(STEM)
    run_edition(EDITIONS[0], tmp_path / "out", [STEM])
    records = collect(nbformat.read(tmp_path / "out" / f"{STEM}.ipynb", as_version=4))
    assert {"drone_output_rows", "drone_output_window"} == set(records.facts)
    assert TABLE in records.tables


@pytest.mark.parametrize(
    "stem, table, told",
    [
        ("sports/drones", TABLE, "write a front"),
        ("industry/Drone-Output", TABLE, "write a front"),
        ("industry/../drones", TABLE, "write a front"),
        ("drones", TABLE, "write a front"),
        ("battlefield/shells", TABLE, "there is a chapter shells already"),
        (STEM, "industry/none", "no such table"),
    ],
)
def test_what_is_no_new_chapter_is_refused(stem, table, told):
    """
    A wrong front, a name that is taken and an unknown table are told apart, and nothing is written.
    """
    with pytest.raises(RunError, match=told):
        new_chapter(stem, "", table)
