"""
Who supports whom: suppliers on the left, the two sides on the right, lines as wide as what passed.
"""

import altair as alt
import pandas as pd

from threefronts.charts import colours

ROW_HEIGHT = 20
WIDEST = 14
START, END, RIGHT = 0.5, 1.0, 1.3  # where lines begin and end, and where the names of the sides do


def support_chart(support: pd.DataFrame, *, sides: dict[str, str], weight_title: str) -> alt.LayerChart:
    """
    Draw one line for each supplier and side.

    Args:
        support: Columns recipient, supplier, weight; in the order to draw.
        sides: Party id of each recipient, which chooses the colour.
        weight_title: What the width is, with its unit.
    """
    rows = support.reset_index(drop=True)
    rows["row"] = rows.index.astype(float)
    rows["end"] = rows.groupby("recipient")["row"].transform("mean")
    rows["label"] = rows["supplier"] + ", " + rows["weight"].map("{:,.0f}".format)
    ends = rows.groupby("recipient", as_index=False)["end"].first()
    flat = alt.Scale(domain=[-0.7, len(rows) - 0.3], reverse=True)
    height = {"scale": flat, "axis": None}
    side = alt.Color(
        "recipient:N",
        legend=None,
        scale=colours.scale([sides[name] for name in ends["recipient"]], list(ends["recipient"])),
    )
    across = {"scale": alt.Scale(domain=[0, RIGHT]), "axis": None}
    lines = (
        alt.Chart(rows, height=alt.Step(ROW_HEIGHT))
        .mark_rule(opacity=0.55, strokeCap="round")
        .encode(
            x=alt.X("from:Q", **across),
            x2="to:Q",
            y=alt.Y("row:Q", **height),
            y2="end:Q",
            color=side,
            strokeWidth=alt.StrokeWidth(
                "weight:Q", legend=None, scale=alt.Scale(type="sqrt", range=[0.8, WIDEST])
            ),
            tooltip=["supplier:N", "recipient:N", alt.Tooltip("weight:Q", title=weight_title, format=",.0f")],
        )
        .transform_calculate(**{"from": str(START), "to": str(END)})
    )
    names = (
        alt.Chart(rows)
        .mark_text(align="right", dx=-6)
        .encode(x=alt.X("at:Q", **across), y=alt.Y("row:Q", **height), text="label:N")
    )
    names = names.transform_calculate(at=str(START))
    heads = (
        alt.Chart(ends)
        .mark_text(align="left", dx=10, fontWeight="bold")
        .encode(x=alt.X("at:Q", **across), y=alt.Y("end:Q", **height), text="recipient:N")
    )
    heads = heads.transform_calculate(at=str(END))
    return alt.layer(lines, names, heads).properties(height=ROW_HEIGHT * len(rows))
