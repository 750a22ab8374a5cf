"""
Statements on what is made, supplied and kept: gathered rows, claims and figures, routed to their tables.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources import figures, gathered
from threefronts.sources.reading import optional_days, read_upstream
from threefronts.tables import TableError, load_table, read_manifest, read_sources

FILE = Path("industry") / "production.csv"
CLAIMS = Path("claims_kb") / "production_and_stock_claims.csv"
READINGS = "industry/readings"
READ = ["producer", "item_class", "model", "origin", "measure", "scope", "unit"]
SAID = ["producer", "item_class", "model", "origin", "unit", "period_start", "period_end", "claimant"]
IDENTITY = [*SAID, "source_url"]
COLUMNS = [
    *IDENTITY,
    *("value", "low", "high", "published_on", "claimant_party", "relay", "source_name", "kind", "note"),
    "overlaps_existing",
]
CLAIMS_IDENTITY = ["topic", "period", "claimant"]
CLAIMS_COLUMNS = [*CLAIMS_IDENTITY, "value", "unit", "page_read_for_the_figure"]
TOPICS = ["production", "barrels", "shells", "storage", "recruitment", "force_size"]
# A claim's number as written: 250000, >750 (a lower bound), 115-130 (a range), 1:10 (a ratio).
NUMBER = r"(?P<more>>)?(?:1:)?(?P<first>\d+(?:\.\d+)?)(?:-(?P<last>\d+))?"
PERIOD = r"(?:end-)?(\d{4}(?:-\d{2}){0,2})"


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/production``: tanks, armoured vehicles, guns, barrels.
    """
    return table_rows(upstream, "industry/production")


def table_rows(upstream: Path, name: str) -> pd.DataFrame:
    """
    Return the statements that belong to table *name*, each once.

    Args:
        upstream: The folder that holds ``industry/``, ``claims_kb/`` and ``figures/``.
        name: One of the tables that ``industry/readings`` routes to.

    Raises:
        TableError: A file is missing or damaged, a row has no reading, or a page no key.
    """
    published = industry_figures(upstream)
    rows = gathered.with_figures(read_rows(upstream / FILE), published)
    claims = read_claims(upstream / CLAIMS)
    claims = gathered.with_figures(claims[~_same(claims).isin(_same(rows))], published)
    told = {*rows["figure_id"].dropna(), *claims["figure_id"].dropna()}
    rest = figure_rows(published[~published["figure_id"].isin(told)])
    every = pd.concat([rows, claims, rest])
    chosen = every[every["table"].eq(name.split("/")[1])].rename(columns={"country": "producer"})
    return chosen[list(read_manifest(name).fields)]


def industry_figures(upstream: Path) -> pd.DataFrame:
    """
    Return the published figures on production, stocks, recruits and forces.
    """
    published = figures.build(upstream)
    return published[published["topic"].isin(TOPICS)]


def read_rows(path: Path) -> pd.DataFrame:
    """
    Return the gathered statements with their readings.
    """
    rows = read_upstream(path, COLUMNS)
    sources = gathered.source_ids(rows["source_url"], rows["claimant"])
    statements = rows[[*SAID, "relay", "kind", "note"]].assign(
        row_id=gathered.row_ids(rows, IDENTITY, rows["item_class"]),
        source_id=sources,
        claimant_party=gathered.parties(sources),
        locator=rows["source_url"],
        gathered_in="production",
        also_in_figures=gathered.is_yes(rows["overlaps_existing"]),
        period_start=optional_days(rows["period_start"]),
        period_end=optional_days(rows["period_end"]),
    )
    parts = [statements, gathered.bounds(rows), gathered.dated(rows["published_on"])]
    return with_readings(pd.concat(parts, axis=1))


