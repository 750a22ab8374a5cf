"""
The server: a process of one thread that has imported already and forks a child for each task.
"""

import builtins
import gc
import importlib
import importlib.util
import os
import pkgutil
import signal
import socket
import sys
import traceback
from collections.abc import Iterable
from multiprocessing.connection import Connection
from types import ModuleType

import nbformat

from threefronts.engine.warmfork.client import CALL
from threefronts.engine.warmfork.guard import guard
from threefronts.engine.warmfork.kernel import set_by_imports
from threefronts.engine.warmfork.processes import Child, die, own

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
    Import *names*, where ``package.*`` is every module of a package.

    One that cannot be imported is left to the notebook that asks for it, which then shows why.
    """
    before = dict(os.environ)
    for name in (*OWN, *names):
        for module in _modules(name):
            try:
                importlib.import_module(module)
            except Exception:
                traceback.print_exc()
    nbformat.validate(nbformat.v4.new_notebook())  # it compiles what it checks against when it first does
    set_by_imports.update({name: value for name, value in os.environ.items() if name not in before})
    gc.collect()
    gc.freeze()  # children that collect leave these pages shared


def _modules(name: str) -> list[str]:
    package = name.removesuffix(".*")
    spec = importlib.util.find_spec(package) if name != package else None
    places = spec.submodule_search_locations if spec else None
    return [package, *(module.name for module in pkgutil.iter_modules(places or [], f"{package}."))]


def main(descriptor: int, names: Iterable[str]) -> None:
    """
    Serve the socket *descriptor* until its other end, the driver, is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.modules["__main__"] = ModuleType("__main__")
    control = socket.socket(fileno=descriptor)
    own.append(control)
    preload(names)
    del builtins.get_ipython  # the stand-in with which the client started this process
    children: list[Child] = []
    while True:
        kind, received, _, _ = socket.recv_fds(control, 1, 2)
        children = [child for child in children if child.wait(0) is None]
        if not kind:
            break
        children.append(_fork(kind, received))
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(PATIENCE)


def _fork(kind: bytes, received: list[int]) -> Child:
    def run() -> None:
        signal.signal(signal.SIGTERM, die)
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
