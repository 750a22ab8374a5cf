"""
Stores: rival counts of what stands in them, what is fit, and whether two counts of one store agree.
"""

import pandas as pd

from threefronts.models.supply import ENDS, current

MOST_IN_A_YEAR = (
    1000  # more than this were taken since the invasion; a smaller number tells of one year (see note)
)
RESIDUAL = ["voice", "count_voice", "then", "removed", "now", "residual", "residual_pct"]
HALF_YEAR = 183  # days: counts that lie further apart in print are not of one store


def store_counts(storage: pd.DataFrame, item_class: str) -> pd.DataFrame:
    """
    Pick the counts of a whole class in store, by the day that they speak of.

    Args:
        storage: Rows of ``industry/storage`` with a column voice; a count without a day of its images is
            dated by its publication, which is the latest day that it can speak of.
        item_class: ``tank``, ``armoured_vehicle`` or ``artillery``.

    Returns:
        Columns source_id, voice, period_end (the day), published_on, value, low, high (hulls), removed and
        fit_share, oldest first.
    """
    rows = storage[storage["item_class"].eq(item_class) & storage["model"].str.startswith("all")]
    rows = rows[rows["stored"].notna() & rows["published_on"].notna()]
    found = rows.assign(
        period_end=rows["imagery_date"].fillna(rows["published_on"]),
        value=rows["stored"],
        low=rows["stored"],
        high=rows["stored"],
        fit_share=rows["fit_for_use"] / rows["stored"],
    )
    columns = ["source_id", "voice", "period_end", "published_on", *ENDS, "removed", "fit_share"]
    return found[columns].sort_values(["period_end", "source_id"], ignore_index=True)


def fit_shares(storage: pd.DataFrame, item_class: str, most: float) -> pd.DataFrame:
    """
    Bound the share of a store that can be restored: at least what a source calls fit, at most an assumption.

    Args:
        storage: Rows of ``industry/storage`` with a column voice.
        item_class: As in :func:`store_counts`.
        most: Share of all hulls that an overhaul can bring back, above 0 to 1; a source that calls more fit
            for use than this gives the upper end itself.

    Returns:
        Columns voice, period_end, value (middle), low, high.

    Raises:
        ValueError: *most* is out of range.
    """
    if not 0 < most <= 1:
        raise ValueError(f"restorable_share must lie above 0 and be at most 1, not {most}")
    rows = storage[storage["item_class"].eq(item_class) & storage["fit_for_use"].gt(0)]
    rows = rows[rows["published_on"].notna()]
    share = rows["fit_for_use"] / rows["stored"]
    ends = {"low": share.clip(upper=most), "high": share.clip(lower=most)}
    found = rows.assign(period_end=rows["imagery_date"].fillna(rows["published_on"]), **ends)
    found["value"] = (found["low"] + found["high"]) / 2
    return found[["voice", "period_end", *ENDS]]


def newest_counts(counts: pd.DataFrame, day: str, months: int = 12) -> pd.DataFrame:
    """
    Give each voice its newest count before *day*, as :func:`current` does.
    """
    return current(counts, day, months)


def store_residuals(storage: pd.DataFrame) -> pd.DataFrame:
    """
    Hold what is said to stand in the store against what stood there before the invasion less what was taken.

    Args:
        storage: Rows of ``industry/storage`` for one class, with a column voice.

    Returns:
        Columns voice (who says what was taken), count_voice (who says what stands there now), then,
        removed, now, residual (now less then plus removed) and residual_pct (over then), for each pair
        published within half a year; nothing where one of the three is not published.
    """
    whole = storage[storage["model"].str.startswith("all") & storage["published_on"].notna()]
    before = whole[whole["imagery_date"].lt(pd.Timestamp("2022-03-01")) & whole["stored"].gt(0)]
    taken = whole[whole["removed"].gt(MOST_IN_A_YEAR)]
    later = whole[whole["stored"].gt(0)].drop(before.index)
    if before.empty or taken.empty or later.empty:
        return pd.DataFrame(columns=RESIDUAL, dtype="float64")
    then = float(before.sort_values("published_on")["stored"].iloc[-1])
    pairs = taken[["voice", "removed", "published_on"]].merge(
        later[["voice", "stored", "published_on"]], how="cross", suffixes=("", "_now")
    )
    apart = (pairs["published_on_now"] - pairs["published_on"]).dt.days.abs()
    pairs = pairs[apart <= HALF_YEAR]
    residual = pairs["stored"] - (then - pairs["removed"])
    return pd.DataFrame(
        {
            "voice": pairs["voice"],
            "count_voice": pairs["voice_now"],
            "then": then,
            "removed": pairs["removed"],
            "now": pairs["stored"],
            "residual": residual,
            "residual_pct": 100 * residual / then,
        }
    ).reset_index(drop=True)
