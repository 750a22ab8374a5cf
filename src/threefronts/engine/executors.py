"""
Where tasks are executed: one small seam, and the pool of processes on this machine behind it.
"""

import logging
import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, Self

from threefronts.engine.execute import Task, execute
from threefronts.engine.executed import Executed
from threefronts.engine.warmfork.client import end_server

logger = logging.getLogger(__name__)


class Executor(Protocol):
    """
    Executes tasks somewhere; a context that ends what still runs when it is left by an error.

    Attributes:
        width: Tasks at once.
    """

    width: int

    def submit(self, task: Task) -> Future[Executed]:
        """
        Have *task* executed; the result raises ``RunError`` where it failed.
        """

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None: ...


class LocalExecutor:
    """
    Forked kernels on this machine, as many at once as *workers*, or as cores where it is ``None``.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.width = workers or os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(self.width)  # they only wait

    def submit(self, task: Task) -> Future[Executed]:
        """
        Have *task* executed in a kernel of its own.
        """
        return self._threads.submit(_execute, task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            end_server()  # and with it what still runs
        self._threads.shutdown()


def open_executor(workers: int | None = None, scheduler: str | None = None) -> Executor:
    """
    Return the executor of a Dask cluster where *scheduler* names one, else that of this machine.

    Raises:
        RunError: The cluster cannot be used.
    """
    if scheduler is None:
        return LocalExecutor(workers)
    from threefronts.engine.cluster import ClusterExecutor

    return ClusterExecutor(scheduler)


def _execute(task: Task) -> Executed:
    executed, notice = execute(task)
    if notice:
        logger.warning("%s: %s", task.stem, notice)
    return executed
