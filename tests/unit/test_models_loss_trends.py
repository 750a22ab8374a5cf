"""
Losses over the years: running years between snapshots, what pictures show of claims, and revisions.
"""

import pandas as pd
import pytest

from threefronts.models import loss_trends as trends
from threefronts.models.losses import class_totals, gap_words, lost_between, ratio_words
from threefronts.models.pace import Span

YEARS = ["2023-01-01", "2024-01-01", "2024-12-31"]


def _counts(*rows: tuple) -> pd.DataFrame:
    """
    Russian counts: (source, class, label, day, value).
    """
    columns = ["source_id", "equipment_class", "source_class", "event_date", "value"]
    frame = pd.DataFrame(rows, columns=columns).assign(country="russia", is_superseded=False)
    return frame.assign(event_date=pd.to_datetime(frame["event_date"]))


def _series(source: str, name: str, label: str, *values: float) -> list[tuple]:
    return [(source, name, label, day, value) for day, value in zip(YEARS, values, strict=False)]


def test_a_running_year_lies_between_two_snapshots():
    """
    100 → 160 → 180: sixty in the first year, twenty in the second.
    """
    found = trends.year_sums(_counts(*_series("oryx", "tank", "Tanks", 100, 160, 180)), "oryx", ["tank"])
    assert found["value"].tolist() == [60, 20]
    assert found["start"].dt.strftime("%Y-%m-%d").tolist() == YEARS[:2]


def test_a_missing_list_does_not_read_as_a_fall():
    """
    A snapshot without half of the class gives no year; without a sliver of it, the rest is compared.
    """
    tanks = _series("oryx", "air_defence", "Missiles", 100, 120, 150)
    half, sliver = (_series("oryx", "air_defence", "Guns", size, size) for size in (90, 2))
    ends = [
        trends.year_sums(_counts(*tanks, *part), "oryx", ["air_defence"])["value"] for part in (half, sliver)
    ]
    assert [end.tolist() for end in ends] == [[20], [20, 30]]


def test_a_year_without_a_snapshot_near_its_first_day_is_left_out():
    """
    Two years between snapshots are no year.
    """
    counts = _counts(("oryx", "tank", "Tanks", "2023-01-01", 1), ("oryx", "tank", "Tanks", "2025-01-01", 9))
    assert trends.year_sums(counts, "oryx", ["tank"]).empty


def test_a_label_taken_over_by_another_is_not_counted_twice():
    """
    The old name of a list stays in the table with its last count.
    """
    counts = _counts(*_series("oryx", "vehicle", "New", 50, 70), *_series("oryx", "vehicle", "Old", 40, 40))
    counts.loc[counts["source_class"] == "Old", "is_superseded"] = True
    assert trends.year_sums(counts, "oryx", ["vehicle"])["value"].tolist() == [20]


def test_pictures_for_a_hundred_claimed_are_of_the_same_days():
    """
    Sixty pictures and two hundred claims in one year are thirty for a hundred.
    """
    seen = _series("oryx", "tank", "Tanks", 100, 160)
    claimed = _series("general_staff_ua", "tank", "tank", 300, 500)
    found = trends.documented(_counts(*seen, *claimed))
    assert found[["equipment_class", "percent"]].values.tolist() == [["tank", 30.0]]


def test_light_vehicles_are_set_against_all_armour():
    """
    Ninety lorries against twenty tanks and ten carriers are three each.
    """
    parts = {"vehicle": 90, "tank": 20, "armoured_vehicle": 10}
    rows = [row for name, size in parts.items() for row in _series("oryx", name, name, 5, 5 + size)]
    assert trends.light_per_armoured(_counts(*rows), ["oryx"])["value"].tolist() == [3.0]


def test_totals_add_up_and_what_was_not_counted_is_not_known():
    """
    A sum of classes by day, its growth, and no growth before its first day.
    """
    rows = [*_series("oryx", "tank", "Tanks", 10, 14), *_series("oryx", "mlrs", "MRL", 1, 2)]
    total = trends.running_total(class_totals(_counts(*rows)), "oryx", ["tank", "mlrs"])
    assert total.tolist() == [11, 16]
    assert trends.added(total, "2023-06-01", "2024-06-01") == 5
    assert trends.added(total, "2022-06-01", "2024-06-01") is None
    with pytest.raises(ValueError, match="counts no tank: choose oryx"):
        trends.running_total(class_totals(_counts(*rows)), "general_staff_ua", ["tank"])


