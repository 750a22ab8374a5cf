"""
One change at a time, chosen by a seed: check names the one behind every fact that moves, and no other.

The oracle is stock papermill and a plain comparison with ``facts.json``; ``benchmarks/mutations.py`` plants
two hundred over all chapters.
"""

import os

import pytest
from mutations import make_project, try_out
from planting import KINDS, Planter, cheapest

EACH = 10
CHAPTERS = 4  # the cheapest
SEED = 8


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """
    A copy of the project to plant in; returns its folder.
    """
    folder = make_project(tmp_path_factory.mktemp("mutations") / "project")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("THREEFRONTS_ROOT", str(folder))
        monkeypatch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
        yield folder


@pytest.mark.parametrize("half", [0, 1])
def test_every_fact_that_a_planted_change_moves_is_told_with_it_named_first(project, half):
    """
    Ten changes of cells, constants, parameters and display settings; some move facts, some must stay silent.
    """
    planter = Planter(project, cheapest(CHAPTERS), SEED, most=1)
    planted = sorted(planter.mutations(2 * EACH), key=lambda mutation: mutation.kind)
    assert {mutation.kind for mutation in planted} == set(KINDS)
    chosen = planted[half::2]  # what changes the package stands together: each change of it starts a server
    results = [result for mutation in chosen if (result := try_out(project, mutation))]
    wrong = {result.mutation.names: result.complaints for result in results if result.complaints}
    assert not wrong
    assert any(result.moved for result in results)
    assert not all(result.moved for result in results)
