"""
Verdicts: how many of each kind by front, and all of them as a table.
"""

from html import escape

import altair as alt
import pandas as pd
from IPython.display import HTML

from threefronts.charts import colours

ROW_HEIGHT = 34
HEADINGS = ("claim", "what was said", "by whom", "verdict", "why", "margin")


def verdict_chart(claims: pd.DataFrame) -> alt.Chart:
    """
    Count the claims of each front by their verdict.

    Args:
        claims: Columns ``front`` and ``verdict`` (words as in ``colours.VERDICT``).
    """
    counts = claims.groupby(["front", "verdict"]).size().rename("claims").reset_index()
    order = list(colours.VERDICT)
    counts["order"] = counts["verdict"].map(order.index)
    scale = alt.Scale(domain=order, range=list(colours.VERDICT.values()))
    return (
        alt.Chart(counts, height=alt.Step(ROW_HEIGHT))
        .mark_bar()
        .encode(
            x=alt.X("claims:Q", title="claims", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("front:N", title=None, sort=["diplomacy", "battlefield", "industry"]),
            color=alt.Color("verdict:N", title=None, scale=scale, legend=alt.Legend(columns=3)),
            order=alt.Order("order:Q"),
            tooltip=["front:N", "verdict:N", "claims:Q"],
        )
    )


def verdict_table(claims: pd.DataFrame) -> HTML:
    """
    List the claims with verdict, reason and margin, each linked to the chapter that judged it.

    Args:
        claims: Columns claim_id, claim, speaker, verdict, reason, margin and judged_in (a stem, or missing).
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    body = "\n".join(_row(row) for row in claims.to_dict("records"))
    table = f'<table class="tf-claims"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    return HTML(f'<div class="tf-table">{table}</div>')


def _row(row: dict) -> str:
    name = escape(row["claim_id"])
    if isinstance(row["judged_in"], str):
        name = f'<a href="../{escape(row["judged_in"])}.html">{name}</a>'
    margin = "" if pd.isna(row["margin"]) else f"{row['margin']:.2g}"
    reason = "" if pd.isna(row["reason"]) else escape(row["reason"])
    verdict = (
        f'<span class="tf-verdict tf-{row["verdict"].replace(" ", "-")}">{escape(row["verdict"])}</span>'
    )
    cells = (escape(row["claim"]), escape(row["speaker"]), verdict, reason, margin)
    return (
        f'<tr id="claim-{row["claim_id"].lower()}"><th scope="row">{name}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )
