"""
Regression: what moved between two executions is named.
"""

import pytest
from executed_notebooks import POINTS, STEM, chart, fact, notebook, verdict, wording

from threefronts.regress import compare, review, screen
from threefronts.tables.load import TABLE_MIME

BASE = (fact(), verdict(), wording(), chart())


def _moved(new: str) -> list[str]:
    return [str(difference) for difference in compare({STEM: notebook(*BASE)}, {STEM: new})]


def test_equal_executions_have_no_difference():
    """
    Nothing moved, nothing is said.
    """
    texts = {STEM: notebook(*BASE)}
    assert compare(texts, dict(texts)) == []
    assert screen([review("2025-04-28", texts, dict(texts))], "a file") == ["Every edition is as accepted."]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            fact(value=3454),
            "fact battlefield/attrition tanks_lost: 3,444 → 3,454 vehicles (3,400 to 3,500)",
        ),
        (
            fact(value=None),
            "fact battlefield/attrition tanks_lost: 3,444 → None vehicles (3,400 to 3,500)",
        ),
        (
            fact(low=3300),
            "fact battlefield/attrition tanks_lost: 3,444 → 3,444 vehicles (3,400 to 3,500 → 3,300 to 3,500)",
        ),
        (
            fact(high=None),
            "fact battlefield/attrition tanks_lost: 3,444 → 3,444 vehicles (3,400 to 3,500 → 3,400 to open)",
        ),
        (
            fact(unit="items"),
            "fact battlefield/attrition tanks_lost: 3,444 → 3,444 vehicles → items (3,400 to 3,500)",
        ),
        (
            fact(sources=["oryx", "isw"]),
            "fact battlefield/attrition tanks_lost: 3,444 → 3,444 vehicles (3,400 to 3,500); "
            "sources oryx → oryx, isw",
        ),
        (verdict(verdict="supported"), "verdict battlefield/attrition I05: mixed → supported"),
        (
            verdict(margin=0.2),
            "evidence battlefield/attrition I05: margin 0.1 → margin 0.2",
        ),
        (wording("fell"), "wording battlefield/attrition pace_direction: rose → fell"),
        (
            chart([POINTS[0], POINTS[1] | {"lost": 8}]),
            "chart battlefield/attrition tanks_cumulative, row 1 (day=2025-04-28, who=Oryx), "
            "column lost: 7 → 8",
        ),
        (chart(POINTS[:1]), "chart battlefield/attrition tanks_cumulative, rows of data: 2 → 1"),
        (
            chart(caption="Guns"),
            "chart battlefield/attrition tanks_cumulative, drawing or caption: as accepted → changed",
        ),
    ],
)
def test_one_change_is_named_with_its_place_and_both_values(changed, expected):
    """
    One line a change: its kind, notebook and key, the old value and the new; nothing else is blamed.
    """
    (mime,) = changed
    bundles = [changed if mime in bundle else bundle for bundle in BASE]
    assert _moved(notebook(*bundles)) == [expected]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"text": "3"}, "output battlefield/attrition cell 1 (outputs, 0, text, 0): 2 → 3"),
        ({"source": ["1 + 2"]}, "source battlefield/attrition cell 0 (source, 0): 1 + 1 → 1 + 2"),
    ],
)
def test_any_other_change_names_its_cell(settings, expected):
    """
    A printed output and a cell's source are held to the reference as well.
    """
    assert _moved(notebook(*BASE, **settings)) == [expected]


def test_what_is_gone_or_new_is_named():
    """
    A fact, verdict, wording or chart that only one execution has is a difference of its own.
    """
    assert _moved(notebook()) == [
        "verdict battlefield/attrition I05: mixed → None",
        "fact battlefield/attrition tanks_lost: 3,444 → None",
        "chart battlefield/attrition tanks_cumulative: drawn → None",
        "wording battlefield/attrition pace_direction: rose → None",
    ]
    (line,) = _moved(notebook(*BASE, chart(name="guns")))
    assert line == "chart battlefield/attrition guns: None → drawn"


def test_a_notebook_that_only_one_execution_has_is_named():
    """
    A chapter cannot vanish, and a new one must be accepted.
    """
    texts = {STEM: notebook()}
    assert [str(found) for found in compare(texts, {})] == ["notebook battlefield/attrition: accepted → gone"]
    assert [str(found) for found in compare({}, texts)] == [
        "notebook battlefield/attrition: not accepted → made"
    ]


def _outlines(share):
    feature = {"type": "Feature", "properties": {"oblast": "Donetsk", "share": share}, "geometry": None}
    return {"type": "FeatureCollection", "features": [feature]}


def test_verdicts_come_first_then_facts_charts_and_wordings():
    """
    What matters most to a reader leads the list, across notebooks.
    """
    old = {"a/one": notebook(wording(), chart()), "b/two": notebook(fact(), verdict())}
    new = {
        "a/one": notebook(wording("fell"), chart(POINTS[:1])),
        "b/two": notebook(fact(value=1), verdict(verdict="supported")),
    }
    kinds = [difference.kind for difference in compare(old, new)]
    assert kinds == ["verdict", "fact", "chart", "wording"]


