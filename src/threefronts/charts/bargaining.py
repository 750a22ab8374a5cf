"""
Positions on a ranked scale: who says what in which text, how far apart they are, and under which weights.
"""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INK

ROW_HEIGHT = 38
VOICE_HEIGHT = 13
PARTY_HEIGHT = 9  # lower, since there are many issues
STEPS = 5
ENDS = ("low", "high")
DARKEST = 0.15  # share of the draws in one bin of a sweep from which it is drawn fully
SCALE_WORDS = "step: 0 is what Ukraine asks for, 4 what Russia asks for"
ABOVE = {"domain": False, "ticks": False, "labelAlign": "left", "labelPadding": -3, "labelLimit": 300}


def positions_chart(
    frame: pd.DataFrame, *, order: Sequence[str], names: Mapping[str, str], shown: str
) -> alt.LayerChart:
    """
    Draw where each party stands on each issue; a switch under the chart chooses the coding.

    A pale line over the whole scale is a position that nobody published; a short one joins two readings.

    Args:
        frame: Columns ``issue``, ``party``, ``coding`` (main or alternative), ``step`` (missing where not
            known), ``low`` and ``high`` (both codings together, or the whole scale), ``document`` and
            ``position``.
        order: The issues from top to bottom.
        names: Ids of parties, which choose colour and shape, with their words.
        shown: The coding that is drawn first.
    """
    words = list(names.values())
    drawn = frame.assign(who=frame["party"].map(names))
    radio = alt.binding_radio(options=["main", "alternative"], name="coding: ")
    coding = alt.param(name="coding_shown", value=shown, bind=radio)
    base = (
        alt.Chart(drawn, height={"step": PARTY_HEIGHT, "for": "offset"})
        .transform_filter("datum.coding == coding_shown")
        .encode(
            y=_bands("issue", order, PARTY_HEIGHT * len(words) / 2 + 7),
            yOffset=alt.YOffset("who:N", sort=words),
            color=alt.Color("who:N", title=None, scale=colours.scale(list(names), words)),
            tooltip=["who:N", "issue:N", "step:Q", "position:N", "document:N"],
        )
    )
    across = alt.X("low:Q", title=SCALE_WORDS, scale=alt.Scale(domain=[0, STEPS - 1]), axis=_whole_steps())
    known = "isValid(datum.step)"
    unknown = base.transform_filter(f"!{known}").mark_rule(strokeWidth=1, opacity=0.55, strokeDash=[2, 4])
    readings = base.transform_filter(known).mark_rule(strokeWidth=3, opacity=0.5)
    shape = alt.Shape("who:N", title=None, scale=alt.Scale(domain=words))
    point = base.transform_filter(known).mark_point(filled=True, size=60, opacity=1)
    return alt.layer(
        *(line.encode(x=across, x2="high:Q") for line in (unknown, readings)),
        point.encode(x=alt.X("step:Q", title=SCALE_WORDS), shape=shape),
    ).add_params(coding)


def coverage_chart(frame: pd.DataFrame, *, order: Sequence[str]) -> alt.LayerChart:
    """
    Draw every document against every issue: the step it is given, or that none was found.

    Args:
        frame: Columns ``document`` (in the order wanted), ``issue``, ``step`` (missing without one) and
            ``mark`` (the words in the cell: the step, both steps of rival rows, a sign for no step).
        order: The issues from left to right.
    """
    shades = alt.Scale(domain=list(range(STEPS)), range=colours.DIVERGING)
    base = alt.Chart(frame, height={"step": ROW_HEIGHT}).encode(
        x=alt.X(
            "issue:N",
            title=None,
            sort=list(order),
            axis=alt.Axis(orient="top", labelAngle=-90, labelOverlap=False, domain=False, ticks=False),
        ),
        y=_bands("document", list(dict.fromkeys(frame["document"])), ROW_HEIGHT / 2 - 3, gap=0.54),
        tooltip=["document:N", "issue:N", alt.Tooltip("mark:N", title="step")],
    )
    shade = alt.Color("step:O", title="step", scale=shades, legend=alt.Legend(columns=STEPS))
    cells = base.transform_filter("isValid(datum.step)").mark_rect().encode(color=shade)
    words = base.mark_text(fontSize=11).encode(text="mark:N")
    ends = alt.when("datum.step == 0 || datum.step == 4").then(alt.value("white")).otherwise(alt.value(INK))
    said = words.transform_filter("isValid(datum.step)").encode(color=ends)
    return alt.layer(cells, said, words.transform_filter("!isValid(datum.step)"))


