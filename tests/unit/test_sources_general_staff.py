"""
Two mirrors of one bulletin: what agrees is one row, what differs stays twice.
"""

import pandas as pd

from threefronts.sources.general_staff import reconcile


def _mirror(**totals: int) -> pd.DataFrame:
    days = pd.to_datetime([f"2024-01-{day[1:]}" for day in totals])
    return pd.DataFrame(
        {"event_date": days, "source_class": "tank", "value": totals.values()}, index=list(totals)
    )


def _rows(frame: pd.DataFrame) -> list[tuple]:
    return [(row.event_date.day, row.value, row.mirror, row.is_used) for row in frame.itertuples()]


def test_agreeing_mirrors_give_one_row_and_a_silent_one_leaves_the_other():
    """
    Nothing is doubled and nothing is lost.
    """
    rows = _rows(reconcile(_mirror(d01=5, d02=6), _mirror(d01=5, d03=9)))
    assert rows == [(1, 5, "both", True), (2, 6, "petro", True), (3, 9, "lod_db", True)]


def test_a_slip_that_breaks_the_rise_is_kept_but_not_used():
    """
    Of two rival values the one between its settled neighbours is used, whichever mirror has it.
    """
    rows = _rows(reconcile(_mirror(d01=5, d02=4, d03=9), _mirror(d01=5, d02=7, d03=9)))
    assert rows[1:3] == [(2, 7, "lod_db", True), (2, 4, "petro", False)]


def test_where_neighbours_do_not_decide_the_first_mirror_is_used():
    """
    Both fit or neither does: the mirror that has every day is used, and the other value stays.
    """
    both_fit = _rows(reconcile(_mirror(d01=5, d02=6, d03=9), _mirror(d01=5, d02=7, d03=9)))
    neither = _rows(reconcile(_mirror(d01=5, d02=3, d03=9), _mirror(d01=5, d02=11, d03=9)))
    assert both_fit[1:3] == [(2, 7, "lod_db", False), (2, 6, "petro", True)]
    assert neither[1:3] == [(2, 11, "lod_db", False), (2, 3, "petro", True)]


def test_a_run_of_differing_days_is_judged_by_the_settled_days_around_it():
    """
    A disputed neighbour settles nothing.
    """
    first, second = _mirror(d01=5, d02=20, d03=21, d04=9), _mirror(d01=5, d02=6, d03=7, d04=9)
    used = [row[:3] for row in _rows(reconcile(first, second)) if row[3]]
    assert used == [(1, 5, "both"), (2, 6, "lod_db"), (3, 7, "lod_db"), (4, 9, "both")]
