"""
Supply: what is published of output and stores, kept apart by what it counts.
"""

import math

import pandas as pd
import pytest

from threefronts.models.supply import (
    FIGURES,
    STORED,
    STORED_GOOD,
    least_covered,
    output_figures,
    ratio_range,
    span,
    stored_tanks,
    total_output,
    trend,
)

ALL_OF_2024 = "MBT built and refurbished in 2024 (IISS MB2025)"
PER_MONTH = "tanks per month (UK MoD)"
NEW_OF_2024 = "new T-90M in 2024 (Tarasenko)"


def _figure(**overrides) -> dict:
    return {
        "entity": "Russia",
        "metric": ALL_OF_2024,
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
    frame = pd.DataFrame(rows, columns=names).assign(item_class="tank")
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
    t90 = _figure(metric="T-90M per year (Janes)", value=200, source_id="janes")
    t80 = _figure(metric="T-80BVM per year (Janes)", value=150, source_id="janes", value_low=140)
    found = output_figures(_figures(t90, t80, _figure()))
    assert _bounds(found) == [[1500, 1500, 1500], [350, 340, None]]
    assert found["kind"].tolist() == ["all", "new"]


def test_only_russian_figures_that_the_list_names_are_output():
    """
    Another country's tanks, and a figure nobody sorted, are left out.
    """
    rows = [_figure(entity="Ukraine"), _figure(metric="tanks seen on a parade"), _figure()]
    assert len(output_figures(_figures(*rows))) == 1
    assert {kind for _, kind in FIGURES.values()} == {"all", "new", "refurbished"}


def test_all_output_needs_a_figure_of_the_whole():
    """
    New hulls alone say nothing of the whole; restored ones bound it from below; other years are left out.
    """
    outputs = _outputs(
        ("all", "iiss", 2024, 1500, 1500, 1500),
        ("new", "janes", 2024, 300, 300, 300),
        ("refurbished", "resurgam", 2024, 1000, 900, 1100),
        ("all", "iiss", 2023, 1200, 1200, 1200),
    )
    found = total_output(outputs, "tank", "2024-01-01", "2024-12-31")
    assert found["source_id"].tolist() == ["iiss", "resurgam"]
    assert _bounds(found) == [[1500, 1500, 1500], [1000, 900, None]]
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


def _stored(value: float, day: str, source: str, metric: str = STORED[0]) -> dict:
    return _figure(metric=metric, value=value, period_end=day, source_id=source)


def test_the_store_is_the_restorable_share_of_the_newest_count():
    """
    Half of the newest 3,000 is 1,500, at least the 1,200 in good condition, at most all of them.
    """
    rows = [
        _stored(5000, "2024-01-01", "iiss"),
        _stored(3000, "2025-01-01", "resurgam", STORED[2]),
        _stored(1200, "2025-01-01", "covert_cabal", STORED_GOOD),
    ]
    store = stored_tanks(_figures(*rows), 0.5)
    assert (store.low, store.value, store.high) == (1200, 1500, 3000)
    assert (f"{store.day:%Y-%m-%d}", store.sources) == ("2025-01-01", ("resurgam", "covert_cabal"))


def test_good_tanks_never_exceed_the_middle():
    """
    A share below the good ones pulls the lowest figure down with it; one source is named once.
    """
    rows = [_stored(3000, "2025-01-01", "iiss"), _stored(1200, "2025-01-01", "iiss", STORED_GOOD)]
    store = stored_tanks(_figures(*rows), 0.1)
    assert (store.low, store.value, store.sources) == (300, 300, ("iiss",))


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_outside_0_to_1_is_refused(share):
    """
    No more can be restored than is there.
    """
    with pytest.raises(ValueError, match="restorable_share"):
        stored_tanks(_figures(), share)


def test_a_store_that_nobody_counted_is_refused():
    """
    An edition before the first count says so.
    """
    with pytest.raises(ValueError, match="January 2025"):
        stored_tanks(_figures(_stored(3000, "2025-01-01", "iiss")), 0.5)


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
