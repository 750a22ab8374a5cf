"""
What the register of sources knows of an upstream row: its id, when it was published, whose voice it is.
"""

import pandas as pd

from threefronts.sources.reading import PRECISIONS, last_days
from threefronts.tables import TableError, read_sources, root_voice

UNKNOWN = "unknown"


def ids_by_address(addresses: pd.Series) -> pd.Series:
    """
    Return the id of the one registered source that has each address.

    Raises:
        TableError: An address is not in the register, or several sources share it.
    """
    known: dict[str, list[str]] = {}
    for source_id, entry in read_sources().items():
        known.setdefault(entry["url"], []).append(source_id)
    for place, address in addresses.items():
        found = known.get(address, [])
        if len(found) != 1:
            told = f"is the address of {', '.join(found)}" if found else "is no registered address"
            raise TableError(
                f"{place}, column {addresses.name}: {address!r}: {told}: data/sources.yml needs one for it"
            )
    return addresses.map({address: ids[0] for address, ids in known.items()}).astype("str")


def publication(source_ids: pd.Series) -> pd.DataFrame:
    """
    Return ``published_on`` and ``published_precision`` of each source as the register dates it.

    A month or a year counts as its last day; a source without a date has none, and precision ``unknown``.
    """
    register = read_sources()
    dates = source_ids.map({key: _text(entry["published"]) for key, entry in register.items()})
    return pd.DataFrame(
        {
            "published_on": last_days(dates).astype("datetime64[s]"),
            "published_precision": dates.str.len().map(PRECISIONS).fillna(UNKNOWN),
        },
        index=source_ids.index,
    )


def later_of(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Move ``published_on`` of *rows* to the register's day where that is later, with precision ``register``.

    Upstream may date a number by the day it speaks of, and nobody could know it before its publication.
    """
    register = publication(rows["source_id"])["published_on"]
    later = (register > rows["published_on"]) | (rows["published_on"].isna() & register.notna())
    precision = rows["published_precision"].mask(later, "register")
    return rows.assign(
        published_on=rows["published_on"].mask(later, register).astype("datetime64[s]"),
        published_precision=precision.fillna(UNKNOWN),
    )


def voice_parties(source_ids: pd.Series) -> pd.Series:
    """
    Return the party of the one whose word each source repeats: a relay of a belligerent is the belligerent's.
    """
    register = read_sources()
    return source_ids.map(lambda source_id: register[root_voice(source_id)]["party"]).astype("str")


def page_addresses(source_ids: pd.Series) -> pd.Series:
    """
    Return the address of each source, missing where it has none.
    """
    return source_ids.map({key: entry["url"] for key, entry in read_sources().items()})


def _text(published: object) -> str | None:
    return None if published is None else str(published)
