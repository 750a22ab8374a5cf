"""
The one answer that is no fault: nothing had been published yet for the day that was asked for.
"""


class NoDataError(ValueError):
    """
    A table holds nothing for the day asked for; the message says since when it does.

    A model raises it, a notebook ends with it, and a backfill keeps its message as a result of that day.
    """
