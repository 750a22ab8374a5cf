"""
What if: the course of stock and store, drawn again in the reader's browser as sliders move.

The expressions are those of :func:`threefronts.models.stock.course`; a test holds the two against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import pandas as pd

from threefronts.charts import colours

STEPS = {
    "hulls": "max(store - refurbishment_per_month * datum.month, 0)",
    "left": "store > 0 ? datum.hulls / store : 0",
    "restorable": "store * yield_pct / 100 * pow(datum.left, 1 / (yield_pct / 100))",
    "restored": "store * yield_pct / 100 - datum.restorable",
    "change": "(new_per_month - lost_per_month) * datum.month + datum.restored",
    "in_service": "max(service + datum.change, 0)",
    "vehicles": "datum.series === 'store' ? datum.restorable : datum.in_service",
}
SLIDERS = {
    "lost_per_month": ("Tanks lost a month", 0, 400),
    "new_per_month": ("Tanks built new a month", 0, 150),
    "refurbishment_per_month": ("Hulls taken for restoring a month", 0, 200),
    "yield_pct": ("Tanks that 100 stored hulls give", 1, 100),
}
SERIES = {"store": "can still be restored from store", "service": "in service"}
LATER = 24  # months on which the sentence under the sliders tells what is left
MONTHS_GONE = "store * (1 - pow(left_share, yield_pct / 100)) / refurbishment_per_month"
HULLS_LATER = f"max(store - refurbishment_per_month * {LATER}, 0)"
CHANGE_LATER = (
    f"(new_per_month - lost_per_month) * {LATER} + store * yield_pct / 100 * "
    f"(1 - pow(store > 0 ? {HULLS_LATER} / store : 0, 1 / (yield_pct / 100)))"
)
TOLD = (
    "'With these settings nine tenths of what the stores can give ' + (refurbishment_per_month > 0 ? "
    f"'are used up after ' + format({MONTHS_GONE}, '.1f') + ' months' : 'are never used up') + "
    f"', and {LATER} months on the tanks in service have changed by ' + format({CHANGE_LATER}, '+,.0f') + '.'"
)


@dataclass(frozen=True)
class Fixed:
    """
    What no slider moves: hulls in store and tanks in service at the start, and the part that counts as used
        up.
    """

    store: float
    service: float
    left_share: float


def what_if_chart(
    bands: pd.DataFrame, settings: Mapping[str, float], fixed: Fixed, *, x_title: str
) -> alt.LayerChart:
    """
    Draw what is left in store and in service as lines that follow four sliders, over bands that do not.

    Args:
        bands: Columns month, series (``store`` or ``service``), low and high: the interval over the draws.
        settings: Where each of ``SLIDERS`` stands at first; whole numbers within its range.
        fixed: What the sliders leave as it is.
        x_title: Title of the axis of months.

    Raises:
        ValueError: A setting is missing or out of its slider's range.
    """
    for name, (words, least, most) in SLIDERS.items():
        if not least <= settings.get(name, -1) <= most:
            raise ValueError(
                f"slider {name!r} ({words}) runs from {least} to {most}, not {settings.get(name)}"
            )
    drawn = bands.assign(what=bands["series"].map(SERIES))
    words = list(SERIES.values())
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=words, range=[colours.TEAL, colours.PARTY["russia"]]),
        legend=alt.Legend(columns=1),
    )
    base = alt.Chart(drawn).encode(x=alt.X("month:Q", title=x_title), color=colour)
    band = base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title="tanks"), y2="high:Q")
    line = base.transform_calculate(**STEPS).mark_line()
    line = line.encode(
        y=alt.Y("vehicles:Q", title="tanks"),
        strokeDash=alt.StrokeDash("what:N", title=None, scale=alt.Scale(domain=words)),
        tooltip=["what:N", "month:Q", alt.Tooltip("vehicles:Q", format=",.0f")],
    )
    return alt.layer(band, line).add_params(*_params(settings, fixed))


def _params(settings: Mapping[str, float], fixed: Fixed) -> list[alt.Parameter]:
    sliders = [
        alt.param(
            name=name,
            value=settings[name],
            bind=alt.binding_range(min=least, max=most, step=1, name=words),
        )
        for name, (words, least, most) in SLIDERS.items()
    ]
    still = [alt.param(name=name, value=value) for name, value in vars(fixed).items()]
    return [*sliders, *still, alt.param(name="told", expr=TOLD)]


def settings_of(middle: Mapping[str, float]) -> dict[str, int]:
    """
    Round the base case of the model to where the sliders can stand.

    Args:
        middle: Each input of the model in vehicles a month, ``yield_share`` as a share.
    """
    raw = {
        "lost_per_month": middle["lost"],
        "new_per_month": middle["new"],
        "refurbishment_per_month": middle["refurbishment"],
        "yield_pct": 100 * middle["yield_share"],
    }
    return {name: int(min(max(round(raw[name]), least), most)) for name, (_, least, most) in SLIDERS.items()}
