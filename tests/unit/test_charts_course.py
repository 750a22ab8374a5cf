"""
The course of a fact or verdict shows what was recorded, and nothing where nothing was.
"""

import pandas as pd

from threefronts.charts.course import ABSENT, course_chart

DAYS = ["2022-03-01", "2022-03-08", "2022-03-15", "2022-03-22"]


def _rows(**columns: list) -> pd.DataFrame:
    empty = {"kind": "fact", "status": "recorded", "unit": "vehicles", "reason": ""}
    missing = dict.fromkeys(("value", "low", "high", "margin", "verdict"))
    return pd.DataFrame({"edition": DAYS} | empty | missing | columns)


def _data(chart) -> list[dict]:
    (rows,) = chart.to_dict()["datasets"].values()
    return rows


def test_a_line_breaks_where_an_edition_has_no_data():
    """
    The edition keeps its place with no value; a line over the gap would claim what nobody knew.
    """
    rows = _rows(value=[1.0, None, 3.0, 4.0], status=["recorded", "no_data", "recorded", "recorded"])
    chart = course_chart(rows, "tanks_lost")
    assert [row["value"] for row in _data(chart)] == [1.0, None, 3.0, 4.0]
    line = chart.to_dict()["layer"][1]
    assert (line["mark"]["type"], line["encoding"]["y"]["title"]) == ("line", "vehicles")


def test_a_strip_has_one_span_an_edition_and_names_the_absent():
    """
    Each verdict holds until the next edition, however many there are; one without data is grey, not left out.
    """
    rows = _rows(kind="verdict", verdict=["mixed", None, "supported", "mixed"])
    chart = course_chart(rows, "I05").to_dict()
    (spans,) = chart["datasets"].values()
    assert [row["verdict"] for row in spans] == ["mixed", ABSENT, "supported", "mixed"]
    assert [row["until"][:10] for row in spans] == [*DAYS[1:], "2022-03-29"]
    assert chart["mark"]["type"] == "rect"
    assert chart["encoding"]["color"]["scale"]["domain"] == ["supported", "mixed", ABSENT]
