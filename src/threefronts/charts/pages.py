"""
Dated reports as a list to be opened by the reader, each with the page that tells of it.
"""

from html import escape

import pandas as pd
from IPython.display import HTML

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
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    body = "\n".join(_row(row) for row in reports.to_dict("records"))
    table = (
        f'<table class="tf-fields tf-register"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    )
    return HTML(f'<details><summary>{escape(words)}</summary>\n<div class="tf-table">{table}</div></details>')


def _row(row: dict) -> str:
    source = read_sources()[row["source_id"]]
    page = f'<a href="{escape(source["url"])}">{escape(source["producer"])}</a>'
    is_relay = bool(source["second_hand"] or source["relays"])
    notes = ["second-hand"] * is_relay + ["weak"] * (row.get("confidence") == "weak")
    cells = (escape(row["title"]), ", ".join([page, *notes]))
    day = f"{row['event_date']:%-d %B %Y}"
    return f'<tr><th scope="row">{day}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
