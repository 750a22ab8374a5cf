"""
Run tasks side by side, each in processes of its own; one that fails does not stop the others.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from threefronts.engine.errors import RunError
from threefronts.engine.execute import execute
from threefronts.engine.executed import Executed
from threefronts.engine.plan import Run
from threefronts.engine.warmfork.client import end_server

Ended = Callable[[str, Executed | None], None]


def execute_all(
    runs: Sequence[Run], facts_folder: Path | None, ended: Ended, workers: int | None = None
) -> dict[str, Executed]:
    """
    Execute *runs* side by side and return what came of them, by stem.

    Args:
        runs: What to execute.
        facts_folder: The facts of the run in progress, for the second wave.
        ended: Called with the stem of each notebook that ended, and what came of it; ``None`` if it failed.
        workers: Notebooks at once; as many as cores where it is ``None``.

    Raises:
        RunError: At least one notebook failed; the message lists each.
    """
    if not runs:
        return {}
    done, failures = {}, []
    threads = ThreadPoolExecutor(min(workers or os.cpu_count() or 1, len(runs)))  # they only wait
    try:
        waiting = {threads.submit(execute, run, facts_folder): run.stem for run in runs}
        for future in as_completed(waiting):
            stem = waiting[future]
            try:
                done[stem] = future.result()
            except RunError as error:
                failures.append(str(error))
            ended(stem, done.get(stem))
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        end_server()  # and with it what still runs
        raise
    finally:
        threads.shutdown()
    if failures:
        raise RunError("\n".join(sorted(failures)))
    return done
