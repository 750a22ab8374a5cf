"""
Truces and offers of a truce, with the breaches that each side counts on the other.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.contacts import PARTIES
from threefronts.sources.pages import NO_DATE, READ, hash_ids, listed_ids, page_days
from threefronts.sources.reading import counts, optional_days, read_upstream, require_unique
from threefronts.sources.registered import ids_by_address
from threefronts.tables import read_manifest

TABLE = "diplomacy/truces"
FILE = Path("diplomacy") / "truces.csv"
CLAIMED = ["violations_claimed_by_russia", "violations_claimed_by_ukraine"]
COLUMNS = [
    *("name", "start", "end", "scope", "declared_by", "accepted_by", *CLAIMED),
    *("independent_note", "published_on", "source_name", "source_url"),
]
OFFER = r"\((?:proposal|offer|Turkish idea)"
MORE_THAN = r"count reads (?:more than|over) "
MIRROR = " (mirror basis)"
MARK = r" ?\[dates? inferred\]"
WEAK = {"Easter truce 2026 (night count)": "machine-written repost of the General Staff's bulletin"}


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/truces``.

    Args:
        upstream: The folder that holds ``diplomacy/``.

    Raises:
        TableError: The file is missing or damaged, a row stands twice, or a party or page is not known.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, ["name", "source_url"])
    source_id = ids_by_address(rows["source_url"])
    published = page_days(rows, source_id)
    weak, note = rows["name"].map(WEAK), rows["independent_note"].fillna("")
    accepted = rows["accepted_by"].str.replace(MIRROR, "", regex=False)
    table = published.assign(
        truce_id=hash_ids("tr", rows["start"], rows["name"] + "|" + rows["source_url"]),
        truce=rows["name"].str.replace(r" \(.*\)$", "", regex=True),
        account=rows["name"].str.extract(r" \((.*)\)$", expand=False),
        status=pd.Series("declared", index=rows.index).mask(rows["name"].str.contains(OFFER), "offered"),
        period_start=optional_days(rows["start"]),
        period_end=optional_days(rows["end"]),
        date_precision=pd.Series("day", index=rows.index).mask(
            rows["scope"].str.contains("inferred"), "inferred"
        ),
        scope=rows["scope"].str.replace(MARK, "", regex=True),
        declared_by=listed_ids(rows["declared_by"], PARTIES, "PARTIES in sources/contacts.py"),
        accepted_by=listed_ids(accepted, PARTIES, "PARTIES in sources/contacts.py"),
        accepted_note=pd.Series(None, index=rows.index, dtype="str").mask(
            accepted.ne(rows["accepted_by"]) & accepted.notna(), "as long as the other side keeps it"
        ),
        is_more_than=note.str.contains(MORE_THAN),
        note=rows["independent_note"],
        published_reason=pd.Series(NO_DATE, index=rows.index).where(published["published_on"].isna(), None),
        confidence=pd.Series("normal", index=rows.index).mask(weak.notna(), "weak"),
        confidence_reason=weak,
        source_id=source_id,
        locator=READ,
        **{column: counts(rows[column], required=False) for column in CLAIMED},
    )
    return table[list(read_manifest(TABLE).fields)]
