"""
Rows of a frame as readers see them.
"""

import re

import pandas as pd
import pytest

from threefronts.charts import rows_table
from threefronts.site.polish import polished


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (-70625.4, "−70,625"),
        (1172583, "1,172,583"),
        (62.84, "62.8"),
        (0.5, "0.5"),
        (0.4706, "0.471"),
        (0.0, "0"),
        (float("nan"), "not known"),
        (pd.NA, "not known"),
        ("a < b", "a &lt; b"),
    ],
)
def test_a_cell_reads_as_a_number_of_the_book(value, words):
    """
    Separators, a true minus, no digits that tell nothing, and a word for what is missing.
    """
    html = rows_table(pd.DataFrame({"what": ["row"], "value": pd.Series([value], dtype="object")})).data
    assert re.findall("<td>(.*?)</td>", html) == [words]


def test_a_phone_shows_each_row_as_a_card_with_its_headings():
    """
    The first column names the row, and every other cell carries its heading.
    """
    table = rows_table(pd.DataFrame({"side": ["Russia"], "decides": ["outflow"]}))
    html = polished(f"<html><body>{table.data}</body></html>")
    assert "tf-stacked" in html
    assert '<td data-label="decides">outflow</td>' in html
    assert '<th data-label="side" scope="row">Russia</th>' in html
