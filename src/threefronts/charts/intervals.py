"""
Rival figures side by side: a point and its interval for each voice.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours

VOICE_HEIGHT = 16
ROW_HEIGHT = 38
MARK_ROOM = 10  # pixels beyond the first and last figure, so that no mark lies on the edge


def interval_chart(
    frame: pd.DataFrame,
    *,
    category: str,
    voice: str,
    names: Mapping[str, str],
    x_title: str,
    log: bool = False,
) -> alt.LayerChart:
    """
    Draw one row for each category: each voice's interval as a bar, its central figure as a mark.

    Voices lie one below the other where every category has several, and on one line otherwise.

    Args:
        frame: Columns *category*, *voice*, ``value``, ``low`` and ``high``; missing bounds leave a point.
        category: Column whose words label the rows, in the order of the frame.
        voice: Column of source or party ids, which choose colour and shape.
        names: The words for each id, in the order of the legend.
        x_title: What is drawn, with its unit.
        log: Logarithmic axis, where figures differ by an order of magnitude.
    """
    drawn = frame.assign(who=frame[voice].map(names))
    drawn = drawn.assign(low=drawn["low"].fillna(drawn["value"]), high=drawn["high"].fillna(drawn["value"]))
    is_full = drawn.groupby(category)[voice].nunique().min() > 1
    words = list(names.values())
    room = {"nice": False, "padding": MARK_ROOM}
    scale = alt.Scale(type="log", **room) if log else alt.Scale(zero=True, **room)
    legend = colours.legend(words)
    across = alt.X("low:Q", title=x_title, scale=scale, axis=alt.Axis(tickCount=5))
    base = alt.Chart(drawn, **_rows(is_full)).encode(
        y=_row(category, list(dict.fromkeys(drawn[category])), drawn[voice].nunique() if is_full else 0),
        color=alt.Color("who:N", title=None, scale=colours.scale(list(names), words), legend=legend),
        tooltip=[
            alt.Tooltip("who:N", title="who says it"),
            alt.Tooltip(f"{category}:N", title="what"),
            *(alt.Tooltip(f"{part}:Q", format=",.4~g") for part in ("value", "low", "high")),
        ],
        **({"yOffset": alt.YOffset("who:N", sort=words)} if is_full else {}),
    )
    span = base.mark_rule(strokeWidth=4, opacity=0.45).encode(x=across, x2="high:Q")
    shape = alt.Shape("who:N", title=None, scale=alt.Scale(domain=words), legend=legend)
    point = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("value:Q", title=x_title), shape=shape
    )
    return alt.layer(span, point)


def _row(category: str, rows: list[str], voices: int) -> alt.Y:
    """
    One band for each row, its label above it, so that a phone keeps its whole width for the data.
    """
    above = VOICE_HEIGHT * voices / 2 + 8 if voices else ROW_HEIGHT / 2 - 6
    axis = alt.Axis(
        domain=False, ticks=False, labelAlign="left", labelPadding=-3, labelOffset=-above, labelLimit=330
    )
    gaps = alt.Scale(paddingInner=0.5, paddingOuter=0.45) if voices else alt.Scale(paddingOuter=0.3)
    return alt.Y(f"{category}:N", title=None, sort=rows, axis=axis, scale=gaps)


def _rows(is_full: bool) -> dict:
    return {"height": {"step": VOICE_HEIGHT, "for": "offset"} if is_full else {"step": ROW_HEIGHT}}
