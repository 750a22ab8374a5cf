"""
The table of published figures.
"""

import pandas as pd

from threefronts import charts

ROWS = pd.DataFrame(
    {
        "what": ["March 2025, scope not told", "March 2025, Ukraine alone"],
        "value": [1203.4, 135.0],
        "how": ["assessed from maps"] * 2,
        "who": ["A & B", "this book"],
        "published_on": [pd.Timestamp("2025-04-06"), pd.NaT],
    }
)


def test_each_figure_is_a_row_with_what_it_counts_and_whose_it_is():
    """
    Definitions head the rows, numbers read as in prose, and what nobody published has no day.
    """
    text = charts.published_table(ROWS).data
    assert text.count('<th scope="row">') == 2
    assert "<td>1,203</td>" in text
    assert "<td>A &amp; B, 6 April 2025</td>" in text
    assert "<td>this book</td>" in text


def test_no_figure_leaves_the_headings():
    """
    Before anybody published a figure the table is empty, not broken.
    """
    assert "by whom" in charts.published_table(ROWS.head(0)).data
