"""
The errors of this room.
"""


class RunError(Exception):
    """
    Notebooks cannot be planned, or did not run to their end: which, where and why.
    """


class NoDataRun(RunError):
    """
    A notebook ended since there are no data for its day, with the reason, and what it had read by then.
    """

    def __init__(self, message: str, reason: str, reads: "tuple | None" = None) -> None:
        super().__init__(message, reason, reads)
        self.reason, self.reads = reason, reads

    def __str__(self) -> str:
        return self.args[0]
