"""
The page of benchmarks tells what the last measurement wrote, and no more.
"""

import json
import sys

import pytest

from threefronts.engine.plan import default_parameters
from threefronts.files import PROJECT

BENCHMARKS = PROJECT / "benchmarks"


@pytest.fixture
def writer(monkeypatch):
    """
    The module that writes the page.
    """
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import page

    return page


def test_the_page_is_that_of_the_committed_results(writer):
    """
    Nobody edits a figure by hand, and nobody forgets to write the page.
    """
    found = json.loads((BENCHMARKS / "results.json").read_text(encoding="utf-8"))
    assert writer.PAGE.read_text(encoding="utf-8") == writer.page(found)


@pytest.mark.parametrize("path", sorted((BENCHMARKS / "trial").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_of_the_trial_book_draws_four_charts_and_takes_the_window(path):
    """
    What is compared is the same work in each, and a parameter that makes each run its own.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    drawing = [
        cell for cell in cells if cell["cell_type"] == "code" and "alt.Chart(" in "".join(cell["source"])
    ]
    assert len(drawing) == 4
    assert "window" in default_parameters(path)
