"""
The one error of this room: a chart that may not be shown as it is.
"""


class ChartError(ValueError):
    """
    A chart lacks what the book needs; the message says what, where and what to do.
    """