def test_both_sides_are_a_ratio_of_pictures():
    """
    Thirty against ten; where none is lost on one side there is no ratio.
    """
    theirs = _counts(*_series("oryx", "tank", "Tanks", 10, 40))
    ours = _counts(*_series("oryx", "tank", "Tanks", 5, 15)).assign(country="ukraine")
    lost = lost_between(pd.concat([theirs, ours]), *YEARS[:2])
    assert trends.of_both_sides(lost, "tank") == 3
    assert trends.of_both_sides(lost, "mlrs") is None


def test_a_delay_keeps_out_its_days_of_losses():
    """
    Two a day and ten days late make twenty.
    """
    assert trends.still_to_come(730, 365, Span(5.0, 10.0, 20.0)) == Span(10.0, 20.0, 40.0)
    assert trends.still_to_come(730, 365, Span(None, None, None)) == trends.UNKNOWN


def _revisions(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["event_date", "equipment_class", "correction"])
    return frame.assign(event_date=pd.to_datetime(frame["event_date"]))


def test_revisions_are_listed_by_day_and_measured_against_the_claims():
    """
    Five tanks off and two carriers on in a year of a hundred tanks: five percent, whatever the sign.
    """
    log = [("2023-05-27", "tank", -5), ("2023-05-27", "armoured_vehicle", 2), ("2022-01-01", "tank", 50)]
    revisions = _revisions(*log)
    rows = [*_series("general_staff_ua", "tank", "tank", 0, 100)]
    lost = lost_between(_counts(*rows), *YEARS[:2])
    listed = trends.revised_days(revisions).set_index("day")["added or taken off"]
    assert listed["2023-05-27"] == "tanks \N{MINUS SIGN}5, armoured vehicles +2"
    assert trends.revised_percent(revisions, lost, YEARS[0]) == 5


def test_ground_that_was_not_gained_has_no_cost():
    """
    A year without a gain gives no losses for each km², and says so in words.
    """
    lost = pd.DataFrame({"source_id": ["oryx"], "value": [10.0], "low": [8.0], "high": [None]})
    cost = trends.per_km2(lost, 5.0).set_index("source_id")
    assert cost.loc["oryx", ["value", "low"]].tolist() == [2.0, 1.6]
    assert cost.loc["general_staff_ua"].drop("key").isna().all()
    assert trends.span_of(trends.per_km2(lost, -5.0)) == trends.UNKNOWN
    assert trends.span_of(cost.reset_index()) == Span(1.6, 1.6, None)


RATIOS = pd.DataFrame(
    {
        "equipment_class": ["tank", "artillery", "artillery_and_launchers"],
        "value": [3.0, 50.0, 36.0],
    }
)
UNBOUND = Span(1.0, 2.0, None)


@pytest.mark.parametrize(
    "wordings",
    [
        *ratio_words(RATIOS).values(),
        *ratio_words(RATIOS.assign(value=float("nan"))).values(),
        *(gap_words(2.0, now) for now in (1.0, 2.05, 3.0)),
        *(trends.moved_word(*ends) for ends in ((1, 2), (2, 1), (1, 1), (None, 1), (0, 1))),
        *(trends.lag_words(Span(1.0, 2.0, 9.0), gap) for gap in (1, 20, 900, -5, float("nan"))),
        trends.lag_words(trends.UNKNOWN, 5),
        *(trends.attrition_words(span) for span in (UNBOUND, Span(0.2, 0.2, 0.4), trends.UNKNOWN)),
        *(trends.dearer_word(Span(*now), Span(2.0, 3.0, 4.0)) for now in ((5, 6, 7), (1, 1, 1), (3, 4, 9))),
        trends.dearer_word(Span(5.0, 6.0, None), UNBOUND),
        trends.dearer_word(trends.UNKNOWN, UNBOUND),
    ],
    ids=str,
)
def test_exactly_one_wording_holds(wordings):
    """
    No sentence is left without its words, and none has two.
    """
    assert sum(map(bool, wordings.values())) == 1
