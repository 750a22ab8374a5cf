"""
Execute notebooks of the trial book with the engine and say what that took: ``drive.py RUNS WORKERS``.
"""

import json
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from threefronts.engine.execute import execute, task_of
from threefronts.engine.plan import Run

WINDOW = 20  # days, of the first round; each further round takes one more


def runs(number: int, folder: Path | None = None) -> list[Run]:
    """
    Return *number* runs of the notebooks in *folder*, else in the working directory, no two of them equal.
    """
    notebooks = sorted((folder or Path.cwd()).glob("*.ipynb"))
    rounds = [divmod(place, len(notebooks)) for place in range(number)]
    return [
        Run(f"trial/{notebooks[which].stem}", notebooks[which], {"window": WINDOW + round_})
        for round_, which in rounds
    ]


def main() -> None:
    """
    Print the processor time of the kernels and the driver's memory, in JSON.
    """
    number, workers = int(sys.argv[1]), int(sys.argv[2])
    cpu_seconds = 0.0
    with ThreadPoolExecutor(workers) as threads:  # they only wait
        for executed, _ in threads.map(lambda run: execute(task_of(run)), runs(number)):
            cpu_seconds += executed.cpu_seconds
    driver_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"kernels_cpu": cpu_seconds, "driver_mb": driver_mb}))


if __name__ == "__main__":
    main()
