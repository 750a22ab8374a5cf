"""
Wordings of the chapter on shells, each with the condition that chooses it.
"""

from threefronts.models.statements import Span


def repeat_reading(others: Span, value: float) -> dict[str, bool]:
    """
    Say how what *others* name stands to a repeated *value*.
    """
    is_known = others.low is not None
    above = is_known and others.low > value
    return {
        "all lie above it, which makes an old number the likelier reading": above,
        "do not all lie above it, so that they decide nothing": is_known and not above,
        "are not known yet": not is_known,
    }


def received_reading(received: Span, made: Span) -> dict[str, bool]:
    """
    Say how what Ukraine received stands to what the West made; "is more than the top" goes before "of".
    """
    is_known = None not in (received.value, made.high)
    above = is_known and received.value > made.high
    return {
        "is more than the top": above,
        "is not above the top": is_known and not above,
        "cannot be set beside the range": not is_known,
    }


def left_reading(left: Span) -> dict[str, bool]:
    """
    Say in a sentence whether a year's balance can hold with every published number.
    """
    is_known = left.low is not None
    short = is_known and left.low < 0
    too_little = "The low end is below zero: the highest fire and the lowest output cannot both be right."
    return {
        too_little: short,
        "Even the highest rate of fire and the lowest output leave something.": is_known and not short,
        "Not all of these numbers had been published by then.": not is_known,
    }
