"""
The trial book: six small notebooks, four charts each, executed by the engine and by the stock tools.
"""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from drive import runs
from measure import COMMANDS, HERE, PYTHON, Timing, timed, total
from registry import Result, benchmark

FOLDER = HERE / "trial"
FEW, MANY, MOST = 15, 150, 1500  # runs
A_BOOK = 6  # the quick way executes each notebook once


@benchmark("Trial book: six notebooks of four charts")
def measure_trial_book(result: Result, is_quick: bool) -> None:
    """
    Every way of executing the same notebooks, and how the engine's own grows with their number.
    """
    few = A_BOOK if is_quick else FEW
    engine(1, 1)  # everything is read from disk once
    serial = result.add("papermill's command, one by one", _papermill(few), few)
    pool = result.add("papermill's function in a pool", _pool(few), few, 2)
    for mode, first, then in (
        ("force", "jupyter-book build, force", ""),
        ("cache", "… cache, empty", "… cache, full"),
    ):
        _jupyter_book(result, mode, first, then)
    cells = json.loads(_script("cells.py", "trial", str(few)).printed)
    result.add("the cells alone, in warm processes", Timing(cells["wall"], cells["cpu"]), few)
    one, two = (result.add("engine", engine(few, workers)[0], few, workers) for workers in (1, 2))
    result.told += [
        f"The engine with two workers is {serial.wall / two.wall:.1f} times as fast as papermill's command "
        f"(6 asked) and {pool.wall / two.wall:.1f} times as fast as a pool of two (3 asked); "
        f"by processor time {serial.cpu / two.cpu:.1f} and {pool.cpu / two.cpu:.1f} times.",
        f"The cells alone take {cells['wall'] / 2:.1f} s on two cores; the engine {two.wall:.1f} s.",
    ]
    _growth(result, is_quick)


def _growth(result: Result, is_quick: bool) -> None:
    many = 30 if is_quick else MANY
    timings = {workers: engine(many, workers) for workers in (1, 2)}
    for workers, (timing, _) in timings.items():
        result.add("engine", timing, many, workers)
    (one, _), (two, memory) = timings[1], timings[2]
    result.told.append(
        f"Two workers are {one.wall / two.wall:.2f} times as fast as one at {many} runs (1.8 asked)."
    )
    if is_quick:
        return
    most, later_memory = engine(MOST, 2)
    result.add("engine", most, MOST, 2)
    result.told.append(
        f"A run of {MOST:,} costs {(most.wall / MOST) / (two.wall / many) - 1:+.0%} by the clock and "
        f"{(most.cpu / MOST) / (two.cpu / many) - 1:+.0%} of processor time against {many} runs (10% asked); "
        f"the driver holds {later_memory:.0f} MB after {MOST:,} runs and {memory:.0f} MB after {many}."
    )


def engine(number: int, workers: int) -> tuple[Timing, float]:
    """
    Return what *number* runs take with the engine, its start included, and the driver's memory in MB.
    """
    timing = _script("drive.py", str(number), str(workers))
    return timing, json.loads(timing.printed)["driver_mb"]


def _script(name: str, *words: str) -> Timing:
    return timed(
        [PYTHON, HERE / name, *words], FOLDER, THREEFRONTS_ROOT=str(FOLDER), WARMFORK_PRELOAD_LATER=""
    )


def _papermill(number: int) -> Timing:
    papermill = [COMMANDS / "papermill", "--no-progress-bar", "-k", "python3"]
    with TemporaryDirectory() as folder:
        return total(
            [
                timed(
                    [
                        *papermill,
                        run.source,
                        f"{folder}/out.ipynb",
                        "-p",
                        "window",
                        str(run.parameters["window"]),
                    ],
                    FOLDER,
                )
                for run in runs(number, FOLDER)
            ]
        )


def _pool(number: int) -> Timing:
    with TemporaryDirectory() as folder:
        return _script("stock_pool.py", str(number), folder)


def _jupyter_book(result: Result, mode: str, first: str, then: str) -> None:
    with TemporaryDirectory() as folder:
        book = Path(shutil.copytree(FOLDER, Path(folder) / "book"))
        config = book / "_config.yml"
        config.write_text(
            config.read_text().replace("execute_notebooks: force", f"execute_notebooks: {mode}")
        )
        command = [COMMANDS / "jupyter-book", "build", "."]
        result.add(first, timed(command, book), 6)
        if then:
            result.add(then, timed(command, book), 6)
