"""
Regression: what moved between two executions is named.
"""

import pytest
from executed_notebooks import POINTS, STEM, chart, fact, notebook, verdict, wording

from threefronts.regress import compare, explain
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
    assert explain("2025-04-28", texts, dict(texts)) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (fact(value=3454), "fact battlefield/attrition tanks_lost: 3,444 → 3,454"),
        (fact(value=None), "fact battlefield/attrition tanks_lost: 3,444 → None"),
        (fact(low=3300), "fact battlefield/attrition tanks_lost (low): 3,400 → 3,300"),
        (fact(high=None), "fact battlefield/attrition tanks_lost (high): 3,500 → None"),
        (fact(unit="items"), "fact battlefield/attrition tanks_lost (unit): vehicles → items"),
        (
            fact(sources=["oryx", "isw"]),
            "fact battlefield/attrition tanks_lost (sources): ['oryx'] → ['oryx', 'isw']",
        ),
        (verdict(verdict="supported"), "verdict battlefield/attrition I05: mixed → supported"),
        (
            verdict(margin=0.2),
            "verdict battlefield/attrition I05: mixed (reaches across; margin 0.1) "
            "→ mixed (reaches across; margin 0.2)",
        ),
        (wording("fell"), "wording battlefield/attrition pace_direction: rose → fell"),
        (
            chart([POINTS[0], POINTS[1] | {"lost": 8}]),
            "chart battlefield/attrition tanks_cumulative, row 1 (day=2025-04-28, who=Oryx), column lost, "
            "1 cells in all: 7 → 8",
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
        ({"text": "3"}, "output battlefield/attrition cell 1 (outputs): "),
        ({"source": ["1 + 2"]}, "notebook battlefield/attrition cell 0 (source): ['1 + 1'] → ['1 + 2']"),
    ],
)
def test_any_other_change_names_its_cell(settings, expected):
    """
    A printed output and a cell's source are held to the reference as well.
    """
    (line,) = _moved(notebook(*BASE, **settings))
    assert line.startswith(expected)


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
    assert found == ["fact battlefield/attrition tanks_lost: 3,444 → 3,454"]


def test_other_rows_that_move_nothing_are_named_by_their_table():
    """
    A chapter that reads a changed table without another result names the table, not a hash.
    """
    reads = [{TABLE_MIME: {"table": "battlefield/losses", "rows": 3, "sha256": digest}} for digest in "ab"]
    old, new = ({STEM: notebook(*BASE, read)} for read in reads)
    expected = (
        "reading battlefield/attrition battlefield/losses: rows as accepted → other rows, no result moved"
    )
    assert [str(difference) for difference in compare(old, new)] == [expected]
