"""
Supply: what is published of output and stores, kept apart by what it counts.
"""

import math

import pandas as pd
import pytest

from threefronts.models.supply import (
    current,
    least_covered,
    less,
    new_built,
    output_figures,
    ratio_range,
    scaled_by,
    span,
    total_output,
    trend,
)


def _figure(**overrides) -> dict:
    return {
        "producer": "Russia",
        "item_class": "tank",
        "model": None,
        "origin": "unsplit",
        "measure": "output",
        "scope": "all",
        "value": 1500.0,
        "value_low": None,
        "value_high": None,
        "unit": "tanks/year",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "published_on": "2025-02-12",
        "source_id": "iiss",
    } | overrides


def _figures(*rows: dict) -> pd.DataFrame:
    kinds = {name: "datetime64[s]" for name in ("period_start", "period_end", "published_on")}
    kinds |= {name: "float64" for name in ("value", "value_low", "value_high")}
    return pd.DataFrame(list(rows), columns=list(_figure())).astype(kinds)


def _outputs(*rows: tuple) -> pd.DataFrame:
    """
    Rows of output: (kind, voice, last year, value, low, high).
    """
    names = ["kind", "source_id", "year", "value", "low", "high"]
    frame = pd.DataFrame(rows, columns=names).assign(item_class="tank", scope="all")
    starts, ends = (pd.to_datetime(frame["year"].astype(str) + day) for day in ("-01-01", "-12-31"))
    return frame.assign(period_start=starts, period_end=ends, voice=frame["source_id"])


def _bounds(rows: pd.DataFrame) -> list[list[float | None]]:
    values = rows[["value", "low", "high"]].to_numpy().tolist()
    return [[None if math.isnan(number) else number for number in row] for row in values]


@pytest.mark.parametrize(("unit", "factor"), [("tanks/month", 12), ("tanks/quarter", 4), ("tanks/year", 1)])
def test_every_rate_becomes_a_year(unit, factor):
    """
    A month counts twelve times, a quarter four times; a point bounds itself.
    """
    assert _bounds(output_figures(_figures(_figure(unit=unit, value=100)))) == [[100 * factor] * 3]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, None, [100, 100, 100]),
        (90, 110, [100, 90, 110]),
        (90, None, [100, 90, None]),
        (None, 110, [100, None, 110]),
    ],
)
def test_an_end_that_the_source_leaves_open_stays_open(low, high, expected):
    """
    "At least" has no upper bound, "up to" no lower one, and neither is filled with the value.
    """
    row = _figure(value=100, value_low=low, value_high=high)
    assert _bounds(output_figures(_figures(row))) == [expected]


def test_models_that_one_source_names_apart_add_up():
    """
    One source, one period, one kind: a sum; two sources or two kinds: two rows.
    """
    t90 = _figure(model="T-90M", origin="new", scope="part", value=200, source_id="janes")
    t80 = _figure(model="T-80BVM", origin="new", scope="part", value=150, source_id="janes", value_low=140)
    found = output_figures(_figures(t90, t80, _figure()))
    assert _bounds(found) == [[1500, 1500, 1500], [350, 340, None]]
    assert found["kind"].tolist() == ["all", "new"]


def test_a_class_named_by_the_month_and_by_the_year_is_one_figure():
    """
    130 a month and 1,600 a year by one official are 1,560 to 1,600, not 3,160.
    """
    monthly = _figure(value=130, unit="tanks/month")
    assert _bounds(output_figures(_figures(monthly, _figure(value=1600)))) == [[1580, 1560, 1600]]


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ({}, "all"),
        ({"origin": "new", "scope": "part"}, "new"),
        ({"model": "T-90M", "scope": "part"}, "model"),
        ({"origin": "refurbished"}, "refurbished"),
        ({"origin": "refurbished", "measure": "withdrawn"}, "withdrawn"),
        ({"measure": "planned", "published_on": "2024-04-03"}, "all"),
    ],
)
def test_a_figure_is_sorted_by_what_it_counts(about, kind):
    """
    New, restored, both, taken from store; a plan told in its own year is an estimate of it.
    """
    assert output_figures(_figures(_figure(**about)))["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    "about",
    [
        {"producer": "Ukraine"},
        {"unit": "tanks cumulative"},
        {"measure": "ratio"},
        {"measure": "planned", "published_on": "2023-12-31"},
        {"model": "T-72B3", "scope": "part"},
    ],
    ids=["another country", "no rate", "a ratio", "a plan of the year before", "one model among many"],
)
def test_what_is_no_output_of_the_class_is_left_out(about):
    """
    Only Russian rates of a whole class, or of what is built new, can be held against losses.
    """
    assert output_figures(_figures(_figure(**about))).empty


def test_a_model_with_rebuilt_ones_bounds_the_new_from_above():
    """
    "250 to 300 T-90M, new and rebuilt" says nothing of how few are new; a part bounds from below.
    """
    mixed = _figure(model="T-90M", scope="part", value=275, value_low=250, value_high=300)
    assert _bounds(new_built(output_figures(_figures(mixed)))) == [[275, None, 300]]
    part = _figure(model="T-72B3", origin="refurbished", scope="part", value=200)
    assert _bounds(output_figures(_figures(part))) == [[200, 200, None]]


