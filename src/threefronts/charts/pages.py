"""
Dated reports as a list to be opened by the reader, each with the page that tells of it.
"""

from html import escape

import pandas as pd
from IPython.display import HTML

from threefronts.charts.tables import html_table
from threefronts.tables import read_sources

HEADINGS = ("day", "what", "read in")


def pages_table(reports: pd.DataFrame, words: str) -> HTML:
    """
    List reports with the page that each was read in, folded under *words*.

    Args:
        reports: Columns ``event_date``, ``title`` and ``source_id``, and perhaps ``confidence``, in the order
            wanted.
        words: What a reader sees before opening the list.

    Raises:
        KeyError: A page is not in the register.
    """
    table = html_table(HEADINGS, [_row(row) for row in reports.to_dict("records")], "tf-register")
    return HTML(f"<details><summary>{escape(words)}</summary>\n{table}</details>")


def _row(row: dict) -> list[str]:
    source = read_sources()[row["source_id"]]
    page = f'<a href="{escape(source["url"])}">{escape(source["producer"])}</a>'
    is_relay = bool(source["second_hand"] or source["relays"])
    notes = ["second-hand"] * is_relay + ["weak"] * (row.get("confidence") == "weak")
    return [f"{row['event_date']:%-d %B %Y}", escape(row["title"]), ", ".join([page, *notes])]
