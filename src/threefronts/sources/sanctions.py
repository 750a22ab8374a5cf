"""
Persons and entities under EU Regulation 269/2014, by the day of their first listing.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.reading import counts, days, read_upstream, require_unique
from threefronts.tables import TableError, read_manifest

TABLE = "diplomacy/sanctions_listings"
SOURCE = "opensanctions_eu_269_2014"
FILE = Path("sanctions_eu") / "eu_269_2014_listings_by_date.csv"
KINDS = {"Company": "company", "LegalEntity": "legal_entity", "Person": "person"}


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/sanctions_listings``: those still listed, by first day and kind.

    Raises:
        TableError: The file is missing or damaged, a day stands twice, or kinds do not add up to the total.
    """
    rows = read_upstream(upstream / FILE, ["date", *KINDS, "total"])
    require_unique(rows, ["date"])
    numbers = pd.DataFrame({kind: counts(rows[column]) for column, kind in KINDS.items()})
    wrong = numbers.sum(axis=1).ne(counts(rows["total"])).to_numpy()
    if wrong.any():
        place = rows.index[int(wrong.argmax())]
        raise TableError(f"{place}, column total: {rows.loc[place, 'total']!r}: must be the sum of the kinds")
    numbers["event_date"] = days(rows["date"])
    long = numbers.melt("event_date", var_name="kind", value_name="n_listed", ignore_index=False)
    long = long[long["n_listed"] > 0]
    long = long.assign(published_on=long["event_date"], source_id=SOURCE, locator="first listing date")
    return long[list(read_manifest(TABLE).fields)]
