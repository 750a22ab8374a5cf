"""
Estimates of a running total: points with their intervals by day and kind, and a pooled curve through some.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours

COLOURS = {
    "in_curve": colours.PARTY["independent"],
    "bound": colours.NEUTRAL,
    "claim": colours.PARTY["ukraine"],
    "other_definition": colours.TEAL,
    "pool": colours.PARTY["third_state"],
    "names": colours.TEAL,
}
SHAPES = {
    "in_curve": "circle",
    "bound": "triangle-up",
    "claim": "cross",
    "other_definition": "square",
    "pool": "diamond",
    "names": "square",
}


def estimates_chart(
    points: pd.DataFrame, curve: pd.DataFrame, *, uses: Mapping[str, str], y_title: str
) -> alt.LayerChart:
    """
    Draw estimates as points with their intervals, over a pooled curve with two bands.

    Args:
        points: Columns day, value, low, high (missing bounds leave a point) and use, a key of *uses*.
        curve: Columns day, value, low, high (inner band), new_low, new_high (outer band); may be empty.
        uses: The words for each kind of point, in the order of the legend; a kind without points is left out.
        y_title: What is drawn, with its unit.
    """
    present = [use for use in uses if (points["use"] == use).any()]
    words = [uses[use] for use in present]
    drawn = points.assign(kind=points["use"].map(uses))
    drawn = drawn.assign(low=drawn["low"].fillna(drawn["value"]), high=drawn["high"].fillna(drawn["value"]))
    legend = alt.Legend(columns=1)
    shades = alt.Scale(domain=words, range=[COLOURS[use] for use in present])
    shapes = alt.Scale(domain=words, range=[SHAPES[use] for use in present])
    base = alt.Chart(drawn[[*_KEPT, "kind"]]).encode(
        x=alt.X("day:T", title=None),
        color=alt.Color("kind:N", title=None, scale=shades, legend=legend),
    )
    tips = [
        alt.Tooltip("day:T", title="up to"),
        alt.Tooltip("speaker:N", title="who says it"),
        *(alt.Tooltip(f"{name}:Q", format=",.4~g") for name in ("value", "low", "high")),
    ]
    span = base.mark_rule(strokeWidth=1.5, opacity=0.7).encode(y=alt.Y("low:Q", title=y_title), y2="high:Q")
    point = base.mark_point(filled=True, size=45, opacity=0.9).encode(
        y=alt.Y("value:Q", title=y_title),
        shape=alt.Shape("kind:N", title=None, scale=shapes, legend=legend),
        tooltip=tips,
    )
    return alt.layer(*_bands(curve, y_title), span, point)


_KEPT = ["day", "value", "low", "high", "speaker"]


def _bands(curve: pd.DataFrame, y_title: str) -> list[alt.Chart]:
    """
    The outer band, the inner band and the line; nothing without a curve.
    """
    if curve.empty:
        return []
    base = alt.Chart(curve).encode(x=alt.X("day:T", title=None))
    ink = COLOURS["in_curve"]
    outer = base.mark_area(opacity=0.12, color=ink).encode(
        y=alt.Y("new_low:Q", title=y_title), y2="new_high:Q"
    )
    inner = base.mark_area(opacity=0.3, color=ink).encode(y=alt.Y("low:Q", title=y_title), y2="high:Q")
    line = base.mark_line(color=ink).encode(
        y=alt.Y("value:Q", title=y_title),
        tooltip=[
            alt.Tooltip("day:T"),
            *(alt.Tooltip(f"{end}:Q", format=",.4~g") for end in curve.columns[1:]),
        ],
    )
    return [outer, inner, line]
