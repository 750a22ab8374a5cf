"""
What the register knows of a source: its address, its day, its voice.
"""

import pandas as pd
import pytest

from threefronts.sources.registered import ids_by_address, later_of, publication, voice_parties
from threefronts.tables import TableError


def test_an_address_leads_to_its_one_source():
    """
    A page that nobody registered, or that two sources share, is refused by name.
    """
    addresses = pd.Series(["https://koordshtab.gov.ua/report"], index=["f, line 2"], name="url")
    assert ids_by_address(addresses).tolist() == ["coordination_headquarters"]
    shared = pd.Series(["https://github.com/barafael/bavovniatko"], index=["f, line 2"], name="url")
    with pytest.raises(TableError, match="f, line 2, column url: .* is the address of .*, "):
        ids_by_address(shared)


def test_the_register_dates_a_source_by_its_last_day():
    """
    A month counts as its last day, no date as unknown, and a later day beats upstream's.
    """
    sources = pd.Series(
        ["mediazona_quotidiano_2024_02", "coordination_headquarters", "exchange_tass_2025_06_11"]
    )
    known = publication(sources)
    assert known["published_precision"].tolist() == ["month", "unknown", "day"]
    assert str(known["published_on"].iloc[0].date()) == "2024-02-29"
    early = pd.DataFrame(
        {"source_id": sources, "published_on": pd.Timestamp("2024-02-01"), "published_precision": "day"}
    )
    assert later_of(early)["published_precision"].tolist() == ["register", "day", "register"]


def test_a_relay_speaks_with_its_belligerents_voice():
    """
    London's totals are Kyiv's, and a Ukrainian outlet that quotes the headquarters is the headquarters.
    """
    sources = pd.Series(["uk_mod_russian_losses", "exchange_unn_2025_05_16", "exchange_tass_2025_06_11"])
    assert voice_parties(sources).tolist() == ["ukraine", "ukraine", "russia"]
