"""
Recruits: published numbers brought to persons a month, and which of them speak of a period.
"""

import pandas as pd

from threefronts.models.pace import Span

DAYS_A_MONTH = 365.25 / 12
COUNTED = ("contracts", "federal_bonus", "arrivals")
SERIES = {
    "federal_budget": "federal budget (IStories)",
    "regional_budgets": "regional budgets (Kluge)",
    "independent_estimate": "other independent",
    "foreign_estimate": "officials of third states",
    "official_statement": "Russian officials",
    "other_side": "Ukrainian officials",
}
OUTSIDE = ("federal_budget", "regional_budgets", "independent_estimate", "foreign_estimate")
COLUMNS = ["series", "counts", "value", "low", "high", "period_start", "period_end"]
COLUMNS += ["source_id", "is_derived"]
VOICE_OF = {  # whose word stands for a series as a whole
    "federal_budget": "istories_contracts_2024",
    "regional_budgets": "kluge_recruitment_2025_07",
    "foreign_estimate": "cavoli_testimony",
    "official_statement": "russian_mod",
}


def monthly_rates(recruitment: pd.DataFrame) -> pd.DataFrame:
    """
    Bring the published numbers of Russian recruits to persons a month.

    A half-year of which one quarter is also published gives way to its two quarters, the other one being the
    difference.

    Args:
        recruitment: Rows of ``industry/recruitment``.

    Returns:
        Columns series, counts, value, low, high (persons a month; NaN where the source leaves that end open),
        period_start, period_end, source_id, is_derived; whole country only, oldest first.
    """
    rows = recruitment[
        recruitment["counts"].isin(COUNTED)
        & recruitment["region"].isna()
        & recruitment["period_start"].notna()
        & recruitment["period_end"].notna()
    ]
    rows = _quarters_apart(rows.assign(is_derived=False))
    months = ((rows["period_end"] - rows["period_start"]).dt.days + 1) / DAYS_A_MONTH
    factor = (1 / months).mask(rows["unit"] == "persons/month", 1.0)
    factor = factor.mask(rows["unit"] == "persons/day", DAYS_A_MONTH)
    is_point = rows["value_low"].isna() & rows["value_high"].isna()
    rates = rows.assign(
        value=rows["value"] * factor,
        low=rows["value_low"].mask(is_point, rows["value"]) * factor,
        high=rows["value_high"].mask(is_point, rows["value"]) * factor,
    )
    return rates[COLUMNS].sort_values(["period_start", "period_end", "source_id"], ignore_index=True)


def _quarters_apart(rows: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for position, half in rows[rows["window"] == "half_year"].iterrows():
        inside = rows[
            (rows["window"] == "quarter")
            & (rows["series"] == half["series"])
            & (rows["counts"] == half["counts"])
            & (rows["period_start"] >= half["period_start"])
            & (rows["period_end"] <= half["period_end"])
        ]
        if len(inside) == 1:
            rows = rows.drop(index=position)
            parts.append(_other_quarter(half, inside.iloc[0]))
    return pd.concat([rows, pd.DataFrame(parts)]) if parts else rows


def _other_quarter(half: pd.Series, quarter: pd.Series) -> pd.Series:
    is_second = quarter["period_start"] > half["period_start"]
    start = half["period_start"] if is_second else quarter["period_end"] + pd.Timedelta(days=1)
    end = quarter["period_start"] - pd.Timedelta(days=1) if is_second else half["period_end"]
    other = {"value": half["value"] - quarter["value"], "period_start": start, "period_end": end}
    return pd.Series({**half, **other, "window": "quarter", "is_derived": True})


def speaking_of(rates: pd.DataFrame, start: str, end: str, share: float = 0.5) -> pd.DataFrame:
    """
    Keep the rates of which at least *share* of the own period lies between *start* and *end*.

    Raises:
        ValueError: *share* is not in (0, 1].
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, not {share}")
    whole = (rates["period_end"] - rates["period_start"]).dt.days + 1
    return rates[_days_inside(rates, start, end) / whole >= share]


def covering(rates: pd.DataFrame, start: str, end: str, share: float = 0.5) -> pd.DataFrame:
    """
    Keep the rates that speak of at least *share* of the days from *start* to *end*.

    Raises:
        ValueError: *share* is not in (0, 1].
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, not {share}")
    whole = (pd.Timestamp(end) - pd.Timestamp(start)).days + 1
    return rates[_days_inside(rates, start, end) / whole >= share]


def _days_inside(rates: pd.DataFrame, start: str, end: str) -> pd.Series:
    first = rates["period_start"].clip(lower=pd.Timestamp(start))
    last = rates["period_end"].clip(upper=pd.Timestamp(end))
    return ((last - first).dt.days + 1).clip(lower=0)


def span_of(rates: pd.DataFrame) -> Span:
    """
    Return the lowest, middle and highest of *rates* with their stated bounds, to the hundred.
    """
    if rates.empty:
        return Span(None, None, None)
    low = rates["low"].fillna(rates["value"]).min()
    high = rates["high"].fillna(rates["value"]).max()
    return Span(*(round(float(end), -2) for end in (low, rates["value"].median(), high)))


def newest(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Return the newest rate of each series of ``VOICE_OF``.

    Returns:
        Columns key (such as ``recruits_federal_budget``), value, low, high (NaN where unknown or open),
        period (words) and source_id; a series without a rate has no value, and "no period" for its words.
    """
    rows = []
    for series, voice in VOICE_OF.items():
        own = rates[rates["series"] == series].sort_values(["period_end", "period_start"])
        if own.empty:
            rows.append((f"recruits_{series}", None, None, None, "no period", voice))
            continue
        last = own.iloc[-1]
        period = f"{last['period_start']:%-d %B %Y} to {last['period_end']:%-d %B %Y}"
        rows.append(
            (f"recruits_{series}", *last[["value", "low", "high"]].round(-2), period, last["source_id"])
        )
    return pd.DataFrame(rows, columns=["key", "value", "low", "high", "period", "source_id"])
