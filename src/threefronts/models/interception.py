"""
Shares of weapons stopped, with intervals that respect the night, and how they go with the size of an attack.

Weapons of one night share the weather, the targets, the routes and the crews, so they are no independent
trials. The night is the unit that is drawn: the binomial interval stands beside it as what it would be if
every weapon were a trial of its own.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from threefronts.models.pace import Interval

LEVEL = 0.9
FEWEST_NIGHTS = 10  # below this a bootstrap of nights has too few to draw from
FEWEST_FOR_CURVE = 30  # nights that a curve with two slopes needs
FEWEST_WEEKS = 8
CURVE_POINTS = 40


@dataclass(frozen=True)
class Share:
    """
    A share stopped, 0 to 1.

    Attributes:
        value: Stopped over launched, all nights together.
        low, high: The wider of the two intervals on either side.
        binomial: Wilson's interval, as if every weapon were a trial of its own.
        nights: Bootstrap interval over nights drawn whole.
        scatter: Pearson's chi-square over its degrees of freedom: how many times as much the nights differ
            as independent weapons would; ``None`` where nothing or everything was stopped.
    """

    value: float
    low: float
    high: float
    binomial: Interval
    nights: Interval
    scatter: float | None


@dataclass(frozen=True)
class Slope:
    """
    How the odds of being stopped go with the size of the attack, for each doubling: below 1 they fall.

    Attributes:
        odds: Over all nights.
        within: Among nights of the same month, so that no trend over months enters.
        scatter: As in :class:`Share`, left over by the model of *odds*.
        curve: ``size``, ``percent``, ``low`` and ``high`` along the model of *odds*.
    """

    odds: Interval
    within: Interval
    scatter: float
    curve: pd.DataFrame


def share_stopped(
    stopped: ArrayLike, launched: ArrayLike, *, draws: int, seed: int, level: float = LEVEL
) -> Share:
    """
    Share of the weapons stopped, with a binomial interval and one over nights.

    Args:
        stopped: Weapons stopped in each night, shape ``(N,)``, 0 to *launched*.
        launched: Weapons launched in each night, shape ``(N,)``, at least 1, whole numbers.
        draws: Bootstrap samples, at least 100.
        seed: Seed of the random numbers.
        level: Coverage of the intervals, in (0, 1); that over nights is widened for few nights.

    Raises:
        ValueError: Fewer than ten nights, a count that is no whole number, more stopped than launched, or
            *draws* or *level* out of range.
    """
    from scipy.stats import binomtest

    hits, trials = _checked(stopped, launched)
    if len(trials) < FEWEST_NIGHTS or draws < 100 or not 0 < level < 1:
        raise ValueError(
            f"{len(trials)} nights ({FEWEST_NIGHTS} up), {draws} draws (100 up) or level {level} is off"
        )
    value = float(hits.sum() / trials.sum())
    wilson = binomtest(int(hits.sum()), int(trials.sum())).proportion_ci(level, method="wilson")
    binomial = Interval(float(min(wilson.low, value)), value, float(max(wilson.high, value)))
    weights = _weights(len(trials), draws, seed)
    drawn = (weights @ hits) / (weights @ trials)
    low, high = np.quantile(drawn, _tails(trials, level))
    nights = Interval(min(float(low), value), value, max(float(high), value))
    return Share(
        value=value,
        low=min(binomial.low, nights.low),
        high=max(binomial.high, nights.high),
        binomial=binomial,
        nights=nights,
        scatter=_scatter(hits, trials, np.full(len(trials), value), parameters=1),
    )


def shares_by_group(
    nights: Mapping[str, pd.DataFrame], *, smallest: int, draws: int, seed: int
) -> pd.DataFrame:
    """
    Apply :func:`share_stopped` to each group, in percent.

    Args:
        nights: For each group its nights: columns ``launched`` and ``stopped``.
        smallest: Fewest weapons launched for which a share is given.
        draws, seed: As in :func:`share_stopped`.

    Returns:
        One row a group: ``group``, ``launched``, ``nights``, ``value``, ``low``, ``high``, ``binomial_low``,
        ``binomial_high``, ``nights_low``, ``nights_high`` and ``scatter``; NaN where a group is too small.
    """
    return pd.DataFrame([_row(name, part, smallest, draws, seed) for name, part in nights.items()])


def stopped_by_size(nights: pd.DataFrame, size: ArrayLike, *, level: float = LEVEL) -> Slope | None:
    """
    Logistic regression of the share stopped on the size of the attack, by night.

    The logarithm of the odds is a straight line in the binary logarithm of the size. Nights scatter more than
    the binomial allows and neighbouring nights are alike, so the errors are clustered by week (a sandwich
    estimate with Student's t). The second model parts the size into the mean of the month and the night's
    distance from it.

    Args:
        nights: ``launched`` and ``stopped`` by day, shape ``(N,)``.
        size: What the share is set against in each night, shape ``(N,)``, above 0.
        level: Coverage of the intervals.

    Returns:
        ``None`` where there are too few nights or weeks, all sizes are equal, nothing or everything was
        stopped, or the fit has no finite interval.

    Raises:
        ValueError: Impossible counts, or a size that is not above 0.
    """
    hits, trials = _checked(nights["stopped"], nights["launched"])
    sizes = np.asarray(size, dtype=float)
    if sizes.shape != trials.shape or not (sizes > 0).all():
        raise ValueError("each night needs one size above 0")
    days = pd.DatetimeIndex(nights.index)
    weeks = np.unique(days.to_period("W-SUN").astype(str), return_inverse=True)[1]
    log_size = np.log2(sizes)
    few = len(trials) < FEWEST_FOR_CURVE or len(set(weeks)) < FEWEST_WEEKS
    if few or np.ptp(log_size) == 0 or hits.sum() in (0, trials.sum()):
        return None
    monthly = (
        pd.Series(log_size).groupby(np.asarray(days.to_period("M").astype(str))).transform("mean").to_numpy()
    )
    line, t = _fit(hits, trials, [log_size], weeks, level)
    parted, _ = _fit(hits, trials, [log_size - monthly, monthly], weeks, level)
    odds, within = _odds(line, t), _odds(parted, t)
    if not np.isfinite([odds.low, odds.high, within.low, within.high]).all():
        return None
    return Slope(
        odds=odds,
        within=within,
        scatter=_scatter(hits, trials, line.fittedvalues, parameters=2),
        curve=_curve(line, t, sizes),
    )


def slopes_by_group(
    nights: Mapping[str, pd.DataFrame], drones: pd.Series, groups: Mapping[str, float]
) -> dict[str, Slope | None]:
    """
    Apply :func:`stopped_by_size` to some groups, against the drones of the same night.

    Args:
        nights: For each group its nights: columns ``launched`` and ``stopped``.
        drones: Drones launched, by day; days that are missing have none.
        groups: The groups, each with what is added to the drones so that nights without one have a logarithm.
    """
    return {
        group: stopped_by_size(nights[group], drones.reindex(nights[group].index).fillna(0) + more)
        for group, more in groups.items()
    }


def percent_at(slope: Slope | None, size: float) -> Interval | None:
    """
    The curve at one size, interpolated in its logarithm; ``None`` without a curve.
    """
    if slope is None:
        return None
    along, at = np.log2(slope.curve["size"]), np.log2(size)
    low, value, high = (float(np.interp(at, along, slope.curve[part])) for part in ("low", "percent", "high"))
    return Interval(low, value, high)


def _checked(stopped: ArrayLike, launched: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    hits, trials = np.asarray(stopped, dtype=float), np.asarray(launched, dtype=float)
    if hits.ndim != 1 or hits.shape != trials.shape or not np.isfinite([*hits, *trials]).all():
        raise ValueError("stopped and launched must be rows of one length without gaps")
    if (hits < 0).any() or (trials < 1).any() or (hits > trials).any() or (np.r_[hits, trials] % 1).any():
        raise ValueError("each night needs whole counts with 0 <= stopped <= launched and launched >= 1")
    return hits, trials


@lru_cache(maxsize=8)
def _weights(nights: int, draws: int, seed: int) -> NDArray[np.float64]:
    """
    How often each night is drawn in each sample, shape ``(draws, nights)``; the same for equal arguments.
    """
    picked = np.random.default_rng(seed).integers(0, nights, size=(draws, nights))
    flat = (picked + nights * np.arange(draws)[:, None]).ravel()
    return np.bincount(flat, minlength=draws * nights).reshape(draws, nights).astype(float)


def _tails(trials: NDArray, level: float) -> tuple[float, float]:
    """
    Where to cut the samples: further out than at *level*, as Student's t asks (Hesterberg, 2015).

    A few large nights can outweigh all others, so the nights that count are Kish's effective number.
    """
    from scipy.stats import norm
    from scipy.stats import t as student

    nights = max(2.0, float(trials.sum() ** 2 / (trials**2).sum()))
    far = student.ppf((1 + level) / 2, nights - 1) * np.sqrt(nights / (nights - 1))
    return float(norm.cdf(-far)), float(norm.cdf(far))


def _scatter(hits: NDArray, trials: NDArray, shares: NDArray, *, parameters: int) -> float | None:
    variance = trials * shares * (1 - shares)
    if not (variance > 0).all():
        return None
    return float(((hits - trials * shares) ** 2 / variance).sum() / (len(trials) - parameters))


def _row(name: str, part: pd.DataFrame, smallest: int, draws: int, seed: int) -> dict:
    keys = ("value", "low", "high", "binomial_low", "binomial_high", "nights_low", "nights_high", "scatter")
    row = {"group": name, "launched": int(part["launched"].sum()), "nights": len(part)}
    if row["launched"] < smallest or row["nights"] < FEWEST_NIGHTS:
        return row | dict.fromkeys(keys, np.nan)
    share = share_stopped(part["stopped"], part["launched"], draws=draws, seed=seed)
    bounds = [share.binomial.low, share.binomial.high, share.nights.low, share.nights.high]
    percents = [100 * number for number in (share.value, share.low, share.high, *bounds)]
    return row | dict(zip(keys, [*percents, share.scatter], strict=True))


def _fit(hits: NDArray, trials: NDArray, columns: list[NDArray], weeks: NDArray, level: float):
    import statsmodels.api as sm
    from scipy.stats import t as student

    design = sm.add_constant(np.column_stack(columns))
    model = sm.GLM(np.column_stack([hits, trials - hits]), design, family=sm.families.Binomial())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit without scatter is warned of, and its interval says so too
        fitted = model.fit(cov_type="cluster", cov_kwds={"groups": weeks})
    return fitted, float(student.ppf((1 + level) / 2, len(set(weeks)) - 1))


def _odds(fitted, t: float) -> Interval:
    slope, error = float(fitted.params[1]), t * float(fitted.bse[1])
    with np.errstate(over="ignore"):
        return Interval(*(float(np.exp(slope + step)) for step in (-error, 0.0, error)))


def _curve(fitted, t: float, sizes: NDArray) -> pd.DataFrame:
    grid = np.geomspace(sizes.min(), sizes.max(), CURVE_POINTS)
    design = np.column_stack([np.ones(CURVE_POINTS), np.log2(grid)])
    middle = design @ fitted.params
    error = t * np.sqrt(np.einsum("ij,jk,ik->i", design, fitted.cov_params(), design))
    parts = {"percent": middle, "low": middle - error, "high": middle + error}
    return pd.DataFrame({"size": grid, **{name: 100 / (1 + np.exp(-part)) for name, part in parts.items()}})
