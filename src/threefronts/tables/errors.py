"""
The one error of this room.
"""


class TableError(Exception):
    """
    A table, its manifest or its source is not as it should be: what, where, what to do.
    """
