"""
Charts and cards of positions: the switch, the bounds, what was not found, and a page for each position.
"""

import re

import altair as alt
import pandas as pd
import pytest

from threefronts.charts import colours
from threefronts.charts.bargaining import bounds_chart, coverage_chart, positions_chart, sweep_chart
from threefronts.charts.issue_cards import issue_cards
from threefronts.charts.renderer import render
from threefronts.tables import load_table, read_sources

NAMES = {"ukraine": "Ukraine", "russia": "Russia"}
PAIRS = {"ukraine_russia": "Ukraine and Russia"}


def _positions() -> alt.LayerChart:
    row = {"issue": "Crimea", "document": "A draft", "position": "talks after a truce"}
    rows = [
        row | {"party": party, "coding": coding, "step": step, "low": low, "high": high}
        for party, step, low, high in (("ukraine", 1.0, 0.0, 1.0), ("russia", None, 0.0, 4.0))
        for coding in ("main", "alternative")
    ]
    return positions_chart(pd.DataFrame(rows), order=["Crimea"], names=NAMES, shown="alternative")


def _coverage() -> alt.LayerChart:
    rows = [("1 Apr: A", "Crimea", 4.0, "4"), ("1 Apr: A", "NATO", None, "·"), ("1 Apr: A", "EU", 2.0, "2/3")]
    frame = pd.DataFrame(rows, columns=["document", "issue", "step", "mark"])
    return coverage_chart(frame, order=["Crimea", "NATO", "EU"])


def _bounds(**overrides) -> alt.LayerChart:
    row = {"named": "each issue alike", "pair": "ukraine_russia", "low": 0.4, "high": 0.9}
    frame = pd.DataFrame([row | overrides])
    return bounds_chart(frame, category="named", voice="pair", names=PAIRS, x_title="distance")


def _sweep() -> alt.LayerChart:
    rows = [("ukraine_russia", "at least", 0.0, 0.04, 1.0), ("ukraine_russia", "at most", 0.4, 0.44, 1.0)]
    frame = pd.DataFrame(rows, columns=["pair", "bound", "start", "end", "share"])
    return sweep_chart(frame, names=PAIRS, x_title="overlap", band=(0.5, 1.0))


@pytest.mark.parametrize("chart", [_positions, _coverage, _bounds, _sweep])
def test_every_chart_can_be_drawn(chart):
    """
    Spec and picture come out of the book's renderer, without a generated name.
    """
    bundle = render(chart().properties(description="what it shows").to_dict())
    assert "<svg" in bundle["image/svg+xml"]


def test_a_switch_chooses_the_coding():
    """
    A reader can turn the coding over, and the chart opens with the edition's own.
    """
    spec = _positions().to_dict()
    (switch,) = [param for param in spec["params"] if param["name"] == "coding_shown"]
    assert switch["value"] == "alternative"
    assert switch["bind"]["options"] == ["main", "alternative"]
    assert "coding_shown" in str(spec["layer"])


def test_a_party_keeps_its_colour():
    """
    Ukraine and Russia have the colours that they have everywhere.
    """
    color = _positions().to_dict()["layer"][0]["encoding"]["color"]["scale"]
    assert color["range"] == [colours.PARTY["ukraine"], colours.PARTY["russia"]]


def test_a_position_nobody_published_has_no_point():
    """
    An unknown position is a line over the whole scale and never a mark on a step.
    """
    layers = _positions().to_dict()["layer"]
    point = next(layer for layer in layers if layer["mark"].get("type") == "point")
    line = next(layer for layer in layers if "strokeDash" in layer["mark"])
    assert "isValid(datum.step)" in str(point["transform"])
    assert "!isValid(datum.step)" in str(line["transform"])


def test_bounds_have_no_middle():
    """
    Between the lowest and the highest nothing is marked, since nothing is known there.
    """
    marks = [layer["mark"]["type"] for layer in _bounds().to_dict()["layer"]]
    assert marks == ["rule", "tick", "tick"]


def test_cells_without_a_step_are_not_shaded():
    """
    What was not found has a mark and no colour.
    """
    cells = _coverage().to_dict()["layer"][0]
    assert "isValid(datum.step)" in str(cells["transform"])


def test_every_position_has_a_page_and_a_place():
    """
    No position without a source a reader can open; second-hand pages and missing ones are named.
    """
    terms, scale = load_table("diplomacy/terms"), load_table("diplomacy/term_scale")
    html = issue_cards(terms, scale).data
    stated = terms[terms["status"] == "stated"]
    assert len(re.findall(r'<td>[^<]*; <a href="https?://', html)) == len(stated)
    relays = stated["source_id"].map(lambda page: read_sources()[page]["second_hand"]).sum()
    assert html.count(", second-hand") == relays
    assert html.count("<details>") == terms["issue_id"].nunique()
    assert html.count("Nothing found in: ") == terms[terms["status"] == "not_found"]["issue_id"].nunique()


def test_a_contested_step_is_shown_with_its_alternative():
    """
    A reader sees the second reading and why beside the first.
    """
    terms, scale = load_table("diplomacy/terms"), load_table("diplomacy/term_scale")
    html = issue_cards(terms, scale).data
    assert html.count("; or ") >= terms["alternative_ordinal"].notna().sum()
