"""
Contacts by week, pair and channel, and lists of reports with their pages.
"""

import pandas as pd
import pytest

from threefronts.charts import colours
from threefronts.charts.contacts import channels_chart
from threefronts.charts.pages import pages_table
from threefronts.tables import read_sources

PAIRS = {"united_states_russia": "United States and Russia", "russia_ukraine": "Russia and Ukraine"}
CHANNELS = {"call": "call", "summit": "summit"}


def _chart(**days: str) -> dict:
    row = {
        "week": pd.Timestamp("2025-02-03"),
        "pair": "russia_ukraine",
        "kind": "call",
        "contacts": 2,
        "titles": "x",
    }
    span = ("2025-01-20", "2025-04-29")
    return channels_chart(pd.DataFrame([row]), pairs=PAIRS, channels=CHANNELS, span=span, days=days).to_dict()


def test_a_pair_that_never_met_and_a_channel_never_used_keep_their_rows():
    """
    An empty row is a finding.
    """
    encoding = _chart()["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == list(PAIRS.values())
    assert encoding["yOffset"]["scale"]["domain"] == list(CHANNELS.values())


def test_a_channel_is_no_party():
    """
    Its colour is neither Russia's nor Ukraine's, and its shape tells it apart without colour.
    """
    encoding = _chart()["layer"][0]["encoding"]
    belligerents = {colours.PARTY["russia"], colours.PARTY["ukraine"]}
    assert belligerents.isdisjoint(encoding["color"]["scale"]["range"])
    assert len(set(encoding["shape"]["scale"]["range"])) == len(CHANNELS)


@pytest.mark.parametrize(("day", "layers"), [("2025-04-29", 3), ("2025-04-30", 1)])
def test_a_day_outside_the_axis_is_not_drawn(day, layers):
    """
    The hundredth day appears once the axis reaches it.
    """
    assert len(_chart(hundredth=day)["layer"]) == layers


def test_every_report_leads_to_its_page_and_a_relay_says_so():
    """
    A reader can open what is told, and sees that a page relays another or that a row is weak.
    """
    relay = next(name for name, source in read_sources().items() if source["second_hand"] and source["url"])
    row = {"event_date": pd.Timestamp("2025-04-25"), "title": "a call & more", "source_id": relay}
    html = pages_table(pd.DataFrame([row | {"confidence": "weak"}]), "One").data
    assert f'href="{read_sources()[relay]["url"].replace("&", "&amp;")}"' in html
    assert "second-hand, weak" in html
    assert "a call &amp; more" in html


def test_a_page_that_is_not_registered_is_refused():
    """
    No report is listed without a source.
    """
    row = {"event_date": pd.Timestamp("2025-04-25"), "title": "a call", "source_id": "nobody"}
    with pytest.raises(KeyError, match="nobody"):
        pages_table(pd.DataFrame([row]), "One")
