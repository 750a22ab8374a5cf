"""
Pages of our own gathering: when each was public, and ids for what they tell.
"""

import hashlib
import re

import pandas as pd

from threefronts.sources.reading import days, last_days, map_labels
from threefronts.sources.registered import publication

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
URL_DAY = rf"/(20\d\d)/(\d{{1,2}}|{'|'.join(MONTHS)})/(\d{{1,2}})(?!\d)"
URL_ISO_DAY = r"(?<!\d)(20\d\d-\d\d-\d\d)(?!\d)"
URL_MONTH = r"/(20\d\d)/(\d\d)/"
READ = "opening of the page"  # how far the pages of our own gathering were read
NO_DATE = "neither the page as read, nor its address, nor the register has a date"


def page_days(rows: pd.DataFrame, sources: pd.Series) -> pd.DataFrame:
    """
    Return when each row was public: ``published_on`` and ``published_precision``, both missing if unknown.

    The day that our gathering gives comes first (``page``), then the day or month in the page's address
    (``address``), then the date of the register's entry (``register``).
    """
    own = days(rows["published_on"].dropna()).reindex(rows.index)
    address = last_days(rows["source_url"].map(address_date))
    register = publication(sources)["published_on"]
    published_on = own.fillna(address).fillna(register)
    precision = pd.Series(None, index=rows.index, dtype="str")
    for known, name in ((register, "register"), (address, "address"), (own, "page")):
        precision = precision.mask(known.notna(), name)
    return pd.DataFrame({"published_on": published_on, "published_precision": precision})


def address_date(url: str) -> str | None:
    """
    Return the day (``2025-04-24``) or month (``2025-04``) that an address holds.
    """
    day, iso, month = url_day(url), re.search(URL_ISO_DAY, url), re.search(URL_MONTH, url)
    if not pd.isna(day):
        return str(day.date())
    if iso is not None:
        return iso.group(1)
    return None if month is None else "-".join(month.groups())


def url_day(url: str) -> pd.Timestamp:
    """
    Return the day in the path of an address, such as ``/2025/4/24/`` or ``/2025/Apr/24``, else ``NaT``.
    """
    found = re.search(URL_DAY, url)
    if found is None:
        return pd.NaT
    year, month, day = found.groups()
    month = MONTHS.index(month) + 1 if month in MONTHS else int(month)
    return pd.Timestamp(int(year), month, int(day))


def hash_ids(prefix: str, dates: pd.Series, words: pd.Series) -> pd.Series:
    """
    Name each row by a date and a hash of its own words, so that a row added upstream moves no other's id.
    """
    hashes = words.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:6])
    return f"{prefix}-" + dates.fillna("undated") + "-" + hashes


def listed_ids(cells: pd.Series, mapping: dict[str, str], where_mapped: str) -> pd.Series:
    """
    Replace each name in cells such as ``Russia;Ukraine`` by its id; an empty cell stays empty.

    Raises:
        TableError: A name has no entry in *mapping*, which stands in *where_mapped*.
    """
    names = cells.dropna().str.split(";").explode()
    ids = map_labels(names.rename(cells.name), mapping, where_mapped)
    return ids.groupby(level=0, sort=False).agg(";".join).reindex(cells.index)
