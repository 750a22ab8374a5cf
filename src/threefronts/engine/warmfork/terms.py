"""
The terms of one execution, and the settings they come from.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from threefronts.engine.executed import Read

PRELOAD, PRELOAD_LATER = "WARMFORK_PRELOAD", "WARMFORK_PRELOAD_LATER"
MEMORY_MB = "WARMFORK_MEMORY_MB"
OUTPUT_MB = "WARMFORK_OUTPUT_MB"
OFF = "WARMFORK_OFF"
# Not threefronts.charts: whoever imports it wants its theme, and nobody else does.
DEFAULT_PRELOAD = (
    "pandas,altair,threefronts.engine.warmfork.warmth:draw_once,"
    "threefronts.facts,threefronts.tables.register:learn_sources"
)
# What some need and what takes long is imported while the first notebooks run.
DEFAULT_PRELOAD_LATER = (
    "scipy.special,scipy.signal,scipy.spatial,scipy.optimize,scipy.stats,ruptures,threefronts.models.*,"
    "statsmodels.api"
)
DEFAULT_OUTPUT_MB = 100
BYTES_PER_MB = 1 << 20


def megabytes(name: str) -> int | None:
    """
    Return the setting *name*, a size; ``None`` where it is not set.

    Raises:
        ValueError: It is no number of megabytes.
    """
    text = os.environ.get(name)
    if text and not text.isdecimal():
        raise ValueError(f"{name} is {text!r}: write whole megabytes, such as {DEFAULT_OUTPUT_MB}")
    return int(text) if text else None


@dataclass(frozen=True)
class Conditions:
    """
    What a kernel runs under.

    Attributes:
        environment: The environment variables.
        cwd: The working directory.
        arguments: What a stock kernel would get on its command line after its connection file.
        memory_mb: Address space that a notebook may add; ``None`` is without limit.
        root: Where given, reads below it are traced, those in *ignored* apart.
    """

    environment: Mapping[str, str]
    cwd: Path
    arguments: tuple[str, ...] = ()
    memory_mb: int | None = None
    root: Path | None = None
    ignored: tuple[Path, ...] = ()


@dataclass
class Account:
    """
    What a caller asks of one execution beyond the notebook, and is told of it.

    Attributes:
        fork_here: Whether this process was forked from a server, and so may fork the kernel itself.
        root: Where given, reads below it are traced, those in *ignored* apart.
        reads: What was read; ``None`` where that is not known.
        cpu_seconds: Processor time of the kernel.
        fallback: Why stock nbclient ran it; empty where it did not.
    """

    fork_here: bool = False
    root: Path | None = None
    ignored: tuple[Path, ...] = ()
    reads: tuple[Read, ...] | None = None
    cpu_seconds: float = 0.0
    fallback: str = ""
