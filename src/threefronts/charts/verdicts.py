"""
Verdicts: how many of each kind by front, and all of them as a table.
"""

from html import escape

import altair as alt
import pandas as pd
from IPython.display import HTML

from threefronts.charts import colours

ROW_HEIGHT = 34
BAND_HEIGHT = 24
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


def evidence_chart(claims: pd.DataFrame, *, most: float = 2.5) -> alt.LayerChart:
    """
    Set the evidence of each claim over its band, both as a share of the value that the rule names.

    Args:
        claims: Columns claim_id, verdict, rule_value (not zero), low, high, band_low and band_high; a missing
            end is open.
        most: Where the axis ends; open or longer intervals are cut there.
    """
    scaled = claims[["claim_id", "verdict"]].copy()
    for column, cut in {"low": 0.0, "high": most, "band_low": 0.0, "band_high": most}.items():
        share = claims[column].astype("float64") / claims["rule_value"].astype("float64")
        scaled[column] = share.fillna(cut).clip(0.0, most)
    words = [word for word in colours.VERDICT if word in set(scaled["verdict"])]
    shades = alt.Scale(domain=words, range=[colours.VERDICT[word] for word in words])
    axis = alt.Scale(domain=[0, most], nice=False)
    title = "share of the claimed value: 1 is the claim itself"
    base = alt.Chart(scaled, height=alt.Step(BAND_HEIGHT)).encode(y=alt.Y("claim_id:N", title=None))
    band = base.mark_bar(color=colours.NEUTRAL, opacity=0.25).encode(
        x=alt.X("band_low:Q", title=title, scale=axis), x2="band_high:Q"
    )
    ends = ["claim_id:N", "verdict:N", *(alt.Tooltip(f"{end}:Q", format=".2f") for end in ("low", "high"))]
    shade = alt.Color("verdict:N", title=None, scale=shades)
    span = base.mark_rule(strokeWidth=5).encode(x="low:Q", x2="high:Q", color=shade, tooltip=ends)
    point = base.mark_point(filled=True, size=60, opacity=1).encode(x="low:Q", color=shade, tooltip=ends)
    return alt.layer(band, span, point)


def verdict_table(claims: pd.DataFrame) -> HTML:
    """
    List the claims with verdict, reason and margin, each linked to the chapter that judged it.

    Args:
        claims: Columns claim_id, claim, speaker, verdict, reason, margin, judged_in (a stem, or missing) and
            perhaps flip (with a ``text``, or missing).
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
    if isinstance(row.get("flip"), dict):
        reason += f"<br><small>{escape(row['flip']['text'][0].upper() + row['flip']['text'][1:])}.</small>"
    verdict = (
        f'<span class="tf-verdict tf-{row["verdict"].replace(" ", "-")}">{escape(row["verdict"])}</span>'
    )
    cells = (escape(row["claim"]), escape(row["speaker"]), verdict, reason, margin)
    return (
        f'<tr id="claim-{row["claim_id"].lower()}"><th scope="row">{name}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )
