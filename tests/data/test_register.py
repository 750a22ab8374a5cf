"""
The register of sources is complete, and every id that anything names is in it.
"""

import re
from datetime import date

import pandas as pd
import pytest

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


@pytest.mark.parametrize("source_id", SOURCES)
def test_every_entry_is_complete(source_id):
    """
    Whoever is quoted is named with party, kind of evidence, licence and how far to trust it, and why.
    """
    entry = SOURCES[source_id]
    assert set() == FIELDS - set(entry)
    assert re.fullmatch(r"[a-z0-9_]+", source_id)
    assert entry["party"] in PARTIES
    assert entry["evidence"] in EVIDENCE
    assert entry["measures"] in MEASURES
    assert isinstance(entry["second_hand"], bool)
    assert entry["accessed"] is None or re.fullmatch(PARTIAL_DATE, entry["accessed"])
    assert {"name", "redistribution", "checked"} == set(entry["licence"])
    assert entry["reliability"]["rating"] in "ABCDEF"
    assert entry["reliability"]["why"]
    assert entry["producer"]
    assert entry["title"]


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_publication_date_is_a_day_a_month_a_year_or_unknown(source_id):
    """
    An unknown date is null, never a guessed day.
    """
    published = SOURCES[source_id]["published"]
    assert published is None or isinstance(published, date) or re.fullmatch(PARTIAL_DATE, published)


@pytest.mark.parametrize("source_id", SOURCES)
def test_an_address_that_a_reader_cannot_open_is_marked(source_id):
    """
    A bare, mirrored or forum address is second-hand and rated no better than B.
    """
    entry = SOURCES[source_id]
    assert entry["url"] is None or entry["url"].startswith(("https://", "http://"))
    if re.search(UNOPENABLE, entry["url"] or ""):
        assert entry["second_hand"]
        assert entry["reliability"]["rating"] != "A"


@pytest.mark.parametrize("source_id", SOURCES)
def test_relays_end_at_a_voice(source_id):
    """
    Whoever is repeated is in the register, and no two sources repeat each other.
    """
    assert root_voice(source_id) in SOURCES


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
