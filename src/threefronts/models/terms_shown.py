"""
Positions, texts and sweeps as frames that a chart can draw.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.absence import NoDataError
from threefronts.models import terms as model
from threefronts.models.bargaining import day_and_texts
from threefronts.models.terms import CODINGS, Reading

BINS = 25


def shown_positions(terms: pd.DataFrame, issues: pd.DataFrame, day: str, reading: Reading) -> pd.DataFrame:
    """
    Return the positions of Ukraine, the United States and Russia under both codings, with their words.

    Args:
        terms: Rows of ``diplomacy/terms``.
        issues: As :func:`coded_issues` returns them.
        day, reading: As in :func:`threefronts.models.terms.positions`; the coding of *reading* is left aside.

    Returns:
        Columns ``issue`` (short), ``party`` (the United States as ``third_state``), ``coding``, ``step``,
        ``low`` and ``high`` (from the lower to the higher coding, or the whole scale), ``document`` and
        ``position``.
    """
    codings = {c: model.positions(terms, issues.index, day, replace(reading, coding=c)) for c in CODINGS}
    both = pd.concat(codings, names=["coding"]).reset_index()
    texts = terms.set_index("term_id")[["document", "position"]]
    both = both[both["party"] != "europe"].join(texts, on="term_id")
    ends = both.groupby(["party", "issue_id"])
    return both.assign(
        issue=both["issue_id"].map(issues["short_name"]),
        party=both["party"].replace("united_states", "third_state"),
        low=ends["low"].transform("min"),
        high=ends["high"].transform("max"),
        document=both["document"].fillna("no published position"),
    )


def coverage(terms: pd.DataFrame, scale: pd.DataFrame) -> pd.DataFrame:
    """
    Return every document on every issue with the step it is given, for a grid.

    Args:
        terms: Rows of ``diplomacy/terms``.
        scale: Rows of ``diplomacy/term_scale``.

    Returns:
        Columns ``document`` (with its day, in order of time), ``issue`` (short), ``step`` (of the firmest
        row, NaN without one) and ``mark``: the step, both steps of rival rows, a dash where a position fits
        no step, a dot where none was found.

    Raises:
        ValueError: There are no rows: no text had been published yet.
    """
    if terms.empty:
        raise NoDataError("no data before 2022-03-29: the first text of the table is of that day")
    firm = terms.assign(firmness=terms["confidence"].map(model.FIRMNESS).fillna(len(model.FIRMNESS)))
    rows = firm.sort_values(["document_date", "document", "firmness", "term_id"], kind="stable")
    names = scale.drop_duplicates("issue_id").set_index("issue_id")["short_name"]
    named = [
        day_and_texts(day, [text]) for day, text in zip(rows["document_date"], rows["document"], strict=True)
    ]
    rows = rows.assign(document=named, issue=rows["issue_id"].map(names))
    grid = rows.groupby(["document", "issue"], sort=False)
    marks = grid.apply(_mark, include_groups=False).rename("mark")
    return grid["ordinal"].first().rename("step").to_frame().join(marks).reset_index()


def _mark(rows: pd.DataFrame) -> str:
    steps = [f"{step:g}" for step in dict.fromkeys(rows["ordinal"].dropna())]
    if steps:
        return "/".join(steps)
    return "–" if (rows["status"] == "stated").any() else "·"


def sweep_bins(swept: dict[str, NDArray[np.float64]]) -> pd.DataFrame:
    """
    Count the draws of a sweep by their overlap.

    Returns:
        Columns ``pair``, ``bound`` (``at least`` or ``at most``), ``start`` and ``end`` of the bin, and
        ``share`` of the draws.
    """
    edges = np.linspace(0, 1, BINS + 1)
    rows = []
    for pair, shares in swept.items():
        for column, bound in enumerate(("at least", "at most")):
            counts, _ = np.histogram(np.clip(shares[:, column], 0, 1), bins=edges)
            parts = zip(edges[:-1], edges[1:], counts / len(shares), strict=True)
            rows += [(pair, bound, *part) for part in parts if part[2] > 0]
    return pd.DataFrame(rows, columns=["pair", "bound", "start", "end", "share"])
