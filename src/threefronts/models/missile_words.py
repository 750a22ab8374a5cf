"""
What the missile accounts say, in words: each wording with the condition that chooses it.
"""

import pandas as pd

from threefronts.models.missile_balance import Account
from threefronts.models.missiles import Launches
from threefronts.models.pace import Span

OPEN = (
    "No second number had been published by this day, so the account stays open and its lines read not known."
)
SILENT = (
    "That is not above the band around the forecast, so launches neither bear it out nor speak against it."
)
BOTH = "though both stocks and the launches are one belligerent's word, and of earlier years."


def window_words(window: tuple[str, str]) -> dict[str, bool]:
    """
    A window as its length and its last day.
    """
    first, last = (pd.Timestamp(day) for day in window)
    days = (last - first).days + 1
    return {f"the {days} days to {last:%-d %B %Y}" if days > 1 else f"the day of {last:%-d %B %Y}": True}


def year_words(last: pd.Timestamp, year: int) -> dict[str, bool]:
    """
    How far into *year* launches reach that are known up to *last*.
    """
    return {
        f"in {year}": last.year > year,
        f"in {year} up to {last:%-d %B}": last.year == year,
        f"in {year}, which had not begun": last.year < year,
    }


def bound_words(launches: Launches, output: float) -> dict[str, bool]:
    """
    Whether the launches exceed *output* however the labels are read.
    """
    over, under = launches.low > output, launches.high <= output
    return {
        "Read as one will, that is more than the forecast rate would have made.": over,
        "Read as one will, that is no more than the forecast rate would have made.": under,
        "Whether that is more than the forecast rate would have made depends on how these rows are read.": (
            not over and not under
        ),
    }


def korean_words(korean: Span, room: float) -> dict[str, bool]:
    """
    Whether the North Korean missiles needed find *room* in the rows that may hold them.
    """
    fits, fails = korean.high <= room, korean.low > room
    return {
        "So the labels leave room for North Korea to close the gap alone.": fits,
        "That is more than these rows hold, so North Korea alone cannot close the gap.": fails,
        "Only on the narrowest readings of the other rows could North Korea close the gap alone.": (
            not fits and not fails
        ),
    }


def rival_words(rivals: list[tuple[str, float, float | None]], edge: float) -> dict[str, bool]:
    """
    Whether other voices lie above the *edge* of the forecast's band.
    """
    above = bool(rivals) and all(low > edge for _, low, _ in rivals)
    return {
        "No other figure for the output of 2025 that could weigh had been published.": not rivals,
        "Every other figure that counts puts the output of 2025 above the band around the forecast.": above,
        "Other figures do not all lie above the band around the forecast.": bool(rivals) and not above,
    }


def launch_words(least: float | None, edge: float) -> dict[str, bool]:
    """
    Whether the *least* output that launches ask for lies above the *edge* of the forecast's band.
    """
    return {
        "So launches do not bound the output of that year yet.": least is None,
        "That is above the band around the forecast, and launches speak against it.": (
            least is not None and least > edge
        ),
        SILENT: least is not None and least <= edge,
    }


def known_words(books: Account) -> dict[str, bool]:
    """
    Whether a second statement of the stock lets the account be closed, and of which day it is.
    """
    if books.end is None:
        return {OPEN: True}
    return {f"The next number is of {books.end:%-d %B %Y}, by Ukraine's Defence Intelligence.": True}


def closing_words(books: Account, tested: float) -> dict[str, bool]:
    """
    Whether the account closes, and on which side of the *tested* output a year it would.
    """
    if books.residual is None or books.closing_yearly is None:
        return {"Until a second stock is stated, these lines cannot be read.": True}
    return {f"{_residual_words(books.residual)} {_rate_words(books.closing_yearly, tested)}": True}


def left_words(left: Span) -> dict[str, bool]:
    """
    Whether a stock is left at the end, however the labels are read.
    """
    unknown = left.low is None or left.high is None
    enough, short = not unknown and left.low >= 0, not unknown and left.high < 0
    return {
        "No stock had been stated from which to start.": unknown,
        "So the counted launches prove no more: that rate and the store could have fed them.": enough,
        "So that rate cannot have fed the counted launches, however the labels are read.": short,
        "So it depends on the labels whether that rate and the store could have fed the counted launches.": (
            not (unknown or enough or short)
        ),
    }


def drone_words(made: Span, launched: float) -> dict[str, bool]:
    """
    How the drones launched a month compare with those said to be made.
    """
    none = made.low is None and made.high is None
    more = made.high is not None and launched > made.high
    fewer = made.low is not None and launched < made.low
    return {
        "No output had been published for these days.": none,
        "More were launched than were said to be made: the rates were outrun, or leave decoys out.": more,
        "Fewer were launched than were said to be made: stocks grew, or one of the numbers is off.": fewer,
        "The two do not contradict each other, so far as the published bounds go.": not (
            none or more or fewer
        ),
    }


def _residual_words(residual: Span) -> str:
    if residual.high is not None and residual.high < 0:
        return (
            "The account does not close: the published output would have left more missiles than are said to "
            "be left, so output is put too high, launches too low, or the store is larger than Ukraine says."
        )
    if residual.low is not None and residual.low > 0:
        return (
            "The account does not close: the published output could not have left as many missiles as are "
            "said to be left, so output or stock is not what is said, or there was another supply."
        )
    return "The account closes within its bounds."


def _rate_words(closing: Span, tested: float) -> str:
    if closing.low is not None and closing.low > tested:
        return f"The output that would close it is higher than the general's rate, {BOTH}"
    if closing.high is not None and closing.high < tested:
        return f"The output that would close it is lower than the general's rate, {BOTH}"
    return f"The output that would close it may lie on either side of the general's rate, {BOTH}"
