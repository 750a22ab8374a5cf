"""
The driver's side: start a server, keep it while it is current, give it tasks, end it.
"""

import atexit
import contextlib
import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from threefronts.engine.warmfork.guarded import GuardedKernel
from threefronts.engine.warmfork.terms import (
    DEFAULT_PRELOAD,
    DEFAULT_PRELOAD_LATER,
    PRELOAD,
    PRELOAD_LATER,
    Conditions,
)

READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ", "LD_", PRELOAD)
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
START = """
import builtins, sys
sys.path[:] = [path for path in sys.path if path]
class ZMQShell: kernel = True
builtins.get_ipython = ZMQShell  # some modules look once, when they are imported, whether this is a notebook
from threefronts.engine.warmfork.server import main
main({descriptor}, {names}, {later})
"""
ENDING_SECONDS = 10
NOTICE_SECONDS = 0.5  # a child's end is seen a little before its server's
KILLED = "its process was killed; run again, with fewer at once if memory ran out"
Names = tuple[str, ...]
CALL, GUARD = b"C", b"G"  # what a child is for


class ServerError(RuntimeError):
    """
    The server, or the child of it that had the task, ended before the answer.
    """


class Server:
    """
    One server process, ended with the process that made it.
    """

    def __init__(self, names: Names, later: Names) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._told = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the server)
        self._owner = os.getpid()
        self._busy, self._is_retired = 0, False
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START.format(descriptor=theirs.fileno(), names=names, later=later)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._told,
                env=os.environ | ONE_THREAD,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """
        The id of its process.
        """
        return self._process.pid

    def is_mine(self) -> bool:
        """
        Whether it lives and this process, no fork of it, started it.
        """
        return self._owner == os.getpid() and self._process.poll() is None

    def claim(self) -> None:
        """
        Keep it from being retired until one task is done.
        """
        with self._lock:
            self._busy += 1

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """
        Return ``function(*arguments)``, called in a child with this process's environment and folder.

        The server is to be claimed before; it is free again afterwards.

        Raises:
            ServerError: The child was killed.
            Exception: Whatever the function raised.
        """
        try:
            with self._open(CALL) as connection:
                connection.send((dict(os.environ), Path.cwd(), function, arguments))
                is_good, answer = connection.recv()
        except (EOFError, OSError) as error:
            raise ServerError(self._why()) from error
        finally:
            self._release()
        if is_good:
            return answer
        raise answer

    def open_kernel(
        self, connection: socket.socket, conditions: Conditions, *_others: object
    ) -> GuardedKernel:
        """
        Start a kernel that serves *connection*, its own end of a pair, which is closed here.

        The server is to be claimed before; it is free again when the kernel has been ended.
        """
        try:
            with connection:
                guard = self._open(GUARD, connection.fileno())
                return GuardedKernel(guard, conditions, self._why, self._release)
        except (EOFError, OSError) as error:
            self._release()
            raise ServerError(self._why()) from error

    def retire(self) -> None:
        """
        End the server as soon as the tasks it has are done; it is given no other.
        """
        with self._lock:
            self._is_retired = True
        self._end_if_idle()

    def end(self) -> None:
        """
        End the server with its children; returns when they are gone.
        """
        self._control.close()
        if self.is_mine():
            try:
                self._process.wait(ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._told.close()

    def _open(self, kind: bytes, *more: int) -> Connection:
        mine, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._control, [kind], [theirs.fileno(), *more])
        return Connection(mine.detach())

    def _release(self) -> None:
        with self._lock:
            self._busy -= 1
        self._end_if_idle()

    def _end_if_idle(self) -> None:
        with self._lock:
            is_over = self._is_retired and not self._busy
        if is_over:
            self.end()

    def _why(self) -> str:
        """
        Return why a child is gone: by itself, or because the server is.
        """
        try:
            self._process.wait(NOTICE_SECONDS)
        except subprocess.TimeoutExpired:
            return KILLED
        if self._told.closed:  # ended by this process
            return KILLED
        self._told.seek(0)
        last = self._told.read().decode(errors="replace").strip().splitlines()[-1:]
        return f"the server of kernels ended: {last[0] if last else 'it was killed'}"


_lock = threading.Lock()
_current: tuple[str, Server] | None = None


def claim() -> Server:
    """
    Return a server for the environment and the sources as they are now: the one at hand, or a new one.

    It is the caller's for one call or one kernel.
    """
    global _current
    with _lock:
        names, later = _named(PRELOAD, DEFAULT_PRELOAD), _named(PRELOAD_LATER, DEFAULT_PRELOAD_LATER)
        key = _key((*names, *later))
        if _current is None or _current[0] != key or not _current[1].is_mine():
            if _current is not None:
                _current[1].retire()
            _current = (key, Server(names, later))
        _current[1].claim()
        return _current[1]


def end_server() -> None:
    """
    End the server, if there is one, with all its kernels.
    """
    global _current
    with _lock:
        if _current is not None:
            _current[1].end()
            _current = None


atexit.register(end_server)


def _named(setting: str, default: str) -> Names:
    return tuple(name for name in os.environ.get(setting, default).split(",") if name)


def _key(names: Names) -> str:
    """
    Return a hash of the interpreter, what it reads at its start, and the times of what it imports.
    """
    seen = hashlib.sha256(f"{sys.executable} {names}".encode())
    for name, value in sorted(os.environ.items()):
        if name.startswith(READ_AT_START):
            seen.update(f"{name}={value}\0".encode())
    for path in _watched(names):
        with contextlib.suppress(OSError):  # an editor's own file, gone already
            seen.update(f"{path} {path.stat().st_mtime_ns}\0".encode())
    return seen.hexdigest()


def _watched(names: Names) -> list[Path]:
    """
    Return what changes when code does: the environment's folders, and sources that lie outside them.
    """
    folders = [Path(path) for path in sys.path if path.endswith("-packages") and Path(path).is_dir()]
    sources = []
    for package in sorted({name.partition(".")[0] for name in ("threefronts", *names)}):
        spec = importlib.util.find_spec(package)
        for place in _places(spec) if spec else []:
            if not place.is_relative_to(sys.prefix):
                sources += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return folders + sources


def _places(spec: ModuleSpec) -> list[Path]:
    folders = spec.submodule_search_locations
    return [Path(place) for place in (folders or [spec.origin])]
