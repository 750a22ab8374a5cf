"""
The adapter of dated events.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import events
from threefronts.tables import TableError

UPSTREAM = Path(__file__).parents[1] / "fixtures" / "upstream"


@pytest.fixture
def built() -> pd.DataFrame:
    return events.build(UPSTREAM).reset_index(drop=True).set_index("event_date")


@pytest.mark.parametrize(
    ("event_date", "published_on", "precision"),
    [
        ("2025-04-24", "2025-04-25", "url"),
        ("2025-04-23", "2025-04-25", "url"),
        ("2025-04-28", "2025-04-28", "url"),
        ("2025-11-23", "2025-11-24", "inferred"),
        ("2025-03-03", "2025-03-12", "inferred"),
    ],
)
def test_an_event_is_published_on_the_day_in_its_address_else_the_day_after_its_end(
    built, event_date, published_on, precision
):
    """
    Every event has a day on which it was public, and says how that day is known.
    """
    row = built.loc[[event_date]].iloc[0]
    assert (str(row["published_on"].date()), row["published_precision"]) == (published_on, precision)


def test_events_added_by_hand_are_published_on_the_day_that_the_register_gives(built):
    """
    A report that upstream lacks has its day from its own register entry.
    """
    added = built[built["source_id"].eq("ukrainska_pravda_2025_04_23")]
    assert [str(day.date()) for day in added["published_on"]] == ["2025-04-23"]


def test_marks_in_titles_become_a_column(built):
    """
    A day that upstream worked out, or gave as a month only, is told by the column and not by the title.
    """
    precision = built["date_precision"]
    assert {str(day.date()): value for day, value in precision.items() if value != "day"} == {
        "2022-09-01": "month",
        "2024-02-26": "inferred",
        "2025-07-23": "inferred",
    }
    assert not built["title"].str.contains(r"inferred|as given|\[").any()


def test_actors_are_ids_and_places_one_spelling(built):
    """
    A group of states is spelled out, and a region is the oblast of the oblast table.
    """
    assert (
        built.loc["2025-11-23", "actors"]
        == "united_states;ukraine;france;germany;united_kingdom;european_union;italy"
    )
    assert built.loc["2022-09-01", "place"] == "Kharkiv Oblast"
    assert built.loc["2024-08-25", "place"].split(";")[-1] == "Donetsk Oblast"


def test_a_row_added_upstream_moves_no_other_id(tmp_path):
    """
    Ids hang on the event's own words, so facts that name an event keep naming it.
    """
    before = events.build(UPSTREAM)["event_id"].tolist()
    lines = (UPSTREAM / events.FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    added = lines[1].replace("Russian retreat", "Another retreat")
    _write(tmp_path, [lines[0], added, *lines[1:]])
    assert events.build(tmp_path)["event_id"].tolist()[1:] == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2025-04-24,,strike", "24.04.2025,,strike", "events.csv, line 7, column date: '24.04.2025'"),
        ("Kyiv,12,", 'Kyiv,"1,200",', "events.csv, line 7, column killed: '1,200'"),
        ("Kyiv,12,", "Kyiv,-12,", "events.csv, line 7, column killed: '-12'"),
        (
            "Russia, North Korea, Ukraine",
            "Russia, Atlantis, Ukraine",
            "events.csv, line 7, column actors: 'Atlantis'",
        ),
        (
            "https://www.aljazeera.com/news/2025/4/25",
            "https://example.org/2025/4/25",
            "line 7, column source_url",
        ),
        ("theme,title", "theme,headline", "missing: title; not known: headline"),
    ],
)
def test_bad_input_is_told_with_its_place(tmp_path, old, new, message):
    """
    One error names file, line, column and value.
    """
    text = (UPSTREAM / events.FILE).read_text(encoding="utf-8")
    assert old in text
    _write(tmp_path, [text.replace(old, new)])
    with pytest.raises(TableError, match=re.escape(message)):
        events.build(tmp_path)


def _write(folder: Path, lines: list[str]) -> None:
    (folder / "figures").mkdir()
    (folder / events.FILE).write_text("".join(lines), encoding="utf-8")
