"""
Recruits by definition, and the size of the forces: gathered rows, earlier notes and published figures.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources import gathered, production
from threefronts.sources.reading import FAR_FUTURE, last_days, map_labels, optional_days, read_upstream
from threefronts.sources.recruitment_labels import FORCES, RECRUITS, Label
from threefronts.tables import read_manifest, root_voice

FILE = Path("industry") / "recruitment_force.csv"
ESTIMATES = Path("claims_kb") / "recruitment_estimates.csv"
SAID = ["country", "metric", "unit", "period_start", "period_end", "claimant", "source_url", "note"]
COLUMNS = [
    *SAID,
    *("value", "low", "high", "published_on", "claimant_party", "relay", "source_name", "kind"),
    "overlaps_existing",
]
NOTED = ["period", "recruits", "per_day", "claimant", "page_read_for_the_figure"]
# Which series a number of recruits belongs to, by its root voice and else by its party.
BUDGETS = {"istories_contracts_2024": "federal_budget", "kluge_recruitment_2025_07": "regional_budgets"}
SPEAKERS = {
    "russia": "official_statement",
    "ukraine": "other_side",
    "third_state": "foreign_estimate",
    "independent": "independent_estimate",
}
COUNTED = ["contracts", "federal_bonus", "arrivals"]
QUARTERS = {
    "Q1": ("01-01", "03-31"),
    "Q2": ("04-01", "06-30"),
    "Q3": ("07-01", "09-30"),
    "Q4": ("10-01", "12-31"),
}
NOTED_PERIODS = {  # as the notes of 2025 write them: first day, last day, definition
    "2024 (year)": ("2024-01-01", "2024-12-31", "recruited in a year"),
    "2025-01-01/2025-05-27": ("2025-01-01", "2025-05-27", "contracts signed so far in the year"),
    "2025-04 (peak)": ("2025-04-01", "2025-04-30", "contracts per day"),
    "2025-05 (late)": ("2025-05-16", "2025-05-31", "contracts per day"),
    "2025 spring": ("2025-01-01", "2025-04-03", "recruited per month"),
}


def build_recruitment(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/recruitment``: recruits, plans, bonuses and what is spent on them.

    Args:
        upstream: The folder that holds ``industry/``, ``claims_kb/`` and ``figures/``.

    Raises:
        TableError: A file is missing or damaged, a metric has no definition, or a page no key.
    """
    rows = _with_labels(_every(upstream), RECRUITS, ["counts", "window", "region"])
    voices = rows["source_id"].map(root_voice).map(BUDGETS)
    series = voices.fillna(rows["claimant_party"].map(SPEAKERS))
    rows = rows.assign(series=series.where(rows["counts"].isin(COUNTED)))
    return rows[list(read_manifest("industry/recruitment").fields)]


def build_force_size(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/force_size``: troops, and what adds to them or takes from them.
    """
    rows = _with_labels(_every(upstream), FORCES, ["measure"])
    return rows[list(read_manifest("industry/force_size").fields)]


def _with_labels(rows: pd.DataFrame, labels: dict[str, Label], columns: list[str]) -> pd.DataFrame:
    map_labels(rows["metric"], dict.fromkeys([*RECRUITS, *FORCES], ""), "sources/recruitment_labels.py")
    chosen = rows[rows["metric"].isin(list(labels))]
    read = [labels[metric] for metric in chosen["metric"]]
    return chosen.assign(
        **{column: [label[number] for label in read] for number, column in enumerate(columns)}
    )


def _every(upstream: Path) -> pd.DataFrame:
    published = production.industry_figures(upstream)
    published = published[published["topic"].isin(["recruitment", "force_size"])]
    rows = gathered.with_figures(_gathered(upstream / FILE), published)
    noted = _noted(upstream / ESTIMATES)
    noted = noted[~gathered.statements(noted).isin(gathered.statements(rows))]
    noted = gathered.with_figures(noted, published)
    told = {*rows["figure_id"].dropna(), *noted["figure_id"].dropna()}
    return pd.concat([rows, noted, _figures(published[~published["figure_id"].isin(told)])])


def _gathered(path: Path) -> pd.DataFrame:
    rows = read_upstream(path, COLUMNS)
    sources = gathered.source_ids(rows["source_url"], rows["claimant"])
    said = rows[["country", "metric", "unit", "claimant", "relay", "kind", "note"]].assign(
        row_id=gathered.row_ids(rows, SAID, "force"),
        period_start=optional_days(rows["period_start"]),
        period_end=last_days(rows["period_end"], today=FAR_FUTURE),
        source_id=sources,
        claimant_party=gathered.parties(sources),
        locator=rows["source_url"],
        gathered_in="recruitment_force",
        also_in_figures=gathered.is_yes(rows["overlaps_existing"]),
    )
    return pd.concat([said, gathered.bounds(rows), gathered.dated(rows["published_on"])], axis=1)


def _noted(path: Path) -> pd.DataFrame:
    rows = read_upstream(path, NOTED)
    sources = gathered.source_ids(rows["page_read_for_the_figure"], rows["claimant"])
    monthly = rows["recruits"].str.endswith("/month").fillna(False)
    daily = rows["recruits"].isna()
    number = rows["recruits"].str.removesuffix("/month").fillna(rows["per_day"])
    at_least = rows["claimant"].str.contains("more than")
    cells = pd.DataFrame({"value": number, "low": number.where(at_least), "high": None}, dtype="str")
    unit = pd.Series("persons", index=rows.index).mask(monthly, "persons/month").mask(daily, "persons/day")
    said = _noted_periods(rows["period"]).assign(
        row_id=gathered.row_ids(rows, ["period", "claimant"], "note"),
        country="Russia",
        unit=unit,
        claimant=rows["claimant"],
    )
    return pd.concat([said, gathered.knowledge_base(rows, sources), gathered.bounds(cells)], axis=1)


def _noted_periods(cells: pd.Series) -> pd.DataFrame:
    quarters = {
        f"{year}-{quarter}": (f"{year}-{first}", f"{year}-{last}", "contracts signed in a quarter")
        for year in range(2022, 2031)
        for quarter, (first, last) in QUARTERS.items()
    }
    known = {**NOTED_PERIODS, **quarters}
    map_labels(cells, dict.fromkeys(known, ""), "NOTED_PERIODS in sources/recruitment.py")
    first, last, metric = (
        cells.map({period: parts[number] for period, parts in known.items()}) for number in range(3)
    )
    return pd.DataFrame(
        {"period_start": optional_days(first), "period_end": optional_days(last), "metric": metric}
    )


def _figures(published: pd.DataFrame) -> pd.DataFrame:
    return published.rename(columns={"entity": "country"}).assign(
        **production.by_register(published["source_id"]),
        row_id=published["figure_id"],
        relay=None,
        locator=production.locators(published),
        published_precision=published["published_precision"].fillna("unknown"),
        gathered_in="figures",
        also_in_figures=True,
    )
