"""
Wordings of the chapter on the front line that follow the data: each with the condition that chooses it.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from threefronts.models.breaks import Break
from threefronts.models.pace import Interval, Span

Wordings = dict[str, bool]

QUIET_DAYS = 10  # the map of a week may be out while the day described is in the next


def table_end(last: pd.Timestamp, as_of: str) -> Wordings:
    """
    Whether the maps reach the edition's day.
    """
    reaches = (pd.Timestamp(as_of) - last).days <= QUIET_DAYS
    return {
        "The maps reach this edition's day.": reaches,
        "The archive of the maps ends there, before this edition's day, and what moved since is not in this "
        "chapter.": not reaches,
    }


def direction(pace: Interval, before: Interval) -> Wordings:
    """
    Whether a pace lies apart from an earlier one.
    """
    rose, fell = pace.low > before.value, pace.high < before.value
    return {
        "rose against": rose,
        "fell against": fell,
        "cannot be told from that of": not (rose or fell),
    }


def shifts(found: Sequence[Break], ends: pd.Series) -> Wordings:
    """
    The weeks in which the level shifts, each with the weeks that would do nearly as well.

    Args:
        found: The breaks.
        ends: The last day of each week.
    """
    told = [
        f"{_day(ends.iloc[one.position])} ({_day(ends.iloc[one.low])} to {_day(ends.iloc[one.high])})"
        for one in found
    ]
    listed = "; ".join(told)
    return {
        "By this method no week starts another level.": not told,
        "By this method one week starts another level, with the span in which it may lie just as well: "
        f"that ending on {listed}.": len(told) == 1,
        "By this method these weeks start another level, each with the span in which it may lie just as "
        f"well: those ending on {listed}.": len(told) > 1,
    }


def wider_scope(published: pd.DataFrame) -> Wordings:
    """
    Whether one voice's figures with Kursk region exceed its figures for the same month without that word.

    Args:
        published: Columns months, start, voice, scope and value.
    """
    months = published[published["months"] == 1]
    wide = months[months["scope"] == "with_kursk"].groupby(["start", "voice"])["value"].max()
    other = months[months["scope"] == "not_told"].groupby(["start", "voice"])["value"].min()
    both = pd.concat([wide, other], axis=1, keys=["wide", "other"]).dropna()
    smaller = [f"{start:%B %Y}" for start, _ in both[both["wide"] < both["other"]].index]
    return {
        "No voice gives one month both with and without Kursk region in the figures drawn here, so how much "
        "the wider scope adds cannot be told.": both.empty,
        "Where one voice gives a month both ways, the figure with Kursk region is the larger one, as it must "
        "be.": len(both) > 0 and not smaller,
        "Where one voice gives a month both ways, a wider scope should never give less; for "
        f"{' and '.join(smaller)} it does, so the definition explains part of the gap and a second count, "
        "made later or in another manner, the rest.": bool(smaller),
    }


def stalemate_by(net: Span | None, gross: Span | None, mark: float) -> Wordings:
    """
    Whether the mark of a stalemate gives one answer by net change and by movement both ways.

    Args:
        net, gross: Shares of the country in the claim's year, in percent.
        mark: The mark in percent.
    """
    unknown = net is None or gross is None
    still = not unknown and net.high <= mark
    both = still and gross.value <= mark
    return {
        "is not over or not covered by maps in this edition": unknown,
        "stays below the mark by either measure": both,
        "stays below the mark on balance and passes it by movement both ways": still and not both,
        "passes the mark": not unknown and not still,
    }


def year_2022(last: pd.Timestamp) -> Wordings:
    """
    What stands out in the maps of 2022, as far as the maps reach.
    """
    over = last >= pd.Timestamp("2022-12-31")
    return {
        "Three movements stand out afterwards in 2022: the spring advance in the east, the Ukrainian "
        "counter-offensives of the autumn, and a redrawn outline of Crimea in September, which added area on "
        "paper that nobody had taken.": over,
        "The maps of 2022 are not all in this edition; where they reach past September, a redrawn outline of "
        "Crimea adds area on paper that nobody had taken.": not over,
    }


def scopes(published: pd.DataFrame, words: dict[str, str]) -> Wordings:
    """
    Name what the published figures count.

    Args:
        published: Column scope.
        words: The words for each scope.
    """
    present = [text for scope, text in words.items() if (published["scope"] == scope).any()]
    return {
        "No figure of a whole month or year is known to this edition.": not present,
        f"By their own words or maps the figures are of these kinds: {'; '.join(present)}.": bool(present),
    }


def sureness(scored: pd.DataFrame, level_pct: float) -> Wordings:
    """
    Whether intervals held as many outcomes as they say, over the assumptions and horizons that can be scored.

    Args:
        scored: Columns n and covered_pct.
        level_pct: What the intervals say.
    """
    rows = scored.dropna(subset=["covered_pct"])
    held = (rows["covered_pct"] * rows["n"]).sum() / max(rows["n"].sum(), 1)
    return {
        "cannot be judged yet": rows.empty,
        "are too sure of themselves, and the honest width is wider than drawn": not rows.empty
        and held < level_pct,
        "have not been too sure of themselves so far": not rows.empty and held >= level_pct,
    }


def skill(scored: pd.DataFrame, weeks: int) -> Wordings:
    """
    How the assumptions of this chapter score against the last quarter's pace, *weeks* ahead.

    Args:
        scored: Columns weeks, method and crps, of one series.
    """
    rows = scored[scored["weeks"] == weeks].set_index("method")["crps"]
    simple = rows["last_quarter"]
    own = rows[["quarter", "year", "any_year"]]
    unknown, better = pd.isna(simple), int((own < simple).sum())
    return {
        "cannot be scored yet": unknown,
        "all score better than the bare pace of the last quarter": not unknown and better == len(own),
        "score better than the bare pace of the last quarter in part only": 0 < better < len(own),
        "all score worse than the bare pace of the last quarter": not unknown and better == 0,
    }


def days_of(figures: pd.DataFrame, producers: Mapping[str, str], window: tuple[str, str]) -> list[str]:
    """
    Tell of each figure whose it is and of which day, and whether that day lies after the claim's window.

    Args:
        figures: Columns source_id and period_end.
        producers: Who speaks, by source.
        window: First and last day of the claim, ISO.
    """
    end = pd.Timestamp(window[1])
    return [
        f"the figure is of {_day(row.period_end)}, by {producers[row.source_id]}{_later(row.period_end, end)}"
        for row in figures.itertuples()
    ]


def _later(day: pd.Timestamp, end: pd.Timestamp) -> str:
    if day <= end:
        return ""
    days = (day - end).days
    count = "one day" if days == 1 else f"{days} days"
    return f", {count} after the claim's window, for which it speaks unless ground changed hands between"


def _day(day: pd.Timestamp) -> str:
    return f"{day:%-d %B %Y}"
