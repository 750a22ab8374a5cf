"""
Every wording of the missile accounts is chosen by exactly one condition.
"""

import itertools

import pandas as pd
import pytest

from threefronts.models import missile_words as words
from threefronts.models.missile_balance import Account
from threefronts.models.missiles import Launches
from threefronts.models.pace import Span

ENDS = (None, -2.0, 0.0, 2.0)
SPANS = [
    Span(low, None, high) for low, high in itertools.product(ENDS, ENDS) if None in (low, high) or low <= high
]


def _one(wordings):
    chosen = [text for text, holds in wordings.items() if holds]
    assert len(chosen) == 1
    return chosen[0]


@pytest.mark.parametrize("span", SPANS)
def test_one_wording_holds_for_any_interval(span):
    """
    Open ends, zero and equal ends each choose one sentence.
    """
    _one(words.drone_words(span, 1.0))
    _one(words.left_words(span))
    _one(words.closing_words(Account(residual=span, closing_yearly=span), 1.0))


@pytest.mark.parametrize("output", [0, 5, 10, 15, 30])
def test_one_wording_holds_for_any_count(output):
    """
    Below, between and above the bounds of a count, and on them.
    """
    found = Launches(named=10, either=5, merged=0, regional=0)
    chosen = _one(words.bound_words(found, output))
    assert ("Read as one will, that is more" in chosen) == (output < 10)
    _one(words.korean_words(Span(output, output, output + 5), 10))
    _one(words.launch_words(output, 10.0))


def test_unknown_ends_are_said_to_be_unknown():
    """
    Without a second stock, a launch bound or a rival, the sentence says so.
    """
    assert "No second number" in _one(words.known_words(Account()))
    assert "3 June 2025" in _one(words.known_words(Account(end=pd.Timestamp("2025-06-03"))))
    assert "cannot be read" in _one(words.closing_words(Account(), 200))
    assert "do not bound" in _one(words.launch_words(None, 230))
    assert "No other figure" in _one(words.rival_words([], 230))
    assert "above the band" in _one(words.rival_words([("rusi", 750, None)], 230))


def test_windows_and_years_are_told_as_far_as_they_reach():
    """
    One day is no "days", and a year in progress names the last day known.
    """
    assert _one(words.window_words(("2024-04-28", "2025-04-27"))) == "the 365 days to 27 April 2025"
    assert _one(words.window_words(("2022-09-28", "2022-09-28"))) == "the day of 28 September 2022"
    assert _one(words.year_words(pd.Timestamp("2025-04-27"), 2025)) == "in 2025 up to 27 April"
    assert _one(words.year_words(pd.Timestamp("2026-06-07"), 2025)) == "in 2025"
