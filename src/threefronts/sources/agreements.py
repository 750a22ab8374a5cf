"""
Peace agreements between Ukraine and others since 2014, from the PA-X database.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.reading import days, read_upstream, require_unique
from threefronts.tables import read_manifest

TABLE = "diplomacy/agreements"
SOURCE = "pax_v10"
FILE = Path("peace_agreements") / "pax_v10_ukraine_subset.csv"
FIELDS = {
    "AgtId": "agreement_id",
    "Con": "conflict",
    "PPName": "process",
    "Agt": "title",
    "Status": "status",
    "Agtp": "agreement_type",
    "Stage": "stage",
    "StageSub": "substage",
    "Part": "parties",
    "ThrdPart": "third_parties",
}
COLUMNS = [*FIELDS, "Ver", "Dat", "Loc1ISO", "Loc2ISO"]


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/agreements``.

    Args:
        upstream: The folder that holds ``peace_agreements/``.

    Raises:
        TableError: The file is missing or damaged, or an agreement stands twice.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, ["AgtId"])
    table = rows.rename(columns=FIELDS)[list(FIELDS.values())].apply(_plain)
    day = days(rows["Dat"])
    table = table.assign(
        event_date=day,
        published_on=day,
        first_version="v" + rows["Ver"],
        countries=rows["Loc1ISO"].str.cat(rows["Loc2ISO"], sep=";", na_rep="").str.strip(";"),
        source_id=SOURCE,
        locator="AgtId " + rows["AgtId"],
    )
    return table[list(read_manifest(TABLE).fields)]


def _plain(cells: pd.Series) -> pd.Series:
    """
    Put each text on one line, and undo UTF-8 that upstream read as Latin-1 (``TÃ¼rkiye``).
    """
    return cells.map(_repaired, na_action="ignore").str.replace(r"\s+", " ", regex=True).str.strip()


def _repaired(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
