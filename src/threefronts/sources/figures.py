"""
Published figures: one row one number by one source, rival numbers side by side.
"""

import hashlib
import re
from pathlib import Path

import pandas as pd

from threefronts.sources.keys import source_ids
from threefronts.sources.reading import (
    PRECISIONS,
    last_days,
    measures,
    optional_days,
    read_upstream,
    require_unique,
)
from threefronts.tables import read_manifest

TABLE = "synthesis/figures"
FILE = Path("figures") / "figures.csv"
IDENTITY = ["topic", "entity", "metric", "period_start", "period_end", "as_of", "source_name", "source_url"]
TEXT = ["topic", "entity", "metric", "unit", "kind", "note"]
COLUMNS = [*IDENTITY, "value", "low", "high", "unit", "kind", "note"]
ORIGINAL = r"original: (https?://\S+)"
ORIGINAL_DAY = r"/(20\d\d)/(\d{2})(?:/(\d{2}))?(?=/)"
ARCHIVE = r"https://github\.com/([^/]+/[^/]+)/blob/([^/]+)/(.+)"


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the published figures, one row a figure.

    Args:
        upstream: The folder that holds ``figures/``.

    Raises:
        TableError: The file is missing or damaged, a figure stands twice, or a source is not mapped.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, IDENTITY)
    published_on, precision = _published_on(rows["as_of"], rows["note"])
    figures = rows[TEXT].assign(
        figure_id=_figure_ids(rows),
        value=measures(rows["value"]),
        value_low=measures(rows["low"], required=False),
        value_high=measures(rows["high"], required=False),
        period_start=optional_days(rows["period_start"]),
        period_end=optional_days(rows["period_end"]),
        published_on=published_on,
        published_precision=precision,
        source_id=source_ids(rows, rows["kind"]),
        locator=_locator(rows["source_url"]),
    )
    return figures[list(read_manifest(TABLE).fields)]


def _figure_ids(rows: pd.DataFrame) -> pd.Series:
    """
    Name each figure by its topic and a hash of what it measures and who says it, so a revision keeps the id.
    """
    words = rows[IDENTITY].fillna("").agg("|".join, axis=1)
    return rows["topic"] + "-" + words.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:8])


def _published_on(as_of: pd.Series, notes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """
    Return the last day of *as_of* (a day, month or year; empty stays empty) and how precise it was.

    Where upstream's date is the day a number speaks of, and the original's address shows a later one, the
    later one counts: nobody could know it before.
    """
    last_day = last_days(as_of)
    original = last_days(notes.str.extract(ORIGINAL, expand=False).map(_address_date, na_action="ignore"))
    later = original > last_day
    published_on = last_day.mask(later, original).astype("datetime64[s]")
    return published_on, as_of.str.len().map(PRECISIONS).mask(later, "address")


def _address_date(url: str) -> str | None:
    found = re.search(ORIGINAL_DAY, url)
    return None if found is None else "-".join(part for part in found.groups() if part)


def _locator(urls: pd.Series) -> pd.Series:
    """
    Return the archive, commit and file of a figure that comes from a data archive.
    """
    part = urls.str.extract(ARCHIVE)
    return part[0] + "@" + part[1] + " " + part[2]
