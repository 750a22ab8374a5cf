"""
Execute one notebook, in processes of its own.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from threefronts.absence import NoDataError
from threefronts.drawing import UNDRAWN
from threefronts.engine.errors import NoDataRun, RunError
from threefronts.engine.executed import Executed
from threefronts.engine.normalise import normalise
from threefronts.engine.plan import Run
from threefronts.engine.warmfork.client import KILLED, ServerError, claim
from threefronts.engine.warmfork.engine import WarmForkEngine
from threefronts.engine.warmfork.terms import OFF, Account
from threefronts.facts.read import RUN_IN_PROGRESS
from threefronts.files import ROOT_VARIABLE, root
from threefronts.tables.vintages import COPIES_OF

NOTEBOOK = "notebook.ipynb"
QUIET_KERNEL = ["--log-level=50"]  # it reports the interrupt that ends each run as an error


@dataclass(frozen=True)
class Task:
    """
    All that one execution needs, by content, the tables apart.

    Attributes:
        stem: The notebook's name.
        notebook: Its text.
        parameters: What is put in the place of its defaults.
        facts: The files of the first wave by name, for a notebook of the second.
        copies_of: A day where rows are to be as that day's copies of the tables said; else empty.
        is_drawn: Whether its charts are drawn; facts are the same without.
    """

    stem: str
    notebook: str
    parameters: dict[str, Any]
    facts: dict[str, str] | None = None
    copies_of: str = ""
    is_drawn: bool = True


def task_of(run: Run, facts: Mapping[str, str] | None = None) -> Task:
    """
    Return *run* as a task, with the notebook as it is now.
    """
    text = run.source.read_text(encoding="utf-8")
    return Task(run.stem, text, run.parameters, None if facts is None else dict(facts), run.copies_of)


def execute(task: Task, top: Path | None = None) -> tuple[Executed, str]:
    """
    Execute *task* in a kernel forked from this process's server, started where there is none.

    Args:
        task: The notebook, its parameters and facts.
        top: The project's top folder, whose tables it reads; this project's where it is ``None``.

    Returns:
        What was executed, and why its kernel was a stock one; empty where it was not.

    Raises:
        NoDataRun: The notebook says that there are no data for its day.
        RunError: A cell failed, or the kernel failed; the message names notebook, cell and error.
    """
    top = top or root()
    try:
        if sys.platform == "linux" and not os.environ.get(OFF):
            return claim().call(execute_here, task, top)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            return pool.submit(execute_here, task, top).result()
    except BrokenProcessPool:
        raise RunError(f"{task.stem}: {KILLED}") from None
    except ServerError as error:
        raise RunError(f"{task.stem}: {error}") from None


def execute_here(task: Task, top: Path) -> tuple[Executed, str]:
    """
    Execute *task* with this process as the kernel's parent, and say why if the kernel is a stock one.

    It takes environment variables for the whole process, so the process is to be the task's own.

    Raises:
        NoDataRun, RunError: As in :func:`execute`.
    """
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    started = time.monotonic()
    papermill_engines.register("warmfork", WarmForkEngine)  # whether or not it is installed as a plugin
    os.environ[ROOT_VARIABLE] = str(top)
    with TemporaryDirectory(prefix="threefronts-") as folder:
        facts = _lay_out(task, Path(folder))
        account = Account(fork_here=True, root=top, ignored=(facts,) if facts else ())
        try:
            notebook = _papermill(task, Path(folder), account)
        except PapermillExecutionError as error:
            raise _failure(task, error, account) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise RunError(f"{task.stem}: its kernel could not run: {error}") from None
    seconds = time.monotonic() - started
    return Executed(normalise(notebook), account.reads, seconds, account.cpu_seconds), account.fallback


def _lay_out(task: Task, folder: Path) -> Path | None:
    """
    Write what *task* carries into *folder*; return where its facts lie, and tell the kernel so.
    """
    (folder / NOTEBOOK).write_text(task.notebook, encoding="utf-8")
    os.environ.pop(RUN_IN_PROGRESS, None)
    os.environ[COPIES_OF] = task.copies_of
    os.environ[UNDRAWN] = "" if task.is_drawn else "yes"
    if task.facts is None:
        return None
    facts = folder / "facts"
    facts.mkdir()
    for name, text in task.facts.items():
        (facts / name).write_text(text, encoding="utf-8")
    os.environ[RUN_IN_PROGRESS] = str(facts)
    return facts


def _papermill(task: Task, folder: Path, account: Account) -> Any:
    """
    Do what papermill's ``execute_notebook`` does, but for the text that it makes at the end and drops.
    """
    import papermill
    from papermill.engines import papermill_engines
    from papermill.execute import raise_for_execution_errors

    how = {"kernel_name": "python3", "engine_name": "warmfork", "progress_bar": False}
    notebook = papermill.execute_notebook(
        folder / NOTEBOOK, None, parameters=task.parameters, prepare_only=True, **how
    )
    notebook = papermill_engines.execute_notebook_with_engine(
        nb=notebook,
        account=account,
        config=_own_sockets(str(folder)),
        extra_arguments=QUIET_KERNEL,
        **how,
    )
    raise_for_execution_errors(notebook, None)
    return notebook


def _failure(task: Task, error: Any, account: Account) -> RunError:
    when = ", ".join(f"{name}={value}" for name, value in task.parameters.items() if value != "")
    message = f"{task.stem} ({when}): {error.ename}: {error.evalue} [cell {error.cell_index}]"
    if error.ename == NoDataError.__name__:
        return NoDataRun(message, error.evalue, account.reads)
    return RunError(message)


def _own_sockets(folder: str) -> Any:
    """
    Let a stock kernel talk through files of its own: two that start at once may be given one TCP port.
    """
    from traitlets.config import Config

    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