def test_the_newest_of_each_voice_before_a_day_stands():
    """
    Older figures give way, a later one is not foreseen, and an old voice stands where none is fresh.
    """
    outputs = _outputs(
        ("new", "cit", 2022, 60, 60, 60),
        ("new", "cit", 2024, 290, 280, 300),
        ("new", "janes", 2025, 250, 250, 250),
        ("new", "miller", 2021, 40, 40, 40),
    )
    assert current(outputs, "2025-01-31", 24)["source_id"].tolist() == ["cit", "janes"]
    assert current(outputs, "2024-12-31", 24)["value"].tolist() == [290]
    assert current(outputs, "2030-01-01", 12)["source_id"].tolist() == ["cit", "janes", "miller"]
    assert current(outputs, "2020-01-01", 12)["value"].tolist() == [60, 250, 40]


def test_a_part_taken_off_leaves_nothing_below_zero():
    """
    A figure of all less the new-built is the restored; a pace kept by half is half of each end.
    """
    voices = pd.DataFrame({"source_id": ["iiss"], "value": [100.0], "low": [20.0], "high": [None]}).astype(
        {"high": "float64"}
    )
    assert _bounds(less(voices, 30)) == [[70, 0, None]]
    assert _bounds(scaled_by(voices, 0.5)) == [[50, 10, None]]


def test_all_output_needs_a_figure_of_the_whole():
    """
    New hulls alone say nothing of the whole; restored ones bound it from below, and with the new of one voice
    they are the whole; other years are left out.
    """
    outputs = _outputs(
        ("all", "iiss", 2024, 1500, 1500, 1500),
        ("new", "janes", 2024, 300, 300, 300),
        ("refurbished", "resurgam", 2024, 1000, 900, 1100),
        ("new", "mashovets", 2024, 275, 250, 300),
        ("refurbished", "mashovets", 2024, 275, 250, 300),
        ("all", "iiss", 2023, 1200, 1200, 1200),
    )
    found = total_output(outputs, "tank", "2024-01-01", "2024-12-31")
    assert found["source_id"].tolist() == ["iiss", "mashovets", "resurgam"]
    assert _bounds(found) == [[1500, 1500, 1500], [550, 500, 600], [1000, 900, None]]
    assert total_output(outputs, "armoured_vehicle", "2024-01-01", "2024-12-31").empty


def test_a_trend_is_one_voices_last_figure_less_its_first():
    """
    200 ± 10 becoming 300 ± 20 is a rise of 100, between 70 and 130, whatever lay between.
    """
    outputs = _outputs(
        ("new", "cit", 2024, 300, 280, 320),
        ("new", "cit", 2022, 200, 190, 210),
        ("new", "cit", 2023, 900, 900, 900),
    )
    found = trend(outputs, "tank")
    assert found["source_id"].tolist() == ["cit"]
    assert _bounds(found) == [[100, 280 - 210, 320 - 190]]


@pytest.mark.parametrize(
    "rows",
    [
        [("new", "cit", 2024, 1, 1, 1)],
        [("new", "cit", 2024, 1, 1, 1), ("new", "janes", 2023, 1, 1, 1)],
        [("new", "cit", 2024, 1, 1, 1), ("all", "cit", 2023, 1, 1, 1)],
        [("refurbished", "cit", 2024, 1, 1, 1), ("refurbished", "cit", 2023, 1, 1, 1)],
        [("new", "cit", 2024, 1, 1, 1), ("new", "cit", 2024, 2, 2, 2)],
    ],
    ids=["one figure", "two voices", "two kinds", "restored", "one period"],
)
def test_what_cannot_be_compared_makes_no_trend(rows):
    """
    Two voices, two kinds or one period are no change over time.
    """
    assert trend(_outputs(*rows), "tank").empty


@pytest.mark.parametrize(
    ("output", "expected"),
    [((100, 400), (0.5, 4.0)), ((None, 400), (None, 4.0)), ((100, None), (0.5, None))],
)
def test_a_ratio_sets_the_least_output_against_the_most_losses(output, expected):
    """
    With losses of 100 to 200: lowest over highest, highest over lowest; an open end stays open.
    """
    assert ratio_range(output, (100, 200)) == expected


@pytest.mark.parametrize("lost", [(0, 10), (-5, 10), (20, 10)])
def test_a_ratio_to_no_loss_is_refused(lost):
    """
    Division by nothing, or by bounds upside down, gives no cover.
    """
    with pytest.raises(ValueError, match="losses must be above zero"):
        ratio_range((1, 2), lost)


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        ([(0.5, 0.9), (0.7, 0.8)], (0.5, 0.8)),
        ([(None, 0.9), (0.7, 0.8)], (None, 0.8)),
        ([(0.5, None), (0.7, 0.8)], (0.5, 0.8)),
        ([(0.5, None), (0.7, None)], (0.5, None)),
    ],
)
def test_the_least_covered_class_is_bounded_by_any_that_is(covers, expected):
    """
    The smallest ratio is no larger than any known one, and unknown below if one is.
    """
    assert least_covered(covers) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, 2), (0.5, 3)], (0.5, 3.0)),
        ([(1, None), (0.5, 3)], (0.5, None)),
        ([(None, 2), (0.5, 3)], (None, 3.0)),
        ([], (None, None)),
    ],
)
def test_a_span_is_open_where_one_row_is(rows, expected):
    """
    The hull of intervals; one unknown end makes that end unknown.
    """
    assert span(pd.DataFrame(rows, columns=["low", "high"], dtype="float64")) == expected
