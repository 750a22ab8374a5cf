"""
Contacts by week, pair and channel.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INKED

CHANNEL_HEIGHT = 11
WIDEST = 130  # area of the mark of a week with the most contacts
HUES = [colours.TEAL, colours.PARTY["independent"], colours.PARTY["third_state"], "#c2477f", colours.NEUTRAL]
SHAPES = ["square", "circle", "triangle-up", "diamond", "cross", "triangle-down"]


def channels_chart(
    weeks: pd.DataFrame,
    *,
    pairs: Mapping[str, str],
    channels: Mapping[str, str],
    span: tuple[str, str],
    days: Mapping[str, str],
) -> alt.LayerChart:
    """
    Draw one mark for each week, pair and channel with a contact, the larger the more contacts there were.

    Channels are no parties and take colours that belong to none of the three.

    Args:
        weeks: Columns ``week`` (its Monday), ``pair``, ``kind``, ``contacts`` and ``titles``.
        pairs, channels: The words for each id, from top to bottom and in the order of the legend.
        span: First and last day of the axis, ISO.
        days: Words for single days, ISO, drawn as dashed lines where they lie within *span*.
    """
    words = list(channels.values())
    drawn = weeks.assign(who=weeks["pair"].map(pairs), channel=weeks["kind"].map(channels))
    above = CHANNEL_HEIGHT * len(words) / 2 + 7
    axis = alt.Axis(
        domain=False, ticks=False, labelAlign="left", labelPadding=-3, labelOffset=-above, labelLimit=300
    )
    rows = alt.Scale(domain=list(pairs.values()), paddingInner=0.35, paddingOuter=0.35)
    across = alt.Scale(domain=[f"{day}T00:00:00" for day in span])
    hues = alt.Scale(domain=words, range=[*HUES, colours.NEUTRAL][: len(words)])
    marks = (
        alt.Chart(drawn, height={"step": CHANNEL_HEIGHT, "for": "offset"})
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x=alt.X("week:T", title=None, scale=across, axis=alt.Axis(tickCount=6, labelSeparation=12)),
            y=alt.Y("who:N", title=None, axis=axis, scale=rows),
            yOffset=alt.YOffset("channel:N", scale=alt.Scale(domain=words)),
            color=alt.Color("channel:N", title=None, scale=hues),
            shape=alt.Shape(
                "channel:N", title=None, scale=alt.Scale(domain=words, range=SHAPES[: len(words)])
            ),
            size=alt.Size(
                "contacts:Q", legend=None, scale=alt.Scale(domain=[0, 4], range=[0, WIDEST], clamp=True)
            ),
            tooltip=[
                alt.Tooltip("week:T", title="week from"),
                alt.Tooltip("who:N", title="who"),
                alt.Tooltip("contacts:Q", title="contacts"),
                alt.Tooltip("titles:N", title="what"),
            ],
        )
    )
    named = pd.DataFrame(days.items(), columns=["label", "week"])
    named = named[named["week"].between(*span)].astype({"week": "datetime64[s]"})
    line = alt.Chart(named).encode(x=alt.X("week:T", title=None))
    label = line.mark_text(align="right", dx=-5, baseline="bottom").encode(y=alt.value(-2), text="label:N")
    return alt.layer(marks, *([line.mark_rule(style=INKED, strokeDash=[4, 3]), label] if len(named) else []))
