"""
Several areas over the same time, one row an area, each on a scale of its own.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours

ROW_HEIGHT = 58
FILLED = 0.62  # of a row's height that its highest value takes; the rest holds the words


def areas_chart(
    frame: pd.DataFrame, *, x: str, y: str, row: str, names: Mapping[str, str], voice: str
) -> alt.LayerChart:
    """
    Draw one filled line for each id in column *row*; rows differ in size, so each has a scale of its own.

    Dates between two of the same value are left out, since the line runs through them anyway.

    Args:
        frame: One row a date and id; *x* is a date, *y* zero or more.
        x, y, row: Columns.
        names: The words above each row, from top to bottom.
        voice: Id of the source that measures, which chooses the colour.
    """
    base = {name: len(names) - 1 - place for place, name in enumerate(names)}
    drawn = _turns(frame[frame[row].isin(list(names))].sort_values([row, x]), y, row)
    peak = drawn.groupby(row)[y].max()
    foot = drawn[row].map(base).astype("float64")
    top = foot + FILLED * drawn[y] / drawn[row].map(peak.where(peak > 0, 1.0))
    placed = drawn.assign(foot=foot, top=top.round(3))[[x, y, row, "foot", "top"]]
    up = alt.Scale(domain=[0, len(names)], nice=False)
    filled = alt.Chart(placed, height=ROW_HEIGHT * len(names)).mark_area(
        color=colours.colour(voice), opacity=0.75
    )
    said = pd.DataFrame({"at": [base[name] + 1 for name in names], "text": list(names.values())})
    text = alt.Chart(said).mark_text(align="left", baseline="top", dy=6)
    return alt.layer(
        filled.encode(
            x=alt.X(f"{x}:T", title=None, axis=alt.Axis(labelSeparation=12)),
            y=alt.Y("top:Q", axis=None, scale=up),
            y2="foot:Q",
            detail=f"{row}:N",
            tooltip=[f"{x}:T", alt.Tooltip(f"{row}:N", title="where"), alt.Tooltip(f"{y}:Q", format=",.0f")],
        ),
        text.encode(x=alt.value(0), y=alt.Y("at:Q", axis=None, scale=up), text="text:N"),
    )


def _turns(frame: pd.DataFrame, y: str, row: str) -> pd.DataFrame:
    """
    Keep the first and last date of each id, and those whose value differs from a neighbour's.
    """
    values = frame.groupby(row)[y]
    return frame[(values.shift(1) != frame[y]) | (values.shift(-1) != frame[y])]
