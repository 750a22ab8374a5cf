"""
Every chapter is the same from a forked kernel as from a stock one.
"""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import papermill
import pytest
from traitlets.config import Config

from threefronts.editions import read_editions
from threefronts.engine import Means, open_cache, plan, run_edition, stems
from threefronts.engine.execute import execute, task_of
from threefronts.engine.normalise import normalise
from threefronts.facts import collect


@pytest.mark.parametrize("stem", stems())
def test_a_chapter_has_the_bytes_of_a_stock_execution(stem):
    """
    In the normal form, which has neither times nor paths, no byte differs: in no chart, fact or table.

    Stock papermill starts another interpreter, with its own order of sets: a chapter whose output depends on
    it differs here too. The forked kernel's is that of the cache, if these sources ran before.
    """
    edition = read_editions()[0]
    (run,) = (run for run in plan(edition) if run.stem == stem)
    with TemporaryDirectory() as folder:
        stock = papermill.execute_notebook(
            run.source,
            None,
            parameters=run.parameters,
            kernel_name="python3",
            progress_bar=False,
            config=Config({"KernelManager": {"transport": "ipc", "ip": str(Path(folder) / "kernel")}}),
            extra_arguments=["--log-level=50"],
        )
        run_edition(edition, Path(folder), [stem], means=Means(cache=open_cache()))
        warm = Path(folder, f"{stem}.ipynb").read_text(encoding="utf-8")
    assert warm.splitlines() == normalise(stock).splitlines()


def test_a_forked_kernel_tells_what_a_chapter_read():
    """
    Tables and their manifests, and no source of the package, which the cache keys by itself.
    """
    (run,) = (run for run in plan(read_editions()[0]) if run.stem == "industry/shells")
    warm, _ = execute(task_of(run))
    read = {one.path for one in warm.reads}
    assert {"data/industry/shell_output.csv", "data/industry/shell_output.yml"} <= read
    assert all(not path.endswith(".py") for path in read)


def test_facts_are_the_same_where_nothing_is_drawn():
    """
    A history and a sweep ask for facts alone: no chart is drawn for them, and no fact or verdict differs.
    """
    (run,) = (run for run in plan(read_editions()[0]) if run.stem == "battlefield/attrition")
    drawn, undrawn = (execute(replace(task_of(run), is_drawn=is_drawn))[0].text for is_drawn in (True, False))
    assert "image/svg+xml" in drawn and "image/svg+xml" not in undrawn
    assert collect(json.loads(undrawn)) == collect(json.loads(drawn))
