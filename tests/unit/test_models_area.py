"""
Area: shares by oblast, changes by week, and how much ground has moved.
"""

import pandas as pd
import pytest

from threefronts.models.area import (
    REDRAWN_KM2,
    archive_gap,
    by_oblast,
    change_of,
    largest_move,
    month_ends,
    moved_between,
    moved_in_a_year,
    moves,
    on_one_outline,
    seam_error,
    weekly_changes,
)
from threefronts.models.pace import Span

OBLASTS = pd.DataFrame(
    {
        "oblast_id": ["UA-14", "UA-18", "UA-43"],
        "oblast": ["Donetsk Oblast", "Ivano-Frankivsk Oblast", "Crimea"],
    }
)


def _weekly(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["event_date", "oblast_id", "area_km2", "oblast_area_km2"])
    days = pd.to_datetime(frame["event_date"])
    return frame.assign(event_date=days, week_ending=days, scope="oblast_weekly")


def _total(days: list[str], areas: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"event_date": pd.to_datetime(days), "area_km2": areas})


WEEKS = _weekly(
    ("2024-01-07", "UA-14", 50.0, 200.0),
    ("2024-01-07", "UA-43", 30.0, 30.0),
    ("2024-01-14", "UA-14", 60.0, 200.0),
)


def test_every_week_has_every_oblast_and_nothing_held_is_zero():
    """
    Two weeks times three oblasts; an absent row means none of it is held.
    """
    found = by_oblast(WEEKS, OBLASTS)
    assert len(found) == 2 * 3
    areas = found.pivot(index="slug", columns="week_ending", values="area_km2")
    assert areas.loc["donetsk"].tolist() == [50, 60]
    assert areas.loc["crimea"].tolist() == [30, 0]
    assert areas.loc["ivano_frankivsk"].tolist() == [0, 0]


def test_a_share_is_of_the_oblasts_own_area():
    """
    A quarter is 25 %, a whole oblast 100 %, and one never held 0 %.
    """
    found = by_oblast(WEEKS, OBLASTS).head(len(OBLASTS)).set_index("slug")["share_pct"]
    assert found.to_dict() == {"donetsk": 25.0, "ivano_frankivsk": 0.0, "crimea": 100.0}


def test_no_weekly_map_is_an_error_that_names_the_first():
    """
    A day before the first map has no areas, which is not none occupied.
    """
    with pytest.raises(ValueError, match="2022-04-03"):
        by_oblast(WEEKS.assign(scope="total_daily"), OBLASTS)


def test_a_change_is_that_between_its_maps():
    """
    On map days the change is exact; between them the neighbours bound it; an error widens both ends.
    """
    maps = _total(["2024-01-07", "2024-01-14", "2024-01-21"], [50, 60, 90])
    assert change_of(maps, "2024-01-07", "2024-01-14") == Span(10, 10, 10)
    assert change_of(maps, "2024-01-07", "2024-01-16") == Span(10, 10, 40)
    assert change_of(maps, "2024-01-07", "2024-01-14", error=16) == Span(-6, 10, 26)
    assert change_of(maps, "2024-01-07", "2024-01-24") == Span(40, 40, 40)


@pytest.mark.parametrize(("start", "end"), [("2024-01-01", "2024-01-14"), ("2024-01-07", "2024-02-14")])
def test_a_period_that_the_maps_do_not_cover_has_no_change(start, end):
    """
    Before the first map and long after the last one, silence is no standstill.
    """
    maps = _total(["2024-01-07", "2024-01-14"], [50, 60])
    assert change_of(maps, start, end) is None
    assert change_of(maps.head(0), start, end) is None


def test_a_redrawn_outline_is_no_gain():
    """
    Over the day on which Crimea was redrawn only what else moved counts.
    """
    total = _total(["2022-09-11", "2022-09-18"], [1000, 1000 + REDRAWN_KM2 - 50])
    assert on_one_outline(total)["area_km2"].diff().iloc[-1] == -50


@pytest.mark.parametrize(
    ("scope", "end", "error"),
    [
        ("total_daily", "2024-01-05", 0),
        ("total_daily", "2024-02-05", 16),
        ("total_daily", "2024-03-05", 16),
        ("oblast_weekly", "2024-02-05", 16),
        ("oblast_weekly", "2024-03-05", 60),
    ],
)
def test_a_change_across_a_seam_may_be_the_seams(scope, end, error):
    """
    Within one archive nothing is added; areas by oblast clipped by other boundaries are further apart.
    """
    archives = ["one", "one", "two", "refreshed_outlines"]
    days = pd.to_datetime(["2024-01-01", "2024-01-04", "2024-02-01", "2024-03-01"])
    rows = pd.DataFrame({"event_date": days, "archive": archives, "is_used": True})
    area = pd.concat([rows.assign(scope=name) for name in ("total_daily", "oblast_weekly")])
    assert seam_error(area, scope, ("2024-01-02", end), {"map": 16, "clipped": 60}) == error


def test_gains_and_losses_of_a_week_are_kept_apart():
    """
    An oblast that gains 10 while another loses 4 moves 14, and 6 on balance; Crimea is left out.
    """
    later = _weekly(("2024-01-14", "UA-14", 60.0, 200.0), ("2024-01-14", "UA-18", 6.0, 100.0))
    first = _weekly(("2024-01-07", "UA-14", 50.0, 200.0), ("2024-01-07", "UA-18", 10.0, 100.0))
    crimea = _weekly(("2024-01-07", "UA-43", 1.0, 30.0), ("2024-01-14", "UA-43", 30.0, 30.0))
    found = moves(by_oblast(pd.concat([first, later, crimea]), OBLASTS))
    assert found.drop(columns="week_ending").values.tolist() == [[10, 4, 6]]
    sums = {"gained_km2": 10, "lost_km2": 4, "net_km2": 6}
    assert moved_between(found, "2024-01-07", "2024-01-14") == sums
    assert set(moved_between(found, "2024-01-14", "2024-01-21").values()) == {None}


