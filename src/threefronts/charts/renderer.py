"""
The renderer "threefronts": one spec, one static picture, one sentence, always the same bytes.
"""

import altair as alt

from threefronts.charts.errors import ChartError
from threefronts.charts.spec import stable
from threefronts.charts.svg import draw
from threefronts.drawing import expect_charts, is_wanted

VEGALITE_MIME = "application/vnd.vegalite.v6+json"
MAX_ROWS = 20_000


def render(spec: dict, **_options: object) -> dict:
    """
    Mime bundle of a chart: Vega-Lite spec, SVG and alternative text.

    Args:
        spec: Vega-Lite spec as Altair hands it over.

    Returns:
        Mime type to content; the text alone where no pictures are wanted.

    Raises:
        ChartError: The chart has no description, so some readers would learn nothing from it.
    """
    alt_text = str(spec.get("description") or "").strip()
    if not alt_text:
        raise ChartError(
            "A chart has no description. Return figure(chart, id=..., caption=..., alt=..., ...) "
            "as the last line of the cell."
        )
    if not is_wanted():
        return {"text/plain": alt_text}
    clean = stable(spec)
    return {VEGALITE_MIME: clean, "image/svg+xml": draw(clean), "text/plain": alt_text}


def enable() -> None:
    """
    Make Altair use the book's theme and renderer in this process.
    """
    alt.theme.enable("threefronts")
    alt.renderers.register("threefronts", render)
    alt.renderers.enable("threefronts")
    alt.data_transformers.enable("default", max_rows=MAX_ROWS)
    expect_charts()
