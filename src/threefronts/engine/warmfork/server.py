"""
The server: a process of one thread that has imported already and forks a child for each task.
"""

import builtins
import contextlib
import gc
import importlib
import importlib.util
import os
import pkgutil
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterable, Sequence
from multiprocessing.connection import Connection
from types import ModuleType

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager, NoSuchKernel

from threefronts.engine.warmfork.client import CALL
from threefronts.engine.warmfork.drawer import Drawer, give_line
from threefronts.engine.warmfork.guard import guard
from threefronts.engine.warmfork.kernel import set_by_imports
from threefronts.engine.warmfork.processes import Child, adopt_orphans, die, end_orphans, own

OWN = (  # what every kernel and its driver import
    "papermill.engines",
    "ipykernel.debugger",
    "ipykernel.kernelspec",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3.dbapi2",
    "tornado.platform.asyncio",
    "threefronts.engine.execute",
    "threefronts.engine.warmfork.managed",
)
PATIENCE = 5.0  # seconds for a child to end its kernel


def preload(names: Iterable[str]) -> None:
    """
    Import *names*, where ``package.*`` is every module of a package, and ``module:function`` is called too.

    One that cannot be imported is left to the notebook that asks for it, which then shows why.
    """
    before = dict(os.environ)
    gc.disable()  # imports make much that stays
    for name in names:
        for module in _modules(name):
            try:
                pkgutil.resolve_name(module)() if ":" in module else importlib.import_module(module)
            except Exception:
                traceback.print_exc()
    set_by_imports.update({name: value for name, value in os.environ.items() if name not in before})
    gc.enable()
    gc.collect()
    gc.freeze()  # children that collect leave these pages shared


def _modules(name: str) -> list[str]:
    package = name.removesuffix(".*")
    spec = importlib.util.find_spec(package) if name != package else None
    places = spec.submodule_search_locations if spec else None
    return [package, *(module.name for module in pkgutil.iter_modules(places or [], f"{package}."))]


def main(descriptor: int, names: Sequence[str], later: Sequence[str]) -> None:
    """
    Serve the socket *descriptor* until its other end, the driver, is gone.

    What is named in *later* is imported once a task has begun, while no other waits.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.modules["__main__"] = ModuleType("__main__")
    adopt_orphans()
    control = socket.socket(fileno=descriptor)
    own.append(control)
    preload([*OWN, *names])
    nbformat.validate(nbformat.v4.new_notebook())  # it compiles what it checks against when it first does
    with contextlib.suppress(NoSuchKernel):
        KernelSpecManager().get_kernel_spec(NATIVE_KERNEL_NAME)  # it looks once for all that start kernels
    del builtins.get_ipython  # the stand-in with which the client started this process
    drawer = Drawer()
    children: list[Child] = []
    while True:
        ready, _, _ = select.select([control, *children], [], [], 0 if later and children else None)
        children = [child for child in children if not _is_over(child)]
        if control in ready:
            kind, received, _, _ = socket.recv_fds(control, 1, 2)
            if not kind:
                break
            children.append(_fork(kind, received, drawer))
        elif not ready:
            preload(later[:1])
            later = later[1:]
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(PATIENCE)
    drawer.end(PATIENCE)


def _is_over(child: Child) -> bool:
    """
    Whether *child* has ended; what it could not end, as it was killed, is ended here.
    """
    ending = child.wait(0)
    if ending is not None and ending.status:
        end_orphans()
    return ending is not None


def _fork(kind: bytes, received: list[int], drawer: Drawer) -> Child:
    line = drawer.open_line()

    def run() -> None:
        signal.signal(signal.SIGTERM, die)
        give_line(line)
        first, *rest = received
        with Connection(first) as connection:
            own.append(connection)
            if kind == CALL:
                _call(connection)
            else:
                guard(connection, socket.socket(fileno=rest[0]))

    child = Child(run, dies_by=signal.SIGTERM)
    for descriptor in received:
        os.close(descriptor)
    if line is not None:
        line.close()
    return child


def _call(connection: Connection) -> None:
    try:
        environment, cwd, function, arguments = connection.recv()
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(cwd)
        answer = (True, function(*arguments))
    except Exception as error:
        answer = (False, error)
    connection.send(answer)
