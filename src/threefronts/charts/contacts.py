"""
Contacts by week, pair and channel, and the list of them with the page that tells of each.
"""

from collections.abc import Mapping
from html import escape

import altair as alt
import pandas as pd
from IPython.display import HTML

from threefronts.charts import colours
from threefronts.charts.theme import INKED
from threefronts.tables import read_sources

CHANNEL_HEIGHT = 11
WIDEST = 130  # area of the mark of a week with the most contacts
HUES = [colours.TEAL, colours.PARTY["independent"], colours.PARTY["third_state"], "#c2477f", colours.NEUTRAL]
SHAPES = ["square", "circle", "triangle-up", "diamond", "cross", "triangle-down"]
HEADINGS = ("day", "who, and how", "what it brought", "read in")


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


def contacts_table(contacts: pd.DataFrame, words: str) -> HTML:
    """
    List contacts with what each brought and the page it was read in, folded under *words*.

    Args:
        contacts: Columns ``event_date``, ``title`` (before its semicolon: who and how), ``brought``,
            ``confidence`` and ``source_id``, in the order wanted.

    Raises:
        KeyError: A page is not in the register.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    body = "\n".join(_row(row) for row in contacts.to_dict("records"))
    table = (
        f'<table class="tf-fields tf-register"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    )
    return HTML(f'<details><summary>{escape(words)}</summary>\n<div class="tf-table">{table}</div></details>')


def _row(row: dict) -> str:
    source = read_sources()[row["source_id"]]
    page = f'<a href="{escape(source["url"])}">{escape(source["producer"])}</a>'
    notes = ["second-hand"] * bool(source["second_hand"]) + ["weak"] * (row["confidence"] == "weak")
    cells = (escape(row["title"].split("; ")[0]), escape(row["brought"]), ", ".join([page, *notes]))
    day = f"{row['event_date']:%-d %B %Y}"
    return f'<tr><th scope="row">{day}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
