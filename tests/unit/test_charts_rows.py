"""
Rows of counts on scales of their own.
"""

import pandas as pd

from threefronts import charts
from threefronts.charts.rows import FILLED


def _months(**peaks):
    rows = [
        {
            "what": name,
            "start": pd.Timestamp("2024-01-01"),
            "end": pd.Timestamp("2024-01-31"),
            "low": 0.5 * n,
            "high": n,
        }
        for name, n in peaks.items()
    ]
    return pd.DataFrame(rows)


def _data(frame, names):
    chart = charts.rows_chart(frame, start="start", end="end", row="what", names=names, voice="air_force_ua")
    spec = chart.to_dict()
    return spec, [row for rows in spec["datasets"].values() for row in rows]


def test_each_row_has_its_own_scale_and_tells_its_highest_bar():
    """
    A thousand drones and ten missiles fill their rows alike, and the words give the numbers.
    """
    _, rows = _data(_months(a=10.0, b=1000.0), {"a": "missiles", "b": "drones"})
    tops = [round(row["top"] - row["foot"], 6) for row in rows if "top" in row]
    assert set(tops) == {FILLED}
    said = {row["text"] for row in rows if "text" in row}
    assert said == {"missiles: up to 10 a month", "drones: up to 1,000 a month"}


def test_the_first_name_stands_on_top_and_zeros_divide_nothing():
    """
    Rows follow the names from top to bottom, and a row of zeros is flat.
    """
    spec, rows = _data(_months(a=0.0, b=3.0), {"a": "first", "b": "second"})
    feet = {row["what"]: row["foot"] for row in rows if "foot" in row}
    assert feet == {"first": 1, "second": 0}
    assert all(row["top"] == row["foot"] for row in rows if row.get("what") == "first")
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 2]
