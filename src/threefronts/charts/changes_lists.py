"""
What moved and what flipped, as tables whose rows a phone shows as cards.
"""

from html import escape

import pandas as pd
from IPython.display import HTML

from threefronts.charts.tables import html_table

MOVE_HEADINGS = ("fact", "before", "now", "how far", "made up of")
FLIP_HEADINGS = ("claim", "verdict", "over which step", "why")
NOTHING = "Nothing to list: {} since an earlier edition."


def moves_table(moved: pd.DataFrame, shown: int) -> HTML:
    """
    List facts that moved, the first *shown* of them open and the others folded.

    Args:
        moved: Columns key, chapter, old, new (with its unit), size (missing where a fact came or went),
            has_interval and told, in the order wanted; without rows a sentence says so.
    """
    if moved.empty:
        return _nothing("no fact moved")
    first, rest = moved.head(shown), moved.iloc[shown:]
    folded = ""
    if len(rest):
        words = f"The other {len(rest):,} that moved, became known or are known no more"
        folded = f"\n<details><summary>{words}</summary>\n{_moves(rest)}\n</details>"
    return HTML(_moves(first) + folded)


def flips_table(flips: pd.DataFrame) -> HTML:
    """
    List verdicts that flipped, with the step over which they did and the reasons of both editions.

    Args:
        flips: Columns claim_id, claim, old, new, causes, reason_before and reason_now; without rows a
            sentence says so.
    """
    if flips.empty:
        return _nothing("no verdict flipped")
    return HTML(html_table(FLIP_HEADINGS, [_flip(row) for row in flips.to_dict("records")], "tf-moves"))


def _nothing(what: str) -> HTML:
    return HTML(f'<div class="tf-table"><p>{NOTHING.format(what)}</p></div>')


def _moves(moved: pd.DataFrame) -> str:
    return html_table(MOVE_HEADINGS, [_move(row) for row in moved.to_dict("records")], "tf-moves")


def _move(row: dict) -> list[str]:
    return [
        _link(row["chapter"], row["key"].replace("_", " ")),
        *map(escape, (row["old"], row["new"], _size(row), row["told"])),
    ]


def _size(row: dict) -> str:
    if pd.isna(row["size"]):
        return "one of the two is not known"
    if row["has_interval"]:
        return f"{row['size']:.1f} widths of its interval"
    return f"{row['size']:.0%} of the larger value; no interval"


def _flip(row: dict) -> list[str]:
    name = row["claim_id"]
    link = f'<a href="claims.html#claim-{name.lower()}">{escape(name)}</a> {escape(row["claim"])}'
    verdicts = " → ".join(_verdict(row[end]) for end in ("old", "new"))
    reasons = [escape(row[reason] or "none was given") for reason in ("reason_now", "reason_before")]
    why = f"Now: {reasons[0]}.<br>Before: {reasons[1]}."
    return [link, verdicts, escape(row["causes"]), why]


def _verdict(word: str) -> str:
    return f'<span class="tf-verdict tf-{word.replace(" ", "-")}">{escape(word)}</span>'


def _link(stem: str, words: str) -> str:
    return f'<a href="../{escape(stem)}.html">{escape(words)}</a>'
