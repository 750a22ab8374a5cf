"""
The whole upstream files, where they are at hand, give the tables that lie here.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import ADAPTERS
from threefronts.tables import load_table, read_manifest, validate
from threefronts.tables.write import to_csv_text

NAMED = os.environ.get("THREEFRONTS_UPSTREAM")
whole_files = pytest.mark.skipif(not NAMED, reason="THREEFRONTS_UPSTREAM names no folder")


@whole_files
@pytest.mark.parametrize("name", ["diplomacy/events", "synthesis/figures", "synthesis/founding_claims"])
def test_the_table_is_what_upstream_gives(name):
    """
    The same input gives the same bytes as those committed.
    """
    manifest = read_manifest(name)
    text = to_csv_text(validate(ADAPTERS[name](Path(NAMED)), manifest), manifest)
    assert text == manifest.csv_path.read_text(encoding="utf-8")


def test_the_founding_edition_sees_nothing_published_later():
    """
    Figures and events of the founding edition were public on its day.
    """
    for name in ("diplomacy/events", "synthesis/figures"):
        seen = load_table(name, known_at="2025-04-28")
        assert 0 < len(seen) < len(load_table(name))
        assert (seen["published_on"] <= pd.Timestamp("2025-04-28")).all()


def test_no_figure_is_lost_on_the_way():
    """
    All 608 figures and 128 events of the first vintage are in the tables; three figures have no date.
    """
    figures = load_table("synthesis/figures")
    assert len(figures) >= 608
    assert len(load_table("diplomacy/events")) >= 128
    assert figures["published_on"].isna().sum() == 3
