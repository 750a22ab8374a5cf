"""
What the gathered files of the industry front have in common: ids, dates, bounds, voices, repeats.
"""

import hashlib
from collections.abc import Sequence

import pandas as pd

from threefronts.sources.reading import PRECISIONS, last_days, map_labels, measures
from threefronts.sources.registered import publication
from threefronts.tables import TableError, load_table, read_sources, root_voice

KEYS = "industry/source_keys"
YES_NO = {"yes": "true", "no": "false"}
COUNTRIES = {"Czech Republic": "Czechia"}


def row_ids(rows: pd.DataFrame, columns: Sequence[str], prefix: pd.Series | str) -> pd.Series:
    """
    Name each row by a prefix and a hash of what is said and by whom, so that a revised value keeps the id.

    Raises:
        TableError: Two rows say the same of the same thing.
    """
    words = rows[list(columns)].fillna("").agg("|".join, axis=1)
    repeated = words.duplicated().to_numpy()
    if repeated.any():
        row = int(repeated.argmax())
        raise TableError(
            f"{words.index[row]}, column {', '.join(columns)}: {words.iloc[row]!r}: stands in the file twice"
        )
    return prefix + "-" + words.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:8])


def source_ids(addresses: pd.Series, claimants: pd.Series) -> pd.Series:
    """
    Return the register's id for each page and the one who speaks there.

    Raises:
        TableError: A pair has no key in the table of keys.
    """
    keys = load_table(KEYS)
    known = dict(zip(zip(keys["address"], keys["claimant"], strict=True), keys["source_id"], strict=True))
    pairs = pd.Series(list(zip(addresses, claimants, strict=True)), index=addresses.index, dtype="object")
    found = pairs.map(known.get)
    if found.isna().any():
        place = found.index[found.isna()][0]
        raise TableError(
            f"{place}, column {addresses.name}: {pairs[place][0]!r} ({pairs[place][1]}): no key fits it: "
            f"register the source in data/sources.yml and add its key to data/{KEYS}.csv"
        )
    return found.astype("str")


def dated(cells: pd.Series) -> pd.DataFrame:
    """
    Return ``published_on`` (a month or year counts as its last day) and how precise it was.
    """
    precision = cells.str.len().map(PRECISIONS).fillna("unknown")
    return pd.DataFrame({"published_on": last_days(cells), "published_precision": precision})


def knowledge_base(rows: pd.DataFrame, sources: pd.Series) -> pd.DataFrame:
    """
    Return the columns that every statement of the knowledge base shares: who, where, and when it was known.

    Args:
        rows: The knowledge base's rows, with the page each was read on.
        sources: The register's id of each.
    """
    said = {
        "relay": None,
        "note": None,
        "kind": sources.map(lambda source: read_sources()[source]["evidence"]),
        "source_id": sources,
        "claimant_party": parties(sources),
        "locator": rows["page_read_for_the_figure"],
        "gathered_in": "claims_kb",
        "also_in_figures": False,
    }
    return pd.DataFrame(said, index=rows.index).join(publication(sources))


def bounds(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Return ``value, value_low, value_high`` as numbers.

    Raises:
        TableError: A row has none of the three, or its bounds are the wrong way round.
    """
    numbers = pd.DataFrame(
        {
            "value": measures(rows["value"], required=False),
            "value_low": measures(rows["low"], required=False),
            "value_high": measures(rows["high"], required=False),
        }
    )
    crossed = numbers["value_low"] > numbers["value_high"]
    bad = (numbers.isna().all(axis=1) | crossed).to_numpy()
    if bad.any():
        raise TableError(
            f"{rows.index[int(bad.argmax())]}, column value, low, high: needs a number, and low at most high"
        )
    return numbers


def parties(sources: pd.Series) -> pd.Series:
    """
    Return the register's party of each source.
    """
    return sources.map(lambda source: read_sources()[source]["party"]).astype("str")


def is_yes(cells: pd.Series) -> pd.Series:
    """
    Return whether a cell says yes.
    """
    return map_labels(cells, YES_NO, "YES_NO in sources/gathered.py").eq("true")


def statements(rows: pd.DataFrame) -> pd.Series:
    """
    Return what makes two rows one statement: root voice, country, unit and number.

    Args:
        rows: With ``source_id, country, unit, value, value_low, value_high``.
    """
    number = rows[["value", "value_low", "value_high"]].astype("float64").bfill(axis=1)["value"]
    voices = rows["source_id"].map(root_voice)
    said = zip(voices, rows["country"], rows["unit"], number, strict=True)
    return pd.Series(list(said), index=rows.index, dtype="object")


def matching_figures(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """
    Return the id of the published figure that is the same statement as each row; missing where none is.

    Args:
        rows: As for :func:`statements`.
        figures: Rows of ``synthesis/figures``; their ``entity`` is the country.
    """
    said = statements(figures.rename(columns={"entity": "country"}))
    known = dict(reversed(list(zip(said, figures["figure_id"], strict=True))))
    return statements(rows).map(known.get).astype("str")


def with_figures(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``figure_id`` and mark the matched rows; the earlier of two days of publication counts.
    """
    rows = rows.assign(figure_id=matching_figures(rows, figures))
    return known_first(rows, figures)


def known_first(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """
    Date each row that has a ``figure_id`` by the figure where that was known earlier, and mark it.
    """
    by_id = figures.set_index("figure_id")
    matched = by_id[["published_on", "published_precision"]].reindex(rows["figure_id"]).set_axis(rows.index)
    day, precision = matched["published_on"], matched["published_precision"]
    earlier = day.notna() & ~(rows["published_on"] <= day)
    return rows.assign(
        published_on=rows["published_on"].mask(earlier, day),
        published_precision=rows["published_precision"].mask(earlier, precision),
        also_in_figures=rows["also_in_figures"] | rows["figure_id"].notna(),
    )
