"""
Run tasks side by side; one that fails does not stop the others.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed

from threefronts.engine.errors import RunError
from threefronts.engine.execute import task_of
from threefronts.engine.executed import Executed
from threefronts.engine.executors import Executor
from threefronts.engine.plan import Run

Ended = Callable[[str, Executed | None], None]


def execute_all(
    runs: Sequence[Run], facts: Mapping[str, str] | None, ended: Ended, executor: Executor
) -> dict[str, Executed]:
    """
    Execute *runs* side by side and return what came of them, by stem.

    Args:
        runs: What to execute.
        facts: The files of the run in progress by name, for the second wave.
        ended: Called with the stem of each notebook that ended, and what came of it; ``None`` if it failed.
        executor: Where they are executed.

    Raises:
        RunError: At least one notebook failed; the message lists each.
    """
    done, failures = {}, []
    longest_first = sorted((task_of(run, facts) for run in runs), key=lambda task: -len(task.notebook))
    waiting = {executor.submit(task): task.stem for task in longest_first}  # else one core ends idle
    for future in as_completed(waiting):
        stem = waiting[future]
        try:
            done[stem] = future.result()
        except RunError as error:
            failures.append(str(error))
        ended(stem, done.get(stem))
    if failures:
        raise RunError("\n".join(sorted(failures)))
    return done
