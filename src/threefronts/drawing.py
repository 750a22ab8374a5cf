"""
Draw Vega-Lite charts as SVG: here, or in a process at the other end of a line, where there is one.

To draw takes a JavaScript engine, whose start costs more than most charts and which leaves threads behind.
So one process may keep one for many others. A picture is the same wherever it was drawn.
"""

import json
import os
import threading
from multiprocessing.connection import Connection

import vl_convert

VEGALITE = "6.4"
UNDRAWN = "THREEFRONTS_UNDRAWN"  # set where only facts are asked for: pictures cost a fifth of an execution
WAKE, NOTHING = b"wake", b""


def draw_svg(spec: dict) -> str:
    """
    Return the SVG of *spec*, a Vega-Lite spec with its data inside, as vl_convert draws it.

    Raises:
        ValueError: Vega-Lite cannot draw it.
    """
    text = json.dumps(spec, ensure_ascii=False)
    return (_line.ask(text) if _line else None) or draw_here(text)


def draw_here(text: str) -> str:
    """
    Return the SVG of a spec in JSON, drawn in this process.

    Raises:
        ValueError: Vega-Lite cannot draw it.
    """
    return vl_convert.vegalite_to_svg(text, vl_version=VEGALITE, allowed_base_urls=[])


def is_wanted() -> bool:
    """
    Whether anybody will look at pictures.
    """
    return not os.environ.get(UNDRAWN)


def expect_charts() -> None:
    """
    Let the other process, if there is one, start its engine: a chart will be drawn soon.
    """
    if _line and is_wanted():
        _line.wake()


def use_line(connection: Connection) -> None:
    """
    Have the charts of this process drawn at the other end of *connection*.
    """
    global _line
    _line = _Line(connection)


class _Line:
    """
    This process's line to the one that draws; a fork of it has none, nor has another zone or language.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection: Connection | None = connection
        self._lock = threading.Lock()
        self._drawn_for = _circumstances()

    def ask(self, text: str) -> str | None:
        """
        Return the picture; ``None`` where it is to be drawn here, if only to fail here.
        """
        with self._lock:
            if not self._is_open():
                return None
            try:
                self._connection.send_bytes(text.encode())
                return self._connection.recv_bytes().decode() or None
            except (EOFError, OSError):
                self._close()
                return None
            except BaseException:  # an interrupt: the answer to this would be taken for the next one's
                self._close()
                raise

    def wake(self) -> None:
        """
        Ask for nothing yet.
        """
        with self._lock:
            if self._is_open():
                try:
                    self._connection.send_bytes(WAKE)
                except OSError:
                    self._close()

    def _is_open(self) -> bool:
        return self._connection is not None and self._drawn_for == _circumstances()

    def _close(self) -> None:
        self._connection.close()
        self._connection = None


_line: _Line | None = None


def _circumstances() -> tuple[int, dict[str, str]]:
    """
    Return the process, and what of its environment a picture may show.
    """
    shown = {name: value for name, value in os.environ.items() if name.startswith(("TZ", "LANG", "LC_"))}
    return os.getpid(), shown
