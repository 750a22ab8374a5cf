"""
Outlook and back-test: closed forms, limiting cases, and refusal of impossible input.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.backtest import METHODS, backtest, crps, scores
from threefronts.models.outlook import (
    ASSUMPTIONS,
    WEEKS_PER_YEAR,
    arrivals,
    assumed_paces,
    duration,
    paces_past,
    steps_to_cover,
    wander,
)
from threefronts.models.pace import Resampling, Span

HOW = Resampling(draws=400)
STILL = np.zeros((3, 20))


def _weekly(changes) -> pd.DataFrame:
    ends = pd.date_range("2022-04-03", periods=len(changes), freq="7D")
    return pd.DataFrame({"week_ending": ends, "change_km2": changes})


def test_an_area_takes_as_many_steps_as_the_pace_goes_into_it():
    """
    10 at a pace of 2 takes 5 steps, at 3 takes 4; a pace of zero or backward never gets there.
    """
    assert steps_to_cover(10, np.array([2.0, 3.0, 0.0]), STILL).tolist() == [5, 4, np.inf]
    assert steps_to_cover(10, np.array([-1.0, 0.4, 0.5]), STILL).tolist() == [np.inf, np.inf, 20]
    assert steps_to_cover(0, np.zeros(3), STILL).tolist() == [0, 0, 0]


def test_a_path_that_strays_over_the_mark_has_reached_it():
    """
    The first step over the mark counts, whatever is lost again.
    """
    strayed = np.array([[0.0, 9.0, 0.0, 0.0]])
    assert steps_to_cover(10, np.array([1.0]), strayed).tolist() == [2]


@pytest.mark.parametrize(("area", "paths"), [(-1, 3), (5, 2)])
def test_an_impossible_area_or_shape_is_refused(area, paths):
    """
    Less than nothing cannot remain, and each path has one pace.
    """
    with pytest.raises(ValueError, match="negative"):
        steps_to_cover(area, np.ones(paths), STILL)


def test_a_duration_is_open_where_paths_never_arrive():
    """
    With four in ten never there, half are there by some year and the upper end is open.
    """
    steps = np.array([WEEKS_PER_YEAR] * 6 + [np.inf] * 4)
    assert duration(steps, HOW) == Span(1.0, 1.0, None)
    assert duration(np.full(10, np.inf), HOW) == Span(None, None, None)
    assert duration(np.full(10, 2 * WEEKS_PER_YEAR), HOW) == Span(2.0, 2.0, 2.0)


def test_arrivals_only_rise():
    """
    Who has arrived stays so; nobody at zero, and never those who do not.
    """
    found = arrivals({"year": np.array([26.0, 100.0, np.inf, np.inf])}, 3)
    assert found["arrived_pct"].is_monotonic_increasing
    assert found["arrived_pct"].iloc[[0, -1]].tolist() == [0, 50]
    assert found["years"].iloc[-1] == 3


def test_equal_weeks_leave_one_path():
    """
    Where every week is the same all assumptions agree, and no path strays.
    """
    paces = assumed_paces([5.0] * 60, HOW)
    assert list(paces) == list(ASSUMPTIONS)
    assert all((drawn == 5).all() for drawn in paces.values())
    assert (wander([5.0] * 60, 30, HOW) == 0).all()


def test_what_has_been_is_drawn_as_often_as_it_was():
    """
    Of two levels the stretches lie between them, and only whole stretches are drawn.
    """
    drawn = paces_past([0.0] * 60 + [10.0] * 60, 52, Resampling(draws=4000))
    assert (drawn.min(), drawn.max()) == (0, 10)
    assert drawn.mean() == pytest.approx(5, abs=0.3)


def test_no_step_ahead_is_refused():
    """
    A path of no length leads nowhere.
    """
    with pytest.raises(ValueError, match="1 up"):
        wander([1.0] * 20, 0, HOW)


def test_the_score_of_one_figure_is_its_error_and_of_two_the_closed_form():
    """
    |x - y| for a point; for 0 and 2 around 1 it is 1 - 1/2; an outcome far off costs its distance.
    """
    assert crps(np.array([3.0]), 5.0) == 2
    assert crps(np.array([0.0, 2.0]), 1.0) == pytest.approx(0.5)
    assert crps(np.array([0.0, 2.0]), 101.0) == pytest.approx(99.5)


def test_the_score_of_a_normal_is_the_known_integral():
    """
    At the centre of a standard normal it is (sqrt(2) - 1) / sqrt(pi).
    """
    drawn = np.random.default_rng(2).normal(size=200_000)
    assert crps(drawn, 0.0) == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=2e-3)


def test_a_steady_pace_is_forecast_without_error():
    """
    70 km2 a week is 10 a day; only the forecast of no change is wrong, by all of it.
    """
    found = scores(backtest(_weekly([70.0] * 120), [13, 52], HOW), [13, 52]).set_index(["weeks", "method"])
    assert found.loc[(13, "no_change"), "crps"] == 10
    assert found.drop("no_change", level="method")["crps"].max() < 1e-9
    assert found.loc[(13, "year"), "covered_pct"] == 100
    assert np.isnan(found.loc[(13, "last_quarter"), "covered_pct"])


def test_a_forecast_sees_no_week_after_its_day():
    """
    Later weeks change outcomes, and no forecast.
    """
    calm = _weekly(np.random.default_rng(4).normal(50, 10, 100))
    other = calm.assign(change_km2=calm["change_km2"].where(calm["week_ending"] <= "2023-06-30", 900.0))
    forecasts = [
        backtest(weekly, [13], HOW).query("quarter <= '2023-06-30'")[["method", "low", "value", "high"]]
        for weekly in (calm, other)
    ]
    pd.testing.assert_frame_equal(*forecasts)
    assert len(forecasts[0]) == 2 * len(METHODS)


def test_an_outcome_that_is_not_over_is_not_scored():
    """
    A year ahead needs a year; before the first quarter's end there is nothing to score.
    """
    weekly = _weekly([10.0] * 80)
    assert set(backtest(weekly, [13, 52], HOW)["weeks"]) == {13}
    assert backtest(weekly.head(30), [13], HOW).empty
    found = scores(backtest(weekly.head(30), [13], HOW), [13])
    assert len(found) == len(METHODS)
    assert found["n"].sum() == 0
    assert found["crps"].isna().all()
