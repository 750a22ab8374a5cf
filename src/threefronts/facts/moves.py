"""
When a fact moved: the one rule by which two editions are compared.
"""

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]


def moved_beyond(old: Record, new: Record) -> bool:
    """
    Return whether a fact moved beyond its tolerance and beyond its interval, whichever end it is seen from.

    That is: a value lies outside the other's interval. A fact without an interval at either end moved when
    it moved beyond its tolerance; one that became known, or is known no more, moved.
    """
    values = old["value"], new["value"]
    if None in values:
        return values[0] is not values[1]
    if abs(values[1] - values[0]) <= max(old["tolerance"], new["tolerance"]):
        return False
    spans = [record for record in (old, new) if has_interval(record)]
    return not spans or any(
        _outside(value, record)
        for value, record in ((values[1], old), (values[0], new))
        if has_interval(record)
    )


def move_size(old: Record, new: Record) -> float | None:
    """
    Return how far a fact moved over the width of its interval; the same from either end.
    """
    values = old["value"], new["value"]
    if None in values:
        return None
    scale = interval_width(old, new) or max(map(abs, values))
    return abs(values[1] - values[0]) / scale if scale else 0.0


def interval_width(old: Record, new: Record) -> float:
    """
    Return the width of the wider interval of two, zero where neither has two ends.
    """
    widths = [record["high"] - record["low"] for record in (old, new) if None not in _ends(record)]
    return max(widths, default=0)


def unknown(record: Record) -> dict[str, Any]:
    """
    Return what stands for a fact in an edition that did not record it: *record* of another, without numbers.
    """
    return dict(record) | {"value": None, "low": None, "high": None}


def has_interval(record: Record) -> bool:
    """
    Whether a fact has an interval, if only with one end.
    """
    return _ends(record) != (None, None)


def _ends(record: Record) -> tuple[float | None, float | None]:
    return record["low"], record["high"]


def _outside(value: float, record: Record) -> bool:
    low, high = _ends(record)
    return (low is not None and value < low) or (high is not None and value > high)
