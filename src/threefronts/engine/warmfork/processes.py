"""
Processes: fork one where no thread runs, bind its life to its parent's, end it with all it started.
"""

import contextlib
import ctypes
import os
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36  # prctl(2)


_living: "list[Child]" = []  # of this process
own: list[Any] = []  # sockets and such that a child closes first: their other end shall see this one's end


class ThreadsError(RuntimeError):
    """
    A process with threads was about to fork: its child could wait for ever for a lock.
    """


@dataclass(frozen=True)
class Ending:
    """
    How a process ended: its exit status or signal, the processor time it took, and what else is known.
    """

    status: int
    cpu_seconds: float = 0.0
    why: str = ""

    def __str__(self) -> str:
        if self.why:
            return self.why
        if self.status >= 0:
            return f"it ended with status {self.status}"
        number = -self.status
        name = signal.strsignal(number) or f"signal {number}"
        hint = ", which the system does when memory runs out" if number == signal.SIGKILL else ""
        return f"it was ended by signal {number} ({name}{hint})"


def count_threads(process: int | str = "self") -> int:
    """
    Return the number of threads of a process, as the system counts them.
    """
    return sum(1 for _ in Path(f"/proc/{process}/task").iterdir())


def fork(run: Callable[[], None], dies_by: int) -> int:
    """
    Run *run* in a child process and return the child's id; the child never returns from here.

    Args:
        run: What the child does.
        dies_by: The signal the child gets when this process ends, however it ends.

    Raises:
        ThreadsError: This process has more than one thread.
    """
    if (threads := count_threads()) != 1:
        raise ThreadsError(f"{threads} threads run where one may: a module that was preloaded started them")
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, dies_by)
        for thing in own:
            thing.close()
        own.clear()
        _living.clear()
        if os.getppid() == parent:  # else it ended before the line above
            run()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(status)


class Child:
    """
    A forked child that leads a process group of its own.
    """

    def __init__(self, run: Callable[[], None], dies_by: int = signal.SIGKILL) -> None:
        def lead() -> None:
            os.setpgid(0, 0)
            run()

        self.pid = fork(lead, dies_by)
        with contextlib.suppress(OSError):  # the child did it first
            os.setpgid(self.pid, self.pid)
        self._handle = os.pidfd_open(self.pid)
        self._ending: Ending | None = None
        _living.append(self)

    def fileno(self) -> int:
        """
        Return a descriptor that is readable once the child has ended.
        """
        return self._handle

    def wait(self, seconds: float | None = None) -> Ending | None:
        """
        Wait for the child's end, and end what it left behind; ``None`` where it lives after *seconds*.
        """
        if self._ending is None and _is_readable(self._handle, seconds):
            self._signal(signal.SIGKILL)  # its group; its number is its own until it is waited for
            _, status, usage = os.wait4(self.pid, 0)
            self._ending = Ending(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime)
            os.close(self._handle)
            _living.remove(self)
        return self._ending

    def interrupt(self) -> None:
        """
        Interrupt the child and its children.
        """
        if self._ending is None:
            self._signal(signal.SIGINT)

    def ask_to_end(self) -> None:
        """
        Ask the child to end, in its own way.
        """
        if self._ending is None:
            self._signal(signal.SIGTERM)

    def end(self, patience: float = 0) -> Ending:
        """
        Give the child *patience* seconds to end by itself, then kill it, with all its children.
        """
        if self.wait(patience) is None:
            self._signal(signal.SIGKILL)
        return self.wait()

    def kill(self) -> None:
        """
        Kill the child with all its children, whatever this process was about to do with it.
        """
        self._signal(signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def adopt_orphans() -> None:
    """
    Become the parent of whatever a descendant of this process leaves behind.
    """
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1)


def end_orphans() -> None:
    """
    Kill what this process has adopted, and what these leave in turn.
    """
    own_children = {child.pid for child in _living}
    while adopted := set(_children()) - own_children:
        for pid in adopted:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def die(*_signal: object) -> None:
    """
    Kill the children of this process, then itself: for a signal, which comes at any moment.
    """
    for child in _living:
        child.kill()
    os._exit(1)


def _is_readable(descriptor: int, seconds: float | None) -> bool:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(None if seconds is None else seconds * 1000))
