"""
Shares stopped: their intervals, their scatter, and how they go with the size of an attack.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.interception import (
    percent_at,
    share_stopped,
    shares_by_group,
    slopes_by_group,
    stopped_by_size,
)

SETTINGS = {"draws": 1000, "seed": 7}


def _simulated(rng, *, series: int, nights: int, odds: float = 1.0, alike: float = 12.0):
    """
    Beta-binomial nights of 10 to 300 drones: middle share 0.85 at 64 drones, odds times *odds* a doubling.
    """
    launched = np.round(10 * 30 ** rng.random((series, nights))).astype(int)
    middle = 1 / (1 + np.exp(-(np.log(0.85 / 0.15) + np.log(odds) * np.log2(launched / 64))))
    shares = rng.beta(middle * alike, (1 - middle) * alike)
    return rng.binomial(launched, shares), launched


def _nights(stopped, launched, start: str = "2025-01-01") -> pd.DataFrame:
    days = pd.date_range(start, periods=len(stopped), name="event_date")
    return pd.DataFrame({"launched": launched, "stopped": stopped}, index=days)


def _coverage(found, truth: float) -> float:
    return float(np.mean([interval.low <= truth <= interval.high for interval in found]))


@pytest.mark.parametrize("nights", [20, 150])
def test_the_interval_holds_the_share_nine_times_in_ten_where_nights_scatter(nights):
    """
    The book's 90 % interval covers 87 to 93 % of 2,000 simulated series; the binomial one falls far short.
    """
    stopped, launched = _simulated(np.random.default_rng(1), series=2000, nights=nights)
    found = [share_stopped(*row, **SETTINGS) for row in zip(stopped, launched, strict=True)]
    assert 0.87 <= _coverage(found, 0.85) <= 0.93
    assert _coverage([share.binomial for share in found], 0.85) < 0.6
    assert np.median([share.scatter for share in found]) > 5


def test_where_weapons_are_independent_both_intervals_hold_and_the_scatter_is_one():
    """
    Drawing nights whole costs next to nothing where a night tells nothing.
    """
    rng = np.random.default_rng(2)
    launched = np.full((2000, 60), 40)
    found = [share_stopped(row, launched[0], **SETTINGS) for row in rng.binomial(launched, 0.8)]
    assert 0.87 <= _coverage([share.binomial for share in found], 0.8) <= 0.93
    assert 0.87 <= _coverage([share.nights for share in found], 0.8) <= 0.93
    assert np.mean([share.scatter for share in found]) == pytest.approx(1, abs=0.02)


def test_the_binomial_interval_is_wilsons():
    """
    In closed form: (2np + z² ± z √(z² + 4np(1 − p))) / (2(n + z²)).
    """
    share = share_stopped([8] * 10, [10] * 10, **SETTINGS)
    n, p, z = 100, 0.8, 1.6448536269514722
    half = z * np.sqrt(z**2 + 4 * n * p * (1 - p))
    low, high = ((2 * n * p + z**2 + sign * half) / (2 * (n + z**2)) for sign in (-1, 1))
    assert (share.binomial.low, share.binomial.high) == pytest.approx((low, high))
    assert (share.nights.low, share.nights.high) == pytest.approx((0.8, 0.8))
    assert share.scatter == pytest.approx(0, abs=1e-12)
    assert (share.low, share.high) == pytest.approx((low, high))


@pytest.mark.parametrize(("hits", "value"), [(0, 0.0), (6, 1.0)])
def test_nothing_and_everything_stopped_keep_an_interval_inside_nought_and_one(hits, value):
    """
    A group of which none was stopped has an upper bound all the same, and no scatter.
    """
    share = share_stopped([hits] * 12, [6] * 12, **SETTINGS)
    assert share.value == value
    assert 0 <= share.low < share.high <= 1
    assert share.scatter is None


@pytest.mark.parametrize(
    ("stopped", "launched"),
    [
        ([5] * 9 + [7], [6] * 10),
        ([5] * 9 + [-1], [6] * 10),
        ([5] * 9 + [0], [6] * 9 + [0]),
        ([5] * 9 + [0.5], [6] * 10),
        ([5] * 9 + [np.nan], [6] * 10),
        ([5] * 9, [6] * 10),
        ([5] * 9, [6] * 9),
    ],
    ids=["more stopped", "negative", "none launched", "half a drone", "gap", "lengths", "few nights"],
)
def test_impossible_nights_are_refused(stopped, launched):
    """
    More stopped than launched is an error of the report, and never a share above one.
    """
    with pytest.raises(ValueError, match=r"night|gaps"):
        share_stopped(stopped, launched, **SETTINGS)


def test_a_group_that_is_too_small_has_a_row_and_no_share():
    """
    A reader sees that a group is there and that nothing is said of it.
    """
    nights = {"large": _nights([8] * 20, [10] * 20), "small": _nights([1] * 20, [2] * 20)}
    rows = shares_by_group(nights, smallest=50, **SETTINGS).set_index("group")
    assert rows["launched"].to_dict() == {"large": 200, "small": 40}
    assert rows.loc["large", "value"] == pytest.approx(80)
    assert rows.loc["small", ["value", "low", "high", "scatter"]].isna().all()


def test_the_slope_is_the_odds_ratio_in_closed_form():
    """
    With two sizes a doubling apart the factor is the ratio of the two odds.
    """
    nights = _nights([6, 16] * 35, [10, 20] * 35)
    slope = stopped_by_size(nights, nights["launched"])
    assert slope.odds.value == pytest.approx((16 / 4) / (6 / 4))
    assert percent_at(slope, 10).value == pytest.approx(60)
    assert percent_at(slope, 20).value == pytest.approx(80)


@pytest.mark.parametrize("odds", [0.8, 1.0])
def test_the_band_of_the_slope_holds_the_truth_though_nights_scatter(odds):
    """
    The 90 % interval of the factor covers 86 to 94 % of 400 simulated years, with and without saturation.
    """
    stopped, launched = _simulated(np.random.default_rng(3), series=400, nights=364, odds=odds)
    rows = [_nights(*row) for row in zip(stopped, launched, strict=True)]
    found = [stopped_by_size(row, row["launched"]).odds for row in rows]
    assert 0.86 <= _coverage(found, odds) <= 0.94


def test_saturation_is_seen_where_there_is_some_and_not_where_a_trend_makes_it():
    """
    A share that falls from month to month while attacks grow fools the first factor and not the second.
    """
    rng = np.random.default_rng(4)
    month = np.repeat(np.arange(12), 30)
    launched = np.round(40 * 2 ** (month / 6) * 2 ** rng.normal(0, 0.5, 360)).astype(int)
    stopped = rng.binomial(launched, 0.95 - 0.03 * month)
    slope = stopped_by_size(_nights(stopped, launched), launched)
    assert slope.odds.high < 0.8
    assert slope.within.low > slope.odds.high


def test_without_enough_nights_or_any_difference_there_is_no_slope():
    """
    Few nights, equal sizes, and shares of nought or one leave nothing to fit.
    """
    few = _nights([8, 9] * 10, [10, 12] * 10)
    level = _nights([8, 9] * 40, [10, 10] * 40)
    every = _nights([10, 20] * 40, [10, 20] * 40)
    assert [stopped_by_size(part, part["launched"]) for part in (few, level, every)] == [None, None, None]
    assert percent_at(None, 10) is None
    with pytest.raises(ValueError, match="above 0"):
        stopped_by_size(level, np.zeros(80))


def test_missiles_are_set_against_the_drones_of_their_night():
    """
    A night without drones counts as none, and what is added keeps its logarithm finite.
    """
    missiles = _nights([6, 2] * 35, [8, 8] * 35)
    drones = pd.Series([63.0] * 35, index=missiles.index[1::2])
    slope = slopes_by_group({"cruise_missile": missiles}, drones, {"cruise_missile": 1})["cruise_missile"]
    assert slope.odds.value == pytest.approx(((2 / 6) / (6 / 2)) ** (1 / 6))
