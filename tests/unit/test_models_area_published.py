"""
Area by other hands: which published figures count, in what unit, and by which definition.
"""

import pandas as pd
import pytest

from threefronts.models.area_published import (
    COMPUTED_BY,
    KM2_PER_SQUARE_MILE,
    by_voice,
    computed,
    kursk_held,
    labelled,
    published,
)

MARCH = ("2025-03-01", "2025-03-31")


def _figure(**overrides) -> dict:
    row = {
        "topic": "territory",
        "metric": "territory taken",
        "value": 200.0,
        "unit": "sq km",
        "period_start": MARCH[0],
        "period_end": MARCH[1],
        "published_on": "2025-04-05",
        "kind": "estimate",
        "source_id": "isw_april",
        "voice": "isw",
        "who": "ISW",
    }
    return row | overrides


def _figures(*rows: dict) -> pd.DataFrame:
    dates = {name: "datetime64[s]" for name in ("period_start", "period_end", "published_on")}
    return pd.DataFrame(rows).astype(dates)


def test_only_whole_months_and_years_that_somebody_published_count():
    """
    A quarter, a part of a month, a month of two years, another topic or this book's own sums are left out.
    """
    others = [
        _figure(period_start="2025-01-01"),
        _figure(period_end="2025-03-30"),
        _figure(period_start="2024-03-01"),
        _figure(metric="change between snapshots"),
        _figure(topic="losses"),
    ]
    year = _figure(period_start="2024-01-01", period_end="2024-12-16")
    found = published(_figures(_figure(), year, *others), include_kursk=True)
    assert found["months"].tolist() == [12, 1]


@pytest.mark.parametrize(("unit", "factor"), [("sq km", 1), ("km2", 1), ("sq mi", 1.609344**2)])
def test_square_miles_become_square_kilometres(unit, factor):
    """
    The factor is the square of the international mile.
    """
    found = published(_figures(_figure(value=100.0, unit=unit)), include_kursk=True)
    assert found["value"].iloc[0] == pytest.approx(100 * factor)
    assert pytest.approx(1.609344**2) == KM2_PER_SQUARE_MILE


def test_figures_are_parted_by_what_they_count():
    """
    Kursk where the words say so, Ukraine where the map measures it, and otherwise not told; Kursk can go.
    """
    rows = [
        _figure(metric="territory seized (Ukraine and Kursk)"),
        _figure(),
        _figure(voice="deepstate", who="DeepState"),
    ]
    found = published(_figures(*rows), include_kursk=True)
    assert sorted(found["scope"]) == ["not_told", "ukraine", "with_kursk"]
    assert "with_kursk" not in set(published(_figures(*rows), include_kursk=False)["scope"])


def test_one_voice_is_one_row_from_its_lowest_to_its_highest():
    """
    The latest figure is the point; a period and its definition label the row.
    """
    rows = [_figure(value=240.0, published_on="2025-06-02"), _figure(value=203.0)]
    found = by_voice(labelled(published(_figures(*rows), include_kursk=True)))
    assert found[["what", "low", "value", "high"]].values.tolist() == [
        ["March 2025, scope not told", 203, 240, 240]
    ]


def test_the_archived_map_gives_the_same_period():
    """
    From the map of the first day to that after the last; a month that is not over has no figure.
    """
    days = pd.to_datetime(["2025-02-27", "2025-03-31", "2025-04-01"])
    total = pd.DataFrame({"event_date": days, "area_km2": [100.0, 230.0, 235.0]})
    found = computed(total, pd.to_datetime(pd.Series(["2025-03-01", "2025-04-01"])), 1)
    assert found[["value", "scope", "who"]].values.tolist() == [[135, "ukraine", COMPUTED_BY]]


def test_kursk_takes_its_own_figures_alone():
    """
    What was still held at the end of April 2025, in km2, by each source.
    """
    held = _figure(metric="Kursk region territory still held", value=10.0, unit="sq mi")
    assert kursk_held(_figures(held, _figure()))["value"].tolist() == [pytest.approx(25.89988)]


def test_figures_are_grouped_by_what_they_count():
    """
    Within a month Ukraine alone comes first and Kursk last, each from the smallest figure up.
    """
    rows = [
        _figure(metric="territory seized (Ukraine and Kursk)", value=1.0),
        _figure(value=240.0),
        _figure(value=203.0),
        _figure(voice="deepstate", value=999.0),
    ]
    found = labelled(published(_figures(*rows), include_kursk=True))
    assert found["value"].tolist() == [999, 203, 240, 1]
