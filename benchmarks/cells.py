"""
Execute the cells of notebooks in one warm process and say what these alone took: the limit of any engine.

``cells.py trial RUNS`` or ``cells.py EDITION``; each notebook gets a fork of the process, a shell, no kernel.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import drive

from threefronts.engine.plan import Run
from threefronts.engine.warmfork.server import preload
from threefronts.engine.warmfork.terms import DEFAULT_PRELOAD, DEFAULT_PRELOAD_LATER


def run_cells(run: Run) -> float:
    """
    Execute the code cells of *run* in a fork and return their seconds by the clock.
    """
    mine, theirs = os.pipe()
    if not (child := os.fork()):
        status = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.write(theirs, json.dumps(_seconds(run)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(theirs)
    with os.fdopen(mine) as answer:
        seconds = answer.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"{run.stem} failed")
    return json.loads(seconds)


def _seconds(run: Run) -> float:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(history_manager=None)
    started = time.monotonic()
    for cell in json.loads(run.source.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            shell.run_cell("".join(cell["source"])).raise_error()
            if "parameters" in cell["metadata"].get("tags", []):
                shell.user_ns.update(run.parameters)
    return time.monotonic() - started


def main() -> None:
    """
    Print the seconds of all cells by the clock, their processor time, and the number of notebooks, in JSON.
    """
    preload([*DEFAULT_PRELOAD.split(","), *DEFAULT_PRELOAD_LATER.split(",")])
    if sys.argv[1] == "trial":
        runs = drive.runs(int(sys.argv[2]))
    else:
        from threefronts.editions import read_edition
        from threefronts.engine import plan

        runs = plan(read_edition(sys.argv[1]))  # synthesis reads the accepted facts
        sys.path.insert(0, str(Path.cwd()))
    wall = sum(run_cells(run) for run in runs)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, "runs": len(runs)}))


if __name__ == "__main__":
    main()
