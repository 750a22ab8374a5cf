"""
The drawer: a process beside the kernels that draws their charts, so that none starts an engine of its own.
"""

import contextlib
import os
import socket
import struct
from multiprocessing.connection import Connection, wait

from threefronts import drawing
from threefronts.engine.warmfork.processes import Child, own

SECONDS = struct.pack("ll", 30, 0)  # for which the drawer waits on a kernel that stands still
CHART = '{"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}'


class Drawer:
    """
    A child of the server, which gives lines to it; without the server it ends.
    """

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()

        def run() -> None:
            self._control.close()
            _Served(theirs).serve()

        with theirs:
            self._child = Child(run)
        own.append(self._control)

    def open_line(self) -> Connection | None:
        """
        Return one end of a line to the drawer; ``None`` where that is gone.
        """
        mine, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"L"], [theirs.fileno()])
            except OSError:
                mine.close()
                return None
        return Connection(mine.detach())

    def end(self, patience: float) -> None:
        """
        Let it end, at the latest after *patience* seconds.
        """
        self._control.close()
        self._child.end(patience)


class _Served:
    """
    The drawer's side.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lines: list[Connection] = []
        self._is_awake = False
        self._told = os.memfd_create("told")  # what the engine says of a chart, a kernel is to say itself
        os.dup2(self._told, 1)
        os.dup2(self._told, 2)

    def serve(self) -> None:
        """
        Draw until the server is gone.
        """
        while True:
            for ready in wait([self._control, *self._lines]):
                if ready is not self._control:
                    self._answer(ready)
                elif not self._take_line():
                    return

    def _take_line(self) -> bool:
        kind, received, _, _ = socket.recv_fds(self._control, 1, 1)
        if kind:
            with socket.socket(fileno=received[0]) as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, SECONDS)
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, SECONDS)
                self._lines.append(Connection(line.detach()))
        return bool(kind)

    def _answer(self, line: Connection) -> None:
        try:
            asked = line.recv_bytes()
            if asked != drawing.WAKE:
                line.send_bytes(self._draw(asked.decode()))
            elif not self._is_awake:
                self._draw(CHART)
        except (EOFError, OSError):
            self._lines.remove(line)
            line.close()

    def _draw(self, text: str) -> bytes:
        self._is_awake = True
        picture = drawing.NOTHING
        with contextlib.suppress(ValueError):
            picture = drawing.draw_here(text).encode()
        if os.fstat(self._told).st_size:
            os.ftruncate(self._told, 0)
            return drawing.NOTHING
        return picture


line: Connection | None = None  # of this process, which was forked from a server


def give_line(kernels: Connection | None) -> None:
    """
    Keep the line for the kernel that will be forked from this process.
    """
    global line
    line = kernels


def take_line() -> None:
    """
    Use the line in this process, the kernel.
    """
    if line is not None:
        drawing.use_line(line)


def drop_line() -> None:
    """
    Close the line in this process: only the kernel's end shall be open.
    """
    give_line(line and line.close())
