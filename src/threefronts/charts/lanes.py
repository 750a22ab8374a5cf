"""
Dated events on one time axis: in lanes one above the other, or marked over bars.
"""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INKED

LANE_HEIGHT = 58
BARS_HEIGHT = 240
WORDS_HEIGHT = 16
DAYS_NAMED_UP_TO = 150
FEW_PINS = 12
FEWEST_DAYS = 14  # that the sliders leave in sight
HALF_A_DAY = pd.Timedelta(hours=12)
TIPS = [
    alt.Tooltip("event_date:T", title="day"),
    alt.Tooltip("title:N", title="what"),
    alt.Tooltip("who:N", title="source"),
]


def lanes_chart(
    events: pd.DataFrame,
    *,
    lanes: Sequence[str],
    start: str,
    end: str,
    days: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """
    Draw one tick for each event in its lane; events of one day stand one above the other.

    Two sliders under the chart choose the days that are shown: they need no wheel, and work with a keyboard
    and on a phone. A lane is no party, so all lanes share one colour that belongs to none.

    Args:
        events: Columns ``event_date``, ``lane``, ``title``, ``who`` (the publication) and ``url`` (its page,
            to which the tick leads); where a column ``is_main`` is false, the tick is pale.
        lanes: The lanes from top to bottom.
        start, end: First and last day of the axis, ISO.
        days: Words for single days, ISO, drawn as dashed lines where they lie on the axis.
    """
    place = events.groupby(["lane", "event_date"]).cumcount()
    main = events.get("is_main", True)
    drawn = events.assign(place=place, depth=pd.Series(main, events.index).map({True: 1.0, False: 0.4}))
    steps = list(range(int(place.max()) + 1 if len(place) else 1))
    sliders, span, inside = _zoom(start, end)
    ticks = (
        alt.Chart(drawn, height=alt.Step(LANE_HEIGHT, **{"for": "position"}))
        .mark_tick(thickness=3, color=colours.TEAL, clip=True, bandSize=LANE_HEIGHT / max(3, len(steps) + 1))
        .encode(
            x=alt.X(
                "event_date:T",
                title=None,
                axis=_dates(start, end),
                scale=span,
            ),
            y=alt.Y(
                "lane:N",
                title=None,
                scale=alt.Scale(domain=list(lanes)),
                axis=alt.Axis(grid=True, ticks=False, tickBand="extent"),
            ),
            yOffset=alt.YOffset("place:O", scale=alt.Scale(domain=steps[::-1])),
            opacity=alt.Opacity("depth:Q", scale=None, legend=None),
            tooltip=TIPS,
            href="url:N",
        )
        .add_params(*sliders)
    )
    named = pd.DataFrame((days or {}).items(), columns=["label", "event_date"])
    named = named[named["event_date"].between(start, end)].astype({"event_date": "datetime64[s]"})
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    marked = _named_days(named, middle=first + (last - first) / 2)
    return alt.layer(ticks, *(mark.transform_filter(inside) for mark in marked))


def bars_chart(
    bars: pd.DataFrame,
    *,
    y_title: str,
    source: str,
    marks: pd.DataFrame,
    levels: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """
    Draw a count over time as bars, with dated events marked above them.

    Args:
        bars: Columns ``start`` and ``end`` (first and last day that a bar covers) and ``value``.
        y_title: What is drawn, with its unit.
        source: Who says it: a source or party id, which chooses the colour.
        marks: Column ``event_date``, and either ``title`` and ``who`` to be read on pointing, or ``label`` to
            stand beside the mark; days outside the bars are left out.
        levels: Columns ``start``, ``end``, ``value`` and ``span`` (its words), drawn as horizontal lines.
    """
    first, last = bars["start"].min(), bars["end"].max()
    across = alt.X("start:T", title=None, axis=_dates(first, last))
    up = alt.Y("value:Q", title=y_title, scale=alt.Scale(zero=True))
    tips = ["start:T", "end:T", alt.Tooltip("value:Q", title=y_title, format=",.1f")]
    shape = alt.Chart(_to_midnight(bars), height=BARS_HEIGHT)
    shape = shape.mark_bar(binSpacing=1, opacity=0.75, color=colours.colour(source))
    layers = [shape.encode(x=across, x2="until:T", y=up, y2=alt.datum(0), tooltip=tips)]
    if levels is not None and len(levels):
        line = alt.Chart(_to_midnight(levels)).mark_rule(style=INKED, strokeWidth=2.5)
        layers.append(line.encode(x=across, x2="until:T", y=up, tooltip=["span:N", *tips]))
    shown = marks[marks["event_date"].between(first, last)]
    return alt.layer(*layers, *_marks(shown, middle=first + (last - first) / 2))


def _to_midnight(spans: pd.DataFrame) -> pd.DataFrame:
    """
    The same spans with ``until``, the midnight that ends their last day.
    """
    return spans.assign(until=spans["end"] + 2 * HALF_A_DAY)


def _marks(marks: pd.DataFrame, middle: pd.Timestamp) -> list[alt.Chart]:
    """
    A pin for each event in the middle of its day, with its words where it has some.
    """
    if marks.empty:
        return []
    placed = marks.assign(at=marks["event_date"] + HALF_A_DAY)
    tips = [TIPS[0], alt.Tooltip("label:N", title="what")] if "label" in marks else TIPS
    base = alt.Chart(placed).encode(x=alt.X("at:T", title=None), tooltip=tips)
    pin = base.mark_point(shape="triangle-down", style=INKED, filled=True, size=60, opacity=1)
    faint = 0.4 if len(placed) <= FEW_PINS else 0.12  # many lines would hide the bars behind them
    pins = [base.mark_rule(style=INKED, opacity=faint), pin.encode(y=alt.value(-4))]
    return pins + (_words(placed, "at", middle) if "label" in marks else [])


def _named_days(days: pd.DataFrame, middle: pd.Timestamp) -> list[alt.Chart]:
    """
    Dashed lines with their words above.
    """
    if days.empty:
        return []
    line = alt.Chart(days).mark_rule(style=INKED, strokeDash=[4, 3])
    return [line.encode(x=alt.X("event_date:T", title=None)), *_words(days, "event_date", middle)]


def _words(days: pd.DataFrame, at: str, middle: pd.Timestamp) -> list[alt.Chart]:
    """
    Words beside each day, one row a day so that close days keep apart, on the side where there is room.
    """
    ordered = days.sort_values(at).reset_index(drop=True)
    return [
        alt.Chart(ordered.iloc[[row]])
        .mark_text(
            align="right" if day > middle else "left",
            dx=-8 if day > middle else 8,
            baseline="bottom",
        )
        .encode(x=alt.X(f"{at}:T", title=None), y=alt.value(-WORDS_HEIGHT * row), text="label:N")
        for row, day in enumerate(ordered[at])
    ]


def _dates(start: str | pd.Timestamp, end: str | pd.Timestamp) -> alt.Axis:
    """
    Date axis that names days over a few months and months over longer spans.
    """
    is_short = (pd.Timestamp(end) - pd.Timestamp(start)).days <= DAYS_NAMED_UP_TO
    form = "%-d %b" if is_short else "%b %Y"
    return alt.Axis(format=form, tickCount=8, labelSeparation=12, labelFlush=True)


def _zoom(start: str, end: str) -> tuple[list[alt.Parameter], alt.Scale, str]:
    """
    Sliders for the first day and the number of days shown, the scale that follows them, and what it shows.
    """
    first = pd.Timestamp(start)
    days = max((pd.Timestamp(end) - first).days, FEWEST_DAYS)
    shown = alt.param(
        name="days_shown",
        value=days,
        bind=alt.binding_range(min=FEWEST_DAYS, max=days, step=1, name="days shown: "),
    )
    left_out = alt.param(
        name="days_left_out",
        value=0,
        bind=alt.binding_range(min=0, max=days, step=1, name="days left out before: "),
    )
    origin = f"+datetime({first.year}, {first.month - 1}, {first.day})"
    from_day = f"min(days_left_out, {days} - days_shown)"
    ends = [f"{origin} + 864e5 * ({from_day} + {more})" for more in ("0", "days_shown")]
    scale = alt.Scale(nice=False, domainMin=alt.ExprRef(ends[0]), domainMax=alt.ExprRef(ends[1]))
    return [shown, left_out], scale, f"inrange(+toDate(datum.event_date), [{', '.join(ends)}])"
