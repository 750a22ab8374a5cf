"""
What a square kilometre cost: a ratio, its interval, and where there is none.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.ground_cost import UNKNOWN, cost_between, ratio_interval


def _blocks(rng, series: int, *, gain: float, spread: float, memory: float = 0.0):
    """
    Losses and gains of 13 four-week blocks, made of weeks that remember the one before.
    """
    noise = rng.normal(size=(52 + 20, 2, series))
    for week in range(1, len(noise)):
        noise[week] = memory * noise[week - 1] + np.sqrt(1 - memory**2) * noise[week]
    weeks = noise[20:]
    gains = gain + spread * weeks[:, 0]
    losses = 100 * gain + 40 * spread * weeks[:, 0] + 60 * spread * weeks[:, 1]
    return (part.reshape(13, 4, series).sum(axis=1) for part in (losses, gains))


@pytest.mark.parametrize(
    ("spread", "memory"), [(20.0, 0.0), (60.0, 0.0), (60.0, 0.3)], ids=["calm", "uneven", "with memory"]
)
def test_a_90_percent_interval_holds_the_cost_nine_times_in_ten(spread, memory):
    """
    On 2,000 simulated years whose true cost is 100 for each km², also where weeks resemble each other.
    """
    rng = np.random.default_rng(7)
    losses, gains = _blocks(rng, 2000, gain=70.0, spread=spread, memory=memory)
    low, _, high = ratio_interval(losses, gains)
    held = (low <= 100) & (np.isnan(high) | (high >= 100))
    assert 0.87 <= held.mean() <= 0.93


def test_equal_blocks_leave_no_doubt():
    """
    Without scatter the interval is the ratio itself.
    """
    low, value, high = ratio_interval([30.0, 30.0, 30.0], [10.0, 10.0, 10.0])
    assert (low, value, high) == (3, 3, 3)


def test_proportional_blocks_leave_no_doubt_either():
    """
    Where each block costs the same for each km², their sizes do not matter.
    """
    found = ratio_interval([30.0, 36.0, 27.0], [10.0, 12.0, 9.0])
    assert np.allclose(found, 3)


def test_units_scale_the_cost():
    """
    Twice the losses cost twice as much, twice the ground half as much.
    """
    losses, gains = np.array([30.0, 50, 20, 45]), np.array([8.0, 12, 9, 10])
    base = np.array(ratio_interval(losses, gains))
    assert np.allclose(ratio_interval(2 * losses, gains), 2 * base)
    assert np.allclose(ratio_interval(losses, 2 * gains), base / 2)


def test_gains_that_may_be_none_have_no_upper_end():
    """
    One good month among bad ones proves no gain, so the cost is bounded from below alone.
    """
    low, value, high = ratio_interval([30.0, 30, 30, 30], [50.0, -10, -20, 1])
    assert value > 0
    assert 0 <= low <= value
    assert np.isnan(high)


def test_no_gain_has_no_cost():
    """
    Ground lost on balance was not bought at any price.
    """
    assert np.isnan(ratio_interval([30.0, 30], [-5.0, 5.0])).all()


@pytest.mark.parametrize(
    ("losses", "gains", "level"),
    [
        ([1.0], [1.0], 0.9),
        ([1.0, 2.0], [1.0], 0.9),
        ([1.0, np.nan], [1.0, 1.0], 0.9),
        ([1.0, -2.0], [1.0, 1.0], 0.9),
        ([1.0, 2.0], [1.0, 1.0], 1.0),
    ],
    ids=["one block", "shapes", "missing", "negative losses", "level"],
)
def test_impossible_input_is_refused(losses, gains, level):
    """
    A message instead of a number that means nothing.
    """
    with pytest.raises(ValueError, match=r"must"):
        ratio_interval(losses, gains, level)


DAYS = pd.date_range("2024-01-01", "2024-12-31")


def test_steady_series_cost_the_same_each_day():
    """
    Two hundred lost and four km² gained a day make fifty for each km².
    """
    steps = np.arange(len(DAYS), dtype=float)
    losses, area = pd.Series(200 * steps, DAYS), pd.Series(100 + 4 * steps, DAYS)
    found = cost_between(losses, area, "2024-01-01", "2024-12-30")
    assert np.allclose([found.low, found.value, found.high], 50)


@pytest.mark.parametrize(
    ("start", "end"), [("2024-01-01", "2024-03-01"), ("2023-06-01", "2024-12-30")], ids=["short", "before"]
)
def test_too_few_blocks_or_days_before_the_series_are_not_known(start, end):
    """
    Four blocks of four weeks are the least, and a series that begins later says nothing of before.
    """
    series = pd.Series(np.arange(len(DAYS), dtype=float), DAYS)
    assert cost_between(series, series, start, end) == UNKNOWN
