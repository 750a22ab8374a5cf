"""
A kernel seen through its guard.
"""

import contextlib
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection

from threefronts.engine.warmfork.processes import Ending
from threefronts.engine.warmfork.terms import Conditions

INTERRUPT, END = "interrupt", "end"


class GuardedKernel:
    """
    A kernel behind a guard: it is interrupted and ended like a :class:`Child`.
    """

    def __init__(
        self,
        guard: Connection,
        conditions: Conditions,
        why: Callable[[], str],
        on_end: Callable[[], None],
    ) -> None:
        self._guard = guard
        self._why, self._on_end = why, on_end
        self._ending: Ending | None = None
        with contextlib.suppress(OSError):  # it shows when the kernel does not answer
            guard.send(conditions)

    def interrupt(self) -> None:
        """
        Interrupt the kernel and its children.
        """
        self._guard.send((INTERRUPT, 0))

    def end(self, patience: float = 0) -> Ending:
        """
        Give the kernel *patience* seconds to end by itself, then kill it, with all its children.
        """
        if self._ending is None:
            with contextlib.suppress(OSError):  # it has told already, and is gone
                self._guard.send((END, patience))
            try:
                self._ending = self._guard.recv()
            except (EOFError, OSError):
                self._ending = Ending(-signal.SIGKILL, why=self._why())
            self._guard.close()
            self._on_end()
        return self._ending
