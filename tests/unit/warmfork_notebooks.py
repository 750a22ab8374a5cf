"""
Notebooks made for tests, and their execution in a stock kernel or a forked one.
"""

import logging
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from threefronts.engine.normalise import normalise
from threefronts.engine.warmfork.engine import WarmForkEngine

MASKS = (
    (re.compile(r"ipykernel_\d+"), "ipykernel_PID"),
    (re.compile(r'"id": "[0-9a-f]{8}"'), '"id": "ID"'),  # of the cells in which papermill tells an error
    (re.compile(r"0x[0-9a-f]{6,}"), "0xADDRESS"),
)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
papermill.engines.papermill_engines.register("warmfork", WarmForkEngine)
logging.getLogger("papermill").setLevel(logging.ERROR)


def notebook(*cells: Any, **metadata: Any) -> nbformat.NotebookNode:
    """
    Return a notebook of *cells*: text is code, text that begins with ``#:`` is prose, a node is itself.
    """
    made = [_cell(number, cell) for number, cell in enumerate(cells)]
    return new_notebook(cells=made, metadata={"kernelspec": KERNEL} | metadata)


def _cell(number: int, cell: Any) -> nbformat.NotebookNode:
    if isinstance(cell, str):
        prose = cell.startswith("#:")
        cell = new_markdown_cell(cell[2:]) if prose else new_code_cell(cell)
    cell["id"] = f"cell-{number}"
    return cell


def code(source: str, *tags: str, **metadata: Any) -> nbformat.NotebookNode:
    """
    Return a cell of code with tags and other metadata.
    """
    return new_code_cell(source, metadata=metadata | ({"tags": list(tags)} if tags else {}))


def run(
    made: dict[str, Any], folder: Path, engine: str | None = "warmfork", **settings: Any
) -> nbformat.NotebookNode:
    """
    Execute *made* in *folder* with an engine of papermill, stock where it is ``None``; return what it wrote.

    Where the execution fails the exception has the notebook written so far as ``notebook``, if there is one.
    """
    source, out = folder / "in.ipynb", folder / f"out-{engine}.ipynb"
    source.write_text(nbformat.v4.writes(made) if hasattr(made, "cells") else made, encoding="utf-8")
    with TemporaryDirectory() as sockets, _outside_pytest():
        stock = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})
        try:
            papermill.execute_notebook(
                source,
                out,
                engine_name=engine,
                progress_bar=False,
                cwd=folder,
                config=stock,
                extra_arguments=["--log-level=50"],
                **settings,
            )
        except Exception as error:
            error.notebook = nbformat.read(out, as_version=4) if out.exists() else None
            raise
    return nbformat.read(out, as_version=4)


@contextmanager
def _outside_pytest() -> Iterator[None]:
    """
    Hide pytest from the kernel: ipykernel leaves raw output alone where it sees it.
    """
    name = "PYTEST_CURRENT_TEST"
    current = os.environ.pop(name, None)
    try:
        yield
    finally:
        if current is not None:
            os.environ[name] = current


def attempt(
    made: dict[str, Any], folder: Path, engine: str | None, **settings: Any
) -> tuple[nbformat.NotebookNode, tuple]:
    """
    Return what executing *made* wrote, and what papermill told of the first error in it.
    """
    try:
        return run(made, folder, engine, **settings), ()
    except PapermillExecutionError as error:
        return error.notebook, (error.ename, error.evalue, error.cell_index, error.exec_count)


def shown(executed: nbformat.NotebookNode) -> str:
    """
    Return the normal form of *executed*, without numbers of processes and addresses.
    """
    text = normalise(executed)
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text


def printed(executed: nbformat.NotebookNode, cell: int = -1) -> str:
    """
    Return what a cell put out, as text.
    """
    outputs = executed.cells[cell].outputs
    return "".join(output.get("text") or output["data"]["text/plain"] for output in outputs)


def is_alive(pid: int) -> bool:
    """
    Whether process *pid* lives; a zombie does not.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Any, seconds: float = 30) -> Any:
    """
    Wait until *condition* gives something true, and return it.
    """
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)
    return found


def children(pid: int | None = None) -> list[int]:
    """
    Return the processes that *pid* has started and that live; this one's where it is ``None``.
    """
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == (pid or os.getpid()) and state != "Z":
            found.append(int(stat.parent.name))
    return found
