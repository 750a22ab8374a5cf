"""
Bargaining distance: where the parties stand on a ranked scale, how far apart, and what weights change.

A position is a step from 0 to 4 on an issue, or an interval of steps. A position that nobody published may be
anywhere on the scale, so a distance to it is an interval too; nothing is filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

TOP = 4  # the last step of the scale
CODINGS = ("main", "alternative")
PARTIES = {"ukraine": "Ukraine", "united_states": "United States", "russia": "Russia", "europe": "Europe"}
EUROPEANS = ("european_union", "united_kingdom", "france", "germany")
PAIRS = tuple(combinations(PARTIES, 2))
MAIN_PAIRS = (("ukraine", "russia"), ("united_states", "russia"), ("ukraine", "united_states"))
FIRMNESS = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class Reading:
    """
    How positions are read from texts.

    Attributes:
        coding: ``main``, or ``alternative``: the second reading or the rival account where there is one.
        memory_days: A text older than this speaks for its party no longer.
        round_days: Texts of one party so close together are accounts of one offer; the firmer one counts.
        count_joint: Whether a text in the names of both Russia and Ukraine is a position of each.
    """

    coding: str = "main"
    memory_days: int = 730
    round_days: int = 14
    count_joint: bool = False

    def __post_init__(self) -> None:
        if self.coding not in CODINGS:
            raise ValueError(f"coding is {self.coding!r}: choose main or alternative")
        if self.memory_days < 1 or self.round_days < 0:
            raise ValueError("a memory is at least one day, and a round has no negative length")


def positions(terms: pd.DataFrame, issues: Iterable[str], day: str, reading: Reading) -> pd.DataFrame:
    """
    Return where each party stood on each issue on *day*, by its newest texts.

    Args:
        terms: Rows of ``diplomacy/terms``.
        issues: Ids of the coded issues, in the order wanted.
        day: ISO; later documents are left out.
        reading: How texts are read.

    Returns:
        One row for each party and issue, indexed by both: ``low`` and ``high`` (equal where a step is known,
        0 and 4 where not), ``step`` (NaN where not known), ``term_id`` (missing where not known).
    """
    spoken = _spoken(terms, day, reading)
    newest = spoken.groupby(["party", "issue_id"])["document_date"].transform("max")
    window = pd.Timedelta(days=reading.round_days)
    spoken = spoken[spoken["document_date"] >= newest - window]
    order = spoken.assign(firmness=spoken["confidence"].map(FIRMNESS).fillna(len(FIRMNESS)))
    order = order.sort_values(
        ["firmness", "document_date", "term_id"], ascending=[True, False, True], kind="stable"
    )
    key = ["party", "issue_id"]
    chosen = order.drop_duplicates(key).set_index(key)
    if reading.coding == "alternative":
        rival = order.groupby(key)["step"].agg(_other)
        chosen["step"] = chosen["second"].fillna(rival).fillna(chosen["step"])
    every = pd.MultiIndex.from_product([PARTIES, list(issues)], names=["party", "issue_id"])
    found = chosen.reindex(every)[["step", "term_id"]]
    return found.assign(low=found["step"].fillna(0), high=found["step"].fillna(TOP))


def _spoken(terms: pd.DataFrame, day: str, reading: Reading) -> pd.DataFrame:
    """
    One row for each party that a coded row speaks for, with its step and its second step.
    """
    last = pd.Timestamp(day)
    young = terms["document_date"].between(last - pd.Timedelta(days=reading.memory_days), last)
    rows = terms[young & terms["ordinal"].notna()]
    named = rows["parties"].str.split(";")
    joint = named.map(lambda ids: {"russia", "ukraine"} <= set(ids)).astype(bool)
    rows = rows.assign(party=named)[reading.count_joint | ~joint].explode("party")
    rows["party"] = rows["party"].where(~rows["party"].isin(EUROPEANS), "europe")
    rows = rows.drop_duplicates(["party", "term_id"])
    own = rows["alternative_of"].eq(rows["party"])
    shared = rows["alternative_of"].notna()
    return rows.assign(
        step=rows["ordinal"].mask(own, rows["alternative_ordinal"]),
        second=rows["alternative_ordinal"].mask(shared),
    )


def _other(steps: pd.Series) -> float:
    """
    First step that differs from the first one, NaN where all agree.
    """
    others = steps[steps != steps.iloc[0]]
    return others.iloc[0] if len(others) else np.nan


def interval_distance(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """
    Return how far apart two positions can be, as a share of the scale.

    Between two known steps this is ``|a - b| / 4``, a metric. The upper ends keep the triangle inequality for
    intervals too; the lower ends do not, since an unknown position may lie near two that are far apart.

    Args:
        first, second: Lowest and highest step, shape ``(..., 2)``, in [0, 4].

    Returns:
        Lowest and highest distance, shape ``(..., 2)``, in [0, 1].

    Raises:
        ValueError: A step is NaN or outside the scale, or an interval is upside down.
    """
    a, b = (_checked(np.asarray(part, dtype=float)) for part in (first, second))
    apart = np.maximum(a[..., 0] - b[..., 1], b[..., 0] - a[..., 1])
    least = np.maximum(apart, 0)
    most = np.maximum(a[..., 1] - b[..., 0], b[..., 1] - a[..., 0])
    return np.stack([least, most], axis=-1) / TOP


def _checked(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    if steps.shape[-1:] != (2,) or not ((steps >= 0) & (steps <= TOP)).all():
        raise ValueError(f"steps are pairs of low and high between 0 and {TOP}")
    if (steps[..., 0] > steps[..., 1]).any():
        raise ValueError("an interval of steps has its low end above its high end")
    return steps


def issue_gaps(found: pd.DataFrame, pair: tuple[str, str]) -> NDArray[np.float64]:
    """
    Return the distance of *pair* on each issue, shape ``(issues, 2)``, in the order of the issues.
    """
    first, second = (found.loc[party, ["low", "high"]].to_numpy(float) for party in pair)
    return interval_distance(first, second)


def overlaps(gaps: ArrayLike, steps: float) -> NDArray[np.float64]:
    """
    Tell on which issues two positions overlap: at most *steps* steps apart.

    Args:
        gaps: Lowest and highest distance, shape ``(issues, 2)``.
        steps: How far apart two positions may be and still overlap; a whole step is a quarter of the scale.

    Returns:
        Shape ``(issues, 2)``: 1 in the first column where they overlap for sure, in the second where they
        may.
    """
    gaps = np.asarray(gaps, dtype=float)
    reach = steps / TOP + 1e-9
    return np.stack([gaps[..., 1] <= reach, gaps[..., 0] <= reach], axis=-1).astype(float)


def weighted(bounds: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """
    Return the weighted mean of the issues' bounds.

    Args:
        bounds: Low and high for each issue, shape ``(issues, 2)``.
        weights: Not negative, shape ``(issues,)`` or ``(draws, issues)``; brought to a sum of 1.

    Returns:
        Low and high, shape ``(2,)`` or ``(draws, 2)``.

    Raises:
        ValueError: Shapes differ, a weight is negative or NaN, or all are zero.
    """
    bounds, weights = np.asarray(bounds, dtype=float), np.asarray(weights, dtype=float)
    if weights.shape[-1] != len(bounds):
        raise ValueError(f"{weights.shape[-1]} weights for {len(bounds)} issues")
    total = weights.sum(axis=-1, keepdims=True)
    if not ((weights >= 0).all() and (total > 0).all()):
        raise ValueError("weights are not negative, and not all zero")
    return (weights / total) @ bounds


def named_weights(subjects: pd.Series) -> dict[str, NDArray[np.float64]]:
    """
    Return the named weightings of the issues.

    Args:
        subjects: The subject of each issue, indexed by issue, in the order wanted.

    Returns:
        ``equal`` (each issue alike), ``subjects`` (each subject alike, and each issue within it), and one for
        each subject that gives it half of the weight and the other subjects the rest alike.
    """
    size = subjects.map(subjects.value_counts()).to_numpy(float)
    kinds = subjects.nunique()
    found = {"equal": np.full(len(subjects), 1 / len(subjects)), "subjects": 1 / (size * kinds)}
    for subject in dict.fromkeys(subjects):
        share = np.where(subjects == subject, 0.5, 0.5 / (kinds - 1)) if kinds > 1 else np.ones(len(subjects))
        found[subject] = share / size
    return found


def chosen_weights(subjects: pd.Series, name: str) -> NDArray[np.float64]:
    """
    Return one of the named weightings.

    Raises:
        ValueError: There is none of that name.
    """
    every = named_weights(subjects)
    if name not in every:
        raise ValueError(f"weights are {name!r}: choose one of {', '.join(every)}")
    return every[name]


def drawn_weights(issues: int, draws: int, seed: int) -> NDArray[np.float64]:
    """
    Draw weightings evenly from all that there are: Dirichlet with parameter 1, shape ``(draws, issues)``.

    Raises:
        ValueError: No draw, or no issue.
    """
    if draws < 1 or issues < 1:
        raise ValueError("a sweep needs at least one draw and one issue")
    return np.random.default_rng(seed).dirichlet(np.ones(issues), draws)


def sweep_shares(shares: ArrayLike, needed: float) -> dict[str, float]:
    """
    Sort drawn weightings by what they say of the overlap.

    Args:
        shares: Lowest and highest overlap for each draw, shape ``(draws, 2)``.
        needed: The overlap from which two sides count as close.

    Returns:
        Shares of the draws, summing to 1: ``close`` (reached whatever the unpublished positions are), ``far``
        (missed whatever they are), ``open`` (they decide).
    """
    shares = np.asarray(shares, dtype=float)
    close, far = shares[:, 0] >= needed, shares[:, 1] < needed
    parts = {"close": close, "far": far, "open": ~(close | far)}
    return {word: float(part.mean()) for word, part in parts.items()}
