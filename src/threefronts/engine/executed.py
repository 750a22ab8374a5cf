"""
What one execution of one notebook gives back.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Read:
    """
    A file that a notebook looked at, or a folder below the project's root, and what was there.

    Attributes:
        path: Relative to the project's root, the root itself ``.``; absolute where it lies elsewhere.
        sha256: What :func:`threefronts.engine.trace.fingerprint` gave when it was first read: of a file its
            content, of a folder its names; ``missing`` where there was nothing.
    """

    path: str
    sha256: str


@dataclass(frozen=True)
class Executed:
    """
    An executed notebook and what it cost.

    Attributes:
        text: The normalised notebook.
        reads: What it read besides the package and the environment, each path once, sorted; ``None`` where
            that cannot be known, since it ran in a stock kernel or started other programs. The facts of the
            run in progress are an input of the task and not listed.
        seconds: From the start of its process to its result.
        cpu_seconds: Processor time of its kernel.
    """

    text: str
    reads: tuple[Read, ...] | None
    seconds: float
    cpu_seconds: float
