"""
A regression in which observations of one group share an effect of their own, for many series at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHARES = np.linspace(0.0, 0.95, 20)  # of the variance that may lie between groups
TINY = 1e-12  # a variance that is not zero, for series that lie on a curve exactly


@dataclass(frozen=True)
class RandomEffects:
    """
    Fits of *m* series on one design, one for each of *k* shares of the variance between groups.

    ``coefficients`` ``(k, m, p)``; ``scatter`` ``(k, p, p)``, their covariance for a variance of one;
    ``variance`` of one estimate about the curve ``(k, m)``; ``weight`` of each share ``(k, m)``, summing to
    one for each series; and the degrees of ``freedom``.
    """

    coefficients: NDArray[np.float64]
    scatter: NDArray[np.float64]
    variance: NDArray[np.float64]
    weight: NDArray[np.float64]
    freedom: int


def random_effects(design: ArrayLike, groups: ArrayLike, series: ArrayLike) -> RandomEffects:
    """
    Fit ``series = design @ coefficients + group effect + chance``.

    How much of the variance lies between groups is not known. Each share has a fit in closed form, and the
    fits are weighed by their restricted likelihood, so that doubt about the share is in what follows. Many
    series are fitted at once.

    Args:
        design: Shape ``(n, p)``, of full rank.
        groups: Which observations share an effect, shape ``(n,)``.
        series: Shape ``(n, m)``.

    Raises:
        ValueError: Shapes differ, a number is missing, or there are no more observations than coefficients.
    """
    matrix, observed = np.asarray(design, dtype=float), np.asarray(series, dtype=float)
    _, codes = np.unique(np.asarray(groups), return_inverse=True)
    if observed.ndim != 2 or len(matrix) != len(observed) or len(codes) != len(observed):
        raise ValueError("design, groups and series must have one row for each observation")
    size, terms = matrix.shape
    if size <= terms or not (np.isfinite(matrix).all() and np.isfinite(observed).all()):
        raise ValueError(f"{size} observations, none missing, must outnumber {terms} coefficients")
    together = (codes[:, None] == codes[None, :]).astype(float)
    spread = SHARES[:, None, None] * together + (1 - SHARES)[:, None, None] * np.eye(size)
    inverse = np.linalg.inv(spread)
    information = matrix.T @ inverse @ matrix
    scatter = np.linalg.inv(information)
    coefficients = np.einsum("kpn,nm->kmp", scatter @ (matrix.T @ inverse), observed)
    left = observed - np.einsum("np,kmp->knm", matrix, coefficients)
    variance = np.maximum(np.einsum("knm,knj,kjm->km", left, inverse, left) / (size - terms), TINY)
    penalty = np.linalg.slogdet(spread)[1] + np.linalg.slogdet(information)[1]
    likelihood = -0.5 * ((size - terms) * np.log(variance) + penalty[:, None])
    weight = np.exp(likelihood - likelihood.max(axis=0))
    return RandomEffects(coefficients, scatter, variance, weight / weight.sum(axis=0), size - terms)


def bands(fit: RandomEffects, points: ArrayLike, level: float) -> dict[str, NDArray[np.float64]]:
    """
    Return the middle and the half-widths of two intervals at each row of *points*, for each series.

    Args:
        fit: What :func:`random_effects` gives for *m* series.
        points: Rows of the design, shape ``(d, p)``.
        level: Coverage, in (0, 1).

    Returns:
        ``middle``, ``confidence`` (of the curve) and ``prediction`` (of one estimate by a further speaker),
        each ``(m, d)``.

    Raises:
        ValueError: *level* is out of range.
    """
    from scipy import stats

    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    rows = np.asarray(points, dtype=float)
    heights = fit.coefficients @ rows.T
    middle = np.einsum("km,kmd->md", fit.weight, heights)
    own = np.einsum("dp,kpq,dq->kd", rows, fit.scatter, rows)
    between = np.einsum("km,kmd->md", fit.weight, (heights - middle) ** 2)
    curve_variance = np.einsum("km,km,kd->md", fit.weight, fit.variance, own) + between
    quantile = stats.t.ppf((1 + level) / 2, fit.freedom)
    return {
        "middle": middle,
        "confidence": quantile * np.sqrt(curve_variance),
        "prediction": quantile * np.sqrt(curve_variance + one_variance(fit)[:, None]),
    }


def one_variance(fit: RandomEffects) -> NDArray[np.float64]:
    """
    Return the variance of one estimate about the curve, shape ``(m,)``, on the logarithmic scale.
    """
    return (fit.weight * fit.variance).sum(axis=0)
