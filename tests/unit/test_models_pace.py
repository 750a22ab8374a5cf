"""
Pace: limiting cases, coverage, and refusal of impossible input.
"""

import numpy as np
import pytest

from threefronts.models.pace import Interval, Resampling, pace_over, stray

HOW = Resampling(draws=500)
SERIES, YEAR = 2000, 52


def _with_memory(memory: float) -> np.ndarray:
    """
    Years of weeks around zero, each week keeping a share of the one before, shape ``(SERIES, YEAR)``.
    """
    shocks = np.random.default_rng(11).normal(0, 1, (SERIES, YEAR + 40))
    series = np.zeros_like(shocks)
    for week in range(1, shocks.shape[1]):
        series[:, week] = memory * series[:, week - 1] + shocks[:, week]
    return series[:, 40:]


def test_equal_changes_leave_no_doubt():
    """
    Where every week is the same, the interval closes on it, over a month as over a year.
    """
    for window in (4, 13, 52, 500):
        assert pace_over([7.0] * 52, window, HOW) == Interval(7.0, 7.0, 7.0)


def test_a_seed_gives_one_interval():
    """
    The same seed gives the same bounds, another seed others.
    """
    changes = np.random.default_rng(3).normal(10, 5, 60)
    assert pace_over(changes, 13, HOW) == pace_over(changes, 13, HOW)
    assert pace_over(changes, 13, HOW) != pace_over(changes, 13, Resampling(draws=500, seed=2))


def test_the_middle_is_the_mean_of_the_window_and_the_interval_moves_with_it():
    """
    Doubling every change doubles the figure and its bounds; adding a constant shifts all three.
    """
    changes = np.random.default_rng(3).normal(10, 5, 60)
    found = pace_over(changes, 13, HOW)
    assert found.value == pytest.approx(changes[-13:].mean())
    twice, moved = pace_over(2 * changes, 13, HOW), pace_over(changes + 100, 13, HOW)
    for end in ("low", "value", "high"):
        assert getattr(twice, end) == pytest.approx(2 * getattr(found, end))
        assert getattr(moved, end) == pytest.approx(100 + getattr(found, end))


def test_a_longer_window_is_surer():
    """
    A month says less about the pace behind it than a year.
    """
    changes = np.random.default_rng(5).normal(0, 1, 60)
    month, year = pace_over(changes, 4, HOW), pace_over(changes, 52, HOW)
    assert month.high - month.low > 2 * (year.high - year.low)


def test_memory_widens_the_interval():
    """
    A series that stays high or low for long is less certain than its weeks shuffled.
    """
    waves = np.repeat([0.0, 20.0] * 4, 8)
    shuffled = np.random.default_rng(5).permutation(waves)
    wide, narrow = pace_over(waves, 52, HOW), pace_over(shuffled, 52, HOW)
    assert wide.high - wide.low > 1.3 * (narrow.high - narrow.low)


@pytest.mark.parametrize("window", [4, 13, 52])
@pytest.mark.parametrize("memory", [0.3, 0.5])
def test_a_90_percent_interval_holds_the_true_pace_in_87_to_93_of_100_series(window, memory):
    """
    2,000 simulated years whose weeks keep a third or a half of the last week, as those of the map do.
    """
    series = _with_memory(memory)
    found = [pace_over(row, window, Resampling(draws=200)) for row in series]
    share = np.mean([interval.low <= 0 <= interval.high for interval in found])
    assert 0.87 <= share <= 0.93


def test_the_draws_scatter_around_nothing():
    """
    How far a mean strays has no direction, whatever the pace is.
    """
    pool = np.random.default_rng(7).normal(50, 10, 52)
    assert abs(stray(pool, 52, Resampling(draws=20_000)).mean()) < 0.1


@pytest.mark.parametrize("settings", [{"block": 0}, {"draws": 0}, {"level": 1.0}, {"level": 0}, {"pool": 4}])
def test_impossible_settings_are_refused(settings):
    """
    No interval comes from no draws, from no block or from a pool too small for a scatter.
    """
    with pytest.raises(ValueError, match="is off"):
        Resampling(**settings)


@pytest.mark.parametrize("changes", [[], [1.0] * 7, [1.0] * 9 + [np.nan], [[1.0] * 9]])
def test_gaps_and_short_rows_are_refused(changes):
    """
    No interval is made from nothing, from gaps, or from fewer weeks than show a scatter.
    """
    with pytest.raises(ValueError, match="at least 8 finite numbers"):
        pace_over(changes, 4, HOW)


def test_an_empty_window_is_refused():
    """
    A mean of no week does not exist.
    """
    with pytest.raises(ValueError, match="1 up"):
        pace_over([1.0] * 20, 0, HOW)
