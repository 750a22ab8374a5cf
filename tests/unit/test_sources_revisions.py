"""
The General Staff's revisions: each line of the mirror's log becomes a row, and a damaged log none.
"""

import json

import pytest

from threefronts.sources import revisions
from threefronts.tables import TableError


def _entries(upstream):
    return json.loads((upstream / revisions.FILE).read_text(encoding="utf-8"))


def _write(upstream, entries) -> None:
    (upstream / revisions.FILE).write_text(json.dumps(entries), encoding="utf-8")


def test_each_revised_line_is_a_row_and_a_zero_is_none(small_upstream):
    """
    13 October 2022 revised four lines of the bulletin, one of them down.
    """
    rows = revisions.build(small_upstream)
    day = rows[rows["event_date"] == "2022-10-13"].set_index("source_class")["correction"]
    assert day.to_dict() == {"APC": -25, "drone": 20, "field artillery": 32, "naval ship": 1}
    assert not rows["correction"].eq(0).any()


def test_the_rows_add_up_to_the_log(small_upstream):
    """
    Nothing is lost or counted twice on the way.
    """
    logged = sum(
        value
        for entry in _entries(small_upstream)
        for name, value in entry.items()
        if name not in ("date", "day")
    )
    assert revisions.build(small_upstream)["correction"].sum() == logged


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tank": "five"}, r"entry 1 \(2022-10-13\), column tank: 'five': must be a whole number"),
        ({"tank": None}, "column tank"),
        ({"zeppelin": 1}, "not known: zeppelin"),
        ({"date": "2023-05-27"}, "stands in the file twice"),
        ({"date": "2122-10-13"}, "column date"),
    ],
    ids=str,
)
def test_a_damaged_log_is_refused_with_its_place(small_upstream, change, told):
    """
    One clear error and no rows.
    """
    entries = _entries(small_upstream)
    entries[0] |= change
    _write(small_upstream, entries)
    with pytest.raises(TableError, match=told):
        revisions.build(small_upstream)
