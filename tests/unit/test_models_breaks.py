"""
Change points: planted breaks, quiet series, and refusal of impossible input.
"""

import numpy as np
import pytest

from threefronts.models.breaks import breaks, levels

SETTINGS = {"shortest": 13, "memory": 0.4}


def _series(seed: int, weeks: int = 120, memory: float = 0.4) -> np.ndarray:
    shocks, found = np.random.default_rng(seed).normal(size=weeks + 40), np.zeros(weeks + 40)
    for week in range(1, weeks + 40):
        found[week] = memory * found[week - 1] + shocks[week]
    return found[40:]


def test_a_clean_step_is_found_where_it_is():
    """
    Fifty low weeks and fifty high ones break at the fiftieth, and nowhere else.
    """
    noise = np.random.default_rng(1).normal(0, 1, 100)
    (found,) = breaks(noise + np.repeat([0.0, 50.0], 50), **SETTINGS)
    assert found.position == 50
    assert found.low <= 50 <= found.high
    assert levels(100, [found]) == [slice(0, 50), slice(50, 100)]


def test_a_planted_break_lies_in_its_set_and_a_quiet_series_has_none():
    """
    In weeks with memory a step of three is told nine times in ten, its week included, and noise is not cut.
    """
    step = np.repeat([0.0, 3.0], 60)
    planted = [breaks(_series(seed) + step, **SETTINGS) for seed in range(200)]
    assert np.mean([any(one.low <= 60 <= one.high for one in found) for found in planted]) >= 0.9
    assert np.mean([len(breaks(_series(seed), **SETTINGS)) > 0 for seed in range(200)]) <= 0.1


def test_a_few_huge_weeks_make_no_level():
    """
    The ranks are parted: a week a thousand times as large counts as the largest, and no more.
    """
    series = _series(3)
    wild = series.copy()
    wild[wild.argmax()] *= 1000
    assert breaks(wild, **SETTINGS) == breaks(series, **SETTINGS)


def test_scale_and_shift_change_nothing():
    """
    Square kilometres or square miles, with or without a constant, break in the same weeks.
    """
    series = _series(5) + np.repeat([0.0, 4.0], 60)
    assert breaks(100 + 2.59 * series, **SETTINGS) == breaks(series, **SETTINGS) != []


def test_equal_weeks_and_short_series_have_no_break():
    """
    Nothing shifts where nothing differs, and a series of less than two levels cannot be parted.
    """
    assert breaks([4.0] * 60, **SETTINGS) == []
    assert breaks(np.arange(25.0), **SETTINGS) == []
    assert levels(25, []) == [slice(0, 25)]


@pytest.mark.parametrize("settings", [{"shortest": 7}, {"memory": 1.0}, {"memory": -0.1}])
def test_impossible_settings_are_refused(settings):
    """
    A level is long enough to have a scatter, and memory is a share.
    """
    with pytest.raises(ValueError, match="is off"):
        breaks(np.arange(60.0), **SETTINGS | settings)


def test_a_gap_is_refused():
    """
    A missing week has no rank.
    """
    with pytest.raises(ValueError, match="finite"):
        breaks([1.0] * 30 + [np.nan], **SETTINGS)
