"""
Wordings of the chapter on the air war that follow the data: each with the condition that chooses it.
"""

import pandas as pd

from threefronts.models.interception import Slope
from threefronts.models.pace import Interval

Wordings = dict[str, bool]


def table_end(last: pd.Timestamp, as_of: str, quiet_days: int) -> Wordings:
    """
    Whether the reports reach the edition's day.
    """
    gap = (pd.Timestamp(as_of) - last).days
    return {
        "The reports reach this edition's day.": gap <= quiet_days,
        "The table of attacks ends there, before this edition's day, so nothing that flew later is in this "
        "chapter; the silence after it is the table's and not the sky's.": gap > quiet_days,
    }


def against(now: pd.Series, before: pd.Series) -> Wordings:
    """
    Whether a share lies apart from an earlier one, each with ``low`` and ``high``, NaN where not known.
    """
    unknown = pd.isna(now["low"]) or pd.isna(before["low"])
    rose, fell = now["low"] > before["high"], now["high"] < before["low"]
    return {
        "cannot be set against": bool(unknown),
        "is higher than": bool(rose),
        "is lower than": bool(fell),
        "cannot be told from": not (unknown or rose or fell),
    }


def whole_sums(start: pd.Timestamp, apart_from: str) -> Wordings:
    """
    Whether both spans compared, from *start* on, lie where lost and jammed drones are told.
    """
    bound = start < pd.Timestamp(apart_from)
    return {
        "Some of these days lie before lost drones were told as a rule, where the sum is a lower bound, so a "
        "difference may be one of bookkeeping.": bound,
        "All of these days lie where lost drones are told, apart or together.": not bound,
    }


def odds_word(odds: Interval | None) -> Wordings:
    """
    How the odds of being stopped go with the size of the attack.
    """
    return {
        "cannot be told on so few nights": odds is None,
        "are lower on nights of many drones": odds is not None and odds.high < 1,
        "are higher on nights of many drones": odds is not None and odds.low > 1,
        "neither clearly rise nor clearly fall with the number of drones": odds is not None
        and odds.low <= 1 <= odds.high,
    }


def saturation(slope: Slope | None) -> Wordings:
    """
    What the curve says of saturation, over all nights and within the month.
    """
    if slope is None:
        return {"There are too few nights by this edition's day to draw a curve.": True}
    falls, rises = slope.odds.high < 1, slope.odds.low > 1
    alike = slope.within.high < 1 if falls else slope.within.low > 1
    fall, rise = (
        f"A {word} share is reported stopped on the larger nights" for word in ("smaller", "larger")
    )
    same = "the same holds among the nights of one month, so a trend over the months does not account for it"
    trend = (
        "among the nights of one month this cannot be told from none, so it may be a trend over the months"
    )
    none = "there is no sign in the reports that the defence is saturated in this sense"
    neither = "The share reported stopped neither clearly falls nor clearly rises with the size of the attack"
    return {
        f"{fall}, and {same}.": falls and alike,
        f"{fall}, but {trend}.": falls and not alike,
        f"{rise}, and {same}; {none}.": rises and alike,
        f"{rise}, but {trend}; {none}.": rises and not alike,
        f"{neither}.": not falls and not rises,
    }


def folding(day: str, nights: int) -> Wordings:
    """
    Whether lost and jammed drones are counted with those shot down by now, and since when.
    """
    since = (
        "Since then the two have been folded into one, as shot down or suppressed; the note of the table "
        f"puts this in August 2025, and this edition takes {pd.Timestamp(day):%-d %B %Y}, the first night "
        "from which the copy holds hardly any apart."
    )
    return {"By this edition's day that is how they stand.": nights == 0, since: nights > 0}


def change_of_count(shares: pd.DataFrame) -> Wordings:
    """
    What the nights around the folding say: rows ``before_stopped`` and ``after_stopped`` of *shares*.
    """
    before, after = shares.loc["before_stopped"], shares.loc["after_stopped"]
    unknown = bool(pd.isna(before["low"]) or pd.isna(after["low"]))
    apart = bool(after["low"] > before["high"] or after["high"] < before["low"])
    empty = (
        "The last two rows are kept for nights around a further change of the count, and are empty "
        "without one that has enough nights on both sides."
    )
    moved = (
        "Across the folding the sum moves by more than its intervals, so either the defence changed in the "
        "same weeks or the new count is not quite the old sum."
    )
    still = (
        "Across the folding the intervals of the sum overlap, as they would if no more than the way of "
        "counting had changed."
    )
    return {empty: unknown, moved: not unknown and apart, still: not unknown and not apart}
