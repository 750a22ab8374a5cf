"""
The pooled curve: exact where the estimates agree, honest about its spread, and closed to claims and echoes.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.manpower_effects import SHARES, bands, random_effects
from threefronts.models.manpower_pool import (
    START,
    by_shape,
    change_draws,
    curve,
    curve_at,
    described,
    design,
    fit_pool,
    further_ends,
    pool_vintages,
    spread_pct,
    to_thousands,
    without_each,
)
from threefronts.models.pace import Span

# Days and speakers of the estimates of killed that had been published by 28 April 2025.
DAYS = [58, 150, 168, 311, 356, 369, 488, 540, 644, 676, 676, 710, 799, 848, 959, 1093, 1096, 1120]
SPEAKERS = list("abbcdeFbgFcFhFbiFg")
LEVEL = 0.9


def _estimates(values, days=DAYS, speakers=SPEAKERS) -> pd.DataFrame:
    moments = START + pd.to_timedelta(days, unit="D")
    return pd.DataFrame({"day": moments, "value": values, "speaker": speakers, "published_on": moments})


def _on_parabola() -> pd.DataFrame:
    rows = design(START + pd.to_timedelta(DAYS, unit="D"), 1 / 3)
    return _estimates(np.exp(rows @ [8.5, 1.5, 0.8]))


def _noisy(seed: int = 1) -> pd.DataFrame:
    exact = _on_parabola()
    factors = np.exp(np.random.default_rng(seed).normal(0, 0.25, len(exact)))
    return exact.assign(value=exact["value"] * factors)


def _simulated(share: float, series: int, seed: int):
    """
    Logarithms on the real design, with their true curve and a further estimate at the last day.
    """
    rng = np.random.default_rng(seed)
    rows = design(START + pd.to_timedelta(DAYS, unit="D"), 1 / 3)
    _, codes = np.unique(SPEAKERS, return_inverse=True)
    own = rng.normal(0, 0.25 * np.sqrt(share), (codes.max() + 1, series))[codes]
    logs = (rows @ [8.5, 1.5, 0.8])[:, None] + own + rng.normal(0, 0.25 * np.sqrt(1 - share), own.shape)
    point = design([START + pd.Timedelta(days=1160)], 1 / 3)
    true = float((point @ [8.5, 1.5, 0.8])[0])
    return rows, logs, point, true, true + rng.normal(0, 0.25, series)


def _held(rows, logs, point, true, further) -> np.ndarray:
    """
    Whether the bands of each simulated series hold the curve (first row) and the further estimate (second).
    """
    fitted = random_effects(rows, SPEAKERS, logs)
    band = {name: part[:, 0] for name, part in bands(fitted, point, LEVEL).items()}
    off_curve, off_further = np.abs(band["middle"] - true), np.abs(band["middle"] - further)
    return np.array([off_curve <= band["confidence"], off_further <= band["prediction"]])


@pytest.mark.parametrize("share", [0.0, 0.5, 0.8])
def test_nine_tenths_of_the_bands_hold_what_they_claim(share):
    """
    In 2,000 simulated wars of this size a 90 % band holds the curve, and a further estimate, 87 to 93 times
    in a hundred, however much of the spread lies between the speakers.
    """
    rows, logs, point, true, further = _simulated(share, 2000, seed=20250428)
    on_curve, on_further = np.mean(_held(rows, logs, point, true, further), axis=1)
    assert 0.87 <= on_curve <= 0.93
    assert 0.87 <= on_further <= 0.93


def test_bands_hold_on_average_over_all_shares():
    """
    Where the share between speakers is drawn anew for each war, both bands hold 87 to 93 times in a hundred.
    """
    shares = enumerate(np.linspace(0.02, 0.93, 20))
    held = [_held(*_simulated(share, 100, seed=number)) for number, share in shares]
    on_curve, on_further = np.mean(np.concatenate(held, axis=1), axis=1)
    assert 0.87 <= on_curve <= 0.93
    assert 0.87 <= on_further <= 0.93


def test_estimates_on_a_curve_give_that_curve():
    """
    Without spread the pool returns what was put in, and its bands close.
    """
    pool = fit_pool(_on_parabola())
    day = f"{START + pd.Timedelta(days=1000):%Y-%m-%d}"
    expected = float(np.exp(design([pd.Timestamp(day)], 1 / 3) @ [8.5, 1.5, 0.8])[0])
    found = curve_at(pool, day, LEVEL)
    assert found.value == pytest.approx(expected, rel=1e-6)
    assert found.high / found.low == pytest.approx(1, abs=1e-4)
    assert spread_pct(pool) == pytest.approx(0, abs=1e-3)


def test_the_fit_agrees_with_another_program():
    """
    At the likeliest share the curve is that of statsmodels' mixed model; with one estimate a speaker, middle
    and bands are those of its ordinary least squares exactly.
    """
    import statsmodels.api as sm

    rows, logs, *_ = _simulated(0.6, 1, seed=5)
    logs = logs[:, 0]
    mixed = sm.MixedLM(logs, rows, groups=SPEAKERS).fit(reml=True)
    fitted = random_effects(rows, SPEAKERS, logs[:, None])
    likeliest = int(fitted.weight[:, 0].argmax())
    share = float(mixed.cov_re[0, 0] / (mixed.cov_re[0, 0] + mixed.scale))
    assert SHARES[likeliest] == pytest.approx(share, abs=0.05)
    assert rows @ fitted.coefficients[likeliest, 0] == pytest.approx(rows @ mixed.fe_params, abs=0.02)
    alone = bands(random_effects(rows, range(len(logs)), logs[:, None]), rows, LEVEL)
    plain = sm.OLS(logs, rows).fit().get_prediction(rows).summary_frame(alpha=1 - LEVEL)
    assert alone["middle"][0] == pytest.approx(plain["mean"].to_numpy())
    assert alone["confidence"][0] == pytest.approx((plain["mean_ci_upper"] - plain["mean"]).to_numpy())
    assert alone["prediction"][0] == pytest.approx((plain["obs_ci_upper"] - plain["mean"]).to_numpy())


def test_one_loud_speaker_does_not_outvote_the_others():
    """
    A speaker who repeats one high figure a dozen times pulls the curve less than a dozen speakers would.
    """
    noisy = _noisy()
    loud = noisy.tail(1).assign(value=noisy["value"].iloc[-1] * 2)
    days = [loud["day"] + pd.Timedelta(days=later) for later in range(12)]
    many = [loud.assign(speaker=name, day=day) for name, day in zip("klmnopqrstuv", days, strict=True)]
    day = f"{noisy['day'].iloc[-1]:%Y-%m-%d}"
    one = pd.concat([noisy, *(part.assign(speaker="loud") for part in many)])
    heights = [curve_at(fit_pool(pd.concat(parts)), day, LEVEL).value for parts in ([one], [noisy, *many])]
    assert curve_at(fit_pool(noisy), day, LEVEL).value < heights[0] < heights[1]


def test_a_further_estimate_is_less_certain_than_the_curve():
    """
    The outer band holds the inner one, and a higher level widens both.
    """
    pool = fit_pool(_noisy())
    band = curve(pool, pd.date_range("2022-06-01", "2025-04-01", freq="30D"), LEVEL)
    assert (band["new_low"] < band["low"]).all() and (band["high"] < band["new_high"]).all()
    low, high = further_ends(pool, "2025-04-03", 0.99)
    assert low < further_ends(pool, "2025-04-03", 0.5)[0] < further_ends(pool, "2025-04-03", 0.5)[1] < high


def test_too_few_speakers_give_no_curve():
    """
    Below five speakers nothing is drawn, and everything that rests on the curve reads as not known.
    """
    few = _noisy().query("speaker in ['a', 'b', 'c', 'd']")
    assert fit_pool(few) is None
    assert curve(None, pd.DatetimeIndex(["2025-01-01"]), LEVEL).empty
    assert curve_at(None, "2025-01-01", LEVEL) == Span(None, None, None)
    assert further_ends(None, "2025-01-01", LEVEL) == (None, None)
    assert spread_pct(None) is None
    assert set(described(few, "2025-01-01", level=LEVEL, power=1 / 3).values()) == {Span(None, None, None)}


def test_doubts_beyond_the_bands_hold_the_middle():
    """
    Leaving out any one speaker, or another root of time, gives a range that holds the curve itself.
    """
    noisy = _noisy()
    for span in (without_each(noisy, "2025-04-03"), by_shape(noisy, "2025-04-03", (1 / 3, 1 / 4, 1 / 2))):
        assert span.low <= span.value <= span.high
        assert span.low < span.high


def test_versions_look_back_only():
    """
    A version of the curve uses what had been published by its day, and none foretells the day spoken of.
    """
    noisy = _noisy()
    end = noisy["published_on"].iloc[-1]
    known = [end - pd.Timedelta(days=400), end, end + pd.Timedelta(days=30)]
    later = noisy.tail(1).assign(published_on=end + pd.Timedelta(days=20), value=3 * noisy["value"].iloc[-1])
    found = pool_vintages(pd.concat([noisy, later]), known, f"{end:%Y-%m-%d}", LEVEL, 1 / 3)
    assert list(found["published_on"]) == known[1:]
    assert found["value"].iloc[1] > found["value"].iloc[0]
    assert found["value"].iloc[0] == pytest.approx(curve_at(fit_pool(noisy), f"{end:%Y-%m-%d}", LEVEL).value)


def test_drawn_changes_centre_on_the_curve():
    """
    The draws are the same for the same seed, and their middle is the rise of the curve.
    """
    pool = fit_pool(_noisy())
    settings = {"draws": 20000, "seed": 3}
    first, again = (change_draws(pool, "2024-04-11", "2025-04-03", **settings) for _ in range(2))
    rise = curve_at(pool, "2025-04-03", LEVEL).value - curve_at(pool, "2024-04-11", LEVEL).value
    assert (first == again).all()
    assert np.median(first) == pytest.approx(rise, rel=0.05)


def test_thousands_are_the_finest_that_is_shown():
    """
    An estimate is rounded to thousands, and what is not known stays so.
    """
    assert to_thousands(Span(1499.0, 1500.1, None)) == Span(1000.0, 2000.0, None)


@pytest.mark.parametrize(
    "change",
    [{"value": 0.0}, {"value": -5.0}, {"day": START}],
)
def test_impossible_estimates_are_refused(change):
    """
    A toll of zero has no logarithm, and the war has no day before its first.
    """
    with pytest.raises(ValueError, match="above zero"):
        fit_pool(_noisy().assign(**change))


def test_impossible_settings_are_refused():
    """
    Power, level, draws, days and shapes are checked before anything is worked out.
    """
    noisy = _noisy()
    pool = fit_pool(noisy)
    with pytest.raises(ValueError, match="power"):
        fit_pool(noisy, power=0)
    with pytest.raises(ValueError, match="level"):
        curve_at(pool, "2025-01-01", 1.0)
    with pytest.raises(ValueError, match="draws"):
        change_draws(pool, "2025-01-01", "2025-02-01", draws=0, seed=1)
    with pytest.raises(ValueError, match="draws"):
        change_draws(pool, "2025-02-01", "2025-02-01", draws=10, seed=1)
    with pytest.raises(ValueError, match="one row"):
        random_effects(np.ones((4, 1)), [1, 2, 3], np.ones((4, 1)))
    with pytest.raises(ValueError, match="outnumber"):
        random_effects(np.ones((3, 3)), [1, 2, 3], np.ones((3, 1)))
    with pytest.raises(ValueError, match="missing"):
        random_effects(np.ones((4, 1)), [1, 2, 3, 4], np.full((4, 1), np.nan))
