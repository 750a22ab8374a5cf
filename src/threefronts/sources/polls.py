"""
Opinion on war and concessions: series of Ukrainian pollsters, and points of the Levada Center at second hand.
"""

import re
from pathlib import Path

import pandas as pd

from threefronts.sources.reading import (
    PRECISIONS,
    days,
    last_days,
    map_labels,
    measures,
    read_upstream,
    require_unique,
)
from threefronts.tables import read_manifest

TABLE = "diplomacy/opinion_polls"
SERIES = Path("polls") / "ukraine_polls_series.csv"
LEVADA = Path("polls") / "levada_points.csv"
POLLSTERS = {
    "KIIS": "kiis_polls",
    "Gallup": "gallup_ukraine_polls",
    "Razumkov": "razumkov_polls",
    "SOCIS": "socis_barometer",
}
LEVADA_PAGES = {
    "https://streets.kyiv.ua/": "levada_streets_kyiv_2025_03",
    "https://www.criminalkyiv.info/": "levada_criminalkyiv_2025_02_12",
    "https://nextfin.ai/": "levada_nextfin_2025_12",
}
LEVADA_SERIES = {
    "support actions of Russian armed forces": "LEVADA_SUPPORT_FORCES",
    "move to peace talks": "LEVADA_TALKS_OR_WAR",
    "continue military actions": "LEVADA_TALKS_OR_WAR",
}
ADDRESSES = {"velgaks source id K2": "https://www.kiis.com.ua/?cat=reports&id=1626&lang=ukr"}
# Waves printed in words: first and last month of the fieldwork.
WAVES = {"2024 (Aug+Oct mean)": ("2024-08", "2024-10")}
# Releases whose own day is known, and whose newest wave is theirs: end of the address, day.
RELEASES = {
    "id=1506": "2025-03-14",
    "id=1535": "2025-06-10",
    "id=1559": "2025-10-09",
    "id=1572": "2026-01-02",
    "id=1626": "2026-08-07",
    "poll/653495": "2024-11-19",
    "poll/711992": "2026-06-30",
}
OLDER_WAVES = {"2022", "2023"}  # printed again in a later release
# Known changes of wording or make-up: series, waves from this on, version, what changed.
WORDINGS = [
    ("KIIS_REALISTIC_ENDING", "2022-05", "a", "release 1372: another introduction, a shorter last option"),
    ("KIIS_REALISTIC_ENDING", "2025-02", "b", "release 1639: an introduction on what is realistic was added"),
    ("GALLUP_NEGOTIATIONS", "2022", "a", "yearly points; 2024 is the mean of two waves"),
    ("SOCIS_WAR_SCENARIO", "2024-03", "a", "a mention of the Minsk agreements changed at a day not known"),
    ("KIIS_WHO_WINS", "2022-05", "a", "July 2026 is the part asked by telephone"),
    (
        "KIIS_TERRITORY_GENERAL",
        "2022-05",
        "a",
        "which territories is left open; rounded shares sum to 99 to 101",
    ),
]
COLUMNS = ["series", "pollster", "period", "answer_en", "pct", "source_url"]


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/opinion_polls``: one row an answer in a wave.

    Args:
        upstream: The folder that holds ``polls/``.

    Raises:
        TableError: A file is missing or damaged, an answer stands twice, or a pollster or page is not known.
    """
    rows = pd.concat([_ukraine(upstream), _levada(upstream)])
    first = rows["wave"].map(lambda wave: WAVES.get(wave, (wave, wave))[0])
    last = rows["wave"].map(lambda wave: WAVES.get(wave, (wave, wave))[1])
    month = first.str.len().map({4: "-01-01", 7: "-01"}).fillna("")
    release = rows["release_url"].map(_release_day).where(~rows["wave"].isin(OLDER_WAVES))
    period_end = last_days(last)
    released = pd.to_datetime(release, format="%Y-%m-%d").astype("datetime64[s]")
    precision = last.str.len().map(PRECISIONS).mask(released.notna(), "release")
    table = rows.join(_wordings(rows)).assign(
        period_start=days(first + month),
        period_end=period_end,
        published_on=released.fillna(period_end),
        published_precision=precision,
        pct=measures(rows["pct"]),
        locator=rows["release_url"],
    )
    return table[list(read_manifest(TABLE).fields)]


def _ukraine(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / SERIES, COLUMNS)
    require_unique(rows, ["series", "period", "answer_en"])
    return pd.DataFrame(
        {
            "series": rows["series"],
            "country": "ukraine",
            "pollster": rows["pollster"],
            "wave": rows["period"],
            "answer": rows["answer_en"],
            "pct": rows["pct"],
            "release_url": rows["source_url"].replace(ADDRESSES),
            "source_id": map_labels(rows["pollster"], POLLSTERS, "POLLSTERS in sources/polls.py"),
        }
    )


def _levada(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / LEVADA, ["period", "question", "pct", "page_read_for_the_figure"])
    require_unique(rows, ["period", "question"])
    address = rows["page_read_for_the_figure"].str.split(" ").str[0]
    page = address.str.extract(r"^(https://[^/]+/)", expand=False).rename("page_read_for_the_figure")
    return pd.DataFrame(
        {
            "series": map_labels(rows["question"], LEVADA_SERIES, "LEVADA_SERIES in sources/polls.py"),
            "country": "russia",
            "pollster": "Levada",
            "wave": rows["period"],
            "answer": rows["question"],
            "pct": rows["pct"],
            "release_url": address,
            "source_id": map_labels(page, LEVADA_PAGES, "LEVADA_PAGES in sources/polls.py"),
        }
    )


def _release_day(address: str) -> str | None:
    return next(
        (day for end, day in RELEASES.items() if re.search(rf"{re.escape(end)}(?!\d)", address)), None
    )


def _wordings(rows: pd.DataFrame) -> pd.DataFrame:
    version = pd.DataFrame({"wording": None, "wording_note": None}, index=rows.index, dtype="str")
    for series, since, name, note in WORDINGS:
        fits = rows["series"].eq(series) & (rows["wave"] >= since)
        version.loc[fits, ["wording", "wording_note"]] = [name, note]
    return version