def read_claims(path: Path) -> pd.DataFrame:
    """
    Return the claims noted before the gathering, those that a reading sends to a table of this front.
    """
    rows = read_upstream(path, CLAIMS_COLUMNS)
    rows = rows.assign(row_id=gathered.row_ids(rows, CLAIMS_IDENTITY, "claim"))
    kept = rows["row_id"].isin(_readings().query("table != 'elsewhere'").index)
    _require_readings(rows["row_id"])
    rows = rows[kept]
    sources = gathered.source_ids(rows["page_read_for_the_figure"], rows["claimant"])
    statements = rows[["row_id", "claimant"]].assign(
        **dict.fromkeys(["producer", "item_class", "model", "origin", "unit"], None),
        **_periods(rows["period"]),
    )
    shared = gathered.knowledge_base(rows, sources)
    parts = [statements, shared, gathered.bounds(written_numbers(rows["value"]))]
    return with_readings(pd.concat(parts, axis=1))


def figure_rows(published: pd.DataFrame) -> pd.DataFrame:
    """
    Return published figures as statements, those that a reading sends to a table of this front.
    """
    readings = _readings()
    rows = published[published["figure_id"].isin(readings.query("table != 'elsewhere'").index)]
    statements = rows.rename(columns={"entity": "producer"}).assign(
        **dict.fromkeys(["item_class", "model", "origin", "relay"], None),
        **by_register(rows["source_id"]),
        row_id=rows["figure_id"],
        locator=locators(rows),
        published_precision=rows["published_precision"].fillna("unknown"),
        gathered_in="figures",
        also_in_figures=True,
    )
    return with_readings(statements)


def by_register(sources: pd.Series) -> dict[str, pd.Series]:
    """
    Return claimant and party of *sources* as the register gives them.
    """
    producer = sources.map(lambda source: read_sources()[source]["producer"])
    return {"claimant": producer, "claimant_party": gathered.parties(sources)}


def locators(published: pd.DataFrame) -> pd.Series:
    """
    Return where each published figure was read: its place in an archive, else its source's address.
    """
    addresses = published["source_id"].map(lambda source: read_sources()[source]["url"])
    return published["locator"].fillna(addresses)


def written_numbers(cells: pd.Series) -> pd.DataFrame:
    """
    Return ``value, low, high`` as text from numbers as a claim writes them; a range's value is its midpoint.

    Raises:
        TableError: A cell is written in another way.
    """
    parts = cells.str.extract(rf"^{NUMBER}$")
    bad = parts["first"].isna().to_numpy()
    if bad.any():
        row = int(bad.argmax())
        raise TableError(f"{cells.index[row]}, column {cells.name}: {cells.iloc[row]!r}: no number as agreed")
    low = parts["first"].where(parts["more"].notna() | parts["last"].notna())
    middle = (parts["first"].astype("float64") + parts["last"].astype("float64")) / 2
    value = parts["first"].mask(parts["last"].notna(), middle.astype("str"))
    return pd.DataFrame({"value": value, "low": low, "high": parts["last"]})


def with_readings(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Add table, measure and scope, and put a reading's own words in the place of upstream's.

    Raises:
        TableError: A row has no reading.
    """
    _require_readings(rows["row_id"])
    readings = _readings().loc[rows["row_id"]].set_axis(rows.index)
    read = {column: readings[column].fillna(rows.get(column)) for column in READ}
    read["country"] = read.pop("producer").replace(gathered.COUNTRIES)
    return rows.drop(columns="producer").assign(**read, table=readings["table"])


def _readings() -> pd.DataFrame:
    return load_table(READINGS).set_index("row_id")


def _require_readings(ids: pd.Series) -> None:
    missing = ids[~ids.isin(_readings().index)]
    if not missing.empty:
        raise TableError(
            f"{missing.index[0]}: {missing.iloc[0]} has no reading: add a row to data/{READINGS}.csv "
            "(table, measure, scope), then seal it"
        )


def _same(rows: pd.DataFrame) -> pd.Series:
    said = zip(gathered.statements(rows), rows["item_class"], strict=True)
    return pd.Series(list(said), index=rows.index, dtype="object")


def _periods(cells: pd.Series) -> dict[str, pd.Series]:
    printed = cells.str.extract(rf"^{PERIOD}$", expand=False)
    last = gathered.dated(printed)["published_on"]
    first = optional_days((printed + "-01-01").str[:10]).where(printed.str.len() < 10, last)
    return {"period_start": first.mask(cells.str.startswith("end-"), last), "period_end": last}
