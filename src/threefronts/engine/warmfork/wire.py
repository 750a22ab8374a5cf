"""
The wire between a kernel and its client: messages of several parts on a stream socket.
"""

import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from jupyter_client.session import Session

BUFFER = 1 << 20
FAILED, GOODBYE, READS = b"failed", b"goodbye", b"reads"  # messages of one part or two beside Jupyter's
COUNT = struct.Struct("!I")
LENGTH = struct.Struct("!Q")


def plain_session(**settings: Any) -> Session:
    """
    Return a Jupyter session that does not sign: nobody else is on the wire.
    """
    session = Session(**settings)
    session.key = b""  # given at once, it would warn
    return session


def pack(parts: Sequence[bytes | memoryview]) -> bytes:
    """
    Return the bytes of one message: the number of *parts*, their lengths, and the parts.
    """
    head = COUNT.pack(len(parts)) + b"".join(LENGTH.pack(memoryview(part).nbytes) for part in parts)
    return head + b"".join(parts)


class Unpacker:
    """
    Takes bytes as they come and gives whole messages.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, more: bytes) -> Iterator[list[bytes]]:
        """
        Add *more* and yield the parts of each message that is whole now.
        """
        self._bytes += more
        while (end := self._end()) is not None:
            lengths = self._lengths()
            start = COUNT.size + LENGTH.size * len(lengths)
            parts = []
            for length in lengths:
                parts.append(bytes(self._bytes[start : start + length]))
                start += length
            del self._bytes[:end]
            yield parts

    def _lengths(self) -> list[int]:
        (count,) = COUNT.unpack_from(self._bytes)
        return [LENGTH.unpack_from(self._bytes, COUNT.size + LENGTH.size * part)[0] for part in range(count)]

    def _end(self) -> int | None:
        if len(self._bytes) < COUNT.size:
            return None
        (count,) = COUNT.unpack_from(self._bytes)
        head = COUNT.size + LENGTH.size * count
        if len(self._bytes) < head:
            return None
        end = head + sum(self._lengths())
        return end if len(self._bytes) >= end else None


class Sink:
    """
    The kernel's end, in the form of the ZeroMQ socket that ipykernel writes to.

    Attributes:
        context: A real ZeroMQ context; ipykernel's output thread is woken through it.
    """

    def __init__(self, connection: socket.socket, context: object) -> None:
        self.context = context
        self.closed = False
        self._connection = connection
        self._lock = threading.Lock()

    def send_multipart(self, parts: Sequence[bytes | memoryview], **_settings: object) -> None:
        """
        Send one message, waiting for a slow reader.
        """
        with self._lock:
            self._connection.sendall(pack(parts))

    def close(self) -> None:
        """
        Do as a socket does; the connection lasts as long as the process.
        """
        self.closed = True
