"""
Area: shares by oblast, changes by week, and what others publish for a month.
"""

import pandas as pd
import pytest

from threefronts.models.area import (
    KM2_PER_SQUARE_MILE,
    archive_gap,
    by_oblast,
    kursk_held,
    largest_move,
    monthly_publications,
    oblast_change,
    weekly_changes,
)

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


def _figures(*rows: tuple) -> pd.DataFrame:
    names = ["topic", "metric", "value", "unit", "period_start", "period_end", "published_on", "source_id"]
    dates = {name: "datetime64[s]" for name in ("period_start", "period_end", "published_on")}
    return pd.DataFrame(rows, columns=names).astype(dates)


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


def test_an_oblasts_change_is_that_between_its_maps():
    """
    On map days the change is exact; between them the neighbours bound it.
    """
    weekly = by_oblast(WEEKS, OBLASTS)
    exact = oblast_change(weekly, "donetsk", "2024-01-07", "2024-01-14")
    assert (exact.low, exact.value, exact.high) == (10, 10, 10)
    between = oblast_change(weekly, "donetsk", "2024-01-07", "2024-01-10")
    assert (between.low, between.value, between.high) == (0, 0, 10)


def test_an_oblast_that_no_map_knows_is_refused():
    """
    A slip in the name gives no zero.
    """
    with pytest.raises(ValueError, match="no observation"):
        oblast_change(by_oblast(WEEKS, OBLASTS), "donezk", "2024-01-07", "2024-01-14")


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


def test_only_a_whole_month_that_somebody_published_counts():
    """
    A quarter, a part of a month, a year's same month apart, or this book's own sums are left out.
    """
    month = ("territory", "taken", 200.0, "sq km", "2025-03-01", "2025-03-31", "2025-04-05", "deepstate")
    others = [
        ("2025-01-01", "2025-03-31", "taken"),
        ("2025-03-01", "2025-03-30", "taken"),
        ("2024-03-01", "2025-03-31", "taken"),
        ("2025-03-01", "2025-03-31", "change between snapshots"),
    ]
    rest = [("territory", metric, 1.0, "sq km", a, b, "2025-04-05", "x") for a, b, metric in others]
    found = monthly_publications(_figures(month, ("losses", *month[1:]), *rest))
    assert found[["value", "source_id"]].values.tolist() == [[200.0, "deepstate"]]
    assert f"{found['month'].iloc[0]:%Y-%m-%d}" == "2025-03-01"


@pytest.mark.parametrize(("unit", "factor"), [("sq km", 1), ("km2", 1), ("sq mi", 1.609344**2)])
def test_square_miles_become_square_kilometres(unit, factor):
    """
    The factor is the square of the international mile.
    """
    row = ("territory", "taken", 100.0, unit, "2025-03-01", "2025-03-31", "2025-04-05", "isw")
    assert monthly_publications(_figures(row))["value"].iloc[0] == pytest.approx(100 * factor)
    assert pytest.approx(1.609344**2) == KM2_PER_SQUARE_MILE


def test_kursk_takes_its_own_figures_alone():
    """
    What was still held at the end of April 2025, in km2, by each source.
    """
    row = ("territory", "Kursk region territory still held", 10.0, "sq mi")
    days = ("2025-04-26", "2025-04-26", "2025-04-27")
    found = kursk_held(_figures((*row, *days, "isw"), ("territory", "taken", 1.0, "sq km", *days, "isw")))
    assert found["value"].tolist() == [pytest.approx(25.89988)]


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
