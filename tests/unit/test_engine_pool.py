"""
Parallel runs: one failure neither stops nor hides another, and a killed process is told.
"""

import nbformat
import pytest

from threefronts.engine import RunError
from threefronts.engine.executors import LocalExecutor
from threefronts.engine.plan import Run
from threefronts.engine.pool import execute_all

KILL_THE_WORKER = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
KILL_THE_KERNEL = "import os\nos._exit(1)"


@pytest.fixture
def notebook(tmp_path):
    """
    Returns a function that makes the run of a notebook of one line.
    """

    def make(stem: str, code: str, language: str | None = "python") -> Run:
        parameters = nbformat.v4.new_code_cell('as_of = ""', metadata={"tags": ["parameters"]})
        made = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(code)])
        if language:
            made.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": language}
        path = tmp_path / f"{stem.replace('/', '-')}.ipynb"
        nbformat.write(made, path)
        return Run(stem, path, {"as_of": "2025-04-28", "known_at": ""})

    return make


def test_a_failing_notebook_stops_no_other_and_each_failure_is_listed(notebook):
    """
    Every notebook ends and is reported; the one error names each that failed, with its dates and cell.
    """
    runs = [
        notebook("battlefield/whole", "as_of"),
        notebook("battlefield/broken", "1 / 0"),
        notebook("industry/broken", "raise KeyError('tank')"),
        notebook("industry/dead", KILL_THE_KERNEL),
        notebook("industry/mute", "as_of", language=None),
    ]
    ended = {}
    with pytest.raises(RunError) as caught:
        execute_all(runs, None, ended.__setitem__, LocalExecutor(2))
    assert sorted(ended) == sorted(run.stem for run in runs)
    assert [stem for stem, executed in ended.items() if executed] == ["battlefield/whole"]
    broken, missing, dead, mute = str(caught.value).split("\n")
    assert broken == "battlefield/broken (as_of=2025-04-28): ZeroDivisionError: division by zero [cell 2]"
    assert missing == "industry/broken (as_of=2025-04-28): KeyError: 'tank' [cell 2]"
    assert dead == "industry/dead: its kernel could not run: Kernel died: it ended with status 1 [cell 2]"
    assert mute.startswith("industry/mute: its kernel could not run: No language found")


def test_a_killed_process_is_one_message(notebook):
    """
    Out of memory, the system kills a process: the notebook is named, with what can be done.
    """
    ended = {}
    with pytest.raises(RunError) as caught:
        execute_all(
            [notebook("battlefield/large", KILL_THE_WORKER)], None, ended.__setitem__, LocalExecutor()
        )
    told = "battlefield/large: its process was killed; run again, with fewer at once if memory ran out"
    assert (str(caught.value), ended) == (told, {"battlefield/large": None})


def test_nothing_to_run_starts_no_process():
    """
    An empty wave is an empty result.
    """
    assert execute_all([], None, pytest.fail, LocalExecutor()) == {}


def test_the_longest_notebook_starts_first(notebook):
    """
    What is started last ends last: a long one there would leave the other cores idle.
    """
    lengths = {"battlefield/middle": 20, "industry/short": 1, "diplomacy/long": 40}
    runs = [notebook(stem, "as_of\n" * lines) for stem, lines in lengths.items()]
    ended = {}
    execute_all(runs, None, ended.__setitem__, LocalExecutor(1))
    assert list(ended) == ["diplomacy/long", "battlefield/middle", "industry/short"]
