"""
The link: a kernel on a wire, in the form in which nbclient knows kernel managers and clients.
"""

import asyncio
import socket
from ast import literal_eval
from collections.abc import Callable
from queue import Empty
from typing import Any

from threefronts.engine.executed import Read
from threefronts.engine.warmfork.processes import Ending
from threefronts.engine.warmfork.wire import BUFFER, FAILED, GOODBYE, READS, Unpacker, pack, plain_session

FAREWELL_SECONDS = 5.0  # for a kernel's own exit handlers


class Channel:
    """
    Messages of one kind, in their order.
    """

    def __init__(self) -> None:
        self._messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.is_over = False
        self.on_end: Callable[[], None] = lambda: None

    def put(self, message: dict[str, Any] | None) -> None:
        """
        Add *message*; ``None`` says that no other will come.
        """
        self._messages.put_nowait(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """
        Return the next message.

        Raises:
            Empty: None came within *timeout* seconds.
        """
        if self._messages.empty() and self.is_over and timeout is not None:
            raise Empty
        try:
            message = await self._next(timeout)
        except TimeoutError:
            raise Empty from None
        if message is not None:
            return message
        self.is_over = True
        self.on_end()
        return await self.get_msg(timeout)

    async def _next(self, timeout: float | None) -> dict[str, Any] | None:
        if not self._messages.empty():
            return self._messages.get_nowait()
        async with asyncio.timeout(timeout):
            return await self._messages.get()


class Link:
    """
    Kernel manager and kernel client in one: it speaks to a kernel, and knows how it ended.

    Attributes:
        limit: Bytes that may come from the kernel; *on_limit* is called once there are more.
        failure: Why the kernel could not be made.
        reads: What the notebook read; ``None`` where that is not known.
    """

    has_kernel = True
    allow_stdin = False

    def __init__(self, connection: socket.socket, process: Any) -> None:
        self._connection = connection
        self._process = process
        self._session = plain_session()
        self._unpacker = Unpacker()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.shell_channel, self.iopub_channel = Channel(), Channel()
        self.limit, self.on_limit = float("inf"), lambda: None
        self.failure = ""
        self.reads: tuple[Read, ...] | None = None
        self.ending: Ending | None = None

    def client(self) -> "Link":
        """
        Return what speaks to the kernel.
        """
        return self

    def start_channels(self) -> None:
        """
        Read what comes, in the running event loop.
        """
        self._loop = asyncio.get_running_loop()
        self._connection.setblocking(False)
        self._loop.add_reader(self._connection, self._receive)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """
        Nothing: the first request waits on the wire.
        """

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """
        Ask the kernel to execute *code*; returns the request's id.
        """
        content = {"code": code, "store_history": store_history, "allow_stdin": self.allow_stdin}
        return self._send("execute_request", content | {"silent": False, "stop_on_error": False})

    def kernel_info(self) -> str:
        """
        Ask the kernel what it is.
        """
        return self._send("kernel_info_request", {})

    async def is_alive(self) -> bool:
        """
        Whether the kernel lives.
        """
        return not self.iopub_channel.is_over

    async def interrupt_kernel(self) -> None:
        """
        Interrupt what the kernel does.
        """
        self._process.interrupt()

    def kill(self) -> None:
        """
        Kill the kernel with all it started.
        """
        self.ending = self._process.end()

    def close(self, is_done: bool) -> None:
        """
        End the kernel: with its exit handlers where the notebook *is_done*, at once where it is not.
        """
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._connection)
        if is_done and self.ending is None:
            self._say_goodbye()
        self.ending = self.ending or self._process.end(FAREWELL_SECONDS if is_done else 0)
        self._connection.close()

    def _say_goodbye(self) -> None:
        self._connection.settimeout(FAREWELL_SECONDS)
        try:
            self._connection.sendall(pack([GOODBYE]))
            while received := self._connection.recv(BUFFER):
                self._take(received)
        except OSError:  # it is gone, or does not end
            return

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        message = self._session.msg(kind, content)
        try:
            self._connection.setblocking(True)
            self._connection.sendall(pack(self._session.serialize(message)))
        except OSError:  # the reader finds its end
            pass
        finally:
            self._connection.setblocking(False)
        return message["header"]["msg_id"]

    def _receive(self) -> None:
        try:
            received = self._connection.recv(BUFFER)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        self.limit -= len(received)
        if received and self.limit < 0:
            self.limit, received = float("inf"), b""
            self.on_limit()
        if received:
            self._take(received)
            return
        self._loop.remove_reader(self._connection)
        self.shell_channel.put(None)
        self.iopub_channel.put(None)

    def _take(self, received: bytes) -> None:
        for parts in self._unpacker.feed(received):
            if parts[0] == READS:
                found = literal_eval(parts[1].decode())
                self.reads = None if found is None else tuple(Read(*one) for one in found)
            elif parts[0] == FAILED:
                self.failure = parts[1].decode()
            else:
                _, rest = self._session.feed_identities(parts)
                message = self._session.deserialize(rest)
                is_reply = message["msg_type"].endswith("_reply")
                (self.shell_channel if is_reply else self.iopub_channel).put(message)
