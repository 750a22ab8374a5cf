"""
What can go wrong while refreshing; each message stands alone, with what, where and what to do.
"""

from threefronts.tables import TableError


class RefreshError(TableError):
    """
    A source cannot be refreshed: its table stays as it was.
    """


class PassingError(RefreshError):
    """
    A failure that may pass, so that another try is worth it.
    """


class NotThere(RefreshError):
    """
    The publisher has no such file.
    """
