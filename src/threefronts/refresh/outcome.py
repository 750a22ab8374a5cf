"""
What became of one source.
"""

from dataclasses import dataclass

from threefronts.refresh.compare import Change

STATUSES = ("refreshed", "would_refresh", "unchanged", "by_hand", "failed")


@dataclass(frozen=True)
class Outcome:
    """
    One source (or table) with its status, one message, and what it changed.
    """

    source: str
    status: str
    message: str
    changes: tuple[Change, ...] = ()

    @property
    def has_failed(self) -> bool:
        """
        Whether the source was stopped; its tables are as they were.
        """
        return self.status == "failed"

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


def failed(source: str, error: Exception) -> Outcome:
    """
    Return the outcome of a source stopped by *error*, as one line.
    """
    return Outcome(source, "failed", " ".join(str(error).split()))
