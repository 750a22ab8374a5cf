"""
Charts of the book; importing the package turns its theme and renderer on.
"""

from threefronts.charts import colours
from threefronts.charts.areas import areas_chart
from threefronts.charts.bands import backtest_chart
from threefronts.charts.bars import bar_chart
from threefronts.charts.claim_list import claim_list
from threefronts.charts.constraints import constraint_chart
from threefronts.charts.curves import curve_chart
from threefronts.charts.errors import ChartError
from threefronts.charts.estimates import estimates_chart
from threefronts.charts.figure import figure
from threefronts.charts.intervals import interval_chart
from threefronts.charts.lanes import lanes_chart
from threefronts.charts.lines import line_chart
from threefronts.charts.maps import oblast_map
from threefronts.charts.published import published_table
from threefronts.charts.register import register_table, relay_chart
from threefronts.charts.renderer import enable
from threefronts.charts.rows import rows_chart
from threefronts.charts.spans import spans_chart
from threefronts.charts.stacks import stacked_chart, with_days
from threefronts.charts.support import support_chart
from threefronts.charts.tornado import tornado_chart
from threefronts.charts.verdicts import evidence_chart, verdict_chart
from threefronts.charts.what_if import Fixed, settings_of, what_if_chart

__all__ = [
    "ChartError",
    "Fixed",
    "backtest_chart",
    "areas_chart",
    "bar_chart",
    "colours",
    "claim_list",
    "constraint_chart",
    "curve_chart",
    "enable",
    "estimates_chart",
    "evidence_chart",
    "figure",
    "interval_chart",
    "lanes_chart",
    "line_chart",
    "oblast_map",
    "published_table",
    "register_table",
    "relay_chart",
    "rows_chart",
    "settings_of",
    "spans_chart",
    "stacked_chart",
    "support_chart",
    "tornado_chart",
    "verdict_chart",
    "what_if_chart",
    "with_days",
]

enable()
