"""
Counts of several things over the same time, one row a thing, each on a scale of its own.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours

ROW_HEIGHT = 74
FILLED = 0.68  # of a row's height that its highest bar takes; the rest holds the words
WORDS_FROM_TOP = 14


def rows_chart(
    frame: pd.DataFrame,
    *,
    start: str,
    end: str,
    row: str,
    names: Mapping[str, str],
    voice: str,
    words: str = "up to {:,.0f} a month",
) -> alt.LayerChart:
    """
    Draw bars over time in one row for each thing: solid what is sure, pale what is possible besides.

    Rows have scales of their own, since they differ by orders of magnitude; the words above each give its
    highest bar.

    Args:
        frame: Columns *start* and *end* (first and last day of a bar), *row*, ``low`` and ``high``.
        start, end: Columns of dates.
        row: Column of ids.
        names: The words for each id, from top to bottom.
        voice: Id of the source that counts, which chooses the colour.
        words: How the highest bar is told.
    """
    ids = list(names)
    base = {name: len(ids) - 1 - place for place, name in enumerate(ids)}
    drawn = frame[frame[row].isin(ids)]
    peak = drawn.groupby(row)["high"].max()
    scale = FILLED / drawn[row].map(peak.where(peak > 0, 1.0))
    foot = drawn[row].map(base)
    placed = drawn.assign(
        what=drawn[row].map(names),
        until=drawn[end] + pd.Timedelta(days=1),
        foot=foot,
        sure=foot + drawn["low"] * scale,
        top=foot + drawn["high"] * scale,
    )
    across = alt.X(f"{start}:T", title=None)
    up = alt.Scale(domain=[0, len(ids)], nice=False)
    tips = [
        alt.Tooltip("what:N", title="what"),
        f"{start}:T",
        alt.Tooltip("low:Q", title="sure", format=",.0f"),
        alt.Tooltip("high:Q", title="at most", format=",.0f"),
    ]
    chart = alt.Chart(placed, height=ROW_HEIGHT * len(ids))
    bars = chart.mark_bar(binSpacing=1, color=colours.colour(voice))
    pale, sure = (
        bars.encode(
            x=across,
            x2="until:T",
            y=alt.Y(f"{lower}:Q", axis=None, scale=up),
            y2=f"{upper}:Q",
            opacity=alt.value(opacity),
            tooltip=tips,
        )
        for lower, upper, opacity in (("sure", "top", 0.4), ("foot", "sure", 1.0))
    )
    said = pd.DataFrame(
        [(base[name] + 1, f"{names[name]}: {words.format(peak.get(name, 0))}") for name in ids],
        columns=["at", "text"],
    )
    text = alt.Chart(said).mark_text(align="left", baseline="top", dy=WORDS_FROM_TOP - 10)
    floor = alt.Chart(said.assign(at=said["at"] - 1)).mark_rule(opacity=0.6)
    up_only = alt.Y("at:Q", axis=None, scale=up)
    return alt.layer(
        pale, sure, floor.encode(y=up_only), text.encode(x=alt.value(0), y=up_only, text="text:N")
    )
