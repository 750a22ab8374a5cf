"""
The one error of this room.
"""


class RunError(Exception):
    """
    Notebooks cannot be planned, or did not run to their end: which, where and why.
    """
