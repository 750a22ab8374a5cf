"""
SIPRI: military spending of the countries the book compares, and arms transfers of Ukraine and Russia.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.gathered import row_ids
from threefronts.sources.reading import (
    counts,
    map_labels,
    measures,
    optional_days,
    read_upstream,
    require_unique,
)
from threefronts.tables import TableError, read_manifest

SPENDING = "industry/military_spending"
TRANSFERS = "industry/arms_transfers"
SPENDING_FILE = Path("sipri") / "sipri_milex_long_1990-2025.csv"
TRANSFERS_FILE = Path("sipri") / "arms_transfers_UA_RU_orders2010-2024.csv"
FIRST_YEAR, LAST_YEAR = 2014, 2025
INDICATORS = {
    "Constant (2024) US$": "spending_constant_2024_usd_m",
    "Current US$": "spending_current_usd_m",
    "Per capita": "spending_per_person_usd",
    "Share of GDP": "gdp_share",
    "Share of Govt. spending": "government_spending_share",
}
NATO_EUROPE = [
    *("Albania", "Belgium", "Bulgaria", "Croatia", "Czechia", "Denmark", "Estonia", "Finland", "France"),
    *("Germany", "Greece", "Hungary", "Iceland", "Italy", "Latvia", "Lithuania", "Luxembourg", "Montenegro"),
    *("Netherlands", "North Macedonia", "Norway", "Poland", "Portugal", "Romania", "Slovakia", "Slovenia"),
    *("Spain", "Sweden", "Türkiye", "United Kingdom"),
]
OTHERS = ["Russia", "Ukraine", "United States of America", "China", "Korea, North"]
NAMES = {
    "United States of America": "United States",
    "Korea, North": "North Korea",
    "Turkiye": "Türkiye",
    "UAE": "United Arab Emirates",
    "unknown supplier(s)": "unknown",
    "Viet Nam": "Vietnam",
    "HoR (Libya)*": "House of Representatives (Libya)",
    "Ukraine Rebels*": "Russian-backed forces in Ukraine",
}
# Day on which a year's first figures were public: 2024 as the press reported it on the day, 2025 by the day
# on which the copy used here existed; earlier years stood in the release of 28 April 2025 too.
RELEASES = {2024: ("2025-04-28", "day"), 2025: ("2026-06-28", "copy")}
EARLIER = ("2025-04-28", "later_release")
TRANSFERS_RELEASE = "2025-03-10"
TRANSFER_COLUMNS = {
    "Recipient": "recipient",
    "Supplier": "supplier",
    "Year of order": "ordered_year",
    "Weapon designation": "designation",
    "Weapon description": "description",
    "Number ordered": "ordered",
    "Number delivered": "delivered",
    "Year(s) of delivery": "delivery_years",
    "status": "condition",
    "SIPRI TIV per unit": "tiv_per_item",
    "SIPRI TIV of delivered weapons": "tiv_delivered",
}
DOUBTS = {" ": "is_order_year_estimated", " .1": "is_ordered_estimated", " .2": "is_delivered_estimated"}
NOT_KEPT = ["Comments", "SIPRI TIV for total order"]
CONDITIONS = {
    "New": "new",
    "Second hand": "second_hand",
    "Second hand but modernized": "second_hand_modernised",
}
IDENTITY = ["recipient", "supplier", "ordered_year", "designation", "description", "condition"]
YEARS = r"\d{4}(; \d{4})*"


def build_spending(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/military_spending``: one row a country and year, five indicators as columns.

    Args:
        upstream: The folder that holds ``sipri/``.

    Raises:
        TableError: The file is missing or damaged, a country is absent, or a row stands twice.
    """
    text = read_upstream(upstream / SPENDING_FILE, ["Country", "year", "value", "indicator"])
    require_unique(text, ["Country", "year", "indicator"])
    text = text[text["Country"].isin([*NATO_EUROPE, *OTHERS])]
    text = text[counts(text["year"]).between(FIRST_YEAR, LAST_YEAR)]
    absent = sorted({*NATO_EUROPE, *OTHERS} - set(text["Country"]))
    if absent:
        raise TableError(f"{SPENDING_FILE}: no row of {', '.join(absent)}: the names or the years changed")
    rows = pd.DataFrame(
        {
            "country": text["Country"],
            "year": counts(text["year"]),
            "indicator": map_labels(text["indicator"], INDICATORS, "INDICATORS in sources/sipri.py"),
            "value": pd.to_numeric(text["value"]),
        }
    )
    wide = rows.pivot(index=["country", "year"], columns="indicator", values="value").reset_index()
    release = wide["year"].map(lambda year: RELEASES.get(year, EARLIER))
    return wide.assign(
        country=wide["country"].replace(NAMES),
        country_group=wide["country"].isin(NATO_EUROPE).map({True: "nato_europe", False: "other"}),
        published_on=optional_days(release.str[0]),
        published_precision=release.str[1],
        source_id="sipri_milex",
        locator=wide["country"] + ", " + wide["year"].astype("str"),
    )[list(read_manifest(SPENDING).fields)]


