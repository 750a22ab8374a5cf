"""
The published figures on casualties, split by what they count before anything is compared.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from threefronts.sources import figures
from threefronts.sources.reading import map_labels
from threefronts.sources.registered import later_of, page_addresses, voice_parties
from threefronts.tables import TableError

TOPIC = "casualties"
SERIES = "general_staff_ua"  # its own totals stand in battlefield/personnel_losses_claimed, day by day
NAMED = ("ualosses", "memory_book_2023_11")  # counts of names, which upstream lists among the estimates
COUNTRIES = {"Russia": "russia", "Ukraine": "ukraine", "North Korea": "north_korea"}

LOST = "soldiers|killed_and_wounded|killed_and_wounded|cumulative|all_fronts"
KILLED = "soldiers|killed|killed|cumulative|all_fronts"
# Upstream's metric -> who is counted, metric, definition, aggregation, scope
MEASURED = {
    "killed, cumulative": KILLED,
    "killed, meta-estimate": KILLED,
    "killed by 2025-04-30, vintage of the meta-estimate": KILLED,
    "killed (CSIS January 2026)": KILLED,
    "killed (CSIS June 2025)": KILLED,
    "killed (The Economist, July 2025)": KILLED,
    "soldiers killed (Zelensky)": KILLED,
    "soldiers wounded (Zelensky)": "soldiers|wounded|wounded|cumulative|all_fronts",
    "killed and wounded, cumulative": LOST,
    "killed and wounded, meta-estimate": LOST,
    "killed and wounded by 2025-04-30, vintage of the meta-estimate": LOST,
    "killed or injured, cumulative": LOST,
    "killed and wounded in month": "soldiers|killed_and_wounded|killed_and_wounded|month|all_fronts",
    "killed or wounded in April 2025": "soldiers|killed_and_wounded|general_staff_losses|month|all_fronts",
    "killed and wounded in 2024 (Ukrainian estimate)": (
        "soldiers|killed_and_wounded|general_staff_losses|period|all_fronts"
    ),
    "losses over January-April 2025 (Ukrainian General Staff)": (
        "soldiers|killed_and_wounded|general_staff_losses|period|all_fronts"
    ),
    "killed or seriously wounded over 16 months": (
        "soldiers|killed_and_wounded|killed_and_seriously_wounded|period|all_fronts"
    ),
    "casualties in 2025 (CSIS)": "soldiers|killed_and_wounded|casualties|period|all_fronts",
    "total casualties (CSIS January 2026)": "soldiers|killed_and_wounded|casualties|cumulative|all_fronts",
    "total casualties (CSIS June 2025)": "soldiers|killed_and_wounded|casualties|cumulative|all_fronts",
    "military casualties, cumulative": "soldiers|killed_and_wounded|casualties|cumulative|all_fronts",
    "casualties in Kursk (Zelensky)": "soldiers|killed_and_wounded|casualties|cumulative|kursk_only",
    "soldiers killed in Kursk (South Korea NIS)": "soldiers|killed|killed|cumulative|kursk_only",
    "named dead (BBC/Mediazona)": "names|killed|named|cumulative|all_fronts",
    "named dead verified by BBC/Mediazona": "names|killed|named|cumulative|all_fronts",
    "civilian deaths": "civilians|killed|killed|cumulative|all_fronts",
    "civilians killed verified 1-24 April 2025": "civilians|killed|killed|period|all_fronts",
    "civilian casualties verified 1-24 April 2025": (
        "civilians|killed_and_injured|killed_and_injured|period|all_fronts"
    ),
    "personnel losses in month (Ukrainian General Staff)": "series|||month|all_fronts",
    "personnel losses, cumulative (Ukrainian General Staff)": "series|||cumulative|all_fronts",
}
PARTS = ["counted", "metric", "definition", "aggregation", "scope"]


@dataclass(frozen=True)
class Noted:
    """
    A number that stands in another row's words: *words* must still be there.
    """

    row: str
    words: str
    metric: str
    definition: str
    value: float
    low: float | None = None
    high: float | None = None


def casualty_figures(upstream: Path, counted: str) -> pd.DataFrame:
    """
    Return the published figures that count *counted*: ``soldiers``, ``names`` or ``civilians``.

    Left out are the General Staff's own figures, which battlefield/personnel_losses_claimed holds for every
    day; other sources that repeat them stay, and ``voice_party`` tells whose word it is.

    Args:
        upstream: The folder that holds ``figures/``.
        counted: Who is counted.

    Returns:
        The figures' columns (``figure_id``, ``value``, ``period_end``, …) with ``country, metric,
        definition, aggregation, scope, value_basis, voice_party`` and a ``locator`` in every row.

    Raises:
        TableError: The file is damaged, or measures something that MEASURED does not know.
    """
    rows = figures.build(upstream)
    rows = rows[rows["topic"].eq(TOPIC) & rows["source_id"].ne(SERIES)]
    meaning = map_labels(rows["metric"], MEASURED, "MEASURED in sources/casualty_figures.py")
    parts = meaning.str.split("|", expand=True).set_axis(PARTS, axis="columns")
    rows = rows.assign(**{part: parts[part] for part in PARTS})
    rows["counted"] = rows["counted"].mask(rows["source_id"].isin(NAMED), "names")
    rows = later_of(rows[rows["counted"].eq(counted)])
    return rows.assign(
        country=map_labels(rows["entity"], COUNTRIES, "COUNTRIES in sources/casualty_figures.py"),
        value_basis=value_basis(rows),
        voice_party=voice_parties(rows["source_id"]),
        locator=rows["locator"].fillna(page_addresses(rows["source_id"])),
    )


def value_basis(rows: pd.DataFrame) -> pd.Series:
    """
    Tell what ``value`` is: stated, the midpoint of a stated range, or the one bound that was stated.
    """
    low, high, value = rows["value_low"], rows["value_high"], rows["value"]
    basis = pd.Series("stated", index=rows.index)
    basis = basis.mask(high.notna() & low.isna() & value.eq(high), "at_most")
    basis = basis.mask(low.notna() & high.isna() & value.eq(low), "at_least")
    middle = low.notna() & high.notna() & rows["note"].fillna("").str.contains("midpoint")
    return basis.mask(middle, "midpoint")


def noted_rows(rows: pd.DataFrame, noted: list[Noted], key: str, words: str) -> pd.DataFrame:
    """
    Return a row for each of *noted* whose parent is in *rows*: the parent with another metric and number.

    Args:
        rows: The parents, with *key* that names them and *words* that holds what they say.
        noted: The numbers to lift out.
        key: Column that names a row.
        words: Column that must hold each one's words.

    Raises:
        TableError: A parent no longer says what was lifted out of it.
    """
    parts = []
    for item in noted:
        parent = rows[rows[key].eq(item.row)]
        if not parent.empty and not parent[words].fillna("").str.contains(item.words, regex=False).all():
            raise TableError(
                f"{parent.index[0]}, column {words}: no longer holds {item.words!r}: review the lifted number"
            )
        basis = "stated" if item.low is None else "midpoint"
        numbers = {"value": item.value, "value_low": item.low, "value_high": item.high}
        named = {key: item.row + "-" + item.metric, "metric": item.metric, "definition": item.definition}
        parts.append(parent.assign(**named, **numbers, value_basis=basis))
    return pd.concat(parts) if parts else rows.iloc[:0]
