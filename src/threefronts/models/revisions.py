"""
What was known then against what is known now: estimates of one day that were published more than once.
"""

import pandas as pd

SAME = (
    "country",
    "metric",
    "definition",
    "aggregation",
    "scope",
    "period_start",
    "period_end",
    "source_id",
    "interval",
)
PARTS = ("first", "lowest", "highest", "latest")


def published_again(estimates: pd.DataFrame) -> pd.DataFrame:
    """
    Return the estimates whose publisher gave the same quantity for the same days on another day too.

    Args:
        estimates: Rows of ``battlefield/casualty_estimates`` that had been published. Bounds of another kind
            make another estimate, since their widths cannot be compared.

    Returns:
        The rows in the order of their quantity and publication; empty where nothing was published twice.
    """
    days = estimates.groupby(list(SAME), dropna=False)["published_on"].transform("nunique")
    return estimates[days > 1].sort_values([*SAME, "published_on"], ignore_index=True)


def course(again: pd.DataFrame, metric: str) -> pd.DataFrame:
    """
    Return the estimates of *metric* that were published most often, by day of publication.

    Args:
        again: As :func:`published_again` returns it.
        metric: Such as ``killed``.

    Returns:
        Columns published_on, value, low and high; empty where there are none.
    """
    rows = again[again["metric"] == metric].rename(columns={"value_low": "low", "value_high": "high"})
    if rows.empty:
        return rows[list(_COURSE)]
    sizes = rows.groupby(list(SAME), dropna=False)["published_on"].transform("size")
    chosen = rows[sizes == sizes.max()]
    first = chosen[list(SAME)].iloc[0]
    is_first = (chosen[list(SAME)].eq(first) | (chosen[list(SAME)].isna() & first.isna())).all(axis=1)
    return chosen.loc[is_first, list(_COURSE)].reset_index(drop=True)


def course_facts(found: pd.DataFrame, key: str) -> dict[str, float | None]:
    """
    Return the first, lowest, highest and latest estimate of a course, by key; ``None`` where there is none.
    """
    if found.empty:
        return dict.fromkeys(f"{key}_{part}" for part in PARTS)
    values = found["value"]
    numbers = (values.iloc[0], values.min(), values.max(), values.iloc[-1])
    return {f"{key}_{part}": float(number) for part, number in zip(PARTS, numbers, strict=True)}


def outside_first(found: pd.DataFrame) -> int | None:
    """
    Return how many later estimates lie outside the interval that the first one gave; ``None`` without any.
    """
    if found.empty:
        return None
    first, later = found.iloc[0], found.iloc[1:]
    return int((~later["value"].between(first["low"], first["high"])).sum())


def told(found: pd.DataFrame, what: str) -> str:
    """
    Say what became of an estimate from its first publication to its latest, or that there was one at most.
    """
    if found.empty:
        return f"no estimate of {what} on one and the same day had been published twice"
    steps = " → ".join(f"{value:,.0f}" for value in found["value"])
    first, last = (f"{found['published_on'].iloc[end]:%-d %B %Y}" for end in (0, -1))
    day = f"{found['period_end'].iloc[0]:%-d %B %Y}"
    return f"{what} by {day} were {steps}, as published between {first} and {last}"


_COURSE = ("period_end", "published_on", "value", "low", "high")
