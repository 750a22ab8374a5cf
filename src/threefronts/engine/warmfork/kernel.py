"""
The kernel: ipykernel's own application, kernel and shell in a forked process, its messages on a wire.
"""

import asyncio
import atexit
import contextvars
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from uuid import uuid4

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import Any

from threefronts.engine import trace
from threefronts.engine.warmfork.drawer import take_line
from threefronts.engine.warmfork.terms import BYTES_PER_MB, Conditions
from threefronts.engine.warmfork.wire import BUFFER, FAILED, GOODBYE, READS, Sink, Unpacker, plain_session

set_by_imports: dict[str, str] = {}  # variables that modules set when the server imported them


class WarmKernel(IPythonKernel):
    """
    ipykernel's kernel, its replies going where its outputs go; it has no subshells.
    """

    shell_stream = Any()
    _supports_kernel_subshells = False

    def start(self) -> None:
        """
        Start without a debugger's port.
        """
        self.shell.exit_now = False
        Kernel.start(self)
        self.shell_stream = self.iopub_socket  # not a ZeroMQ stream, which it would listen to


class OutputThread(IOPubThread):
    """
    ipykernel's thread for output, woken by its event loop's own means instead of a ZeroMQ socket.
    """

    def _setup_event_pipe(self) -> None:
        pass

    def schedule(self, f: Callable[[], None]) -> None:
        """
        Call *f* in the thread; at once where there is none, as in a fork of the notebook's own.
        """
        if self.thread.is_alive():
            self.io_loop.asyncio_loop.call_soon_threadsafe(f)
        else:
            f()


class WarmKernelApp(IPKernelApp):
    """
    ipykernel's application without ports, connection file, heartbeat and the threads that serve them.
    """

    kernel_class = WarmKernel
    connection: socket.socket

    def init_connection_file(self) -> None:
        """
        Name a file as a stock kernel does; there is none.
        """
        self.connection_file = _connection_file()

    def init_sockets(self) -> None:
        """
        Publish on the wire, from ipykernel's own output thread.
        """
        self.session = plain_session(parent=self)
        self.context = zmq.Context()
        self.configure_tornado_logger()
        self.iopub_thread = OutputThread(Sink(self.connection, self.context), pipe=True, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_poller(self) -> None:
        """
        The system ends this process with its parent; nothing needs to look.
        """

    init_heartbeat = write_connection_file = log_connection_info = init_poller

    def init_kernel(self) -> None:
        """
        Make the kernel.
        """
        self.kernel = WarmKernel.instance(
            parent=self,
            session=self.session,
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            _execute_sleep=0.0,  # nobody polls
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def start(self) -> None:
        """
        Serve requests until the client says goodbye or is gone.
        """
        self.kernel.start()
        loop = asyncio.get_event_loop()
        context, unpacker = contextvars.copy_context(), Unpacker()
        requests = set()

        def receive() -> None:
            received = self.connection.recv(BUFFER)
            if not received:
                os._exit(0)
            for parts in unpacker.feed(received):
                if parts == [GOODBYE]:
                    loop.stop()
                else:
                    frames = [zmq.Frame(part) for part in parts]
                    request = loop.create_task(self.kernel.shell_main(None, frames), context=context)
                    requests.add(request)
                    request.add_done_callback(requests.discard)

        loop.add_reader(self.connection, receive)
        self.io_loop = self.kernel.io_loop
        self.io_loop.start()


def serve(connection: socket.socket, conditions: Conditions) -> None:
    """
    Be a kernel on *connection*; to be called in a fresh child.
    """
    with Path(os.devnull).open("r+b") as nowhere:  # raw writes are captured; their echo has no terminal here
        for descriptor in (1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    try:
        app = _prepare(connection, conditions)
        app.start()
        _finish(app)
    except Exception as error:
        Sink(connection, None).send_multipart([FAILED, f"it could not be made: {error!r}".encode()])
        raise
    connection.close()


def _finish(app: WarmKernelApp) -> None:
    """
    Do what a stock kernel does when it is shut down, and first say what was read.
    """
    found = trace.reads()
    listed = None if found is None else [(read.path, read.sha256) for read in found]
    app.iopub_socket.send_multipart([READS, repr(listed).encode()])
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)  # to what it started; this process's parent kills what stays
    atexit._run_exitfuncs()


def _prepare(connection: socket.socket, conditions: Conditions) -> WarmKernelApp:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _take_environment(conditions)
    _forget_the_server()
    take_line()
    sys.argv = [_launcher(), "-f", _connection_file(), *conditions.arguments]
    app = WarmKernelApp.instance()
    app.connection = connection
    asyncio.set_event_loop(asyncio.new_event_loop())
    app.initialize(list(conditions.arguments))
    if conditions.memory_mb is not None:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limit = used + conditions.memory_mb * BYTES_PER_MB
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    if conditions.root is not None:
        trace.start(conditions.root, conditions.ignored)
    return app


def _take_environment(conditions: Conditions) -> None:
    for name in set(os.environ) - set(conditions.environment):
        del os.environ[name]
    os.environ.update(set_by_imports | dict(conditions.environment), JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    os.chdir(conditions.cwd)


def _forget_the_server() -> None:
    """
    Undo what all kernels of one server would share: random numbers, and its main module.
    """
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    sys.modules["__main__"] = ModuleType("__main__")


def _launcher() -> str:
    import ipykernel

    return str(Path(ipykernel.__file__).parent.parent / "ipykernel_launcher.py")


def _connection_file() -> str:
    return str(Path(jupyter_runtime_dir()) / f"kernel-{uuid4()}.json")
