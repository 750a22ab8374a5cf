"""
Run tasks in parallel processes; one that fails does not stop the others.
"""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from threefronts.engine.errors import RunError
from threefronts.engine.execute import execute
from threefronts.engine.plan import Run

Progress = Callable[[str], None]


def execute_all(
    runs: Sequence[Run], facts_folder: Path | None, progress: Progress, workers: int | None = None
) -> dict[str, str]:
    """
    Execute *runs* side by side and return the normalised notebooks by stem.

    Args:
        runs: What to execute.
        facts_folder: The facts of the run in progress, for the second wave.
        progress: Called with the stem of each notebook that ended.
        workers: Processes at once; as many as cores where it is ``None``.

    Raises:
        RunError: At least one notebook failed; the message lists each.
    """
    if not runs:
        return {}
    texts, failures = {}, []
    workers = min(workers or os.cpu_count() or 1, len(runs))
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(execute, run, facts_folder): run.stem for run in runs}
        for future in as_completed(waiting):
            stem = waiting[future]
            try:
                texts[stem] = future.result()
            except RunError as error:
                failures.append(str(error))
            except BrokenProcessPool:
                failures.append(
                    f"{stem}: its process was killed; run again, with fewer --workers if memory ran out"
                )
            progress(stem)
    if failures:
        raise RunError("\n".join(sorted(failures)))
    return texts
