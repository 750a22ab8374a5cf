"""
Trace what a process reads, by Python's audit events.

The environment and this package are left out. With each file comes the list of names in its folder, where
that is below the project's root: a table's corrections count even while there are none.
"""

import hashlib
import os
import sys
import threading
from importlib.util import source_from_cache
from pathlib import Path

import threefronts
from threefronts.engine.executed import Read

MISSING = "missing"
PACKAGE = Path(threefronts.__file__).parent
NOT_DATA = (sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev", "/usr", "/etc")  # the environment
LISTINGS = ("os.listdir", "os.scandir")
OUT_OF_SIGHT = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "socket.connect",
)
WRITING = os.O_WRONLY | os.O_RDWR


class _Trace:
    """
    What the audit hook has seen; one for the process, as a hook cannot be taken off.
    """

    def __init__(self, root: Path, ignored: tuple[Path, ...]) -> None:
        self.root = os.path.realpath(root)
        self.ignored = tuple(os.path.realpath(folder) for folder in (*ignored, *NOT_DATA, PACKAGE))
        self.found: dict[str, str] = {}
        self.is_complete = True
        self.looking = threading.local()  # looking opens files itself

    def hear(self, event: str, arguments: tuple) -> None:
        """
        Note what *event* reads; called for every audit event, so it leaves early.
        """
        if event in OUT_OF_SIGHT:
            self.is_complete = False
        elif event in LISTINGS:
            if not _is_import():
                self._note("." if arguments[0] is None else arguments[0])
        elif event == "open":
            path, _, flags = arguments
            if not (isinstance(flags, int) and flags & WRITING == os.O_WRONLY):
                self._note(path)
        elif event == "sqlite3.connect":
            self._note(arguments[0])

    def _note(self, path: object) -> None:
        if getattr(self.looking, "now", False) or not isinstance(path, str | bytes | os.PathLike):
            return
        self.looking.now = True
        try:
            real = _source(os.path.realpath(os.fsdecode(path)))
            if not any(_is_below(real, folder) for folder in self.ignored):
                self._find(real)
                self._find(str(Path(real).parent))  # to ask whether a file is there raises no event
        except (OSError, ValueError):
            self.is_complete = False  # it is there and cannot be read, or its name is no name
        finally:
            self.looking.now = False

    def _find(self, real: str) -> None:
        is_below = _is_below(real, self.root)
        name = os.path.relpath(real, self.root) if is_below else real
        if name not in self.found and (is_below or not Path(real).is_dir()):
            self.found[name] = fingerprint(Path(real))


_trace: _Trace | None = None


def start(root: Path, ignored: tuple[Path, ...] = ()) -> None:
    """
    Trace this process from now on, to its end.

    Args:
        root: The project's; folders count below it alone.
        ignored: Folders whose reads do not count either.
    """
    global _trace
    is_hooked, _trace = _trace is not None, _Trace(root, ignored)
    if not is_hooked:
        sys.addaudithook(lambda event, arguments: _trace.hear(event, arguments))


def reads() -> tuple[Read, ...] | None:
    """
    Return what was read since :func:`start`; ``None`` where another program ran, which the trace cannot see.
    """
    if _trace is None or not _trace.is_complete:
        return None
    return tuple(Read(path, sha256) for path, sha256 in sorted(_trace.found.items()))


def fingerprint(path: Path) -> str:
    """
    Return the sha256 of a file's bytes, of a folder's names, or ``missing``; compare it with a :class:`Read`.
    """
    try:
        names = sorted(entry.name for entry in path.iterdir()) if path.is_dir() else None
        content = path.read_bytes() if names is None else "\n".join(names).encode()
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    return hashlib.sha256(content).hexdigest()


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _source(path: str) -> str:
    """
    Return the source of byte code, any other path as it is.
    """
    return source_from_cache(path) if Path(path).parent.name == "__pycache__" else path


def _is_import() -> bool:
    """
    Whether it is Python's search for a module or a distribution that lists a folder.
    """
    asking = sys._getframe(3).f_globals.get("__name__", "")
    return asking.startswith(("importlib.", "_frozen_importlib"))
