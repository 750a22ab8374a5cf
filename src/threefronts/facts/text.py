"""
How a number reads in prose.
"""

from math import floor, log10

SIGNIFICANT_DIGITS = 6  # what a fact keeps, so that another processor gives the same bytes
SHOWN_DIGITS = 3
NOT_KNOWN = "not known"


def rounded(value: float | None, digits: int = SIGNIFICANT_DIGITS) -> float | int | None:
    """
    Round *value* to *digits* significant digits; whole numbers that are integers stay as they are.
    """
    if value is None or isinstance(value, int):
        return value
    if value == 0:
        return 0.0
    return round(value, digits - 1 - floor(log10(abs(value))))


def number_text(value: float | None, decimals: int | None = None) -> str:
    """
    Write *value* for a sentence: thousands apart, a true minus sign, "not known" for ``None``.

    Args:
        value: The number.
        decimals: Digits after the point; ``None`` shows an integer whole and a float to three digits.
    """
    if value is None:
        return NOT_KNOWN
    if decimals is None:
        decimals = (
            0 if isinstance(value, int) or value == 0 else max(0, SHOWN_DIGITS - 1 - floor(log10(abs(value))))
        )
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", "\N{MINUS SIGN}")


def range_text(low: float | None, high: float | None, decimals: int | None = None) -> str:
    """
    Write an interval for a sentence; an open end reads "at least" or "at most".
    """
    if low is None and high is None:
        return NOT_KNOWN
    if high is None:
        return f"at least {number_text(low, decimals)}"
    if low is None:
        return f"at most {number_text(high, decimals)}"
    if low == high:
        return number_text(low, decimals)
    return f"{number_text(low, decimals)} to {number_text(high, decimals)}"
