"""
Turn an Altair chart into a figure of the book: id, caption, note, alternative text.
"""

import re
from collections.abc import Sequence

import altair

from threefronts.charts.errors import ChartError
from threefronts.charts.note import note

_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def figure(
    chart: altair.TopLevelMixin,
    id: str,
    caption: str,
    alt: str,
    tables: Sequence[str],
    as_of: str,
    drawn_from: str | None = None,
) -> altair.TopLevelMixin:
    """
    Chart with all that the book prints around it; return it as the last line of a cell.

    Args:
        chart: Any Altair chart; a single or layered one without a width fills its column.
        id: Name in snake_case, unique in the book; ``{numref}`` takes ``fig-`` and hyphens for it.
        caption: What to see, the unit and who says it.
        alt: The finding in one or two sentences, for readers who do not see the picture.
        tables: Tables the chart draws from, such as ``battlefield/equipment_losses``.
        as_of: ISO date that the chart describes.
        drawn_from: What it draws from, in a sentence, where that is no table; *tables* is then empty.

    Returns:
        A copy of the chart.

    Raises:
        ChartError: The id is not in snake_case, or caption, alt or tables are empty.
    """
    _check(id, {"caption": caption, "alt": alt, "tables": tables or drawn_from, "as_of": as_of})
    about = {
        "id": id,
        "caption": " ".join(caption.split()),
        "note": drawn_from or note(tables, as_of),
        "tables": list(tables),
        "as_of": str(as_of),
    }
    framed = chart.copy(deep=False)
    framed.description = " ".join(alt.split())
    framed.usermeta = {"threefronts": about}
    return _filling_its_column(framed)


def _check(id: str, texts: dict[str, object]) -> None:
    """
    Refuse a figure that lacks something, by name.
    """
    if not _ID.fullmatch(id):
        raise ChartError(f"Figure id {id!r} is not snake_case: use lower-case words joined by underscores.")
    for name, value in texts.items():
        if not value or (isinstance(value, str) and not value.strip()):
            raise ChartError(f"Figure {id!r} has an empty {name}: the book shows none without it.")


def _filling_its_column(chart: altair.TopLevelMixin) -> altair.TopLevelMixin:
    """
    Chart as wide as the page, where Vega-Lite can do so: not for concatenated or faceted charts.
    """
    if isinstance(chart, altair.Chart | altair.LayerChart) and not _is_faceted(chart):
        if getattr(chart, "width", altair.Undefined) is altair.Undefined:
            chart.width = "container"
        if chart.width == "container" and chart.autosize is altair.Undefined:
            chart.autosize = altair.AutoSizeParams(type="fit-x", contains="padding")
    return chart


def _is_faceted(chart: altair.TopLevelMixin) -> bool:
    """
    Whether an encoding splits the chart into panels.
    """
    encoding = getattr(chart, "encoding", altair.Undefined)
    channels = ("row", "column", "facet")
    return any(getattr(encoding, name, altair.Undefined) is not altair.Undefined for name in channels)
