"""
The event study: right under the null, as powerful as it says, exact where the answer can be written down.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from threefronts.models.event_study import (
    Design,
    detectable_effect,
    drawn_days,
    event_study,
    power_of,
    profile,
)
from threefronts.models.interruption import interrupted, truce_changes
from threefronts.models.links import lagged_links
from threefronts.models.sphere import great_circle_km

DAYS = pd.date_range("2025-01-20", periods=140, freq="D")
DESIGN = Design(before=1, after=1, block_weeks=4, draws=399, seed=1)


def _launches(rng):
    """
    A count with a rhythm of the week, a trend and memory from day to day.
    """
    noise = np.zeros(DAYS.size)
    for day in range(1, DAYS.size):
        noise[day] = 0.5 * noise[day - 1] + rng.normal(0, 20)
    return pd.Series(100 + 0.3 * np.arange(DAYS.size) + 15 * (DAYS.day_of_week > 4) + noise, index=DAYS)


def _events(rng, share=0.15):
    """
    Days drawn with a liking for workdays.
    """
    chance = np.where(DAYS.day_of_week < 5, share, share / 3)
    return DAYS[rng.random(DAYS.size) < chance]


def test_p_values_are_uniform_where_nothing_happens():
    """
    Over 1,000 simulated series with rhythm, trend and memory, a p-value is as likely low as high.
    """
    rng = np.random.default_rng(20250428)
    values = [event_study(_launches(rng), _events(rng), DESIGN).p_value for _ in range(1000)]
    assert kstest(values, "uniform").pvalue > 0.01
    assert 0.03 < np.mean(np.array(values) <= 0.05) < 0.07


def test_a_planted_effect_is_found_as_often_as_computed():
    """
    The share of studies that find an effect is the computed power, within what 400 of them allow.
    """
    rng, found, computed = np.random.default_rng(7), [], []
    for _ in range(400):
        launches, events = _launches(rng), _events(rng)
        marked = np.isin(DAYS, events)
        windows = marked | np.r_[marked[1:], False] | np.r_[False, marked[:-1]]
        quiet = event_study(launches, events, DESIGN)
        shared = 1 - (1.645 + 0.8416) * np.std(quiet.draws) / quiet.detectable
        computed.append(power_of(20.0, float(np.std(quiet.draws)), shared))
        found.append(event_study(launches + 20.0 * windows, events, DESIGN).p_value <= 0.05)
    assert np.mean(found) == pytest.approx(np.mean(computed), abs=0.07)
    assert 0.3 < np.mean(computed) < 0.97


def test_the_detectable_effect_has_a_power_of_four_in_five():
    """
    Both reckonings are one formula, read either way.
    """
    assert power_of(detectable_effect(3.0, 0.4), 3.0, 0.4) == pytest.approx(0.8)


def test_an_effect_on_a_flat_series_is_recovered():
    """
    With a count that is flat but for the windows, the effect is the step, whatever the draws share of it.
    """
    events = DAYS[[10, 45, 80, 115]]
    marked = np.isin(DAYS, events)
    windows = marked | np.r_[marked[1:], False] | np.r_[False, marked[:-1]]
    study = event_study(pd.Series(50.0 + 30 * windows, index=DAYS), events, DESIGN)
    assert (study.inside, study.n_events, study.n_days) == (80.0, 4, 12)
    assert 50 < study.baseline < 80
    assert study.effect == pytest.approx(30.0)
    assert study.p_value < 0.02


def test_several_contacts_on_one_day_or_side_by_side_count_each_day_once():
    """
    Doubling an event changes nothing, and neighbouring windows share their days.
    """
    launches = _launches(np.random.default_rng(3))
    once = event_study(launches, DAYS[[20, 21]], DESIGN)
    twice = event_study(launches, DAYS[[20, 20, 21, 21]], DESIGN)
    assert (once.n_events, once.n_days) == (2, 4)
    assert (once.effect, once.p_value) == (twice.effect, twice.p_value)


def test_draws_keep_weekday_and_block():
    """
    Each draw has as many events on each weekday of each block as there were.
    """
    marked = np.isin(DAYS, _events(np.random.default_rng(5), 0.3))
    drawn = drawn_days(marked, DAYS, DESIGN)
    strata = np.arange(DAYS.size) // 28 * 7 + DAYS.day_of_week.to_numpy()
    for stratum in np.unique(strata):
        inside = strata == stratum
        assert (drawn[:, inside].sum(axis=1) == marked[inside].sum()).all()
    assert len(np.unique(drawn, axis=0)) > 300


def test_a_seed_gives_the_same_draws():
    """
    Two runs with one seed agree in every digit.
    """
    launches = _launches(np.random.default_rng(3))
    first, second = (event_study(launches, DAYS[[20, 60]], DESIGN) for _ in range(2))
    assert (first.p_value, first.low, first.high) == (second.p_value, second.low, second.high)


def test_an_interruption_on_a_line_is_the_step():
    """
    On a straight line with a step down of 40 for three days, the change is -40 and no placebo falls as far.
    """
    line = pd.Series(100 + 0.5 * np.arange(80), index=pd.date_range("2025-03-01", periods=80))
    line.iloc[40:43] -= 40
    found = interrupted(line, "2025-04-10", "2025-04-12")
    assert found.change == pytest.approx(-40)
    assert found.expected == pytest.approx(100 + 0.5 * 41)
    assert found.p_lower < 0.05
    assert found.low <= -40 <= found.high + 1e-9


def test_nothing_interrupted_is_no_change():
    """
    On an unbroken line the change is zero.
    """
    line = pd.Series(100 + 0.5 * np.arange(80), index=pd.date_range("2025-03-01", periods=80))
    assert interrupted(line, "2025-04-10", "2025-04-12").change == pytest.approx(0, abs=1e-9)


def test_a_truce_is_told_once_from_its_first_day_to_its_last():
    """
    Two accounts of one truce are one stretch; one that has no last day, or that was only offered, is none.
    """
    line = pd.Series(100 + 0.5 * np.arange(80), index=pd.date_range("2025-03-01", periods=80))
    line.iloc[40:43] -= 40
    days = {"period_start": ["2025-04-10", "2025-04-11", "2025-04-20", "2025-04-22"]}
    days["period_end"] = ["2025-04-11", "2025-04-12", None, "2025-04-23"]
    truces = pd.DataFrame(days).astype("datetime64[s]")
    truces["truce"] = ["Spring", "Spring", "Endless", "Wished"]
    truces["status"] = ["declared", "declared", "declared", "offered"]
    found = truce_changes(line, truces)
    assert found["truce"].tolist() == ["Spring"]
    assert found["value"].iloc[0] == pytest.approx(-40)


def test_the_profile_shows_a_step_on_the_day_where_it_is():
    """
    A count that jumps two days after each event stands above its baseline on that day alone.
    """
    events = DAYS[[10, 45, 80, 115]]
    count = pd.Series(50.0, index=DAYS)
    count.iloc[[12, 47, 82, 117]] = 90.0
    rows = profile(count, events, DESIGN, reach=3)
    above = rows[rows["value"] > rows["high"]]
    assert above["offset"].tolist() == [2]
    assert rows["offset"].tolist() == list(range(-3, 4))


def test_a_lag_is_found_where_it_was_planted():
    """
    A series that repeats another three weeks later correlates wholly at that lag and at no other.
    """
    weeks = pd.date_range("2024-05-05", periods=52, freq="W")
    cause = pd.Series(np.random.default_rng(2).normal(size=52), index=weeks)
    links = lagged_links(cause, cause.shift(3), range(5))
    assert [round(link.value, 6) == 1.0 for link in links] == [False, False, False, True, False]
    assert all(link.low <= link.value <= link.high for link in links)


def test_distances_on_the_sphere():
    """
    A degree of a meridian, a quarter of the equator, and no way at all.
    """
    assert great_circle_km((0, 0), (1, 0)) == pytest.approx(111.195, abs=0.001)
    assert great_circle_km((0, 0), (0, 90)) == pytest.approx(10007.557, abs=0.001)
    assert great_circle_km((55.8, 37.9), (55.8, 37.9)) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: event_study(pd.Series([1.0, 2.0], index=DAYS[[0, 2]]), DAYS[:1], DESIGN),
        lambda: event_study(pd.Series(1.0, index=DAYS), [pd.Timestamp("2030-01-01")], DESIGN),
        lambda: Design(before=-1),
        lambda: Design(block_weeks=1),
        lambda: Design(level=1.0),
        lambda: detectable_effect(0.0, 0.2),
        lambda: interrupted(pd.Series(1.0, index=DAYS), "2030-01-01", "2030-01-02"),
        lambda: lagged_links(pd.Series(1.0, index=DAYS), pd.Series(1.0, index=DAYS), [0]),
    ],
)
def test_impossible_input_is_refused(call):
    """
    Gaps, windows of less than nothing, series that do not vary: one clear refusal each.
    """
    with pytest.raises(ValueError, match=r"\w"):
        call()
