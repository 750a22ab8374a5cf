"""
Two editions beside each other: the fixed rows of the report card, and what moves are made up of.
"""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from threefronts.charts import colours

CARD_ROW, SPLIT_ROW = 82, 40  # pixels
WORD_LINES = (14, 29, 44)  # of a row of the card, from its top
MARK_LINES = {"before": 58, "now": 69}
STEP_COLOURS = {
    "time passed": colours.TEAL,
    "new rows": colours.PARTY["third_state"],
    "revised rows": colours.PARTY["independent"],
    "parameters": colours.DIVERGING[0],
    "residual": colours.NEUTRAL,
    "not worked out": "#cccccc",
}
TOLD_FIRST = {"↑": "↑ ", "↓": "↓ "}


def card_chart(card: pd.DataFrame, names: Mapping[str, str]) -> alt.LayerChart:
    """
    Draw each row of the report card on a scale of its own: the number before in grey, the present one below.

    A row's scale runs from zero, or its lowest end, to its highest; an open end runs to the edge.

    Args:
        card: Columns title, by, told, direction, and value, low, high, old, old_low, old_high.
        names: The words of the legend for ``before`` and ``now``; without ``before`` only one is drawn.
    """
    marks = pd.concat([_scaled(card, state).assign(edition=words) for state, words in names.items()])
    scale = alt.Scale(domain=list(names.values()), range=[_SHADES[state] for state in names])
    flat = alt.Scale(domain=[0, CARD_ROW * len(card)], reverse=True, nice=False)
    down = alt.Y("down:Q", axis=None, scale=flat)
    base = alt.Chart(marks.dropna(subset=["start"]), height=CARD_ROW * len(card)).encode(
        y=down,
        color=alt.Color("edition:N", title=None, scale=scale, legend=colours.legend(list(names.values()))),
        tooltip=[
            alt.Tooltip("title:N", title="what"),
            alt.Tooltip("told:N", title="from and to"),
            "edition:N",
        ],
    )
    across = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False, padding=6))
    span = base.mark_rule(strokeWidth=5, opacity=0.7).encode(x=across, x2="end:Q")
    point = base.transform_filter("isValid(datum.middle)").mark_point(filled=True, size=60, opacity=1)
    zero = alt.Chart(marks.drop_duplicates("title_by")).mark_rule(opacity=0.7)
    zero = zero.encode(x=alt.X("zero:Q", axis=None), y=alt.Y("top:Q", axis=None, scale=flat), y2="foot:Q")
    return alt.layer(zero, span, point.encode(x="middle:Q"), *_words(card, flat))


def split_chart(moved: pd.DataFrame, shares: pd.DataFrame) -> alt.Chart:
    """
    Draw one bar a fact: which share of the sum of its steps each step makes up, whatever its sign.

    Args:
        moved: Columns key, was and became (numbers in words), in the order of the rows.
        shares: Columns key, step, change and share.
    """
    labels = {row.key: f"{row.key.replace('_', ' ')}: {row.was} → {row.became}" for row in moved.itertuples()}
    drawn = shares[shares["key"].isin(labels)].assign(what=lambda rows: rows["key"].map(labels))
    steps = [step for step in STEP_COLOURS if step in set(drawn["step"])]
    drawn["place"] = drawn["step"].map(steps.index)
    axis = alt.Axis(
        domain=False, ticks=False, labelAlign="left", labelPadding=-3, labelOffset=-16, labelLimit=330
    )
    return (
        alt.Chart(drawn, height=alt.Step(SPLIT_ROW))
        .mark_bar()
        .encode(
            x=alt.X(
                "share:Q", title="share of the steps", axis=alt.Axis(format="%", tickCount=5), stack="zero"
            ),
            y=alt.Y(
                "what:N",
                title=None,
                sort=list(labels.values()),
                axis=axis,
                scale=alt.Scale(paddingInner=0.65, paddingOuter=0.5),
            ),
            color=alt.Color(
                "step:N",
                title=None,
                scale=alt.Scale(domain=steps, range=[STEP_COLOURS[step] for step in steps]),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                "what:N",
                "step:N",
                alt.Tooltip("change:Q", format="+,.4~g"),
                alt.Tooltip("share:Q", format=".0%"),
            ],
        )
    )


def _scaled(card: pd.DataFrame, state: str) -> pd.DataFrame:
    """
    Place one edition's numbers on each row's own scale, from 0 to 1, and its mark below the row's words.
    """
    value, low, high = (card[column] for column in _COLUMNS[state])
    numbers = card[[column for columns in _COLUMNS.values() for column in columns]]
    least, most = numbers.min(axis=1).clip(upper=0), numbers.max(axis=1).clip(lower=0)
    width = (most - least).where(most > least, 1)
    is_known = value.notna() | low.notna() | high.notna()
    start = low.fillna(value).fillna(least.where(is_known))
    end = high.fillna(value.where(low.isna())).fillna(most.where(is_known))
    top = pd.Series(range(len(card)), card.index) * CARD_ROW
    return pd.DataFrame(
        {
            "title": card["title"],
            "title_by": card["title"] + card["by"],
            "told": card["told"],
            "middle": (value - least) / width,
            "start": (start - least) / width,
            "end": (end - least) / width,
            "zero": (0 - least) / width,
            "down": top + MARK_LINES[state],
            "top": top + MARK_LINES["before"] - 6,
            "foot": top + MARK_LINES["now"] + 6,
        }
    )


def _words(card: pd.DataFrame, flat: alt.Scale) -> Sequence[alt.Chart]:
    """
    The words above each row: what, who says it, and from where to where.
    """
    lines = (card["title"], card["by"], card["direction"].map(TOLD_FIRST).fillna("") + card["told"])
    looks = ({"fontWeight": "bold"}, {"opacity": 0.75}, {})
    top = pd.Series(range(len(card)), card.index) * CARD_ROW
    return [
        alt.Chart(pd.DataFrame({"text": line, "down": top + place}))
        .mark_text(align="left", **look)
        .encode(x=alt.value(0), y=alt.Y("down:Q", axis=None, scale=flat), text="text:N")
        for line, place, look in zip(lines, WORD_LINES, looks, strict=True)
    ]


_COLUMNS = {"before": ("old", "old_low", "old_high"), "now": ("value", "low", "high")}
_SHADES = {"before": colours.NEUTRAL, "now": colours.TEAL}
