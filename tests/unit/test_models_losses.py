"""
Losses: labels that add up to classes, and what each voice adds between two days.
"""

import math

import pandas as pd
import pytest

from threefronts.models.losses import class_totals, classed, lost_between

LABELS = [
    # source_id, source_class, equipment_class, alternative_class, counted_in
    ("general_staff_ua", "tank", "tank", "tank", True),
    ("general_staff_ua", "MRL", "mlrs", "artillery", True),
    ("oryx", "Tanks", "tank", "tank", True),
    ("oryx", "IFV", "armoured_vehicle", "armoured_vehicle", True),
    ("oryx", "APC", "armoured_vehicle", "armoured_vehicle", True),
    ("oryx", "All Types", "total", "total", False),
]
CLASSES = pd.DataFrame(
    LABELS, columns=["source_id", "source_class", "equipment_class", "alternative_class", "counted_in"]
).assign(superseded_by=None)


def _losses(*rows: tuple, country: str = "russia") -> pd.DataFrame:
    """
    Rows of the losses table: (source, label, day, value), used unless a fifth part says otherwise.
    """
    records = [(*row, True)[:5] for row in rows]
    frame = pd.DataFrame(records, columns=["source_id", "source_class", "event_date", "value", "is_used"])
    return frame.assign(event_date=pd.to_datetime(frame["event_date"]), country=country)


def _counts(*rows: tuple, **settings) -> pd.DataFrame:
    return classed(_losses(*rows, **settings), CLASSES)


def test_what_is_not_compared_or_not_used_is_left_out():
    """
    A sum over all lists, and the value of a mirror that disagrees, enter no class.
    """
    counts = _counts(
        ("oryx", "Tanks", "2024-01-01", 10),
        ("oryx", "All Types", "2024-01-01", 500),
        ("general_staff_ua", "tank", "2024-01-01", 20, True),
        ("general_staff_ua", "tank", "2024-01-01", 21, False),
    )
    assert counts[["source_id", "value"]].values.tolist() == [["oryx", 10], ["general_staff_ua", 20]]


@pytest.mark.parametrize(
    ("by", "expected"), [("equipment_class", "mlrs"), ("alternative_class", "artillery")]
)
def test_the_wide_mapping_moves_a_label_to_its_other_class(by, expected):
    """
    Rocket launchers stand alone or join artillery, as the mapping's column says.
    """
    counts = classed(_losses(("general_staff_ua", "MRL", "2024-01-01", 5)), CLASSES, by=by)
    assert counts["equipment_class"].tolist() == [expected]


def test_a_label_that_a_snapshot_leaves_out_keeps_its_last_count():
    """
    A gap in one list is no fall of the class: 10 + 4, then 13 + the same 4.
    """
    counts = _counts(
        ("oryx", "IFV", "2024-01-01", 10),
        ("oryx", "APC", "2024-01-01", 4),
        ("oryx", "IFV", "2024-01-08", 13),
    )
    totals = class_totals(counts)
    assert totals["value"].tolist() == [14, 17]
    assert totals["equipment_class"].unique().tolist() == ["armoured_vehicle"]


def test_two_sides_and_two_voices_are_never_added():
    """
    Each voice's count of each side's losses is a series of its own.
    """
    theirs = _counts(("oryx", "Tanks", "2024-01-01", 7), country="ukraine")
    ours = _counts(("oryx", "Tanks", "2024-01-01", 10), ("general_staff_ua", "tank", "2024-01-01", 20))
    totals = class_totals(pd.concat([ours, theirs]))
    assert sorted(zip(totals["source_id"], totals["country"], totals["value"], strict=True)) == [
        ("general_staff_ua", "russia", 20),
        ("oryx", "russia", 10),
        ("oryx", "ukraine", 7),
    ]


def test_observed_days_give_an_exact_difference():
    """
    Where both days are counted, value and bounds are the difference.
    """
    counts = _counts(("oryx", "Tanks", "2024-01-01", 10), ("oryx", "Tanks", "2024-02-01", 25))
    (row,) = lost_between(counts, "2024-01-01", "2024-02-01").to_dict("records")
    assert (row["low"], row["value"], row["high"], row["key"]) == (15, 15, 15, "tanks_lost_oryx")


def test_the_lists_of_a_class_add_their_values_and_their_bounds():
    """
    IFV: 10 → 30 between 20 and 40; APC: exact 5; so 25 in all, between 15 and 35.
    """
    counts = _counts(
        ("oryx", "IFV", "2024-01-01", 10),
        ("oryx", "IFV", "2024-01-10", 20),
        ("oryx", "IFV", "2024-02-01", 30),
        ("oryx", "IFV", "2024-02-10", 40),
        ("oryx", "APC", "2024-01-05", 1),
        ("oryx", "APC", "2024-02-05", 6),
    )
    (row,) = lost_between(counts, "2024-01-05", "2024-02-05").to_dict("records")
    assert (row["value"], row["low"], row["high"]) == (20 + 5, 10 + 5, 30 + 5)
    assert (f"{row['from_date']}", f"{row['to_date']}") == ("2024-01-01", "2024-02-01")


def test_a_list_that_begins_later_adds_nothing():
    """
    Its count on the first day is unknown, and unknown is not zero.
    """
    counts = _counts(
        ("oryx", "IFV", "2024-01-01", 10),
        ("oryx", "IFV", "2024-02-01", 30),
        ("oryx", "APC", "2024-01-15", 100),
        ("oryx", "APC", "2024-02-01", 200),
    )
    assert lost_between(counts, "2024-01-01", "2024-02-01")["value"].tolist() == [20]


def test_a_list_that_ended_bounds_nothing_from_above_and_adds_at_least_zero():
    """
    After its last count, nothing is known but that a total does not fall.
    """
    counts = _counts(("oryx", "Tanks", "2024-01-01", 10))
    (row,) = lost_between(counts, "2024-01-05", "2024-02-01").to_dict("records")
    assert (row["value"], row["low"], math.isnan(row["high"])) == (0, 0, True)


def test_ukrainian_losses_and_classes_outside_the_comparison_are_told_apart():
    """
    A key says whose losses it counts; a class that is not compared gets none.
    """
    rows = [("oryx", "Tanks", day, value) for day, value in (("2024-01-01", 1), ("2024-02-01", 4))]
    classes = CLASSES.replace({"equipment_class": {"armoured_vehicle": "truck"}})
    trucks = [("oryx", "IFV", day, 9) for day in ("2024-01-01", "2024-02-01")]
    counts = classed(_losses(*rows, *trucks, country="ukraine"), classes)
    found = lost_between(counts, "2024-01-01", "2024-02-01")
    assert found["key"].tolist() == ["ukrainian_tanks_lost_oryx"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("oryx", "Tanks", "2024-01-01", 1)], "first count is of 2024-01-01"),
        ([], "no losses had been counted by 2023-12-01"),
    ],
)
def test_a_period_before_the_first_count_is_refused(rows, told):
    """
    No count, no loss: the message names the first day there is.
    """
    with pytest.raises(ValueError, match=told):
        lost_between(_counts(*rows), "2023-12-01", "2024-01-01")
