"""
Dead soldiers known by name: counts that grow with the search for names, and lag behind the deaths.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.casualty_figures import casualty_figures
from threefronts.sources.casualty_statements import (
    COPIED_ON,
    COUNT_COLUMNS,
    COUNTS,
    REPOSITORY,
    STUDY,
    STUDY_COLUMNS,
    STUDY_END,
    STUDY_FILE,
    TOTALS_FILE,
    read_totals,
)
from threefronts.sources.reading import counts, days, map_labels, read_upstream, require_unique
from threefronts.sources.registered import page_addresses, publication, voice_parties
from threefronts.tables import load_table, read_manifest

TABLE = "battlefield/confirmed_deaths"
REPORTS = "battlefield/confirmed_death_reports"
# Beginning of the page as the gathering names it -> id of the register
PAGES = {
    "https://d3kcf2pe5t7rrb.cloudfront.net/ru/312025": "mediazona_meduza_mirror_2023_03",
    "https://www.quotidiano.net/": "mediazona_quotidiano_2024_02",
    "https://thedailyreports.com/": "mediazona_daily_reports_2024_08",
    "https://stiridelailfov.ro/externe?page=1164": "mediazona_stiri_ilfov_2025_02_22",
    "github.com/thebadely/thebadely.github.io _posts/2025-05-05": "mediazona_bbc_copy_2025_05_05",
    "github.com/thebadely/thebadely.github.io _posts/2025-12-30": "mediazona_bbc_copy_2025_12_30",
    "https://huilo.artek0chumak.org/article/2026/02/24/": "mediazona_mirror_2026_02_24",
    "methodology file of an independent analysis": "mediazona_methodology_2026_06_12",
    "barafael/bavovniatko research/": "mediazona_bavovniatko_2026_09_10",
}
WORDINGS = {
    "exact": "exact",
    "more than": "more_than",
    "almost": "almost",
    "milestone": "milestone",
    "about": "about",
}
BROKEN_ON = pd.Timestamp("2026-02-24")  # from here Mediazona also counts leaked civil registrations
SERIES = {"ualosses": "ualosses", "memory_book_2023_11": "memory_book"}
UALOSSES, MEDIAZONA = "ualosses", "mediazona_bbc"


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/confirmed_deaths``, one row one count on one day.

    Args:
        upstream: The folder that holds ``casualties/`` and ``figures/``.

    Raises:
        TableError: A file is missing or damaged, or a page or a wording is not mapped.
    """
    parts = [_mediazona(upstream), _reports(), _figures(upstream), _by_death(upstream), _totals(upstream)]
    rows = pd.concat(parts)
    broken = rows["series"].eq(MEDIAZONA) & (rows["event_date"] >= BROKEN_ON)
    rows = rows.assign(
        method=broken.map({True: "open_sources_and_civil_registry", False: "open_sources"}),
        country=rows["series"].eq(MEDIAZONA).map({True: "russia", False: "ukraine"}),
        voice_party=voice_parties(rows["source_id"]),
    )
    return rows.sort_values(["series", "count_basis", "event_date", "value"])[
        list(read_manifest(TABLE).fields)
    ]


def _mediazona(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / COUNTS, COUNT_COLUMNS)
    require_unique(rows, ["as_of"])
    page = rows["page_read_for_the_figure"]
    beginning = page.map(lambda name: next((start for start in PAGES if name.startswith(start)), name))
    source_id = map_labels(beginning, PAGES, "PAGES in sources/confirmed_deaths.py")
    return rows.assign(
        series=MEDIAZONA,
        count_basis="as_published",
        event_date=days(rows["as_of"]),
        value=counts(rows["confirmed_by_name"]),
        wording=map_labels(rows["precision"], WORDINGS, "WORDINGS in sources/confirmed_deaths.py"),
        source_id=source_id,
        locator=page,
        **publication(source_id),
    )


def _reports() -> pd.DataFrame:
    rows = load_table(REPORTS)
    places = [f"data/{REPORTS}.csv, line {line}" for line in range(2, len(rows) + 2)]
    return rows.set_axis(places).assign(
        series=MEDIAZONA, count_basis="as_published", locator=page_addresses(rows["source_id"]).to_numpy()
    )


def _figures(upstream: Path) -> pd.DataFrame:
    """
    Return the counts of names among the published figures; a range ends with the dead and missing together.
    """
    rows = casualty_figures(upstream, "names")
    ranged = rows["value_low"].notna() & rows["value_high"].notna()
    bounded = rows["value_low"].notna() & ~ranged
    ualosses = rows["source_id"].eq(UALOSSES)
    wording = pd.Series("about", index=rows.index).mask(bounded, "at_least").mask(ualosses, "exact")
    return rows.assign(
        series=rows["source_id"].map(SERIES).fillna(MEDIAZONA),
        count_basis="as_published",
        event_date=rows["period_end"],
        value=rows["value"].mask(ranged, rows["value_low"]),
        value_with_missing=rows["value_high"].where(ranged),
        wording=wording,
    )


def _by_death(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / STUDY, STUDY_COLUMNS)
    event_date = days(rows["date"])
    rows = rows.assign(
        event_date=event_date,
        value=counts(rows["register_named_dead"]),
        note="a later release of the register, counted by day of death",
        **_copied(STUDY_FILE),
    )
    return rows[event_date <= STUDY_END]


def _totals(upstream: Path) -> pd.DataFrame:
    rows = read_totals(upstream)
    rows = rows[rows["Source"].eq("UALosses")]
    return rows.assign(
        event_date=STUDY_END,
        value=rows["Combatants: low"],
        value_with_missing=rows["Combatants: high"],
        note="total of 2022 to 2025 in the study's table of sources",
        **_copied(TOTALS_FILE),
    )


def _copied(file: str) -> dict[str, object]:
    return {
        "series": UALOSSES,
        "count_basis": "by_day_of_death",
        "wording": "exact",
        "source_id": "ualosses_study",
        "published_on": COPIED_ON,
        "published_precision": "copied",
        "locator": REPOSITORY + file,
    }
