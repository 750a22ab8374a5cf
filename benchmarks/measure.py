"""
Time commands: wall clock, and the processor time of a command with all its descendants.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

PYTHON = sys.executable
COMMANDS = Path(PYTHON).parent
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Timing:
    """
    Seconds that something took, and what it printed.
    """

    wall: float
    cpu: float
    printed: str = ""


def timed(command: Sequence[str | Path], cwd: Path, **variables: str) -> Timing:
    """
    Run *command* in *cwd* with environment *variables* and return what it took.

    Byte code is written, as on a machine where a book is made; processor time counts what was waited for.

    Raises:
        RuntimeError: The command failed; the message ends with what it told.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with TemporaryFile() as out, TemporaryFile() as told:
        started = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command], cwd=cwd, env=environment | variables, stdout=out, stderr=told
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        told.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command}: {told.read().decode(errors='replace')[-2000:]}")
        return Timing(wall, usage.ru_utime + usage.ru_stime, out.read().decode())


def total(timings: Sequence[Timing]) -> Timing:
    """
    Return what several took one after another.
    """
    return Timing(sum(one.wall for one in timings), sum(one.cpu for one in timings))


def best(measure: Callable[[], Timing], times: int) -> Timing:
    """
    Return the quickest of several measurements, which other work on the machine disturbed least.
    """
    return min((measure() for _ in range(times)), key=lambda one: one.wall)
