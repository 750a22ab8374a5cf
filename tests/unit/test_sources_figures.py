"""
The adapter of published figures.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import figures
from threefronts.tables import TableError

UPSTREAM = Path(__file__).parents[1] / "fixtures" / "upstream"


@pytest.fixture
def built() -> pd.DataFrame:
    return figures.build(UPSTREAM).set_index("source_id")


@pytest.mark.parametrize(
    ("source_id", "published_on", "precision"),
    [
        ("russia_matters_casualties_2025_04_30", "2025-04-30", "day"),
        ("sweden_herald_kiel_2024_09", "2024-09-30", "month"),
        ("online_ua_janes_2025", "2025-12-31", "year"),
        ("iiss_combat_losses_2025_02", "2025-02-28", "address"),
    ],
)
def test_a_figure_is_known_on_the_last_day_that_its_date_allows(built, source_id, published_on, precision):
    """
    A month or a year counts as its last day, and a later day in the original's address beats an earlier date.
    """
    row = built.loc[source_id]
    assert (str(row["published_on"].date()), row["published_precision"]) == (published_on, precision)


def test_a_figure_without_a_date_stays_without_one(built):
    """
    No date is guessed: the row stays out of dated editions.
    """
    assert pd.isna(built.loc["deftechtimes_territory_2025_04", "published_on"])


def test_one_address_with_several_voices_gives_several_sources(built):
    """
    What a page repeats from the testimony is not one voice with what it computes itself.
    """
    assert built.loc["russia_matters_report_card_2025_04_30", "metric"] == "Kursk region territory still held"
    assert built.loc["russia_matters_casualties_2025_04_30", "value"] == 790000
    assert built.loc["gchq_lecture_2026_05_27", "value"] == 500000
    assert built.loc["uk_mod_russian_losses", "unit"] == "persons/month"


def test_an_archive_gives_its_voice_and_its_place(built):
    """
    A data archive is not a source: the figure is the General Staff's, and the locator tells commit and file.
    """
    locator = "PetroIvaniuk/2022-Ukraine-Russia-War-Dataset@37655f8 data/russia_losses_equipment.json"
    assert built.loc["general_staff_ua", "locator"] == locator


def test_a_revised_value_keeps_its_id(tmp_path):
    """
    An id names what is measured and who says it, not the number.
    """
    text = (UPSTREAM / figures.FILE).read_text(encoding="utf-8")
    _write(tmp_path, text.replace(",46000,", ",46100,"))
    assert figures.build(tmp_path)["figure_id"].tolist() == figures.build(UPSTREAM)["figure_id"].tolist()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",46000,", ',"46,000",', "figures.csv, line 5, column value: '46,000'"),
        (",46000,", ",,", "figures.csv, line 5, column value: empty"),
        ("2025-01-01,IISS", "2025-13-01,IISS", "figures.csv, line 9, column as_of: '2025-13-01'"),
        ("2025-01-01,IISS", "2027-01-01,IISS", "lies in the future"),
        ("2025-01-01,IISS", "Jan 2025,IISS", "figures.csv, line 9, column as_of: 'Jan 2025'"),
    ],
)
def test_bad_input_is_told_with_its_place(tmp_path, old, new, message):
    """
    One error names file, line, column and value.
    """
    text = (UPSTREAM / figures.FILE).read_text(encoding="utf-8")
    assert old in text
    _write(tmp_path, text.replace(old, new))
    with pytest.raises(TableError, match=re.escape(message)):
        figures.build(tmp_path)


def test_a_figure_that_stands_twice_is_refused(tmp_path):
    """
    The same measure by the same source cannot have two rows.
    """
    lines = (UPSTREAM / figures.FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    _write(tmp_path, "".join([*lines, lines[1]]))
    with pytest.raises(TableError, match="stands in the file twice"):
        figures.build(tmp_path)


def _write(folder: Path, text: str) -> None:
    (folder / "figures").mkdir()
    (folder / figures.FILE).write_text(text, encoding="utf-8")
