"""
Pace: limiting cases, coverage, and refusal of impossible input.
"""

import numpy as np
import pytest

from threefronts.models.pace import Interval, Span, mean_with_interval, years_to_cover


def _interval(changes, **settings):
    return mean_with_interval(changes, **{"block": 4, "draws": 500, "seed": 1, **settings})


def test_equal_changes_leave_no_doubt():
    """
    Where every week is the same, the interval closes on it.
    """
    assert _interval([7.0] * 52) == Interval(7.0, 7.0, 7.0)


def test_a_seed_gives_one_interval():
    """
    The same seed gives the same bounds, another seed others.
    """
    changes = np.random.default_rng(3).normal(10, 5, 60)
    assert _interval(changes) == _interval(changes)
    assert _interval(changes) != _interval(changes, seed=2)


def test_memory_widens_the_interval():
    """
    A series that stays high or low for long is less certain than its weeks shuffled.
    """
    waves = np.repeat([0.0, 20.0] * 4, 8)
    shuffled = np.random.default_rng(5).permutation(waves)
    wide, narrow = _interval(waves, block=8), _interval(shuffled, block=8)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_90_percent_interval_covers_most_true_means():
    """
    On simulated weeks with memory, the 90 % interval holds the true mean in 80 to 95 % of the series.
    """
    rng = np.random.default_rng(11)
    shocks = rng.normal(0, 1, (400, 160))
    series = np.zeros_like(shocks)
    for week in range(1, 160):
        series[:, week] = 0.3 * series[:, week - 1] + shocks[:, week]
    found = [_interval(row[60:], block=8, draws=200) for row in series]
    share = np.mean([interval.low <= 0 <= interval.high for interval in found])
    assert 0.80 <= share <= 0.95


@pytest.mark.parametrize(
    "settings",
    [{"block": 0}, {"block": 6}, {"draws": 0}, {"level": 1.0}, {"changes": []}, {"changes": [np.nan]}],
)
def test_impossible_settings_are_refused(settings):
    """
    No interval is made from nothing, from gaps, or with a block longer than the series.
    """
    changes = settings.pop("changes", [1.0, 2.0, 3.0, 4.0, 5.0])
    with pytest.raises(ValueError):
        _interval(changes, **settings)


def test_years_follow_from_area_and_pace():
    """
    An area of a year's worth of pace takes one year; a pace that may be backward has no latest date.
    """
    assert years_to_cover(3652.5, Interval(5.0, 8.0, 10.0)) == Span(1.0, 1.25, 2.0)
    assert years_to_cover(3652.5, Interval(-1.0, 4.0, 10.0)) == Span(1.0, 2.5, None)
    assert years_to_cover(0.0, Interval(1.0, 1.0, 1.0)) == Span(0.0, 0.0, 0.0)
    with pytest.raises(ValueError):
        years_to_cover(-1.0, Interval(1.0, 1.0, 1.0))
