"""
Every position with its text: one card an issue, to be opened by the reader.
"""

from html import escape

import pandas as pd
from IPython.display import HTML

from threefronts.charts.tables import html_table
from threefronts.tables import read_sources

HEADINGS = ("text", "what it says", "step", "where, and read in")


def issue_cards(terms: pd.DataFrame, scale: pd.DataFrame) -> HTML:
    """
    List for each issue its scale, every position with locator and address, and the texts that hold none.

    Args:
        terms: Rows of ``diplomacy/terms``, in the order wanted.
        scale: Rows of ``diplomacy/term_scale``, which give the order of the issues.

    Raises:
        KeyError: A page is not in the register.
    """
    issues = scale.drop_duplicates("issue_id")
    cards = [_card(row, terms, scale) for row in issues.to_dict("records")]
    return HTML("\n".join(cards))


def _card(issue: dict, terms: pd.DataFrame, scale: pd.DataFrame) -> str:
    rows = terms[terms["issue_id"] == issue["issue_id"]]
    stated = rows[rows["status"] == "stated"]
    silent = rows.loc[rows["status"] != "stated", "document"].unique()
    table = html_table(HEADINGS, [_row(row) for row in stated.to_dict("records")], "tf-register")
    none = f"<p>Nothing found in: {escape('; '.join(silent))}.</p>" if len(silent) else ""
    return (
        f"<details><summary>{escape(issue['issue'])} ({len(stated)})</summary>\n{_steps(issue, scale)}\n"
        f"{table}{none}</details>"
    )


def _steps(issue: dict, scale: pd.DataFrame) -> str:
    steps = scale[(scale["issue_id"] == issue["issue_id"]) & scale["step"].notna()]
    if steps.empty:
        return f"<p>Not placed on the scale: {escape(issue['reason'])}.</p>"
    words = [
        f"<b>{row['step']:g}</b> {escape('not used' if pd.isna(row['meaning']) else row['meaning'])}"
        for row in steps.to_dict("records")
    ]
    return f"<p>{'; '.join(words)}.</p>"


def _row(row: dict) -> list[str]:
    source = read_sources()[row["source_id"]]
    page = f'<a href="{escape(source["url"])}">{escape(source["producer"])}</a>'
    second_hand = ", second-hand" if source["second_hand"] else ""
    day = f"{row['document_date']:%-d %B %Y}"
    whose = ", ".join(party.replace("_", " ").title() for party in row["parties"].split(";"))
    document = f"{escape(row['document'])}, {day} ({escape(whose)})"
    return [document, escape(row["position"]), _step(row), f"{escape(row['locator'])}; {page}{second_hand}"]


def _step(row: dict) -> str:
    if pd.isna(row["ordinal"]):
        return f"none: {escape(row['ordinal_reason'])}"
    notes = [f"{row['ordinal']:g}"]
    if pd.notna(row["alternative_ordinal"]):
        notes.append(f"or {row['alternative_ordinal']:g}: {escape(row['alternative_reason'])}")
    if row["confidence"] == "low":
        weak = row["confidence_reason"]
        notes.append("weak" if pd.isna(weak) else f"weak: {escape(weak)}")
    return "; ".join(notes)
