"""
How a number reads in prose.
"""

from math import floor, log10

SIGNIFICANT_DIGITS = 6  # what a fact keeps, so that another processor gives the same bytes
SHOWN_DIGITS = 3
NOT_KNOWN = "not known"
UNSPOKEN_UNITS = ("share", "ratio", "correlation", "rank")  # the sentence around them says what they are


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
        decimals: Digits after the point; ``None`` shows a whole number whole and any other to three digits.
    """
    if value is None:
        return NOT_KNOWN
    if decimals is None:
        decimals = 0 if float(value).is_integer() else max(0, SHOWN_DIGITS - 1 - floor(log10(abs(value))))
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


def unit_text(unit: str) -> str:
    """
    Write *unit* for a sentence: ``km2/day`` reads "km² a day"; a share, a ratio or a rank has no unit.
    """
    if unit in UNSPOKEN_UNITS:
        return ""
    return unit.replace("/", " a ").replace("km2", "km²")


def amount_text(amount: str, unit: str) -> str:
    """
    Write a number or an interval that is already text, with its unit where it has one: one event, two events.
    """
    is_one = amount.split()[-1:] == ["1"] and " to " not in amount
    return f"{amount} {unit_text(_singular(unit) if is_one else unit)}".rstrip()


def told_apart(first: float, second: float) -> tuple[str, str]:
    """
    Write two different numbers with as many digits as it takes to see that they differ.
    """
    for decimals in (None, *range(1, SIGNIFICANT_DIGITS)):
        texts = number_text(first, decimals), number_text(second, decimals)
        if texts[0] != texts[1]:
            break
    return texts


def _singular(unit: str) -> str:
    """
    Write the counted noun of *unit* for one: its first word where that is a plural, else its last.
    """
    counted, slash, per = unit.partition("/")
    words = counted.split(" ")
    place = 0 if words[0].endswith("s") else len(words) - 1
    for ending, single in {"ies": "y", "ches": "ch", "sses": "ss", "s": ""}.items():
        if words[place].endswith(ending):
            words[place] = words[place].removesuffix(ending) + single
            break
    return " ".join(words) + slash + per
