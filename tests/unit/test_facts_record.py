"""
Facts and wordings: how they read, what they carry, what is refused.
"""

import pytest

from threefronts.facts import FactError, collect, fact, phrase
from threefronts.facts.text import amount_text, number_text, range_text, rounded


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """
    What a notebook cell would have put out, and a register with one source.
    """
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text("counter: {party: independent, relays: null}\n")
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    outputs = []

    def display(data, raw, metadata):
        outputs.append({"data": data, "metadata": metadata})

    monkeypatch.setattr("threefronts.facts.record.display", display)
    return outputs


def _fact(value, **overrides):
    settings = {"unit": "vehicles", "sources": ["counter"]}
    fact("tanks_lost", value, **{**settings, **overrides})


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (3444, None, "3,444"),
        (18.672, None, "18.7"),
        (0.01234, None, "0.0123"),
        (112694.6, None, "112,695"),
        (-4.5, None, "−4.50"),
        (-0.04, 1, "0.0"),
        (0.0, None, "0"),
        (None, None, "not known"),
        (12.0, 0, "12"),
    ],
)
def test_numbers_read_well(value, decimals, text):
    """
    Thousands apart, three digits, a true minus sign, and no minus before nothing.
    """
    assert number_text(value, decimals) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1, 2, "1 to 2"),
        (1, None, "at least 1"),
        (None, 2, "at most 2"),
        (2, 2, "2"),
        (None, None, "not known"),
    ],
)
def test_intervals_read_well(low, high, text):
    """
    An open end is said, a closed interval gives both ends.
    """
    assert range_text(low, high) == text


def test_six_digits_are_kept():
    """
    Floats are cut to six significant digits, integers stay whole.
    """
    assert (rounded(112694.6449), rounded(1475270), rounded(0.123456789)) == (112695.0, 1475270, 0.123457)


def test_a_fact_is_one_record_and_its_words(shown):
    """
    Prose gets the formatted text, the API the plain number with unit, interval and sources.
    """
    _fact(3444, low=1009, high=3444, period=("2024-04-28", "2025-04-28"))
    texts = {out["metadata"]["scrapbook"]["name"]: list(out["data"].values())[0] for out in shown}
    assert texts == {"tanks_lost": "'3,444'", "tanks_lost_range": "'1,009 to 3,444'"}
    record = collect({"cells": [{"outputs": shown}]}).facts["tanks_lost"]
    assert (record["value"], record["low"], record["high"]) == (3444, 1009, 3444)
    assert record["sources"] == ["counter"]


@pytest.mark.parametrize(
    ("value", "overrides"),
    [
        (float("nan"), {}),
        (True, {}),
        ("12", {}),
        (5, {"low": 6}),
        (5, {"high": 4}),
        (5, {"sources": []}),
        (5, {"sources": ["nobody"]}),
    ],
)
def test_what_is_no_fact_is_refused(shown, value, overrides):
    """
    No NaN, no text, no value outside its interval, no unknown source; and nothing is put out.
    """
    with pytest.raises(FactError):
        _fact(value, **overrides)
    assert shown == []


def test_a_wording_follows_its_condition(shown):
    """
    The wording whose condition holds is glued.
    """
    phrase("pace_direction", {"rose": 2 > 1, "fell": 2 < 1})
    assert collect({"cells": [{"outputs": shown}]}).phrases["pace_direction"]["text"] == "rose"


@pytest.mark.parametrize("wordings", [{"rose": False, "fell": False}, {"rose": True, "fell": True}])
def test_a_wording_must_be_the_only_one(shown, wordings):
    """
    A sentence with no true wording, or two, is not written.
    """
    with pytest.raises(FactError, match="exactly one"):
        phrase("pace_direction", wordings)


def test_a_key_is_snake_case(shown):
    """
    Keys are names for the API, so their form is fixed.
    """
    with pytest.raises(FactError):
        fact("Tanks-lost", 1, unit="vehicles", sources=["counter"])


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        ("1", "events", "1 event"),
        ("at least 1", "events", "at least 1 event"),
        ("0 to 1", "events", "0 to 1 events"),
        ("0", "events", "0 events"),
        ("1", "launches/day", "1 launch a day"),
        ("1", "vehicles/km2", "1 vehicle a km²"),
        ("1", "entries", "1 entry"),
        ("1", "percentage points", "1 percentage point"),
        ("1", "pairs of text and issue", "1 pair of text and issue"),
        ("1", "km2", "1 km²"),
        ("1", "share", "1"),
        ("1.1", "events", "1.1 events"),
    ],
)
def test_one_is_counted_in_the_singular(amount, unit, text):
    """
    A reason never reads "1 events"; an interval up to one keeps the plural.
    """
    assert amount_text(amount, unit) == text