def bounds_chart(
    frame: pd.DataFrame, *, category: str, voice: str, names: Mapping[str, str], x_title: str
) -> alt.LayerChart:
    """
    Draw what can be said of each quantity without its unknown parts: a bar from its lowest to its highest.

    Args:
        frame: Columns *category*, *voice*, ``low`` and ``high``, in [0, 1].
        category: Column whose words label the rows, in the order of the frame.
        voice: Column of ids.
        names: The words for each id, in the order of the legend.
        x_title: What is drawn.
    """
    words = list(names.values())
    drawn = frame.assign(who=frame[voice].map(names))
    order = list(dict.fromkeys(drawn[category]))
    across = alt.X("low:Q", title=x_title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=5))
    base = alt.Chart(drawn, height={"step": VOICE_HEIGHT, "for": "offset"}).encode(
        y=_bands(category, order, VOICE_HEIGHT * len(words) / 2 + 7),
        yOffset=alt.YOffset("who:N", sort=words),
        color=alt.Color("who:N", title=None, scale=colours.scale(list(names), words)),
        tooltip=["who:N", f"{category}:N", *(alt.Tooltip(f"{end}:Q", format=".2f") for end in ENDS)],
    )
    ends = [
        base.mark_tick(thickness=2, bandSize=9).encode(x=alt.X(f"{end}:Q", title=x_title)) for end in ENDS
    ]
    return alt.layer(base.mark_rule(strokeWidth=5, opacity=0.6).encode(x=across, x2="high:Q"), *ends)


def sweep_chart(
    frame: pd.DataFrame, *, names: Mapping[str, str], x_title: str, band: tuple[float, float]
) -> alt.LayerChart:
    """
    Draw where drawn weightings fall: two strips for each pair, the darker the more of them fall there.

    Args:
        frame: Columns ``pair``, ``bound`` (at least or at most), ``start``, ``end`` and ``share``.
        names: The words for each pair, from top to bottom.
        x_title: What is drawn.
        band: Where the band of the claim begins and ends, drawn as dashed lines.
    """
    bounds = ["at least", "at most"]
    drawn = frame.assign(who=frame["pair"].map(names))
    across = alt.X("start:Q", title=x_title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=5))
    depth = alt.Scale(domain=[0, DARKEST], range=[0.05, 1], clamp=True)
    share = alt.Opacity("share:Q", scale=depth, legend=None)
    strips = (
        alt.Chart(drawn, height={"step": 20, "for": "offset"})
        .mark_bar(binSpacing=0)
        .encode(
            x=across,
            x2="end:Q",
            y=_bands("who", list(names.values()), 27),
            yOffset=alt.YOffset("bound:N", sort=bounds, scale=alt.Scale(domain=bounds, paddingInner=0.1)),
            color=alt.Color(
                "bound:N",
                title="overlap is",
                scale=alt.Scale(domain=bounds, range=[colours.TEAL, colours.PARTY["independent"]]),
            ),
            opacity=share,
            tooltip=[
                "who:N",
                "bound:N",
                alt.Tooltip("start:Q", format=".2f"),
                alt.Tooltip("share:Q", format=".0%"),
            ],
        )
    )
    edges = pd.DataFrame({"edge": band})
    rule = alt.Chart(edges).mark_rule(strokeDash=[5, 3], strokeWidth=1.5)
    return alt.layer(strips, rule.encode(x=alt.X("edge:Q", title=x_title)))


def _bands(column: str, order: Sequence[str], above: float, gap: float = 0.45) -> alt.Y:
    """
    One band for each row, its label above it, so that a phone keeps its whole width for the data.
    """
    axis = alt.Axis(**ABOVE, labelOffset=-above)
    scale = alt.Scale(paddingInner=gap, paddingOuter=gap)
    return alt.Y(f"{column}:N", title=None, sort=list(order), axis=axis, scale=scale)


def _whole_steps() -> alt.Axis:
    return alt.Axis(values=list(range(STEPS)), format="d")
