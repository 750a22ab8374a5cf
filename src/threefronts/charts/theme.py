"""
The Altair theme: readable labels, system fonts, a background that suits light and dark pages.
"""

import altair as alt

from threefronts.charts import colours

# Vega measures text with the first family; vl-convert carries it, and Arial has the same widths.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK = "#333333"
INKED = "ink"  # style of marks that are drawn in the colour of letters, and turn with the page
LINE = "#888888"
GRID = "#88888840"
# A label keeps its year wherever the ticks fall.
DATES = {"year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%-d %b", "date": "%-d %b"}
STATIC_WIDTH = 640
HEIGHT = 300


def _axis() -> dict:
    """
    Axes: quiet lines, 12 px labels.
    """
    return {
        "domainColor": LINE,
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": 12,
        "labelOverlap": True,
        "labelSeparation": 8,
        "tickColor": LINE,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    }


def _legend() -> dict:
    """
    Legends on top, so that a phone keeps the width for the data.
    """
    return {
        "columns": 3,
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 230,
        "orient": "top",
        "symbolOpacity": 1,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }


def config() -> dict:
    """
    Vega-Lite configuration shared by all charts.
    """
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None, "continuousWidth": STATIC_WIDTH, "continuousHeight": HEIGHT},
        "axis": _axis(),
        "axisTemporal": {"format": DATES, "labelSeparation": 10},
        "legend": _legend(),
        "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
        "title": {"color": INK, "fontSize": 14, "fontWeight": "bold", "anchor": "start"},
        "mark": {"color": colours.CATEGORY[0]},
        "line": {"strokeWidth": 2},
        "point": {"filled": True, "size": 45},
        "rule": {"color": LINE},
        "text": {"color": INK, "fontSize": 12},
        "style": {INKED: {"color": INK}},
        "geoshape": {"stroke": LINE, "strokeWidth": 0.5},
        "range": {
            "category": colours.CATEGORY,
            "ordinal": colours.RAMP,
            "ramp": colours.RAMP,
            "heatmap": colours.RAMP,
            "diverging": colours.DIVERGING,
        },
    }


@alt.theme.register("threefronts", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """
    The theme as Altair asks for it.
    """
    return alt.theme.ThemeConfig(config=config())
