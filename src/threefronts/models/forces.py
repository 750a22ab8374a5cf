"""
Forces: where a state stands among others by its active personnel.
"""

import numpy as np
import pandas as pd

from threefronts.models.statements import UNKNOWN, Span

NAMES = {"independent": "lists of others", "russia": "authorised by Russian decree"}


def by_country(strengths: pd.DataFrame) -> pd.DataFrame:
    """
    Put the strengths in the order of the states, the largest first: a hull of the lists, the decree apart.

    Args:
        strengths: Columns producer, measure, claimant_party, value.

    Returns:
        Columns producer, who (one of ``NAMES``), value (median), low, high.
    """
    own = strengths["measure"].eq("authorised")
    rows = strengths[own | strengths["claimant_party"].ne("russia")]
    who = rows["measure"].eq("authorised").map({True: "russia", False: "independent"})
    ends = {"value": ("value", "median"), "low": ("value", "min"), "high": ("value", "max")}
    found = rows.assign(who=who).groupby(["producer", "who"]).agg(**ends).reset_index()
    place = found.groupby("producer")["value"].transform("min")
    return found.assign(place=place).sort_values(["place", "producer"], ascending=[False, True])


def rank_of(strengths: pd.DataFrame, country: str = "Russia") -> pd.DataFrame:
    """
    Rank a state among others by each voice that counts it and the others.

    Args:
        strengths: Columns producer, voice, value.
        country: The state ranked.

    Returns:
        Columns source_id (the voice), value, low and high: the best and the worst place that equal numbers
        leave it.
    """
    found = []
    for voice, rows in strengths.groupby("voice"):
        own = rows.loc[rows["producer"].eq(country), "value"]
        if len(own):
            better, equal = (rows["value"] > own.iloc[0]).sum(), (rows["value"] == own.iloc[0]).sum()
            found.append((voice, better + 1, better + 1, better + equal))
    ranks = pd.DataFrame(found, columns=["source_id", "value", "low", "high"])
    return ranks.astype({"value": "float64", "low": "float64", "high": "float64"})


def next_below(strengths: pd.DataFrame, country: str = "Russia") -> Span:
    """
    Return by how many a state leads the next smaller one, over the voices that name a smaller one.
    """
    gaps = []
    for _, rows in strengths.groupby("voice"):
        own = rows.loc[rows["producer"].eq(country), "value"].max()
        smaller = rows.loc[rows["value"] < own, "value"]
        gaps += [float(own - smaller.max())] if len(smaller) else []
    return Span(float(np.median(gaps)), min(gaps), max(gaps)) if gaps else UNKNOWN
