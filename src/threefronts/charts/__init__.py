"""
Charts of the book; importing the package turns its theme and renderer on.
"""

from threefronts.charts import colours
from threefronts.charts.areas import areas_chart
from threefronts.charts.bands import backtest_chart
from threefronts.charts.bars import bar_chart
from threefronts.charts.changes import card_chart, split_chart
from threefronts.charts.changes_lists import flips_table, moves_table
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
from threefronts.charts.revisions import revisions_chart
from threefronts.charts.rows import rows_chart
from threefronts.charts.spans import spans_chart
from threefronts.charts.stacks import stacked_chart, with_days
from threefronts.charts.support import support_chart
from threefronts.charts.tables import rows_table
from threefronts.charts.tornado import tornado_chart
from threefronts.charts.verdicts import evidence_chart, verdict_chart
from threefronts.charts.what_if import Fixed, settings_of, what_if_chart

__all__ = [
    "ChartError",
    "Fixed",
    "backtest_chart",
    "areas_chart",
    "bar_chart",
    "card_chart",
    "colours",
    "claim_list",
    "constraint_chart",
    "curve_chart",
    "enable",
    "estimates_chart",
    "evidence_chart",
    "figure",
    "flips_table",
    "interval_chart",
    "lanes_chart",
    "line_chart",
    "moves_table",
    "oblast_map",
    "published_table",
    "register_table",
    "relay_chart",
    "revisions_chart",
    "rows_chart",
    "rows_table",
    "settings_of",
    "spans_chart",
    "split_chart",
    "stacked_chart",
    "support_chart",
    "tornado_chart",
    "verdict_chart",
    "what_if_chart",
    "with_days",
]

enable()
