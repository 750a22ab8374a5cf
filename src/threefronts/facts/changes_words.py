"""
What changed between two editions, counted and in words.
"""

from collections.abc import Mapping

import pandas as pd

from threefronts.facts.changes import compared, of_fronts, step_shares
from threefronts.facts.previous import Previous
from threefronts.facts.read import Found
from threefronts.facts.text import amount_text, number_text
from threefronts.tables.words import words_for_date


def counts(
    now: Found, previous: Previous | None, moved: pd.DataFrame, flipped: pd.DataFrame
) -> dict[str, dict]:
    """
    Count what was compared and what moved: unit to key to number.
    """
    is_known = moved["size"].notna()
    return {
        "facts": {
            "changes_facts_recorded": len(of_fronts(now)),
            "changes_facts_compared": len(compared(now, previous)),
            "changes_facts_moved": int((is_known & moved["has_interval"]).sum()),
            "changes_facts_moved_exact": int((is_known & ~moved["has_interval"]).sum()),
            "changes_facts_came_or_went": int((~is_known).sum()),
        },
        "verdicts": {"changes_verdicts_flipped": len(flipped)},
    }


def answer(previous: Previous | None, found: Mapping[str, Mapping[str, int]]) -> str:
    """
    Say in a sentence how much moved, and since when.
    """
    if previous is None:
        return "No earlier edition has been accepted, so nothing can have moved yet"
    moved = amount_text(number_text(found["facts"]["changes_facts_moved"]), "facts")
    flipped = amount_text(number_text(found["verdicts"]["changes_verdicts_flipped"]), "verdicts")
    since = words_for_date(previous.as_of)
    return f"Since the edition of {since}, {moved} moved beyond their interval, and {flipped} flipped"


def flips_told(flipped: pd.DataFrame) -> str:
    """
    Name the verdicts that flipped, each with both words.
    """
    told = [f"{row.claim_id} from {row.old} to {row.new}" for row in flipped.itertuples()]
    return "; ".join(told) or "none"


def farthest_told(moved: pd.DataFrame, count: int) -> str:
    """
    Name the *count* facts that moved farthest, with both numbers.
    """
    first = moved[moved["has_interval"]].head(count)
    return (
        "; ".join(f"{row.key.replace('_', ' ')}, {row.was} → {row.became}" for row in first.itertuples())
        or "none"
    )


def editions_told(previous: Previous | None, as_of: str) -> dict[str, str]:
    """
    Name both editions for a legend: ``before`` and ``now``, or ``now`` alone.
    """
    before = {"before": words_for_date(previous.as_of)} if previous else {}
    return before | {"now": words_for_date(as_of)}


def causes_told(moved: pd.DataFrame) -> str:
    """
    Say which step makes up most of how many of the facts that moved, the most frequent first.
    """
    shares = step_shares(moved[moved["size"].notna()])
    if shares.empty:
        return "nothing moved"
    largest = shares.sort_values("share", kind="stable").groupby("key")["step"].last().value_counts()
    return ", ".join(f"{step} for {number_text(int(number))}" for step, number in largest.items())
