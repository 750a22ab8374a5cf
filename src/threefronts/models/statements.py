"""
Rival statements of one quantity: brought to one rate, one interval a voice, and drawn from.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PER_YEAR = {"day": 365.25, "month": 12.0, "quarter": 4.0, "year": 1.0}
FEWEST_DRAWS = 100
LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95


@dataclass(frozen=True)
class Span:
    """
    A central number with its interval, in one unit; all ``None`` where nothing is known.
    """

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Span(None, None, None)


def rates(rows: pd.DataFrame, per: str) -> pd.DataFrame:
    """
    Bring stated rates to one period; statements that are no rate are left out.

    Args:
        rows: Columns value, value_low, value_high, unit (such as ``shells/month``), period_start, period_end.
        per: ``day``, ``month``, ``quarter`` or ``year``.

    Returns:
        The rows with ``value``, ``low`` and ``high`` a *per*; a number without bounds bounds itself, an end
        that the source leaves open is NaN, and a day alone is the whole period where it has no first day.

    Raises:
        ValueError: *per* is none of the four.
    """
    if per not in PER_YEAR:
        raise ValueError(f"rates are a {', '.join(PER_YEAR)}, not a {per}")
    factor = rows["unit"].str.extract(r"/(\w+)$", expand=False).map(PER_YEAR) / PER_YEAR[per]
    kept, factor = rows[factor.notna()], factor.dropna()
    is_point = kept["value_low"].isna() & kept["value_high"].isna()
    return kept.assign(
        value=kept["value"].fillna(kept["value_high"]).fillna(kept["value_low"]) * factor,
        low=kept["value_low"].mask(is_point, kept["value"]) * factor,
        high=kept["value_high"].mask(is_point, kept["value"]) * factor,
        period_start=kept["period_start"].fillna(kept["period_end"]),
    )


def within(
    rows: pd.DataFrame, start: str | pd.Timestamp, end: str | pd.Timestamp, said_after: str | None = None
) -> pd.DataFrame:
    """
    Keep the statements whose period touches a window.

    Args:
        rows: Columns period_start, period_end (missing: open) and published_on.
        start, end: First and last day of the window.
        said_after: Leave out what had been published before this day: it could only foresee the window.
    """
    touches = (rows["period_start"] <= pd.Timestamp(end)) & ~(rows["period_end"] < pd.Timestamp(start))
    if said_after is not None:
        touches &= rows["published_on"] >= pd.Timestamp(said_after)
    return rows[touches]


def hulls(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Give each voice one interval: the hull of all that it says.

    Args:
        rows: Columns voice, value, low and high (NaN where open).

    Returns:
        Columns source_id (the voice), value (median), low, high, in the order of the voices' names.
    """
    ends = {
        "value": ("value", "median"),
        "low": ("low", lambda cells: cells.min(skipna=False)),
        "high": ("high", lambda cells: cells.max(skipna=False)),
    }
    found = rows.groupby("voice", sort=True).agg(**ends).reset_index()
    return found.rename(columns={"voice": "source_id"}).astype(dict.fromkeys(ends, "float64"))


def once(voices: pd.DataFrame) -> pd.DataFrame:
    """
    Keep one voice for each interval: two houses with the very same figure may be one, so it counts once.
    """
    return voices.round(6).drop_duplicates(["low", "high"], ignore_index=True)


def closed(voices: pd.DataFrame) -> pd.DataFrame:
    """
    Close open ends at the lowest and highest number that any voice names.

    An end that is open says nothing about how far the truth may lie off, so the draws stay inside what has
    been published; the interval that follows is the narrowest that the sources allow.

    Raises:
        ValueError: There is no voice.
    """
    if voices.empty:
        raise ValueError("no voice speaks of it, so nothing can be drawn")
    named = voices[["value", "low", "high"]]
    least, most = np.nanmin(named.to_numpy()), np.nanmax(named.to_numpy())
    return voices.assign(low=voices["low"].fillna(least), high=voices["high"].fillna(most))


def draw(voices: pd.DataFrame, rng: np.random.Generator, draws: int) -> NDArray[np.float64]:
    """
    Draw from the disagreement: each time one voice, all alike, and a number inside its interval, all alike.

    Args:
        voices: What :func:`hulls` gives.
        rng: Seeded generator.
        draws: How many, at least one.

    Returns:
        Shape ``(draws,)``.

    Raises:
        ValueError: There is no voice, or *draws* is below one.
    """
    if draws < 1:
        raise ValueError(f"draws must be at least one, not {draws}")
    ends = closed(once(voices))[["low", "high"]].to_numpy()
    low, high = ends[rng.integers(len(ends), size=draws)].T
    return low + (high - low) * rng.random(draws)


def span_of(samples: NDArray[np.float64] | None) -> Span:
    """
    Return the median with the 5 and 95 % quantiles of *samples*; unknown where there are none.

    Raises:
        ValueError: There are too few of them for an interval.
    """
    if samples is None or not len(samples):
        return UNKNOWN
    if len(samples) < FEWEST_DRAWS:
        raise ValueError(f"an interval needs at least {FEWEST_DRAWS} draws, not {len(samples)}")
    low, middle, high = np.quantile(samples, [LOW_QUANTILE, 0.5, HIGH_QUANTILE])
    return Span(float(middle), float(low), float(high))


def hull_of(rows: pd.DataFrame) -> Span:
    """
    Return the median of the voices with the hull of their ends, an open end closed by its own value.

    Args:
        rows: Columns voice, value, low, high; unknown where empty.
    """
    if rows.empty:
        return UNKNOWN
    voices = hulls(rows)
    low, high = (voices[end].fillna(voices["value"]) for end in ("low", "high"))
    return Span(float(voices["value"].median()), float(low.min()), float(high.max()))


def divided(voices: pd.DataFrame, by: Span) -> pd.DataFrame:
    """
    Divide each voice's interval by another interval; an end that is open stays open.

    Args:
        voices: Columns source_id, value, low, high.
        by: All three above zero.

    Raises:
        ValueError: *by* is unknown or not above zero.
    """
    if by.low is None or by.low <= 0:
        raise ValueError(f"cannot divide by {by}")
    return voices.assign(
        value=voices["value"] / by.value, low=voices["low"] / by.high, high=voices["high"] / by.low
    )


def scaled(span: Span, factor: float) -> Span:
    """
    Multiply a known span by a *factor* above zero.
    """
    return Span(span.value * factor, span.low * factor, span.high * factor)


def in_millions(numbers: dict[str, Span | float]) -> dict[str, Span | float]:
    """
    Divide spans and plain numbers by a million; what is unknown stays so.
    """
    return {
        key: item / 1e6 if not isinstance(item, Span) else item if item.value is None else scaled(item, 1e-6)
        for key, item in numbers.items()
    }
