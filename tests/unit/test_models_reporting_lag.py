"""
How far one count trails another: the delay planted in a series is found, with an interval that holds it.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.reporting_lag import (
    DELAYS,
    delay_interval,
    delayed,
    mean_delay,
    spaced,
    unexplained,
)

DAYS = pd.date_range("2022-03-01", periods=1000)


def _claims(seed: int = 5) -> np.ndarray:
    """
    A running total with offensives: the daily losses wander between 2 and 30.
    """
    rng = np.random.default_rng(seed)
    waves = 12 + 10 * np.sin(np.arange(1000) / 35) * np.sin(np.arange(1000) / 130)
    return np.cumsum(rng.poisson(waves)).astype(float)


def _seen(claims: np.ndarray, delay: float, share: float = 0.4) -> np.ndarray:
    return share * delayed(claims, [delay])[0]


@pytest.mark.parametrize("delay", [8.0, 30.0])
def test_a_90_percent_interval_holds_the_delay_nine_times_in_ten(delay):
    """
    On 2,000 simulated series of snapshots two weeks apart.
    """
    claims, at = _claims(), np.arange(20, 1000, 14)
    rng = np.random.default_rng(11)
    clean = np.diff(_seen(claims, delay)[at])
    noise = 6 * np.sqrt(14) * rng.normal(size=(len(clean), 2000))
    left = unexplained(claims, at, clean[:, None] + noise)
    low, _, high = delay_interval(left, len(clean), 0.9)
    assert 0.87 <= ((low <= delay) & (delay <= high)).mean() <= 0.93


@pytest.mark.parametrize("delay", [0.0, 8.0, 45.0, 120.0])
def test_without_noise_the_delay_is_found(delay):
    """
    Also no delay at all, and with it nearly no doubt.
    """
    claims = _claims()
    trailing = pd.Series(_seen(claims, delay), DAYS)[20::14]
    found = mean_delay(pd.Series(claims, DAYS), trailing)
    assert (found.low, found.value, found.high) == (delay, delay, delay)


def test_a_share_that_drifts_is_no_delay():
    """
    Pictures that become rarer in a straight line leave the delay as it is.
    """
    claims, at = _claims(), np.arange(20, 1000, 14)
    added = np.diff(delayed(claims, [20.0])[0][at]) * np.linspace(0.6, 0.2, len(at) - 1)
    left = unexplained(claims, at, added)
    assert DELAYS[left.argmin(axis=0)].tolist() == [20]


def test_a_delay_of_zero_changes_nothing_and_a_long_one_keeps_the_total():
    """
    What is late is not lost: the total arrives in the end.
    """
    daily = np.cumsum([5.0, 0, 3, 0, 0, *[0] * 200])
    same, late = delayed(daily, [0.0, 4.0])
    assert np.allclose(same, daily)
    assert np.allclose(late[0], 5 / 5)
    assert np.isclose(late[-1], 8)
    assert (late <= daily + 1e-9).all()


def test_the_scale_of_the_claims_does_not_matter():
    """
    A claim twice as high moves no delay, since only its timing is believed.
    """
    claims = _claims()
    noisy = _seen(claims, 15.0) + np.random.default_rng(3).normal(size=1000).cumsum()
    trailing = pd.Series(noisy, DAYS)[20::14]
    once, twice = (mean_delay(pd.Series(factor * claims, DAYS), trailing) for factor in (1, 2))
    assert once == twice


def test_few_snapshots_tell_no_delay():
    """
    Twelve stretches are the least.
    """
    claims = pd.Series(_claims(), DAYS)
    found = mean_delay(claims, claims[::90])
    assert (found.low, found.value, found.high) == (None, None, None)


def test_snapshots_are_thinned_to_two_weeks():
    """
    Daily snapshots would resemble each other.
    """
    kept = spaced(pd.Series(range(30), DAYS[:30]))
    assert kept.tolist() == [0, 14, 28]


def test_an_impossible_level_is_refused():
    """
    An interval holds more than nothing and less than all.
    """
    claims = pd.Series(_claims(), DAYS)
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        mean_delay(claims, claims, 1.0)
