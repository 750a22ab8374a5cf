"""
The register of sources is complete, and every id that anything names is in it.
"""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from threefronts.tables import data_dir, read_manifest, read_sources, root, root_voice, table_names

FIELDS = {
    *("producer", "title", "url", "published", "accessed", "party", "evidence", "relays", "second_hand"),
    *("measures", "licence", "reliability"),
}
PARTIES = {"ukraine", "russia", "third_state", "independent"}
EVIDENCE = {"count", "estimate", "claim", "official"}
MEASURES = {"exact", "lower_bound", "upper_bound"}
PARTIAL_DATE = r"\d{4}(-\d{2})?"
SOURCES = read_sources()
UNOPENABLE = (
    r"https?://(\d+\.){3}\d+|cloudfront\.net|azurewebsites\.net|blogspot\.|lemmy\.|5ch\.net|arcpublishing"
)


def _ids_in_tables() -> set[str]:
    used: set[str] = set()
    for name in table_names():
        manifest = read_manifest(name)
        used |= set(manifest.sources)
        if "source_id" in manifest.fields:
            used |= set(pd.read_csv(manifest.csv_path, usecols=["source_id"])["source_id"].dropna())
    return used


def _faults(source_id: str, entry: dict) -> Iterator[str]:
    """
    What an entry lacks, in words.
    """
    missing = FIELDS - set(entry)
    if missing or {"name", "redistribution", "checked"} != set(entry["licence"]):
        yield f"{source_id}: fields are missing {sorted(missing)}"
        return
    holds = {
        "an id in snake_case": re.fullmatch(r"[a-z0-9_]+", source_id),
        "a party": entry["party"] in PARTIES,
        "a kind of evidence": entry["evidence"] in EVIDENCE,
        "what it measures": entry["measures"] in MEASURES,
        "first or second hand": isinstance(entry["second_hand"], bool),
        "a day of access": entry["accessed"] is None or re.fullmatch(PARTIAL_DATE, entry["accessed"]),
        "a rating": entry["reliability"]["rating"] in tuple("ABCDEF"),
        "the reason of its rating": entry["reliability"]["why"],
        "a producer": entry["producer"],
        "a title": entry["title"],
    }
    yield from (f"{source_id} lacks {what}" for what, is_there in holds.items() if not is_there)


def test_every_entry_is_complete():
    """
    Whoever is quoted is named with party, kind of evidence, licence and how far to trust it, and why.
    """
    assert [fault for source_id, entry in SOURCES.items() for fault in _faults(source_id, entry)] == []


def test_an_entry_that_lacks_something_is_told():
    """
    The check above sees each gap: a missing field, and a value out of its list.
    """
    source_id, entry = next(iter(SOURCES.items()))
    assert len(list(_faults(source_id, entry | {"party": "nobody"}))) == 1
    assert len(list(_faults(source_id, {key: entry[key] for key in entry if key != "title"}))) == 1


def test_a_publication_date_is_a_day_a_month_a_year_or_unknown():
    """
    An unknown date is null, never a guessed day.
    """
    published = {source_id: entry["published"] for source_id, entry in SOURCES.items()}
    guessed = {
        source_id: day
        for source_id, day in published.items()
        if not (day is None or isinstance(day, date) or re.fullmatch(PARTIAL_DATE, day))
    }
    assert guessed == {}


def test_an_address_that_a_reader_cannot_open_is_marked():
    """
    A bare, mirrored or forum address is second-hand and rated no better than B.
    """
    addresses = {source_id: entry["url"] for source_id, entry in SOURCES.items() if entry["url"] is not None}
    assert [url for url in addresses.values() if not url.startswith(("https://", "http://"))] == []
    closed = [source_id for source_id, url in addresses.items() if re.search(UNOPENABLE, url)]
    assert closed
    assert [name for name in closed if not SOURCES[name]["second_hand"]] == []
    assert [name for name in closed if SOURCES[name]["reliability"]["rating"] == "A"] == []


def test_relays_end_at_a_voice():
    """
    Whoever is repeated is in the register, and no two sources repeat each other.
    """
    assert [source_id for source_id in SOURCES if root_voice(source_id) not in SOURCES] == []


def test_every_source_id_in_a_table_is_registered():
    """
    No number in the book is without a source.
    """
    assert set() == _ids_in_tables() - set(SOURCES)


def test_every_entry_is_used_or_repeated():
    """
    The register holds no source that nothing rests on.
    """
    relayed = {entry["relays"] for entry in SOURCES.values()}
    notebooks = "".join(path.read_text(encoding="utf-8") for path in root().glob("notebooks/*/*.ipynb"))
    unused = set(SOURCES) - _ids_in_tables() - relayed
    assert [source_id for source_id in sorted(unused) if source_id not in notebooks] == []


def test_the_losses_of_the_testimony_are_the_general_staffs_voice():
    """
    The testimony's four loss figures cannot confirm the General Staff; its other figures are its own.
    """
    assert root_voice("cavoli_testimony_losses") == "general_staff_ua"
    assert root_voice("cavoli_testimony") == "cavoli_testimony"
    assert root_voice("uk_mod_russian_losses") == "general_staff_ua"


def test_every_key_leads_to_a_registered_source():
    """
    The table that turns upstream names into ids names registered sources only.
    """
    keys = pd.read_csv(data_dir() / "shared" / "source_keys.csv")
    assert set() == set(keys["source_id"]) - set(SOURCES)
