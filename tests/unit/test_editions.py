"""
Editions: what their files must hold, their order, and editions made for a day.
"""

from datetime import date

import pytest

from threefronts.editions import Edition, EditionError, edition_for, read_edition, read_editions

GOOD = {"title": "The founding edition", "as_of": "2025-04-28", "known_at": "2025-04-28", "parameters": "{}"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """
    An empty folder of editions, in which the package works.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    (tmp_path / "editions").mkdir()
    return tmp_path / "editions"


def _write(folder, name="2025-04-28", **entries):
    lines = [f"{key}: {value}" for key, value in {**GOOD, **entries}.items() if value is not None]
    (folder / f"{name}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_an_edition_is_what_its_file_says(folder):
    """
    Name from the file, days as days, parameters by stem.
    """
    _write(folder, known_at="2025-05-31", parameters="{battlefield/attrition: {window_days: 180}}")
    assert read_edition("2025-04-28") == Edition(
        name="2025-04-28",
        title="The founding edition",
        as_of=date(2025, 4, 28),
        known_at=date(2025, 5, 31),
        parameters={"battlefield/attrition": {"window_days": 180}},
    )


@pytest.mark.parametrize(("known_at", "passed"), [("2025-04-28", ""), ("2025-05-31", "2025-05-31")])
def test_a_notebook_gets_the_days_and_its_own_parameters(folder, known_at, passed):
    """
    known_at is empty where it is the day described, as the notebooks' own default is.
    """
    _write(folder, known_at=known_at, parameters="{battlefield/attrition: {window_days: 180}}")
    edition = read_edition("2025-04-28")
    days = {"as_of": "2025-04-28", "known_at": passed}
    assert edition.values("battlefield/attrition") == {**days, "window_days": 180}
    assert edition.values("battlefield/front_line") == days


def test_editions_come_oldest_first(folder):
    """
    The order is that of the days described, not that of the files' names.
    """
    _write(folder, "a", as_of="2026-08-22", known_at="2026-08-22")
    _write(folder, "b", as_of="2025-04-28")
    assert [edition.name for edition in read_editions()] == ["b", "a"]


def test_an_unknown_edition_is_answered_with_those_there_are(folder):
    """
    A slip in the name shows the names.
    """
    _write(folder)
    with pytest.raises(EditionError, match=r"no edition 2025-04-29: .* Editions: 2025-04-28"):
        read_edition("2025-04-29")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"title": None}, r"missing entries \['title'\]"),
        ({"known_at": None}, r"missing entries \['known_at'\]"),
        ({"asof": "2025-04-28"}, r"unknown entries \['asof'\]"),
        ({"as_of": "28.4.2025"}, "as_of is '28.4.2025', which is not an ISO day"),
        ({"known_at": "2025-02-30"}, "day is out of range for month"),
        ({"title": "[1"}, "write title, as_of, known_at and parameters"),
        ({"known_at": "2025-04-27"}, "known_at 2025-04-27 lies before as_of 2025-04-28"),
    ],
)
def test_a_wrong_file_is_refused_by_name(folder, entries, told):
    """
    The message names the file and the entry.
    """
    _write(folder, **entries)
    with pytest.raises(EditionError, match=f"(?s)editions/2025-04-28.yml.*{told}"):
        read_edition("2025-04-28")


def test_an_empty_file_is_refused(folder):
    """
    A file without entries is one message, not a crash.
    """
    (folder / "2025-04-28.yml").write_text("", encoding="utf-8")
    with pytest.raises(EditionError, match="editions/2025-04-28.yml"):
        read_editions()


def test_a_listed_day_keeps_its_parameters_and_another_day_has_none(folder):
    """
    The listed edition answers only when both of its days are asked for.
    """
    _write(folder, parameters="{battlefield/attrition: {window_days: 180}}")
    assert edition_for("2025-04-28") == edition_for("2025-04-28", "2025-04-28") == read_edition("2025-04-28")
    later = edition_for("2025-04-28", "2025-05-31")
    assert (later.name, later.parameters) == ("2025-04-28-known-2025-05-31", {})
    assert edition_for("2025-12-31").title == "As of 2025-12-31"


def test_a_day_has_one_name_however_it_is_written(folder):
    """
    Another ISO spelling of a day is the same edition, in the same folder.
    """
    assert edition_for("20251231") == edition_for("2025-12-31")


def test_an_edition_cannot_know_less_than_the_day_it_describes(folder):
    """
    A day of knowledge before the day described would pass old counts off as the day's own.
    """
    with pytest.raises(EditionError, match="known_at 2025-04-27 lies before as_of 2025-04-28"):
        edition_for("2025-04-28", "2025-04-27")
