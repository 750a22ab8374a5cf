"""
What the positions come to, as rows of facts and as wordings for a sentence.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.models import bargaining
from threefronts.models import terms as model
from threefronts.models.terms import CODINGS, MAIN_PAIRS, PARTIES, Reading

NOT_FOUND = "\N{MIDDLE DOT}"  # the mark in the grid of a pair on which nothing was found
NEARER = 1e-9


def count_texts(terms: pd.DataFrame, grid: pd.DataFrame, second_hand: Collection[str]) -> pd.DataFrame:
    """
    Count the texts, the pairs of a text and an issue, and the positions, by how they are known.

    Args:
        terms: Rows of ``diplomacy/terms``.
        grid: As :func:`threefronts.models.terms_shown.coverage` returns it.
        second_hand: Ids of the pages that relay another.

    Returns:
        Columns ``key``, ``value`` and ``unit``.
    """
    stated = terms[terms["status"] == "stated"]
    rows = [
        ("texts", terms["document_id"].nunique(), "texts"),
        ("pairs", len(grid), "pairs of text and issue"),
        ("pairs_not_found", (grid["mark"] == NOT_FOUND).sum(), "pairs of text and issue"),
        ("stated", len(stated), "positions"),
        ("second_hand", stated["source_id"].isin(second_hand).sum(), "positions"),
        ("contested", stated["alternative_ordinal"].notna().sum(), "positions"),
        ("without_step", stated["ordinal"].isna().sum(), "positions"),
    ]
    return pd.DataFrame([(f"terms_{key}", *row) for key, *row in rows], columns=["key", "value", "unit"])


def count_issues(found: pd.DataFrame, issues: pd.DataFrame) -> dict[str, int]:
    """
    Count the issues, those of land, and those on which each party's step is known; key to number.
    """
    known = {f"terms_issues_{party}": int(found.loc[party, "step"].notna().sum()) for party in PARTIES}
    land = int((issues["subject"] == "land").sum())
    return {**known, "terms_issues": len(issues), "terms_issues_land": land}


def shared_by_coding(
    terms: pd.DataFrame, issues: pd.Index, day: str, reading: Reading
) -> dict[str, dict[str, float]]:
    """
    Return :func:`threefronts.models.bargaining.shared_gaps` under each coding.
    """
    return {
        coding: bargaining.shared_gaps(model.positions(terms, issues, day, replace(reading, coding=coding)))
        for coding in CODINGS
    }


def pair_facts(bounds: pd.DataFrame, shared: dict[str, dict[str, float]], coding: str) -> pd.DataFrame:
    """
    Return the distances and overlaps of the pairs as rows of facts.

    Args:
        bounds: As :func:`threefronts.models.bargaining.pair_bounds` returns it.
        shared: As :func:`shared_by_coding` returns it; the interval is that of both codings.
        coding: Which of them is the value.

    Returns:
        Columns ``key``, ``value``, ``low``, ``high`` (NaN where there is none) and ``unit``.
    """
    rows = []
    for pair, row in bounds.iterrows():
        rows.append((f"gap_{pair}", np.nan, row["gap_low"], row["gap_high"], "share"))
        rows.append((f"gap_known_{pair}", row["gap_known"], np.nan, np.nan, "share"))
        rows.append((f"known_{pair}", row["known"], np.nan, np.nan, "issues"))
    for pair in ("_".join(pair) for pair in MAIN_PAIRS):
        row = bounds.loc[pair]
        both = [found.get(pair, np.nan) for found in shared.values()]
        rows.append((f"overlap_{pair}", np.nan, row["overlap_low"], row["overlap_high"], "share"))
        rows.append((f"shared_{pair}", shared[coding].get(pair, np.nan), min(both), max(both), "share"))
    rows.append(("shared_issues", shared[coding].get("issues", 0), np.nan, np.nan, "issues"))
    return pd.DataFrame(
        [(f"terms_{key}", *row) for key, *row in rows], columns=["key", "value", "low", "high", "unit"]
    )


def sweep_facts(swept: dict[str, NDArray[np.float64]], needed: float) -> dict[str, float]:
    """
    Return for each pair the percentages of weightings that reach the band, miss it, or leave it open.
    """
    return {
        f"terms_sweep_{word}_{pair}": 100 * part
        for pair, shares in swept.items()
        for word, part in model.sweep_shares(shares, needed).items()
    }


def nearer_words(shared: dict[str, dict[str, float]]) -> dict[str, bool]:
    """
    Return the wordings for where the American position stands between the other two, each with its condition.

    It stands nearer to one only if both codings say so.

    Args:
        shared: As :func:`shared_by_coding` returns it.
    """
    if not all(shared.values()):
        return {"cannot be placed between them yet": True}
    leads = [found["united_states_russia"] - found["ukraine_united_states"] for found in shared.values()]
    to_russia, to_ukraine = max(leads) < -NEARER, min(leads) > NEARER
    return {
        "stands nearer to Russia's position than to Ukraine's": to_russia,
        "stands nearer to Ukraine's position than to Russia's": to_ukraine,
        "stands nearer to neither under both codings": not to_russia and not to_ukraine,
    }


def moved_words(
    terms: pd.DataFrame, issues: pd.Index, days: tuple[str, str], reading: Reading
) -> dict[str, bool]:
    """
    Return the wordings for how the American and the Ukrainian position moved from one day to another.

    The intervals of the two days must lie apart for a move to be told, each issue alike.
    """
    pair, alike = ("ukraine", "united_states"), np.ones(len(issues))
    first, last = (
        model.weighted(model.issue_gaps(model.positions(terms, issues, day, reading), pair), alike)
        for day in days
    )
    closer, apart = last[1] < first[0], last[0] > first[1]
    return {
        "have come closer to each other": bool(closer),
        "have drawn apart": bool(apart),
        "have not moved by more than the open issues allow": not closer and not apart,
    }


def weightings_words(spans: pd.DataFrame, pair: str, needed: float) -> str:
    """
    Tell under which named weightings the overlap of *pair* reaches *needed*, misses it, or is open.

    Args:
        spans: As :func:`threefronts.models.bargaining.by_weighting` returns it, with ``named``, in words.
        pair: ``ukraine_russia`` or another of the main pairs.
        needed: The overlap from which two sides count as close.
    """
    rows = spans[(spans["pair"] == pair) & (spans["weighting"] != bargaining.DRAWN)]
    close, far = rows["overlap_low"] >= needed, rows["overlap_high"] < needed
    parts = {"missed with": far, "left to the open positions with": ~(close | far), "reached with": close}
    return "; ".join(
        f"{verb} {_list_text(rows.loc[part, 'named'])}" for verb, part in parts.items() if part.any()
    )


def _list_text(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