def test_ground_that_goes_and_comes_back_moves_twice_and_not_at_all():
    """
    100 km2 taken and retaken are 2 % of 10,000 both ways, and nothing on balance.
    """
    weeks = pd.date_range("2024-01-07", periods=3, freq="7D")
    moved = pd.DataFrame({"week_ending": weeks, "gained_km2": [100, 0, 0], "lost_km2": [0, 100, 0]})
    moved["net_km2"] = moved["gained_km2"] - moved["lost_km2"]
    found = moved_in_a_year(moved, 10_000, weeks=2).pivot(index="week_ending", columns="measure")["moved_pct"]
    assert found["gross"].tolist() == [2, 1]
    assert found["net"].tolist() == [0, 1]
    assert moved_in_a_year(moved, 10_000).empty


def test_a_week_is_from_sunday_to_sunday():
    """
    The last map up to each Sunday counts, and the changes add up to the whole move.
    """
    total = _total(["2024-01-07", "2024-01-10", "2024-01-13", "2024-01-21"], [100, 500, 110, 115])
    found = weekly_changes(total, "2024-12-31")
    assert [f"{day:%Y-%m-%d}" for day in found["week_ending"]] == ["2024-01-14", "2024-01-21"]
    assert found["change_km2"].tolist() == [10, 5]


def test_a_week_without_a_map_is_spanned_by_the_next_change():
    """
    Nothing is made up for the silent week, and nothing of the move is lost.
    """
    found = weekly_changes(_total(["2024-01-07", "2024-01-21"], [100, 130]), "2024-12-31")
    assert found["change_km2"].tolist() == [30]


def test_a_week_that_ends_after_the_last_day_is_left_out():
    """
    A half week is no week.
    """
    total = _total(["2024-01-07", "2024-01-14", "2024-01-17"], [100, 110, 150])
    assert weekly_changes(total, "2024-01-17")["change_km2"].tolist() == [10]


def test_the_largest_move_counts_retreats_too():
    """
    Over four weeks, a loss of 40 beats a gain of 10; maps outside the days are ignored.
    """
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2024-01-07", periods=7, freq="7D")]
    total = _total([*days, "2025-01-05"], [100, 100, 100, 100, 60, 70, 110, 9000])
    assert largest_move(total, "2024-01-01", "2024-12-31") == 40
    assert largest_move(total, "2024-01-01", "2024-12-31", weeks=1) == 40
    assert largest_move(total, "2024-01-01", "2024-01-20") is None
    assert largest_move(total, "2023-01-01", "2023-12-31") is None


def test_the_archives_differ_by_their_mean_distance_on_shared_days():
    """
    2 and 4 apart, whichever is larger, is 3; a day that one archive misses does not count.
    """
    rows = [("one", "2024-01-01", 100.0), ("two", "2024-01-01", 102.0), ("one", "2024-01-02", 104.0)]
    rows += [("two", "2024-01-02", 100.0), ("two", "2024-01-03", 999.0)]
    area = pd.DataFrame(rows, columns=["archive", "event_date", "area_km2"]).assign(scope="total_daily")
    assert archive_gap(area) == 3
    assert archive_gap(area[area["archive"] == "one"]) is None
    assert archive_gap(area.assign(scope="oblast_weekly")) is None


def test_areas_computed_from_an_archive_are_no_third_reading_of_the_map():
    """
    What a refresh computed from outlines of an archive agrees with it by construction, and tells no distance.
    """
    rows = [("one", 100.0), ("two", 102.0), ("refreshed_outlines", 102.0)]
    area = pd.DataFrame(rows, columns=["archive", "area_km2"]).assign(scope="total_daily")
    assert archive_gap(area.assign(event_date=pd.Timestamp("2024-01-01"))) == 2


def test_a_week_in_two_archives_counts_once_and_its_share_is_of_its_own_oblast():
    """
    An unused row is left out; a share is of the oblast as the archive of that week draws it.
    """
    again = WEEKS[WEEKS["event_date"].eq("2024-01-14")].assign(area_km2=66.0, oblast_area_km2=220.0)
    later = again.assign(event_date=pd.Timestamp("2024-01-21"), week_ending=pd.Timestamp("2024-01-21"))
    used = [WEEKS.assign(is_used=True), again.assign(is_used=False), later.assign(is_used=True)]
    donetsk = by_oblast(pd.concat(used), OBLASTS).query("slug == 'donetsk'")
    assert donetsk["area_km2"].tolist() == [50, 60, 66]
    assert donetsk["share_pct"].tolist() == [25, 30, 30]


def test_each_month_is_its_last_map_and_what_was_never_held_is_left_out():
    """
    Steps count months that have a map; an oblast lost since stays, with nothing held.
    """
    weeks = [(day, "UA-14", area, 200.0) for day, area in (("2024-01-07", 5.0), ("2024-01-14", 6.0))]
    weeks += [("2024-03-03", "UA-43", 30.0, 30.0)]
    found = month_ends(by_oblast(_weekly(*weeks), OBLASTS))
    assert found[["step", "oblast_id", "share_pct"]].values.tolist() == [
        [1, "UA-14", 3],
        [1, "UA-43", 0],
        [2, "UA-14", 0],
        [2, "UA-43", 100],
    ]
