"""
Rival statements: one rate, one interval a voice, draws that stay inside what the sources name.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.statements import (
    UNKNOWN,
    Span,
    closed,
    divided,
    draw,
    hull_of,
    hulls,
    in_millions,
    once,
    rates,
    scaled,
    span_of,
    within,
)

DATES = ["period_start", "period_end", "published_on"]
NUMBERS = ["value", "value_low", "value_high"]


def _row(**overrides) -> dict:
    return {
        "value": 120.0,
        "value_low": None,
        "value_high": None,
        "unit": "shells/year",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "published_on": "2024-06-30",
        "voice": "one",
    } | overrides


def _rows(*rows: dict) -> pd.DataFrame:
    kinds = dict.fromkeys(DATES, "datetime64[s]") | dict.fromkeys(NUMBERS, "float64")
    return pd.DataFrame(list(rows), columns=list(_row())).astype(kinds)


def _voices(*ends: tuple) -> pd.DataFrame:
    """
    Voices: (name, value, low, high), None where open.
    """
    return pd.DataFrame(ends, columns=["source_id", "value", "low", "high"]).astype(
        {"value": "float64", "low": "float64", "high": "float64"}
    )


def _ends(frame: pd.DataFrame) -> list[list[float | None]]:
    cells = frame[["value", "low", "high"]].to_numpy().tolist()
    return [[None if np.isnan(cell) else cell for cell in row] for row in cells]


@pytest.mark.parametrize(
    ("unit", "expected"), [("shells/year", 10), ("shells/month", 120), ("shells/quarter", 40)]
)
def test_every_rate_is_brought_to_a_month(unit, expected):
    """
    A year is twelve months, a quarter three.
    """
    assert _ends(rates(_rows(_row(unit=unit)), "month")) == [[expected] * 3]


def test_what_is_no_rate_is_left_out():
    """
    A running total says nothing of a month.
    """
    assert rates(_rows(_row(unit="shells cumulative"), _row(unit="times NATO output")), "year").empty


def test_an_unknown_rate_is_refused():
    """
    A week is none of the periods that the tables use.
    """
    with pytest.raises(ValueError, match="not a week"):
        rates(_rows(_row()), "week")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, [120, 120, 120]),
        ({"value_low": 100}, [120, 100, None]),
        ({"value": None, "value_high": 150}, [150, None, 150]),
        ({"value_low": 100, "value_high": 150}, [120, 100, 150]),
    ],
)
def test_an_open_end_stays_open(row, expected):
    """
    A number without bounds bounds itself; "at least" has no upper end, "less than" no lower one.
    """
    assert _ends(rates(_rows(_row(**row)), "year")) == [expected]


def test_a_window_takes_what_touches_it_and_was_not_said_before():
    """
    Foresight is no evidence of a window; an open period lasts.
    """
    rows = rates(_rows(_row(voice="late"), _row(voice="early", published_on="2023-12-31")), "year")
    assert within(rows, "2024-12-31", "2025-06-30")["voice"].tolist() == ["late", "early"]
    assert within(rows, "2024-12-31", "2025-06-30", "2024-01-01")["voice"].tolist() == ["late"]
    assert within(rows, "2025-01-01", "2025-06-30").empty
    lasting = rates(_rows(_row(period_end=None)), "year")
    assert len(within(lasting, "2030-01-01", "2030-12-31")) == 1


def test_one_voice_is_one_interval():
    """
    Whatever a voice says is inside its hull, and one open statement leaves the end open.
    """
    rows = rates(_rows(_row(), _row(value=240.0), _row(voice="two", value_low=90)), "year")
    assert _ends(hulls(rows)) == [[180, 120, 240], [120, 90, None]]


def test_equal_figures_count_once():
    """
    Two houses with the same number weigh as one in the draws.
    """
    voices = _voices(("a", 10, 10, 10), ("b", 10, 10, 10), ("c", 30, 30, 30))
    assert once(voices)["source_id"].tolist() == ["a", "c"]
    samples = draw(voices, np.random.default_rng(1), 20_000)
    assert samples.mean() == pytest.approx(20, abs=0.3)


def test_open_ends_close_at_the_furthest_named_number():
    """
    Nothing is drawn beyond what some source names.
    """
    voices = _voices(("a", 10, 10, None), ("b", 25, None, 25), ("c", 40, 35, 40))
    assert _ends(closed(voices)) == [[10, 10, 40], [25, 10, 25], [40, 35, 40]]
    with pytest.raises(ValueError, match="no voice"):
        closed(voices.head(0))


def test_draws_of_one_interval_are_uniform():
    """
    Mean and quantiles of a uniform distribution, and the same seed gives the same draws.
    """
    voices = _voices(("a", 15, 10, 20))
    first, again = (draw(voices, np.random.default_rng(3), 50_000) for _ in range(2))
    assert (first == again).all()
    assert first.min() >= 10
    assert first.max() <= 20
    span = span_of(first)
    assert (span.low, span.value, span.high) == pytest.approx((10.5, 15, 19.5), abs=0.1)


def test_draws_must_be_asked_for():
    """
    No draw at all is a mistake of the caller.
    """
    with pytest.raises(ValueError, match="at least one"):
        draw(_voices(("a", 1, 1, 1)), np.random.default_rng(0), 0)


def test_a_few_draws_are_no_interval():
    """
    With one draw every interval would be a point, and a verdict would rest on it.
    """
    with pytest.raises(ValueError, match="at least 100 draws"):
        span_of(np.ones(99))


def test_what_is_unknown_stays_unknown():
    """
    No samples and no rows give no number.
    """
    assert span_of(None) == span_of(np.array([])) == UNKNOWN
    assert hull_of(_rows()) == UNKNOWN
    assert in_millions({"a": UNKNOWN, "b": 2e6, "c": Span(3e6, 1e6, 4e6)}) == {
        "a": UNKNOWN,
        "b": 2,
        "c": Span(3, 1, 4),
    }


def test_a_quotient_takes_the_far_ends():
    """
    The lowest ratio is the lowest over the highest, and an open end stays open.
    """
    voices = _voices(("a", 100, 80, 120), ("b", 100, 100, None))
    quotient = divided(voices, Span(10, 8, 20))
    assert _ends(quotient) == [[10, 4, 15], [10, 5, None]]
    assert _ends(divided(voices, scaled(Span(10, 8, 20), 2))) == [[5, 2, 7.5], [5, 2.5, None]]
    with pytest.raises(ValueError, match="cannot divide"):
        divided(voices, UNKNOWN)
