"""
figure(): every chart of the book says what it is, who says it and how sure it is.
"""

from datetime import date
from types import SimpleNamespace

import altair as alt
import pandas as pd
import pytest

from threefronts import charts, tables
from threefronts.charts.note import WARNING_SENTENCES, note
from threefronts.tables import manifest as manifest_module

REGISTER = {
    "general_staff_ua": {"producer": "General Staff of Ukraine", "party": "ukraine"},
    "testimony": {"producer": "General Cavoli", "party": "third_state", "relays": ["general_staff_ua"]},
}


@pytest.fixture(autouse=True)
def register(monkeypatch):
    """
    One table with two voices, of which one repeats the other.
    """
    manifest = SimpleNamespace(
        title="Losses of equipment",
        sources=("general_staff_ua", "testimony"),
        warnings=("cumulative", "belligerent_claim"),
        vintage=date(2026, 10, 1),
    )
    monkeypatch.setattr(tables, "read_manifest", lambda name: manifest)
    monkeypatch.setattr(tables, "read_sources", lambda: REGISTER)


def _figure(chart: alt.TopLevelMixin | None = None, **overrides: object) -> alt.TopLevelMixin:
    chart = chart or alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q")
    fields = {
        "id": "tanks_lost",
        "caption": "Tanks lost,\n  by source.",
        "alt": "Both lines rise.",
        "tables": ["battlefield/equipment_losses"],
        "as_of": "2025-04-28",
    }
    return charts.figure(chart, **(fields | overrides))


def test_a_chart_of_no_table_says_what_it_draws_from():
    """
    Where no table stands behind a chart, its note is the sentence given instead; one of the two is needed.
    """
    spec = _figure(tables=[], drawn_from="Source: the register.").to_dict()
    assert spec["usermeta"]["threefronts"]["note"] == "Source: the register."


def test_a_figure_carries_all_that_the_book_prints():
    """
    Id, caption, note, tables and as-of travel in usermeta; the alternative text is the description.
    """
    spec = _figure().to_dict()
    about = spec["usermeta"]["threefronts"]
    assert spec["description"] == "Both lines rise."
    assert about["caption"] == "Tanks lost, by source."
    assert (about["id"], about["tables"], about["as_of"]) == (
        "tanks_lost",
        ["battlefield/equipment_losses"],
        "2025-04-28",
    )
    assert about["note"] == note(["battlefield/equipment_losses"], "2025-04-28")


def test_the_note_names_voices_warnings_and_vintage():
    """
    A reader finds who says it, who repeats whom, the warnings in words and the day of the copy.
    """
    expected = (
        "As of 28 April 2025. Source: General Staff of Ukraine, a party to the war; "
        "General Cavoli, a third state, repeating General Staff of Ukraine. "
        "Data: Losses of equipment, copied on 1 October 2026. "
        "A copy later than the day described holds today's text of that day. "
    )
    sentences = [WARNING_SENTENCES["belligerent_claim"], WARNING_SENTENCES["cumulative"]]
    assert note(["battlefield/equipment_losses"], "2025-04-28") == expected + " ".join(sentences)


def test_a_copy_made_in_time_is_not_called_late():
    """
    Only a copy younger than the day described is current text of an old day.
    """
    assert "later than the day" not in note(["battlefield/equipment_losses"], "2026-10-01")


def test_a_table_with_a_source_in_each_row_says_so(monkeypatch):
    """
    No note ends in an empty list of sources.
    """
    mixed = SimpleNamespace(title="Events", sources=(), warnings=(), vintage=None)
    monkeypatch.setattr(tables, "read_manifest", lambda name: mixed)
    expected = "As of 28 April 2025. Source: the source that the table names in each row. Data: Events."
    assert note(["diplomacy/events"], "2025-04-28") == expected


def test_of_many_voices_the_most_frequent_are_named_and_the_rest_counted(monkeypatch):
    """
    A table of forty newsrooms does not fill half a page: five names, and how many more the table holds.
    """
    sources = [f"newsroom_{number}" for number in range(40)] + ["newsroom_39"]
    many = SimpleNamespace(title="Contacts", sources=sources, warnings=(), vintage=None)
    monkeypatch.setattr(tables, "read_manifest", lambda name: many)
    text = note(["diplomacy/contacts"], "2025-04-28")
    assert text.startswith("As of 28 April 2025. Source: newsroom_39; newsroom_0; ")
    assert "and 35 more, named in the table. Data" in text


def test_two_tables_speak_and_warn_once():
    """
    A voice and a warning are printed once under a chart, however many tables carry them.
    """
    text = note(["battlefield/equipment_losses", "battlefield/personnel_losses_claimed"], "2025-04-28")
    assert text.count(WARNING_SENTENCES["cumulative"]) == 1
    assert text.count("General Staff of Ukraine, a party") == 1


def test_every_warning_of_the_manifests_has_its_sentence():
    """
    The closed list of warnings and the dictionary of sentences are the same list.
    """
    assert set(WARNING_SENTENCES) == set(manifest_module.WARNINGS)


@pytest.mark.parametrize("field", ["caption", "alt", "tables", "as_of"])
def test_an_empty_field_is_refused_by_name(field):
    """
    No chart enters the book without caption, alternative text, tables and date.
    """
    with pytest.raises(charts.ChartError, match=field):
        _figure(**{field: [] if field == "tables" else " "})


@pytest.mark.parametrize("figure_id", ["Tanks", "tanks-lost", "tanks lost", "1tank", "", "tanks__lost"])
def test_an_id_that_is_not_snake_case_is_refused(figure_id):
    """
    Ids are file names and link targets, so only snake_case passes.
    """
    with pytest.raises(charts.ChartError, match="snake_case"):
        _figure(id=figure_id)


def test_a_single_chart_fills_its_column_and_a_joined_one_keeps_its_width():
    """
    Charts fit a phone where Vega-Lite can do so; a width set by hand stays.
    """
    bar = alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q")
    assert _figure(bar).to_dict()["width"] == "container"
    assert _figure(bar + bar).to_dict()["width"] == "container"
    assert _figure(bar.properties(width=200)).to_dict()["width"] == 200
    assert "width" not in _figure(bar & bar).to_dict()
    assert "width" not in _figure(bar.encode(row="a:O")).to_dict()


def test_the_chart_handed_in_is_left_alone():
    """
    figure() frames a copy, so the same chart can be used again.
    """
    chart = alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q")
    _figure(chart)
    assert chart.description is alt.Undefined
