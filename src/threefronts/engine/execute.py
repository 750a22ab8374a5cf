"""
Execute one notebook, in processes of its own.
"""

import logging
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from threefronts.engine.errors import RunError
from threefronts.engine.executed import Executed
from threefronts.engine.normalise import normalise
from threefronts.engine.plan import Run
from threefronts.engine.warmfork.client import KILLED, ServerError, claim
from threefronts.engine.warmfork.engine import WarmForkEngine
from threefronts.engine.warmfork.terms import OFF, Account
from threefronts.facts.read import RUN_IN_PROGRESS
from threefronts.tables import root

QUIET_KERNEL = ["--log-level=50"]  # it reports the interrupt that ends each run as an error

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """
    All that one execution needs, by content, the tables apart.
    """

    stem: str
    notebook: str
    parameters: dict[str, Any]
    facts_folder: Path | None
    root: Path


def execute(run: Run, facts_folder: Path | None = None) -> Executed:
    """
    Execute *run* in a kernel forked from this process's server, started where there is none.

    Args:
        run: The notebook and its parameters.
        facts_folder: Where the facts of the run in progress lie, for the second wave.

    Raises:
        RunError: A cell failed, or the kernel failed; the message names notebook, cell and error.
    """
    task = Task(run.stem, run.source.read_text(encoding="utf-8"), run.parameters, facts_folder, root())
    executed, notice = _somewhere(task)
    if notice:
        logger.warning("%s: %s", run.stem, notice)
    return executed


def _somewhere(task: Task) -> tuple[Executed, str]:
    import papermill  # noqa: F401  first, as it loads the engines of its entry points, ours among them

    try:
        if sys.platform == "linux" and not os.environ.get(OFF):
            return claim().call(execute_here, task)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            return pool.submit(execute_here, task).result()
    except BrokenProcessPool:
        raise RunError(f"{task.stem}: {KILLED}") from None
    except ServerError as error:
        raise RunError(f"{task.stem}: {error}") from None


def execute_here(task: Task) -> tuple[Executed, str]:
    """
    Execute *task* with this process as the kernel's parent, and say why if the kernel is a stock one.

    It takes environment variables for the whole process, so the process is to be the task's own.

    Raises:
        RunError: As in :func:`execute`.
    """
    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    started = time.monotonic()
    papermill_engines.register("warmfork", WarmForkEngine)  # whether or not it is installed as a plugin
    account = Account(
        fork_here=True, root=task.root, ignored=(task.facts_folder,) if task.facts_folder else ()
    )
    os.environ.pop(RUN_IN_PROGRESS, None)
    if task.facts_folder is not None:
        os.environ[RUN_IN_PROGRESS] = str(task.facts_folder)
    try:
        with TemporaryDirectory(prefix="threefronts-") as folder:
            source = Path(folder) / "notebook.ipynb"
            source.write_text(task.notebook, encoding="utf-8")
            notebook = papermill.execute_notebook(
                source,
                None,
                parameters=task.parameters,
                kernel_name="python3",
                engine_name="warmfork",
                account=account,
                progress_bar=False,
                config=_own_sockets(folder),
                extra_arguments=QUIET_KERNEL,
            )
    except PapermillExecutionError as error:
        when = ", ".join(f"{name}={value}" for name, value in task.parameters.items() if value != "")
        raise RunError(
            f"{task.stem} ({when}): {error.ename}: {error.evalue} [cell {error.cell_index}]"
        ) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise RunError(f"{task.stem}: its kernel could not run: {error}") from None
    seconds = time.monotonic() - started
    return Executed(normalise(notebook), account.reads, seconds, account.cpu_seconds), account.fallback


def _own_sockets(folder: str) -> Any:
    """
    Let a stock kernel talk through files of its own: two that start at once may be given one TCP port.
    """
    from traitlets.config import Config

    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
