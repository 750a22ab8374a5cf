"""
Pool rival estimates of a running total: a curve through them, and the spread between those who estimate.

On the logarithmic scale an estimate is a parabola in a power of the time since the start, plus what its
speaker is always too high or too low by, plus chance: a random-effects meta-regression by restricted
likelihood. The parabola leaves the bend to the data, so that doubt about it is in the bands. Stated ranges
give no weight, since anybody may state a narrow one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from threefronts.models.manpower_effects import SHARES, RandomEffects, bands, one_variance, random_effects
from threefronts.models.pace import Span

START = pd.Timestamp("2022-02-24")
POWER = 1 / 3  # of the time since the start
FEWEST_SPEAKERS = 5
FEWEST_ESTIMATES = 6
UNKNOWN = Span(None, None, None)


@dataclass(frozen=True)
class Pool:
    """
    A pooled curve: its fit, the power of time behind its parabola, and how many stand behind it.
    """

    fit: RandomEffects
    power: float
    speakers: int
    estimates: int


def fit_pool(estimates: pd.DataFrame, power: float = POWER) -> Pool | None:
    """
    Draw the pooled curve, or return ``None`` where too few estimate.

    Args:
        estimates: Columns ``day``, ``value`` (persons, above zero) and ``speaker``.
        power: Of the time since 24 February 2022, in which the logarithm is a parabola; above zero.

    Raises:
        ValueError: A value is not above zero, a day not after the start, or *power* not above zero.
    """
    if power <= 0 or (estimates["value"] <= 0).any() or (estimates["day"] <= START).any():
        raise ValueError("values and power must be above zero, and days after 24 February 2022")
    speakers = estimates["speaker"].nunique()
    if speakers < FEWEST_SPEAKERS or len(estimates) < FEWEST_ESTIMATES:
        return None
    logs = np.log(estimates["value"].to_numpy(dtype=float))[:, None]
    fit = random_effects(design(estimates["day"], power), estimates["speaker"], logs)
    return Pool(fit, power, speakers, len(estimates))


def design(days: ArrayLike, power: float) -> NDArray[np.float64]:
    """
    Return ones, the years since the start raised to *power*, and the square of that, shape ``(n, 3)``.
    """
    years = (pd.DatetimeIndex(np.atleast_1d(np.asarray(days, dtype="datetime64[ns]"))) - START).days / 365.25
    bent = np.asarray(years, dtype=float) ** power
    return np.column_stack([np.ones(len(bent)), bent, bent**2])


def curve(pool: Pool | None, days: ArrayLike, level: float) -> pd.DataFrame:
    """
    Return the pooled curve on *days*.

    Returns:
        Columns day, value, low, high (of the curve), new_low, new_high (of an estimate by a further speaker),
        in persons; without a pool no row.
    """
    names = ["day", "value", "low", "high", "new_low", "new_high"]
    if pool is None:
        return pd.DataFrame(columns=names, dtype="float64").astype({"day": "datetime64[s]"})
    band = {name: part[0] for name, part in bands(pool.fit, design(days, pool.power), level).items()}
    middle = band["middle"]
    ends = [middle + sign * band[kind] for kind in ("confidence", "prediction") for sign in (-1, 1)]
    return pd.DataFrame(dict(zip(names, [days, *np.exp([middle, *ends])], strict=True)))


def curve_at(pool: Pool | None, day: str, level: float, *, further: bool = False) -> Span:
    """
    Return the curve on one day with its interval; *further* asks for that of a further speaker's estimate.
    """
    if pool is None or pd.Timestamp(day) <= START:
        return UNKNOWN
    row = curve(pool, pd.DatetimeIndex([day]), level).iloc[0]
    low, high = ("new_low", "new_high") if further else ("low", "high")
    return Span(float(row[low]), float(row["value"]), float(row[high]))


def further_ends(pool: Pool | None, day: str, level: float) -> tuple[float | None, float | None]:
    """
    Return the interval of a further speaker's estimate for one day, ``None`` twice without a pool.
    """
    if pool is None:
        return None, None
    band = bands(pool.fit, design([day], pool.power), level)
    middle, half = float(band["middle"][0, 0]), float(band["prediction"][0, 0])
    return float(np.exp(middle - half)), float(np.exp(middle + half))


def without_each(estimates: pd.DataFrame, day: str, power: float = POWER) -> Span:
    """
    Return the curve on one day with its extremes when any one speaker is left out.
    """
    whole = curve_at(fit_pool(estimates, power), day, 0.9).value
    parts = [estimates[estimates["speaker"] != speaker] for speaker in estimates["speaker"].unique()]
    values = [curve_at(fit_pool(part, power), day, 0.9).value for part in parts]
    if whole is None or None in values:
        return Span(None, whole, None)
    return Span(min(*values, whole), whole, max(*values, whole))


def by_shape(estimates: pd.DataFrame, day: str, powers: Sequence[float]) -> Span:
    """
    Return the curve on one day under the first of *powers*, with its extremes under all of them.
    """
    values = [curve_at(fit_pool(estimates, power), day, 0.9).value for power in powers]
    return UNKNOWN if None in values else Span(min(values), values[0], max(values))


def described(estimates: pd.DataFrame, day: str, *, level: float, power: float) -> dict[str, Span]:
    """
    Describe the curve on one day, in whole thousands.

    Returns:
        ``pooled`` (with its interval), ``further`` (one more speaker's estimate), ``without_each`` (any one
        speaker left out) and ``by_shape`` (from the fourth root to the square root of time).
    """
    pool = fit_pool(estimates, power)
    spans = {
        "pooled": curve_at(pool, day, level),
        "further": curve_at(pool, day, level, further=True),
        "without_each": without_each(estimates, day, power),
        "by_shape": by_shape(estimates, day, (power, 1 / 4, 1 / 2)),
    }
    return {name: to_thousands(span) for name, span in spans.items()}


def spread_pct(pool: Pool | None) -> float | None:
    """
    Return by how many percent an estimate typically differs from the curve.
    """
    return None if pool is None else float(100 * np.expm1(np.sqrt(one_variance(pool.fit)[0])))


def to_thousands(span: Span) -> Span:
    """
    Round to whole thousands, since no estimate is finer.
    """
    return Span(*(None if end is None else round(end, -3) for end in (span.low, span.value, span.high)))


def pool_vintages(
    estimates: pd.DataFrame, known: ArrayLike, day: str, level: float, power: float
) -> pd.DataFrame:
    """
    Return what the pool said of one day with what had been published by each of several days.

    Args:
        estimates: Columns ``day``, ``value``, ``speaker`` and ``published_on``.
        known: Days of knowledge; those more than a week before *day* would foretell it and are left out.
        day: The day that is spoken of, ISO.
        level, power: As in :func:`curve_at` and :func:`fit_pool`.

    Returns:
        Columns published_on, value, low, high.
    """
    rows = []
    for moment in pd.DatetimeIndex(known).unique().sort_values():
        span = curve_at(fit_pool(estimates[estimates["published_on"] <= moment], power), day, level)
        if moment >= pd.Timestamp(day) - pd.Timedelta(days=7) and span.value is not None:
            rows.append((moment, span.value, span.low, span.high))
    return pd.DataFrame(rows, columns=["published_on", "value", "low", "high"])


def change_draws(pool: Pool, start: str, end: str, *, draws: int, seed: int) -> NDArray[np.float64]:
    """
    Draw how far the curve rises from *start* to *end*, shape ``(draws,)``, in persons.

    Args:
        pool: The fitted curve.
        start, end: Days, ISO.
        draws: How many.
        seed: Of the random numbers.

    Raises:
        ValueError: *draws* is below one, or *end* not after *start*.
    """
    if draws < 1 or pd.Timestamp(end) <= pd.Timestamp(start):
        raise ValueError(f"draws must be 1 or more and {end} lie after {start}")
    fit, rng = pool.fit, np.random.default_rng(seed)
    share = rng.choice(len(SHARES), size=draws, p=fit.weight[:, 0])
    roots = np.linalg.cholesky(fit.scatter * fit.variance[:, 0, None, None])
    normal = np.einsum("dpq,dq->dp", roots[share], rng.standard_normal((draws, roots.shape[-1])))
    heavy = np.sqrt(fit.freedom / rng.chisquare(fit.freedom, size=draws))
    coefficients = fit.coefficients[share, 0] + normal * heavy[:, None]
    before, after = design(pd.DatetimeIndex([start, end]), pool.power) @ coefficients.T
    return np.exp(after) - np.exp(before)