def build_transfers(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/arms_transfers``: orders from 2010 with their deliveries, to or from Ukraine
    or Russia.

    Raises:
        TableError: The file is missing or damaged, or a row concerns neither.
    """
    needed = [*TRANSFER_COLUMNS, *DOUBTS]
    text = read_upstream(upstream / TRANSFERS_FILE, needed, NOT_KEPT).rename(columns=TRANSFER_COLUMNS)
    _check_delivery_years(text["delivery_years"])
    first, last = text["delivery_years"].str[:4], text["delivery_years"].str[-4:]
    rows = text[["designation", "description", "delivery_years"]].assign(
        **{name: text[column].eq("?").fillna(False) for column, name in DOUBTS.items()},
        row_id=_numbered(row_ids_of(text)),
        recipient=text["recipient"].replace(NAMES),
        supplier=text["supplier"].replace(NAMES),
        condition=map_labels(text["condition"], CONDITIONS, "CONDITIONS in sources/sipri.py"),
        ordered_year=counts(text["ordered_year"]),
        ordered=counts(text["ordered"], required=False),
        delivered=counts(text["delivered"]),
        first_delivery_year=counts(first, required=False),
        last_delivery_year=counts(last, required=False),
        tiv_per_item=measures(text["tiv_per_item"]),
        tiv_delivered=measures(text["tiv_delivered"]),
        published_on=pd.Timestamp(TRANSFERS_RELEASE),
        published_precision="day",
        source_id="sipri_arms_transfers",
        locator="trade register, " + text["supplier"] + " to " + text["recipient"],
    )
    return rows[list(read_manifest(TRANSFERS).fields)]


def row_ids_of(text: pd.DataFrame) -> pd.Series:
    """
    Return an id by who orders what from whom; two like orders of a year share it.
    """
    words = text[IDENTITY].fillna("").drop_duplicates()
    ids = row_ids(words, IDENTITY, "order")
    known = dict(zip(words.itertuples(index=False, name=None), ids, strict=True))
    keys = text[IDENTITY].fillna("").itertuples(index=False, name=None)
    return pd.Series([known[key] for key in keys], index=text.index)


def _numbered(ids: pd.Series) -> pd.Series:
    return ids + "-" + (ids.groupby(ids).cumcount() + 1).astype("str")


def _check_delivery_years(cells: pd.Series) -> None:
    bad = (cells.notna() & ~cells.str.fullmatch(YEARS).fillna(False).astype(bool)).to_numpy()
    if bad.any():
        row = int(bad.argmax())
        raise TableError(
            f"{cells.index[row]}, column Year(s) of delivery: {cells.iloc[row]!r}: years as 2011; 2012"
        )
