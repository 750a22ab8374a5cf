"""
Parts of a whole over time: stacked bars, and days marked on a time axis.
"""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INKED

WORDS_HEIGHT = 16


def stacked_chart(
    frame: pd.DataFrame, *, x: str, y: str, part: str, parts: Sequence[str], y_title: str
) -> alt.LayerChart:
    """
    Draw one bar for each period, its parts one above the other.

    Parts are no parties, so they take the colours of scenarios.

    Args:
        frame: One row a period and part; *x* is the last day of a week.
        x, y: Columns.
        part: Column of the parts' words.
        parts: The parts from the bottom up, in the order of the legend.
        y_title: What is drawn, with its unit.
    """
    placed = frame.assign(place=frame[part].map({name: number for number, name in enumerate(parts)}))
    placed = placed.sort_values([x, "place"], kind="stable")
    top = placed.groupby(x)[y].cumsum()
    drawn = placed.assign(start=placed[x] - pd.Timedelta(days=6), foot=top - placed[y], top=top)
    bars = (
        alt.Chart(drawn.query("top > foot"))
        .transform_calculate(until="time(toDate(datum.start)) + 7 * 864e5", height="datum.top - datum.foot")
        .mark_bar(binSpacing=0)
        .encode(
            x=alt.X("start:T", title=None),
            x2="until:T",
            y=alt.Y("foot:Q", title=y_title),
            y2="top:Q",
            color=alt.Color(f"{part}:N", title=None, scale=colours.scale(list(parts))),
            tooltip=[
                alt.Tooltip("start:T", title="week from"),
                alt.Tooltip(f"{part}:N", title="what"),
                alt.Tooltip("height:Q", title=y_title, format=",.0f"),
            ],
        )
    )
    return alt.layer(bars)


def with_days(chart: alt.LayerChart, days: Mapping[str, str], *, column: str, at: int = 10) -> alt.LayerChart:
    """
    Mark days by dashed lines, their words to the left of them, one row a day so that close days keep apart.

    Args:
        chart: A chart over time whose axis of dates is *column*.
        days: The words for each day, ISO; days outside the chart's data have to be left out by the caller.
        column: The chart's column of dates.
        at: Where the first row of words stands, in pixels from the top.
    """
    marks = []
    for row, (words, day) in enumerate(days.items()):
        one = alt.Chart(pd.DataFrame({column: [pd.Timestamp(day)], "label": [words]}))
        across = alt.X(f"{column}:T", title=None)
        marks.append(one.mark_rule(style=INKED, strokeDash=[4, 3]).encode(x=across))
        text = one.mark_text(align="right", dx=-5, baseline="middle")
        marks.append(text.encode(x=across, y=alt.value(at + WORDS_HEIGHT * row), text="label:N"))
    return alt.layer(chart, *marks)
