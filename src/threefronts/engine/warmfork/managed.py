"""
The engine: nbclient's own loop around a kernel that is forked, not started.
"""

import logging
import os
import socket
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.iorw import write_ipynb
from papermill.log import logger as papermill_logger
from papermill.utils import merge_kwargs, remove_args

from threefronts.engine.warmfork.client import claim
from threefronts.engine.warmfork.link import Link
from threefronts.engine.warmfork.terms import (
    BYTES_PER_MB,
    DEFAULT_OUTPUT_MB,
    MEMORY_MB,
    OFF,
    OUTPUT_MB,
    Account,
    Conditions,
    megabytes,
)

IN_MEMORY_HISTORY = "--HistoryManager.hist_file=:memory:"
WIDGETS = "jupyter.widget"

logger = logging.getLogger(__name__)


class NeedsStockError(Exception):
    """
    This engine cannot run a notebook; the message says why.
    """


class WarmClient(PapermillNotebookClient):
    """
    papermill's client on a :class:`Link`; it says how a kernel died, and bounds what it puts out.
    """

    def __init__(self, nb_man: NotebookExecutionManager, link: Link, **settings: Any) -> None:
        super().__init__(nb_man, km=link, **settings)
        self.link = link
        self.output_mb = megabytes(OUTPUT_MB) or DEFAULT_OUTPUT_MB
        self.stopped_for: Exception | None = None
        self._cell: NotebookNode | None = None
        link.limit, link.on_limit = self.output_mb * BYTES_PER_MB, self._flooded
        link.iopub_channel.on_end = self._kernel_ended

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """
        Process one message as nbclient does, unless it opens a widget.
        """
        if self.stopped_for:
            return None
        if msg["msg_type"] == "comm_open" and msg["content"].get("target_name") == WIDGETS:
            return self._stop(NeedsStockError(f"cell {cell_index} shows a widget (ipywidgets)"))
        return super().process_message(msg, cell, cell_index)

    def execute_cell(self, cell: NotebookNode, cell_index: int, **settings: Any) -> NotebookNode:
        """
        Execute one cell.

        Raises:
            DeadKernelError: The kernel died; the message says how and in which cell.
            CellExecutionError: The cell failed, or put out more than is allowed.
            NeedsStockError: It did what only a stock kernel can.
        """
        self._cell = cell
        try:
            return super().execute_cell(cell, cell_index, **settings)
        except DeadKernelError:
            if self.stopped_for is None:
                self.link.kill()
                how = self.link.failure.strip() or f"{self.link.ending} [cell {cell_index}]"
                self.stopped_for = DeadKernelError(f"Kernel died: {how}")
            raise self.stopped_for from None

    def wait_for_reply(self, msg_id: str, cell: NotebookNode | None = None) -> Any:
        """
        Wait for what the kernel is; one that was stopped is asked no more.
        """
        if self.stopped_for is None:
            return super().wait_for_reply(msg_id, cell)
        from ipykernel.ipkernel import IPythonKernel

        return {"content": {"language_info": IPythonKernel.language_info}}

    async def _async_check_alive(self) -> None:
        if not await self.link.is_alive():
            raise DeadKernelError("Kernel died")  # nbclient logs it as well; execute_cell knows better

    def _kernel_ended(self) -> None:
        if self.task_poll_for_reply is not None:
            self.task_poll_for_reply.cancel()  # nbclient makes it a DeadKernelError

    def _stop(self, reason: Exception) -> None:
        self.stopped_for = reason
        self.link.kill()

    def _flooded(self) -> None:
        told = f"the notebook put out more than {self.output_mb} MB: print less, or set {OUTPUT_MB} higher"
        error = {"ename": "OutputFlood", "evalue": told, "traceback": [f"OutputFlood: {told}"]}
        self._cell.outputs.append(new_output("error", **error))
        self._stop(CellExecutionError.from_cell_and_msg(self._cell, error))


class ManagedEngine(NBClientEngine):
    """
    Executes a notebook in a forked kernel, or in a stock one where that cannot be, and saves it once.
    """

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, output_path: str | None = None, **settings: Any
    ) -> NotebookNode:
        """
        Execute *nb*; papermill writes it at the end, and this only where there is no end.
        """
        try:
            return super().execute_notebook(nb, kernel_name, output_path=None, **settings)
        except Exception:
            if output_path:
                write_ipynb(nb, output_path)
            raise

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        account: Account | None = None,
        **settings: Any,
    ) -> None:
        """
        Execute the notebook of *nb_man* with papermill's own *settings*.
        """
        account = account or Account()
        try:
            _refuse(kernel_name)
            _execute(nb_man, kernel_name, account, **settings)
        except NeedsStockError as reason:
            account.fallback = f"warmfork: {reason}; it runs in a stock kernel"
            logger.warning(account.fallback)
            nb_man.notebook_start()
            super().execute_managed_notebook(nb_man, kernel_name, **settings)


def _execute(
    nb_man: NotebookExecutionManager,
    kernel_name: str,
    account: Account,
    start_timeout: float = 60,
    execution_timeout: float | None = None,
    **settings: Any,
) -> None:
    given = remove_args(["input_path", "timeout", "startup_timeout"], **settings)
    link = _open(account, tuple(settings.get("extra_arguments") or ()))
    is_done = False
    try:
        client = WarmClient(
            nb_man,
            link,
            **merge_kwargs(
                given,
                timeout=execution_timeout or settings.get("timeout"),
                startup_timeout=start_timeout,
                kernel_name=kernel_name,
                log=papermill_logger,
            ),
        )
        client.execute()
        is_done = True
    finally:
        link.close(is_done)
        account.reads = link.reads
        account.cpu_seconds = link.ending.cpu_seconds


def _open(account: Account, arguments: tuple[str, ...]) -> Link:
    conditions = Conditions(
        environment=dict(os.environ),
        cwd=Path.cwd(),
        arguments=(*arguments, IN_MEMORY_HISTORY),
        memory_mb=megabytes(MEMORY_MB),
        root=account.root,
        ignored=account.ignored,
    )
    mine, kernels = socket.socketpair()
    if account.fork_here:
        from threefronts.engine.warmfork.guard import fork_kernel as open_kernel
    else:
        open_kernel = claim().open_kernel
    return Link(mine, open_kernel(kernels, conditions, mine))


def _refuse(kernel_name: str) -> None:
    """
    Raise :class:`NeedsStockError` unless a fork of this interpreter is what *kernel_name* would start.
    """
    if sys.platform != "linux" or os.environ.get(OFF):
        raise NeedsStockError(f"{OFF} is set" if sys.platform == "linux" else "it needs Linux")
    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        raise NeedsStockError(f"there is no kernel {kernel_name}") from None
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = {"python", "python3", f"python{version}", sys.executable}
    is_ours = spec.argv[:1] and spec.argv[0] in names and "ipykernel_launcher" in spec.argv
    if kernel_name != "python3" or not is_ours or spec.env:
        raise NeedsStockError(f"the kernel {kernel_name} is not this environment's own Python")
