"""
The charts and lists of what changed: each row on its own scale, open ends to the edge, no word lost.
"""

import pandas as pd
import pytest

from threefronts import charts
from threefronts.charts.changes import MARK_LINES
from threefronts.facts import changes
from threefronts.facts.card import Row
from threefronts.facts.previous import Previous
from threefronts.facts.read import Found

ROW = Row("tanks", "Tanks", "by somebody", "tanks")


def _fact(value, low=None, high=None, chapter="battlefield/attrition"):
    ends = {"value": value, "low": low, "high": high}
    return {**ends, "unit": "vehicles", "tolerance": 0, "chapter": chapter}


def _before(facts, claims=None) -> Previous:
    return Previous("before", "Before", "2025-04-28", Found(facts, claims or {}))


def _marks(new: dict, old: dict) -> dict[str, dict]:
    """
    The row of the tanks as drawn, by edition.
    """
    card = changes.card([ROW], Found({"tanks": new}, {}), _before({"tanks": old}))
    spec = charts.card_chart(card, {"before": "before", "now": "now"}).to_dict()
    rows = [row for data in spec["datasets"].values() for row in data if "edition" in row and "start" in row]
    return {row["edition"]: row for row in rows}


def test_a_row_of_the_card_runs_from_zero_to_its_highest_end():
    """
    Both editions lie on one scale, so their lengths compare within the row.
    """
    marks = _marks(new=_fact(75, 50, 100), old=_fact(25, 20, 30))
    assert {name: marks["now"][name] for name in ("start", "middle", "end")} == {
        "start": 0.5,
        "middle": 0.75,
        "end": 1.0,
    }
    assert (marks["before"]["start"], marks["before"]["end"], marks["before"]["zero"]) == (0.2, 0.3, 0)
    assert marks["now"]["down"] - marks["before"]["down"] == MARK_LINES["now"] - MARK_LINES["before"]


def test_an_open_end_runs_to_the_edge_and_a_negative_one_moves_zero():
    """
    At least fifty reaches the row's end; a row with a negative low does not start at zero.
    """
    marks = _marks(new=_fact(None, 50, None), old=_fact(100, -100, 100))
    assert (marks["now"]["start"], marks["now"]["end"], marks["now"]["zero"]) == (0.75, 1, 0.5)


def test_a_fact_that_is_not_known_is_not_drawn_but_told():
    """
    Its row keeps its words, with "not known" where a number would stand.
    """
    card = changes.card([ROW], Found({}, {}), _before({"tanks": _fact(3)}))
    assert (card["told"].iloc[0], card["direction"].iloc[0]) == ("3 → not known tanks", "unknown")
    spec = charts.card_chart(card, {"before": "before", "now": "now"}).to_dict()
    drawn = [row for data in spec["datasets"].values() for row in data if "edition" in row and "start" in row]
    assert [row["edition"] for row in drawn if row["start"] is not None] == ["before"]


def test_facts_of_the_chapters_that_join_the_fronts_are_not_compared():
    """
    They are made from the others, so each move would count twice.
    """
    joined = _fact(1, chapter="synthesis/leverage")
    now = Found({"tanks": _fact(2), "months": joined}, {})
    before = _before({"tanks": _fact(1), "months": joined | {"value": 9}})
    assert changes.moves(now, before, None)["key"].tolist() == ["tanks"]


def test_the_list_folds_what_is_not_shown_and_says_when_nothing_moved():
    """
    Every fact that moved is on the page, the farthest open; text is escaped.
    """
    now = Found({f"f{number}": _fact(number + 2, number + 1.5, number + 2.5) for number in range(3)}, {})
    before = _before({f"f{number}": _fact(number, number - 0.5, number + 0.5) for number in range(3)})
    moved = changes.moves(now, before, None)
    page = charts.moves_table(moved.assign(told="<b>"), 2).data
    opened, folded = page.split("<details>")
    assert (opened.count("<tr>"), folded.count("<tr>")) == (1 + 2, 1 + 1)
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert "no fact moved" in charts.moves_table(moved.head(0), 2).data
    empty = changes.flips(now, before, None)
    assert "no verdict flipped" in charts.flips_table(empty).data


def test_a_flip_is_told_with_both_reasons_and_a_claim_that_is_new_was_not_judged():
    """
    A reader sees why each edition said what it said.
    """
    claim = {"claim": "Said & done", "judged_in": "industry/shells"}
    old = {"I07": claim | {"verdict": "mixed", "reason": "then"}}
    new = {
        "I07": claim | {"verdict": "supported", "reason": "since"},
        "S01": claim | {"verdict": "mixed", "reason": "new"},
    }
    flips = changes.flips(Found({}, new), _before({}, old), None)
    assert flips["old"].tolist() == ["mixed", "not judged"]
    page = charts.flips_table(flips).data
    assert "Said &amp; done" in page and "Now: since.<br>Before: then." in page


def test_the_split_sums_to_one_and_names_what_nobody_worked_out():
    """
    Shares are of the steps without their sign, and a move without a split is one whole bar.
    """
    moved = pd.DataFrame(
        {
            "key": ["a", "b"],
            "was": ["1", "1"],
            "became": ["2", "2"],
            "steps": [{"x": 3, "y": -1, "z": 0}, None],
        }
    )
    shares = changes.step_shares(moved)
    assert shares.set_index(["key", "step"])["share"].to_dict() == {
        ("a", "x"): 0.75,
        ("a", "y"): 0.25,
        ("b", "not worked out"): 1.0,
    }


@pytest.mark.parametrize("rows", [1, 2])
def test_the_chart_of_revisions_draws_each_version_with_its_interval(rows):
    """
    A version without bounds is a point.
    """
    found = pd.DataFrame(
        {
            "published_on": pd.to_datetime(["2025-08-01", "2026-01-01"]),
            "value": [200.0, 230.0],
            "low": [190.0, None],
            "high": [210.0, None],
        }
    ).head(rows)
    spec = charts.revisions_chart(found, source="economist_meta_estimate", y_title="killed").to_dict()
    (drawn,) = spec["datasets"].values()
    assert [(row["low"], row["high"]) for row in drawn] == [(190, 210), (230, 230)][:rows]