def test_bounds_that_are_the_value_are_not_told_again():
    """
    A count whose interval is the count itself moves once, not three times.
    """
    old, new = (notebook(fact(value=count, low=count, high=count)) for count in (3444, 3454))
    found = [str(difference) for difference in compare({STEM: old}, {STEM: new})]
    assert found == ["fact battlefield/attrition tanks_lost: 3,444 → 3,454 vehicles"]


def test_other_rows_that_move_nothing_are_named_by_their_table():
    """
    A chapter that reads a changed table without another result names the table, not a hash, and is no move.
    """
    reads = [{TABLE_MIME: {"table": "battlefield/losses", "rows": 3, "sha256": digest}} for digest in "ab"]
    old, new = ({STEM: notebook(*BASE, read)} for read in reads)
    expected = (
        "reading battlefield/attrition battlefield/losses: rows as accepted → other rows, no result moved"
    )
    (found,) = compare(old, new)
    assert (str(found), found.is_quiet) == (expected, True)


@pytest.mark.parametrize(
    ("moved", "kind"),
    [
        ({"value": 3449}, "within tolerance"),
        ({"low": 3395, "value": 3440}, "within tolerance"),
        ({"value": 3450}, "fact"),
        ({"high": 3506}, "fact"),
        ({"value": None}, "fact"),
        ({"value": 3449, "unit": "items"}, "fact"),
    ],
)
def test_a_fact_moves_beyond_the_tolerance_it_was_accepted_with_or_not(moved, kind):
    """
    Five vehicles more or less are no change where the fact says so, six are; another unit always is.
    """
    old, new = (notebook(fact(tolerance=5, **parts)) for parts in ({}, moved))
    (found,) = compare({STEM: old}, {STEM: new})
    assert (found.kind, found.is_quiet) == (kind, kind != "fact")


def test_a_fresh_execution_cannot_widen_its_own_tolerance():
    """
    What counts is the tolerance that was accepted.
    """
    old, new = notebook(fact()), notebook(fact(value=3449, tolerance=100))
    (found,) = compare({STEM: old}, {STEM: new})
    assert found.kind == "fact"


def test_moves_within_tolerance_are_told_and_are_no_failure():
    """
    The reader of the check sees them, last, and nothing counts as moved.
    """
    texts = [{STEM: notebook(fact(tolerance=5, value=value))} for value in (3444, 3449)]
    found = review("2025-04-28", *texts)
    assert not found.moved
    lines = screen([found], "a file")
    assert lines[0] == "edition 2025-04-28: 1 fact moved within its tolerance"
    assert "No conclusion moved; threefronts accept makes the reference current." in lines


def test_the_larger_move_and_the_larger_flip_lead_their_kind():
    """
    From supported to contradicted is worse than to mixed; half an interval is worse than a tenth.
    """
    old = [verdict(claim_id="A1"), verdict(claim_id="B1", verdict="supported"), fact(), fact(key="b")]
    new = [
        verdict(claim_id="A1", verdict="supported"),
        verdict(claim_id="B1", verdict="contradicted"),
        fact(value=3454),
        fact(key="b", value=3494),
    ]
    found = compare({STEM: notebook(*old)}, {STEM: notebook(*new)})
    assert [one.what for one in found] == ["B1", "A1", "b", "tanks_lost"]


def test_text_that_prose_shows_is_told_by_its_key():
    """
    A number shown with other digits is a wording that changed, not a lump of JSON.
    """
    texts = [{STEM: notebook(glued={"pace": text})} for text in ("'3.4'", "'3.39'")]
    assert [str(one) for one in compare(*texts)] == [f"wording {STEM} pace: '3.4' → '3.39'"]


def test_a_screen_is_forty_lines_at_most_and_begins_with_the_worst():
    """
    However much moved in two editions, the flips stay in sight and the rest is counted.
    """
    old = notebook(verdict(), *(fact(key=f"f{number}") for number in range(200)))
    new = notebook(
        verdict(verdict="supported"), *(fact(key=f"f{number}", value=3454) for number in range(200))
    )
    reviews = [review(edition, {STEM: old}, {STEM: new}) for edition in ("2025-04-28", "2026-08-22")]
    lines = screen(reviews, "a file")
    assert len(lines) <= 36
    assert lines[0] == "edition 2025-04-28: 1 verdict flipped, 200 facts moved"
    assert lines[2].startswith("    verdict battlefield/attrition I05")
    assert sum("more" in line for line in lines) == 2
    assert max(map(len, lines)) <= 220


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ([1, 2], [1, 3], "tanks_cumulative, row 1 (), column value"),
        (_outlines(10), _outlines(11), "tanks_cumulative, row 0 (oblast=Donetsk), column share"),
    ],
    ids=["values", "map"],
)
def test_a_dataset_that_is_no_table_of_rows_is_compared_too(old, new, told):
    """
    Values alone and the outlines of a map are data of charts as well: the point that moved is named.
    """
    (found,) = compare({STEM: notebook(chart(old))}, {STEM: notebook(chart(new))})
    assert (found.kind, found.what) == ("chart", told)


def test_a_dataset_of_another_shape_is_a_changed_drawing():
    """
    Where values became rows no cell can be named, and the chart is told all the same.
    """
    (found,) = compare({STEM: notebook(chart([1, 2]))}, {STEM: notebook(chart())})
    assert (found.kind, found.new) == ("chart", "changed")
