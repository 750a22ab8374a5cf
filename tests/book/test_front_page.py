"""
The front page: twelve fixed lines, each honest about its interval, and the verdicts counted.
"""

import gzip
import json
from pathlib import Path

import pytest

from threefronts.facts.card import read_rows
from threefronts.facts.record import FactError
from threefronts.facts.rules import VERDICTS
from threefronts.site.front_page import CARD_PLACE, VERDICTS_PLACE, front_page
from threefronts.site.history import FEWEST, read_history, sparkline
from threefronts.site.report_card import Findings, card_html, verdicts_html
from threefronts.tables import root

EDITIONS = sorted((root() / "book" / "editions").glob("*/facts.json"))
KEY = "pace_km2_per_day"


def _fact(value: float | None, low: float | None = None, high: float | None = None) -> dict:
    return {"value": value, "low": low, "high": high, "chapter": "battlefield/front_line", "period": None}


def _line(now: dict | None, before: dict | None, history: dict | None = None) -> str:
    """
    The row of the pace in a card where the fact was *before* and is *now*.
    """
    facts = [{} if fact is None else {KEY: fact} for fact in (now, before)]
    new, old = Findings("2026-08-22", facts[0], {}), Findings("2025-04-28", facts[1], {})
    rows = card_html(new, old, history or {}).split("<tr>")
    return next(row for row in rows if "Pace at which" in row)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_every_key_of_the_card_is_a_fact_of_every_edition(path):
    """
    No line of the card reads "not known" because a chapter renamed its fact.
    """
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    assert [row.key for row in read_rows() if row.key not in facts] == []


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (_fact(2, 1, 3), _fact(11, 8, 15), "↓"),
        (_fact(11, 8, 15), _fact(2, 1, 3), "↑"),
        (_fact(11), _fact(10), "↑"),
        (_fact(9, 7, 11), _fact(11, 8, 15), "within its interval"),
        (_fact(None, 324, None), _fact(1009), "within its interval"),
        (_fact(2, 1, 3), _fact(2, 1, 3), "unchanged"),
        (_fact(None), _fact(2, 1, 3), "cannot be compared"),
        (_fact(2, 1, 3), None, "it was not known"),
    ],
)
def test_an_arrow_stands_only_where_the_intervals_lie_apart(now, before, expected):
    """
    A move inside the interval is no move, an open end reaches everywhere, and what is not known has no arrow.
    """
    line = _line(now, before)
    assert expected in line
    assert ("↑" in line or "↓" in line) == (expected in "↑↓")
    assert ("rose" in line or "fell" in line) == (expected in "↑↓")


def test_the_interval_comes_before_the_middle():
    """
    A reader meets the span first; what no edition knows reads "not known".
    """
    line = _line(_fact(2.27, 0.89, 3.7), None)
    assert line.index("0.9 to 3.7") < line.index("2.3 in the middle")
    assert "<td>not known</td>" in _line(None, None)


def test_the_first_edition_has_no_move():
    """
    Where no edition came before there is no column that compares.
    """
    assert 'col">since' not in card_html(Findings("2025-04-28", {}, {}), None, {})


def test_a_card_that_is_not_twelve_rows_is_refused(tmp_path, monkeypatch):
    """
    The rows are fixed: one word too many or a row too few stops the build with its file.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    (tmp_path / "book").mkdir()
    card = tmp_path / "book" / "report_card.yml"
    row = "{key: a, title: A, by: b, unit: c}"
    card.write_text(f"- {row}\n", encoding="utf-8")
    with pytest.raises(FactError, match=r"report_card\.yml: the card has 12 rows"):
        read_rows()
    card.write_text("- {key: a, title: A, by: b, colour: red}\n", encoding="utf-8")
    with pytest.raises(FactError, match="'colour', 'unit'"):
        read_rows()


def test_each_verdict_is_counted_and_linked():
    """
    A count opens to its claims, each linked to its row on the page of claims.
    """
    claims = {
        name: {"front": "industry", "verdict": "mixed", "claim": f"says <{name}>"} for name in ("I01", "I02")
    }
    table = verdicts_html(claims, VERDICTS, ["industry"])
    assert "<summary>2</summary>" in table and table.count("<td>none</td>") == len(VERDICTS) - 1
    assert '<a href="synthesis/claims.html#claim-i02" title="says &lt;I02&gt;">I02</a>' in table


@pytest.fixture
def history(tmp_path, monkeypatch) -> Path:
    """
    A project with a history of five days, one of them not known, one later than the edition.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    (tmp_path / "book").mkdir()
    rows = ["edition,stem,kind,key,value,status"]
    values = {"2025-01-01": "4", "2025-02-01": "", "2025-03-01": "6.5", "2025-04-01": "5", "2026-01-01": "9"}
    rows += [f"{day},front/stem,fact,{KEY},{value}," for day, value in values.items()]
    rows += ["2025-01-01,front/stem,phrase,wording,rose,"]
    with gzip.open(tmp_path / "book" / "history.csv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    return tmp_path


def test_a_spark_shows_what_was_known_by_then(history):
    """
    The line ends with the edition's own day, leaves out what is not known, and says its ends in words.
    """
    past = read_history("2025-04-28")
    assert list(past) == [KEY]
    assert past[KEY].values == [4, 6.5, 5] and len(past[KEY].days) >= FEWEST
    line = sparkline(past[KEY], 1)
    assert 'aria-label="From 4.0 on 1 January 2025 to 5.0 on 1 April 2025"' in line
    heights = [float(point.split(",")[1]) for point in line.split('points="')[1].split('"')[0].split()]
    assert heights[1] < heights[2] < heights[0]
    assert "<script" not in line and line.startswith("<svg ")


def test_without_a_history_there_is_no_spark(tmp_path, monkeypatch):
    """
    A project without a history says nothing of it.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    assert read_history("2025-04-28") == {}
    assert sparkline(None) == ""
    assert "<svg" not in card_html_of_nothing(monkeypatch)


def card_html_of_nothing(monkeypatch) -> str:
    """
    The card of an edition that knows nothing.
    """
    monkeypatch.delenv("THREEFRONTS_ROOT")
    return card_html(Findings("2025-04-28", {}, {}), None, {})


def test_the_front_page_is_filled_from_the_edition_and_the_one_before():
    """
    The places in the prose become the card and the verdicts; a page that asks for neither stays as it is.
    """
    newest = EDITIONS[-1].parent
    about = {
        "as_of": newest.name,
        "all": [{"name": path.parent.name, "as_of": path.parent.name} for path in EDITIONS],
    }
    page = front_page(f"# T\n\n{CARD_PLACE}\n\n{VERDICTS_PLACE}\n", newest, about)
    assert page.count("<tr>") == 1 + 12 + 1 + 3 and "since 28 April 2025" in page
    assert len(page.split("\n\n")) == 3  # no blank line within either part, which would end it in Markdown
    assert front_page("# T\n", newest, about) == "# T\n"
