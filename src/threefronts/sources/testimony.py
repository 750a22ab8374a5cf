"""
The testimony of 3 and 8 April 2025, statement by statement, with what it is compared with.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources import gathered, production
from threefronts.sources.reading import days, measures, read_upstream
from threefronts.tables import read_manifest

TABLE = "industry/testimony"
FILE = Path("industry") / "testimony.csv"
IDENTITY = ["metric", "source_url", "hearing_date"]
COLUMNS = [*IDENTITY, "statement", "value", "qualifier", "unit", "written_or_spoken", "note"]
NOT_FOUND = "not found"
COUNTRY = {True: "United States", False: "Russia"}


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the statements, one row a statement on one page.

    Args:
        upstream: The folder that holds ``industry/`` and ``figures/``.

    Raises:
        TableError: The file is missing or damaged, or a page has no key.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    sources = gathered.source_ids(rows["source_url"].fillna(NOT_FOUND), rows["written_or_spoken"])
    said_on = days(rows["hearing_date"])
    statements = rows[["statement", "metric", "qualifier", "unit", "note"]].assign(
        row_id=gathered.row_ids(rows, IDENTITY, "statement"),
        form=rows["written_or_spoken"].replace(NOT_FOUND, "not_found"),
        value=measures(rows["value"], required=False),
        said_on=said_on,
        published_on=said_on,
        published_precision="day",
        source_id=sources,
        claimant_party=gathered.parties(sources),
        locator=rows["source_url"].fillna(NOT_FOUND),
    )
    asked = statements.assign(country=_countries(rows["statement"]), value_low=None, value_high=None)
    statements["figure_id"] = gathered.matching_figures(asked, production.industry_figures(upstream))
    statements["also_in_figures"] = statements["figure_id"].notna()
    return statements[list(read_manifest(TABLE).fields)]


def _countries(statements: pd.Series) -> pd.Series:
    return statements.str.startswith("American").map(COUNTRY)
