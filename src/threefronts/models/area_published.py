"""
Area by other hands: what others publish of ground taken in a period, by what they count.
"""

import pandas as pd

KM2_PER_SQUARE_MILE = 2.589988  # international mile of 1,609.344 m
UNITS = {"sq km": 1.0, "km2": 1.0, "sq mi": KM2_PER_SQUARE_MILE}
SCOPES = {
    "ukraine": "Ukraine alone",
    "not_told": "scope not told",
    "with_kursk": "with Kursk region",
}
KINDS = {
    "claim": "claimed by a party",
    "official": "a ministry's assessment",
    "estimate": "assessed from maps",
}
COLUMNS = ["months", "start", "value", "scope", "kind", "voice", "who", "published_on"]
MAP_MAKER = "deepstate"  # its map measures the territory of Ukraine
COMPUTED_BY = "this book, from DeepState's archived map"


def published(figures: pd.DataFrame, include_kursk: bool) -> pd.DataFrame:
    """
    Pick the published figures of ground taken by Russia in one calendar month or year, in km2.

    Figures that this book computes from archived maps are left out, since nobody published them.

    Args:
        figures: Rows of ``synthesis/figures`` with the columns voice (id of the source that each repeats in
            the end) and who (its producer's name).
        include_kursk: Whether figures that count Russia's own Kursk region stay.

    Returns:
        Columns months (1 or 12), start (first day), value (km2), scope (a key of ``SCOPES``), kind (a key of
        ``KINDS``), voice, who and published_on.
    """
    taken = figures[(figures["topic"] == "territory") & ~figures["metric"].str.contains("between snapshots")]
    taken = taken.assign(start=taken["period_start"], months=_months(taken)).dropna(
        subset=["start", "months"]
    )
    taken = taken.assign(
        value=taken["value"] * taken["unit"].map(UNITS),
        scope=[_scope(*row) for row in zip(taken["metric"], taken["voice"], strict=True)],
    )
    kept = taken if include_kursk else taken[taken["scope"] != "with_kursk"]
    kept = kept.sort_values(["start", "months", "voice", "published_on"], ignore_index=True)
    return kept[COLUMNS]


def computed(total: pd.DataFrame, starts: pd.Series, months: int) -> pd.DataFrame:
    """
    Work out the same periods from the archived map, in the shape of :func:`published`.

    Args:
        total: Daily totals, columns event_date and area_km2, not empty.
        starts: First days of the periods.
        months: Their length.
    """
    rows = []
    for start in sorted(set(starts)):
        after = start + pd.DateOffset(months=months)
        maps = [total[total["event_date"] <= day]["area_km2"].tail(1) for day in (start, after)]
        if total["event_date"].max() >= after and len(maps[0]):
            value = float(maps[1].iloc[0] - maps[0].iloc[0])
            rows.append((months, start, value, "ukraine", "estimate", MAP_MAKER, COMPUTED_BY, pd.NaT))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.astype({"start": "datetime64[s]", "published_on": "datetime64[s]", "value": "float64"})


def labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Add the words of a reader, what (period and scope) and how it is known; by period, scope and size.
    """
    period = frame["start"].dt.strftime("%B %Y").where(frame["months"] == 1, frame["start"].dt.strftime("%Y"))
    worded = frame.assign(
        place=frame["scope"].map(list(SCOPES).index),
        what=period + ", " + frame["scope"].map(SCOPES),
        how=frame["kind"].map(KINDS),
    )
    return worded.sort_values(["start", "months", "place", "value"], ignore_index=True)


def by_voice(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Join the figures of one voice for one period and scope: the latest, from the lowest to the highest.

    Args:
        frame: What :func:`labelled` gives.
    """
    dated = frame.sort_values("published_on", na_position="first", kind="stable")
    found = dated.groupby(["start", "place", "what", "voice"])["value"].agg(
        value="last", low="min", high="max"
    )
    return found.reset_index().drop(columns="place")


def kursk_held(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Pick the published areas that Ukraine still held in Kursk region at the end of April 2025, in km2.

    Args:
        figures: Rows of ``synthesis/figures``.
    """
    rows = figures[figures["metric"] == "Kursk region territory still held"]
    return rows.assign(value=rows["value"] * rows["unit"].map(UNITS))[["source_id", "value", "period_end"]]


def _months(frame: pd.DataFrame) -> pd.Series:
    """
    1 for a whole calendar month, 12 for a year that is told from January into December, else NaN.
    """
    start, end = frame["period_start"], frame["period_end"]
    one_year = start.dt.is_month_start & (start.dt.year == end.dt.year)
    month = one_year & end.dt.is_month_end & (start.dt.month == end.dt.month)
    year = one_year & (start.dt.month == 1) & (end.dt.month == 12)
    return month.map({True: 1.0}).fillna(year.map({True: 12.0}))


def _scope(metric: str, voice: str) -> str:
    """
    What a figure counts, where its words or its map tell.
    """
    if "Kursk" in metric:
        return "with_kursk"
    return "ukraine" if voice == MAP_MAKER else "not_told"
