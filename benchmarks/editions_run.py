"""
The book's own editions: executed afresh, unchanged, and after one change, on a copy of the project.
"""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import COMMANDS, HERE, PYTHON, Timing, best, timed, total
from registry import Result, benchmark

PROJECT = HERE.parent
NAME = "2025-04-28"
TABLE = "battlefield/equipment_losses"
COPIED = ("data", "notebooks", "editions", "book/editions")
SECONDS_A_NOTEBOOK = 0.15


@benchmark("The founding edition")
def measure_edition(result: Result, is_quick: bool) -> None:
    """
    The edition executed afresh, against its cells alone and stock papermill, and what a change costs.
    """
    with TemporaryDirectory() as folder:
        project = _copy(Path(folder) / "project")
        start = _run(project, "industry/replacement", "--fresh")  # and everything is read from disk once
        clean = {workers: _run(project, "--fresh", "--workers", str(workers)) for workers in (1, 2)}
        runs = len(list(project.glob("notebooks/*/*.ipynb")))
        for workers, timing in clean.items():
            result.add("executed afresh", timing, runs, workers)
        result.add("nothing changed", _run(project), runs, 2)
        _change_table(project)
        result.add("one table changed", _run(project), runs, 2)
        _change_notebook(project)
        result.add("one notebook changed", _run(project), runs, 2)
        cells = json.loads(
            timed([PYTHON, HERE / "cells.py", NAME], project, THREEFRONTS_ROOT=str(project)).printed
        )
        result.add(
            "the cells alone, those of synthesis with the accepted facts",
            Timing(cells["wall"], cells["cpu"]),
            cells["runs"],
        )
        if not is_quick:
            stock = result.add(
                "papermill's command, the three fronts one by one", _papermill(project), len(_fronts(project))
            )
            result.told.append(f"Stock papermill takes {stock.wall / clean[2].wall:.1f} times as long.")
    limit = cells["wall"] / 2 + SECONDS_A_NOTEBOOK * runs + _start().wall
    result.told += [
        f"Two workers take {clean[2].wall:.1f} s; asked are at most {limit:.1f} s: the cells on two cores, "
        f"{SECONDS_A_NOTEBOOK} s a notebook and one start.",
        f"One chapter, executed by itself, takes {start.wall:.1f} s.",
        f"Two workers are {clean[1].wall / clean[2].wall:.2f} times as fast as one.",
    ]


@benchmark("Every edition, nothing changed")
def measure_nothing_changed(result: Result, _is_quick: bool) -> None:
    """
    What a run costs that has nothing to do, beyond the start of Python.
    """
    with TemporaryDirectory() as folder:
        project = _copy(Path(folder) / "project")
        command = [COMMANDS / "threefronts", "run"]
        runs = len(list(project.glob("notebooks/*/*.ipynb"))) * len(list(project.glob("editions/*.yml")))
        result.add("executed afresh", timed(command, project, THREEFRONTS_ROOT=str(project)), runs, 2)
        kept = best(lambda: timed(command, project, THREEFRONTS_ROOT=str(project)), 3)
        result.add("nothing changed", kept, runs, 2)
    python = result.add("Python's own start", best(lambda: timed([PYTHON, "-c", "pass"], PROJECT), 3), 0)
    result.told.append(
        f"A run without changes takes {kept.wall - python.wall:.2f} s of its own, "
        f"{kept.cpu - python.cpu:.2f} s of processor time (0.5 asked)."
    )


def _copy(project: Path) -> Path:
    for part in COPIED:
        shutil.copytree(PROJECT / part, project / part)
    shutil.copy(PROJECT / "requirements.txt", project)
    shutil.copy(PROJECT / "book" / "report_card.yml", project / "book")
    return project


def _run(project: Path, *words: str) -> Timing:
    command = [COMMANDS / "threefronts", "run", *words, "--as-of", NAME, "-o", project / "out"]
    return timed(command, project, THREEFRONTS_ROOT=str(project), THREEFRONTS_CACHE=str(project / "cache"))


def _start() -> Timing:
    """
    Return what the engine's start takes: a server that has imported and forked once.
    """
    code = "from threefronts.engine.warmfork.client import claim; claim().call(len, ())"
    return best(lambda: timed([PYTHON, "-c", code], PROJECT), 3)


def _change_table(project: Path) -> None:
    path = project / "data" / f"{TABLE}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-1], lines[-1].replace("true", "false")]), encoding="utf-8")
    timed([COMMANDS / "threefronts", "seal", TABLE], project, THREEFRONTS_ROOT=str(project))


def _change_notebook(project: Path) -> None:
    path = project / "notebooks" / "diplomacy" / "talks.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = ["It was read again."]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _papermill(project: Path) -> Timing:
    known = ["-p", "as_of", NAME, "-p", "known_at", NAME]
    papermill = [COMMANDS / "papermill", "--no-progress-bar", "-k", "python3"]
    return total(
        [
            timed([*papermill, path, project / "stock.ipynb", *known], project, THREEFRONTS_ROOT=str(project))
            for path in _fronts(project)
        ]
    )


def _fronts(project: Path) -> list[Path]:
    return sorted(path for path in project.glob("notebooks/*/*.ipynb") if path.parent.name != "synthesis")
