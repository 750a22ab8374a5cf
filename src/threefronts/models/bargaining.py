"""
What follows from positions: gaps and overlaps by pair, by weighting and over time, and what two claims ask.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from threefronts.models import terms as model
from threefronts.models.terms import CODINGS, MAIN_PAIRS, PAIRS, PARTIES, Reading

READINGS_OF_OVERLAP = {0: "same step", 1: "same or next step"}
DRAWN = "nine in ten draws"
WEIGHTINGS = {"equal": "each issue alike", "subjects": "each subject alike", DRAWN: DRAWN}
IN_LAW = r"\bin law\b|\bformal recognition\b"
IN_PRACTICE = r"\bin practice\b|\bde facto\b"


def coded_issues(scale: pd.DataFrame) -> pd.DataFrame:
    """
    Return the issues that have steps, indexed by id: ``issue``, ``short_name`` and ``subject``.

    Args:
        scale: Rows of ``diplomacy/term_scale``.
    """
    coded = scale[scale["status"] != "not_coded"].drop_duplicates("issue_id")
    return coded.set_index("issue_id")[["issue", "short_name", "subject"]]


def pair_bounds(found: pd.DataFrame, weights: ArrayLike, steps: float) -> pd.DataFrame:
    """
    Return for each pair of parties how far apart it is and how much of the weight overlaps.

    Args:
        found: As :func:`threefronts.models.terms.positions` returns it.
        weights: One for each issue.
        steps: How far apart two positions may be and still overlap.

    Returns:
        Indexed by ``<first>_<second>``: ``gap_low`` and ``gap_high``, ``overlap_low`` and ``overlap_high``
        (all in [0, 1]), ``gap_known`` (the distance on the issues where both are known, NaN without any) and
        ``known`` (their number).
    """
    return pd.DataFrame(
        {"_".join(pair): _bounds(found, pair, np.asarray(weights, float), steps) for pair in PAIRS}
    ).T


def _bounds(found: pd.DataFrame, pair: tuple[str, str], weights: NDArray, steps: float) -> dict[str, float]:
    gaps = model.issue_gaps(found, pair)
    gap = model.weighted(gaps, weights)
    overlap = model.weighted(model.overlaps(gaps, steps), weights)
    known = found.loc[pair[0], "step"].notna().to_numpy() & found.loc[pair[1], "step"].notna().to_numpy()
    on_known = weights[known].sum() > 0
    return {
        "gap_low": gap[0],
        "gap_high": gap[1],
        "overlap_low": overlap[0],
        "overlap_high": overlap[1],
        "gap_known": model.weighted(gaps[known], weights[known])[0] if on_known else np.nan,
        "known": int(known.sum()),
    }


def shared_gaps(found: pd.DataFrame) -> dict[str, float]:
    """
    Return the mean distance of each main pair on the issues where Ukraine, the US and Russia are all known.

    Returns:
        Pair to distance in [0, 1], with ``issues``, their number; empty where there is none.
    """
    parties = ("ukraine", "united_states", "russia")
    known = np.logical_and.reduce([found.loc[party, "step"].notna().to_numpy() for party in parties])
    if not known.any():
        return {}
    gaps = {"_".join(pair): model.issue_gaps(found, pair)[known, 0].mean() for pair in MAIN_PAIRS}
    return {**gaps, "issues": int(known.sum())}


def overlap_of(found: pd.DataFrame, pair: tuple[str, str], steps: float) -> tuple[float, float]:
    """
    Return the lowest and highest share of the issues on which *pair* overlaps, each issue alike.
    """
    shares = model.overlaps(model.issue_gaps(found, pair), steps).mean(axis=0)
    return float(shares[0]), float(shares[1])


def fewest_issues(issues: int, needed: float) -> int:
    """
    Return the smallest number of overlapping issues whose share reaches *needed*.
    """
    return math.ceil(needed * issues - 1e-9)


def overlap_variants(terms: pd.DataFrame, issues: pd.Index, day: str, reading: Reading) -> pd.DataFrame:
    """
    Return the overlap under each coding, each reading of overlap and each reading of who the sides are.

    Returns:
        Columns ``sides``, ``coding``, ``overlap`` (in words), ``low`` and ``high``.
    """
    found = {
        coding: model.positions(terms, issues, day, replace(reading, coding=coding)) for coding in CODINGS
    }
    cases = product(MAIN_PAIRS, CODINGS, READINGS_OF_OVERLAP.items())
    rows = [
        (pair_words(pair), coding, words, *overlap_of(found[coding], pair, steps))
        for pair, coding, (steps, words) in cases
    ]
    return pd.DataFrame(rows, columns=["sides", "coding", "overlap", "low", "high"])


def pair_words(pair: tuple[str, str]) -> str:
    """
    Name a pair: ``Ukraine and Russia``.
    """
    return " and ".join(PARTIES[party] for party in pair)


def by_weighting(found: pd.DataFrame, subjects: pd.Series, drawn: NDArray, steps: float) -> pd.DataFrame:
    """
    Return the distance of the main pairs under each named weighting, and over the drawn ones.

    Args:
        found: Positions.
        subjects: The subject of each issue, indexed by issue, in the order of the positions.
        drawn: Weightings, shape ``(draws, issues)``.
        steps: How far apart two positions may be and still overlap.

    Returns:
        Columns ``weighting``, ``pair``, ``low`` and ``high``, ``overlap_low`` and ``overlap_high``, and
        ``named``, the weighting in words; the rows ``nine in ten draws`` run from the 5th percentile of the
        lowest to the 95th of the highest.
    """
    rows = []
    for pair in MAIN_PAIRS:
        gaps = model.issue_gaps(found, pair)
        both = np.hstack([gaps, model.overlaps(gaps, steps)])
        for name, weights in model.named_weights(subjects).items():
            rows.append((name, "_".join(pair), *model.weighted(both, weights)))
        ends = model.weighted(both, drawn)
        middle = [np.quantile(ends[:, column], (0.05, 0.95)[column % 2]) for column in range(4)]
        rows.append((DRAWN, "_".join(pair), *middle))
    frame = pd.DataFrame(rows, columns=["weighting", "pair", "low", "high", "overlap_low", "overlap_high"])
    return frame.assign(named=[WEIGHTINGS.get(name, f"half on {name}") for name in frame["weighting"]])


def sweep(found: pd.DataFrame, drawn: NDArray, steps: float) -> dict[str, NDArray[np.float64]]:
    """
    Return the overlap of each main pair under each drawn weighting: pair to shape ``(draws, 2)``.
    """
    return {
        "_".join(pair): model.weighted(model.overlaps(model.issue_gaps(found, pair), steps), drawn)
        for pair in MAIN_PAIRS
    }


def course(terms: pd.DataFrame, issues: pd.Index, day: str, reading: Reading) -> pd.DataFrame:
    """
    Return the distance of the main pairs on the day of each document, each issue alike.

    Returns:
        Columns ``event_date``, ``text`` (the day and its texts), ``pair``, ``low``, ``high`` and ``known``
        (issues on which both are known); days on which no pair is known on any issue are left out.
    """
    rows = []
    stated = terms[terms["ordinal"].notna() & (terms["document_date"] <= pd.Timestamp(day))]
    for date, texts in stated.groupby("document_date")["document"]:
        text = day_and_texts(date, texts)
        found = model.positions(terms, issues, f"{date:%Y-%m-%d}", reading)
        for pair in MAIN_PAIRS:
            row = _bounds(found, pair, np.ones(len(issues)), 1)
            rows.append((date, text, "_".join(pair), row["gap_low"], row["gap_high"], row["known"]))
    frame = pd.DataFrame(rows, columns=["event_date", "text", "pair", "low", "high", "known"])
    return frame[frame.groupby("event_date")["known"].transform("max") > 0]


def day_and_texts(date: pd.Timestamp, texts: Iterable[str]) -> str:
    """
    Name a day with its first text, and how many more there are.

    Notes in brackets are left out, and so is the month of the day where the name repeats it.
    """
    names = sorted({re.sub(rf" \(.*?\)| of {date:%B %Y}$", "", text) for text in texts})
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{date:%-d %b %Y}: {names[0]}{more}"


def recognition(terms: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """
    Tell which American texts of a span ask for recognition in law of Crimea, and in practice of the east.

    Args:
        terms: Rows of ``diplomacy/terms``.
        start, end: First and last day of the documents, ISO.

    Returns:
        Indexed by document: ``crimea`` and ``east`` (Donetsk and Luhansk both), each 1 (asks), 0 (does
        not) or NaN (nothing found on it).
    """
    american = terms["parties"].eq("united_states") & terms["document_date"].between(start, end)
    said = terms[american].pivot_table(
        index="document", columns="issue_id", values="position", aggfunc="first", dropna=False
    )
    said = said.reindex(columns=["crimea", "donetsk", "luhansk"]).dropna(how="all")
    asked = pd.DataFrame(
        {column: _asks(said[column], IN_LAW if column == "crimea" else IN_PRACTICE) for column in said}
    )
    east = asked[["donetsk", "luhansk"]]
    return pd.DataFrame(
        {
            "crimea": asked["crimea"],
            "east": east.min(axis=1).where(east.notna().all(axis=1) | east.eq(0).any(axis=1)),
        }
    )


def _asks(words: pd.Series, pattern: str) -> pd.Series:
    asks = words.fillna("").astype("str").str.contains(pattern, flags=re.IGNORECASE)
    return asks.astype("float64").where(words.notna())


def drafts_asking_both(recognised: pd.DataFrame) -> tuple[int, int]:
    """
    Return how many texts ask for both halves for sure, and how many may: those silent on one half.
    """
    sure = recognised.eq(1).all(axis=1)
    possible = recognised.ne(0).all(axis=1)
    return int(sure.sum()), int(possible.sum())


def point_numbers(locators: pd.Series) -> list[int]:
    """
    Return the numbers of the points that *locators* name, such as ``points 3-4``, each once and in order.
    """
    found: set[int] = set()
    for locator in locators.dropna():
        for first, last in re.findall(r"\bpoints? (\d+)(?:-(\d+))?", locator):
            found |= set(range(int(first), int(last or first) + 1))
    return sorted(found)


def pages_of(terms: pd.DataFrame, found: pd.DataFrame, parties: Iterable[str] = tuple(PARTIES)) -> list[str]:
    """
    Return the pages that the positions of *parties* were read on, the most used first.

    Args:
        terms: Rows of ``diplomacy/terms``.
        found: Positions.
        parties: Whose.
    """
    used = found.loc[list(parties), "term_id"].dropna()
    pages = terms.set_index("term_id")["source_id"].loc[used].value_counts()
    return sorted(pages.index, key=lambda page: (-pages[page], page))
