"""
Execute one notebook with papermill, in a process of its own.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from traitlets.config import Config

from threefronts.engine.errors import RunError
from threefronts.engine.normalise import normalise
from threefronts.engine.plan import Run
from threefronts.facts.read import RUN_IN_PROGRESS

QUIET_KERNEL = ["--log-level=50"]  # it reports the interrupt that ends each run as an error


def execute(run: Run, facts_folder: Path | None = None) -> str:
    """
    Execute *run* and return the normalised notebook.

    Args:
        run: The notebook and its parameters.
        facts_folder: Where the facts of the run in progress lie, for the second wave.

    Raises:
        RunError: A cell failed, or the kernel failed; the message names notebook, cell and error.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    os.environ.pop(RUN_IN_PROGRESS, None)
    if facts_folder is not None:
        os.environ[RUN_IN_PROGRESS] = str(facts_folder)
    try:
        with TemporaryDirectory(prefix="threefronts-") as sockets:
            notebook = papermill.execute_notebook(
                run.source,
                None,
                parameters=run.parameters,
                kernel_name="python3",
                progress_bar=False,
                config=_own_sockets(sockets),
                extra_arguments=QUIET_KERNEL,
            )
    except PapermillExecutionError as error:
        when = ", ".join(f"{name}={value}" for name, value in run.parameters.items() if value != "")
        raise RunError(
            f"{run.stem} ({when}): {error.ename}: {error.evalue} [cell {error.cell_index}]"
        ) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise RunError(f"{run.stem}: its kernel could not run: {error}") from None
    return normalise(notebook)


def _own_sockets(folder: str) -> Config:
    """
    Let a kernel talk through files of its own: two that start at once may be given one TCP port.
    """
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
