"""
Notebooks in the manner of those that others publish run in a forked kernel as in a stock one.
"""

import shutil

import pytest
import warmfork_shapes as shapes
import warmfork_shapes_live as live
from warmfork_notebooks import attempt, notebook, shown

SHAPES = {
    "report": shapes.REPORT,
    "no parameters": shapes.NO_PARAMETERS,
    "magics": shapes.MAGICS,
    "shell": live.SHELL,
    "pictures": shapes.PICTURES,
    "errors": live.ERRORS,
    "long outputs": shapes.LONG,
    "unicode": shapes.UNICODE,
    "displays": live.RICH,
    "concurrency": live.CONCURRENT,
    "a course": live.TEACHING,
}
MADE = {name: notebook(*shapes.cells(text)) for name, text in SHAPES.items()} | {
    "format 4.0": shapes.old_format(),
    "metadata": shapes.foreign_metadata(),
    "prose": shapes.prose(),
}


@pytest.mark.parametrize("name", MADE)
def test_a_notebook_in_the_manner_of_others_is_as_in_a_stock_kernel(tmp_path, name):
    """
    Outputs, counts, metadata and errors are the same; only process numbers and addresses may differ.
    """
    folder = tmp_path / "work"

    def result(engine):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return attempt(MADE[name], folder, engine, parameters={"limit": 5})

    (stock, told), (warm, said) = result(None), result("warmfork")
    assert shown(stock).splitlines() == shown(warm).splitlines()
    assert told == said
    assert set(stock.metadata) == set(warm.metadata)
    states = [cell.metadata.papermill.status for cell in stock.cells if "papermill" in cell.metadata]
    assert states == [cell.metadata.papermill.status for cell in warm.cells if "papermill" in cell.metadata]
