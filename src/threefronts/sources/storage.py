"""
Russian stores: what stands there, what of it is fit, what has left, and when it was seen.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources import gathered, production
from threefronts.sources.reading import last_days, measures, read_upstream
from threefronts.tables import load_table, read_manifest

TABLE = "industry/storage"
FILE = Path("industry") / "storage.csv"
NUMBERS = {
    "stored_total": "stored",
    "fit_for_refurbishment": "fit_for_use",
    "unfit": "unfit",
    "removed_since_start": "removed",
    "removed_share_percent": "removed_pct",
    "removed_share_low": "removed_pct_low",
    "removed_share_high": "removed_pct_high",
}
IDENTITY = ["item_class", "model", "date_of_imagery", "claimant", "source_url", "note"]
COLUMNS = [*IDENTITY, *NUMBERS, "published_on", "source_name", "overlaps_existing"]
CLASSES = {"artillery_tube": "artillery"}
UNITS = {"tank": "tanks", "armoured_vehicle": "vehicles", "artillery": "guns"}  # as the figures count them
COUNTRY = "Russia"  # all stores in the gathered file are Russian


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/storage``, one row a count or estimate of one kind of equipment.

    Args:
        upstream: The folder that holds ``industry/`` and ``figures/``.

    Raises:
        TableError: A file is missing or damaged, or a page has no key.
    """
    published = production.industry_figures(upstream)
    rows = read_rows(upstream / FILE)
    found = _matching(rows, published)
    rows = gathered.known_first(rows.assign(figure_id=found.bfill(axis=1).iloc[:, 0]), published)
    rest = _figures(published[~published["figure_id"].isin(set(found.stack()))])
    return pd.concat([rows, rest])[list(read_manifest(TABLE).fields)]


def read_rows(path: Path) -> pd.DataFrame:
    """
    Return the gathered counts, without the figures that say the same.
    """
    rows = read_upstream(path, COLUMNS)
    sources = gathered.source_ids(rows["source_url"], rows["claimant"])
    numbers = {name: measures(rows[column], required=False) for column, name in NUMBERS.items()}
    imagery = gathered.dated(rows["date_of_imagery"])
    return rows[["model", "claimant", "note"]].assign(
        **numbers,
        row_id=gathered.row_ids(rows, IDENTITY, "store-" + rows["item_class"]),
        country=COUNTRY,
        item_class=rows["item_class"].replace(CLASSES),
        imagery_date=imagery["published_on"],
        imagery_precision=imagery["published_precision"],
        published_on=last_days(rows["published_on"]),
        published_precision=gathered.dated(rows["published_on"])["published_precision"],
        source_id=sources,
        claimant_party=gathered.parties(sources),
        relay=rows["source_name"],
        locator=rows["source_url"],
        gathered_in="storage",
        also_in_figures=gathered.is_yes(rows["overlaps_existing"]),
    )


def _matching(rows: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    unit = rows["item_class"].map(UNITS)
    asked = rows.assign(unit=unit, value_low=None, value_high=None)
    return pd.DataFrame(
        {
            column: gathered.matching_figures(asked.assign(value=rows[column]), published)
            for column in ("stored", "removed", "fit_for_use")
        }
    )


def _figures(published: pd.DataFrame) -> pd.DataFrame:
    readings = load_table(production.READINGS).query("table == 'storage'").set_index("row_id")
    rows = published[published["figure_id"].isin(readings.index)].set_index("figure_id", drop=False)
    read = readings.loc[rows.index]
    kept = {name: rows["value"].where(read["measure"].eq(name)) for name in NUMBERS.values()}
    return rows.rename(columns={"entity": "country"}).assign(
        **kept,
        **read[["item_class", "model"]],
        **production.by_register(rows["source_id"]),
        row_id=rows["figure_id"],
        imagery_date=rows["period_end"].where(rows["kind"].eq("count")),
        imagery_precision=rows["kind"].eq("count").map({True: "month", False: "unknown"}),
        published_precision=rows["published_precision"].fillna("unknown"),
        relay=None,
        locator=production.locators(rows),
        gathered_in="figures",
        also_in_figures=True,
    )
