"""
Rival estimates of the dead and wounded, sorted by what each may be used for.
"""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from threefronts.models.pace import Span

BELLIGERENTS = ("ukraine", "russia")
POOLS = ("economist_meta_estimate",)  # estimates made of the others: counting them again would count twice
PARTIES = {
    "independent": "independent",
    "third_state": "officials of third states",
    "ukraine": "Ukrainian",
    "russia": "Russian",
}
# What an estimate may be used for, in the order of the legend.
USES = {
    "in_curve": "estimate, in the curve",
    "bound": "at least, or at most",
    "claim": "claim of a party to the war, or its relay",
    "other_definition": "another definition",
    "pool": "The Economist's own pool",
}
METRICS = {"killed": "killed", "casualties": "killed_and_wounded"}
BY_OTHERS = ("in_curve", "bound", "pool")  # than the belligerents
KYIV = ("President of Ukraine", "Office of the President of Ukraine")
COLUMNS = ["day", "value", "low", "high", "use", "voice", "party", "speaker", "source_id", "published_on"]


def usable(
    table: pd.DataFrame, register: Mapping[str, Mapping[str, Any]], *, country: str, metric: str
) -> pd.DataFrame:
    """
    Sort the running totals of one country and metric by what they may be used for.

    A repeat of a statement that is seen itself is left out. Of what is left, a claim of a party to the war is
    no estimate, a pool of the others is no voice of its own, another definition is not comparable, and one
    stated bound has no middle.

    Args:
        table: Rows of ``battlefield/casualty_estimates`` with ``voice``, the root of each source.
        register: What the register says of each id: ``producer``, ``party``, ``measures``.
        country, metric: Such as ``russia`` and ``killed``.

    Returns:
        Columns day, value, low, high (persons, NaN where not stated), use (a key of ``USES``), voice and its
        party, speaker (who answers for it, so that several papers of one institute are one speaker),
        source_id, published_on; oldest day first.
    """
    rows = table[
        (table["country"] == country)
        & (table["metric"] == metric)
        & (table["aggregation"] == "cumulative")
        & (table["scope"] == "all_fronts")
        & ~table["repeats_id"].isin(table["estimate_id"])
    ]
    party = rows["voice"].map(lambda voice: register[voice]["party"])
    measures = rows["source_id"].map(lambda source: register[source]["measures"])
    use = pd.Series("in_curve", index=rows.index, dtype="object")
    use[rows["value_basis"].isin(["at_least", "at_most"]) | (measures != "exact")] = "bound"
    use[rows["definition"] != metric] = "other_definition"
    use[rows["voice"].isin(POOLS)] = "pool"
    use[party.isin(BELLIGERENTS)] = "claim"
    sorted_rows = rows.assign(
        day=rows["period_end"],
        low=rows["value_low"],
        high=rows["value_high"],
        use=use,
        party=party,
        speaker=rows["voice"].map(lambda voice: register[voice]["producer"].split(",")[0]),
    )
    return sorted_rows[COLUMNS].sort_values(["day", "source_id", "published_on"], ignore_index=True)


def shown(estimates: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the newest publication of each day where a pool publishes the same day again and again.
    """
    again = estimates["use"].eq("pool") & estimates.sort_values("published_on").duplicated(
        ["day", "voice"], keep="last"
    )
    return estimates[~again]


def latest_by_speaker(estimates: pd.DataFrame) -> pd.DataFrame:
    """
    Keep what each speaker said last, oldest day first.
    """
    return estimates.drop_duplicates("speaker", keep="last").reset_index(drop=True)


def hull(estimates: pd.DataFrame, uses: Collection[str] = BY_OTHERS) -> Span:
    """
    Return the lowest, middle and highest of what several speakers say, their stated bounds included.

    Args:
        estimates: What :func:`usable` gives, one row a speaker.
        uses: Which kinds count.
    """
    rows = estimates[estimates["use"].isin(list(uses))]
    if rows.empty:
        return Span(None, None, None)
    lows, highs = rows["low"].fillna(rows["value"]), rows["high"].fillna(rows["value"])
    return Span(float(lows.min()), float(rows["value"].median()), float(highs.max()))


def middle_of(values: pd.Series) -> Span:
    """
    Return lowest, median and highest of *values*, ``None`` where there is none.
    """
    if values.empty:
        return Span(None, None, None)
    return Span(float(values.min()), float(values.median()), float(values.max()))


def course(values: pd.Series) -> dict[str, bool]:
    """
    Say whether statements on a running total, oldest first, fit together; exactly one of the wordings holds.
    """
    fell = bool((values.diff() < 0).any())
    return {
        "that once fell below one given before, which no running total can": fell,
        "that has not fallen since": not fell,
    }


def breached(estimates: pd.DataFrame, middle: pd.Series) -> int:
    """
    Count the stated bounds that a curve breaks: below an "at least", or above an "at most".

    Args:
        estimates: What :func:`usable` gives.
        middle: The curve on the same rows.
    """
    bound = estimates["use"] == "bound"
    too_low = estimates["low"].notna() & estimates["high"].isna() & (middle < estimates["low"])
    too_high = estimates["high"].notna() & estimates["low"].isna() & (middle > estimates["high"])
    return int((bound & (too_low | too_high)).sum())


def vintages(table: pd.DataFrame, day: str, metric: str) -> pd.DataFrame:
    """
    Return what a pool said of one day, each time it published its confidence interval.

    Args:
        table: Rows of ``battlefield/casualty_estimates`` with ``voice``.
        day: The day that is spoken of, ISO.
        metric: ``killed`` or ``killed_and_wounded``.

    Returns:
        Columns published_on, value, low, high (persons), oldest first; no row where nothing was published.
    """
    rows = table[
        table["voice"].isin(POOLS)
        & (table["metric"] == metric)
        & (table["country"] == "russia")
        & (table["interval"] == "confidence_95")
        & (table["period_end"] == pd.Timestamp(day))
    ]
    named = rows.rename(columns={"value_low": "low", "value_high": "high"})
    return named[["published_on", "value", "low", "high"]].sort_values("published_on", ignore_index=True)


def stated_ratios(killed: pd.DataFrame, casualties: pd.DataFrame) -> pd.DataFrame:
    """
    Work out how many wounded each source tells for one killed, where it tells both for one day.

    Args:
        killed, casualties: What :func:`usable` gives for ``killed`` and ``killed_and_wounded``.

    Returns:
        Columns day, voice, source_id, ratio; claims, bounds, pools and other definitions are left out.
    """
    both = killed.merge(casualties, on=["day", "source_id", "voice"], suffixes=("", "_all"))
    both = both[(both["use"] == "in_curve") & (both["use_all"] == "in_curve")]
    ratio = (both["value_all"] - both["value"]) / both["value"]
    return both.assign(ratio=ratio)[["day", "voice", "source_id", "ratio"]].reset_index(drop=True)
