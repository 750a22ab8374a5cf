"""
The adapters of contacts, terms and truces; and what every adapter of the diplomacy tables refuses.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import (
    agreements,
    contacts,
    kiel,
    places,
    polls,
    terms,
    truces,
    un_votes,
)
from threefronts.sources.pages import address_date
from threefronts.tables import TableError

UPSTREAM = Path(__file__).parents[1] / "fixtures" / "upstream"


def _day(value: object) -> str | None:
    return None if pd.isna(value) else str(value.date())


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("https://www.pravda.com.ua/eng/news/2025/06/2/7515266/", "2025-06-02"),
        ("https://kz.kursiv.media/en/2025-11-21/plan/amp", "2025-11-21"),
        ("https://ukrainetruth.com/event/evt-2026-05-04-ukraine-statement-ed330d/", "2026-05-04"),
        ("https://www.articlepedia.eu.org/2025/11/leaders_01266792451.html", "2025-11"),
        ("https://tass.com/world/2047597", None),
        ("https://noticiabrasil.net.br/amp/20251220/enviado.html", None),
    ],
)
def test_an_address_gives_a_day_or_a_month_only_where_it_is_plain(address, date):
    """
    Digits that merely look like a date are not read as one.
    """
    assert address_date(address) == date


@pytest.mark.parametrize(
    ("day", "kind", "published_on", "precision", "dated_by"),
    [
        ("2025-04-25", "envoy_visit", "2025-04-26", "page", None),
        ("2025-11-22", "summit", "2025-11-30", "address", None),
        ("2025-08-15", "summit", "2025-08-16", "other_page", "politico_europe_2025_08_16"),
        ("2022-03-27", "call", "2022-03-27", "other_page", "dogruhaber_ilkha_2022_03_27"),
        ("2022-03-21", "delegation_round", None, None, None),
    ],
)
def test_a_contact_is_known_from_its_page_its_address_or_another_page(
    day, kind, published_on, precision, dated_by
):
    """
    The first of these that has a date counts; without any the row says why and has none.
    """
    rows = contacts.build(UPSTREAM)
    row = rows[rows["event_date"].eq(day) & rows["kind"].eq(kind)].iloc[0]
    assert _day(row["published_on"]) == published_on
    assert [row["published_precision"], row["dated_by"]] == [precision, dated_by] or pd.isna(row["dated_by"])
    assert pd.isna(row["published_reason"]) == (published_on is not None)


def test_marks_of_worked_out_days_become_a_column():
    """
    A day from a weekday or an announcement is told by the column; the note keeps only how they met.
    """
    rows = contacts.build(UPSTREAM)
    inferred = rows[rows["date_precision"].eq("inferred")]
    assert {_day(day) for day in inferred["event_date"]} == {
        *("2022-03-27", "2025-02-25", "2025-11-22", "2026-05-08")
    }
    assert not rows["channel_note"].str.contains(r"\[", na=False).any()


def test_weak_contacts_say_why():
    """
    Every row that the gathering calls weak has its reason beside it, and no other row has one.
    """
    rows = contacts.build(UPSTREAM)
    assert (rows["confidence"].eq("weak") == rows["confidence_reason"].notna()).all()
    assert {_day(day) for day in rows.loc[rows["confidence"].eq("weak"), "event_date"]} == {
        *("2022-03-21", "2025-10-24", "2025-11-22")
    }


def test_parties_are_the_ids_of_the_events():
    """
    A state has one id in contacts, truces, terms and events.
    """
    parties = {party for cell in contacts.build(UPSTREAM)["parties"] for party in cell.split(";")}
    assert {"united_states", "united_kingdom", "european_union", "ukraine", "russia"} <= parties


def test_a_term_without_a_dated_page_is_known_from_its_document_on():
    """
    The document's own day is the earliest it can have been known, and the row says that this is meant.
    """
    rows = terms.build(UPSTREAM)
    by_document = rows[rows["published_precision"].eq("document")]
    assert len(by_document) > 0
    assert (by_document["published_on"] == by_document["document_date"]).all()
    assert (rows["published_on"] >= rows["document_date"]).all()


def test_every_document_has_a_row_for_every_issue():
    """
    A position that was not found is a row without a position and with a reason, not a gap.
    """
    rows = terms.build(UPSTREAM)
    pairs = rows[["document_id", "issue_id"]].drop_duplicates()
    assert len(pairs) == rows["document_id"].nunique() * rows["issue_id"].nunique()
    missing = rows[rows["status"].eq("not_found")]
    assert missing[["position", "ordinal", "confidence"]].isna().all(axis=None)
    assert missing["ordinal_reason"].notna().all()


def test_a_step_is_empty_only_with_a_reason():
    """
    Minerals are not coded since their axis is another one; a position beyond the excerpt has no step.
    """
    rows = terms.build(UPSTREAM)
    assert (rows["ordinal"].isna() == rows["ordinal_reason"].notna()).all()
    minerals = rows[rows["issue_id"].eq("minerals") & rows["status"].eq("stated")]
    assert minerals["ordinal_reason"].tolist() == ["not coded: the axis is US-Ukraine"]


def test_a_second_reading_in_the_row_is_an_alternative_step():
    """
    The draft of 20 points gives both sides' wish for Donetsk: the US one is coded, Kyiv's stands beside it.
    """
    row = (
        terms.build(UPSTREAM).set_index(["document_id", "issue_id"]).loc["draft_20_points_2025_12", "donetsk"]
    )
    assert row[["ordinal", "alternative_ordinal"]].tolist() == [2, 1]


def test_rival_accounts_of_a_clause_stay_side_by_side():
    """
    The 28 points have 600,000 men in the leaked text and 400,000 in an early account, which is the weak one.
    """
    rows = terms.build(UPSTREAM)
    rows = rows[rows["document_id"].eq("us_28_points_2025_11") & rows["issue_id"].eq("forces")]
    assert rows.sort_values("ordinal")[["ordinal", "confidence"]].values.tolist() == [[2, "high"], [3, "low"]]


def test_more_than_is_a_lower_bound_and_offers_are_no_truces():
    """
    "More than 30" is 30 with a mark; a proposal that never came into force is told apart.
    """
    rows = truces.build(UPSTREAM).set_index(["truce", "account"])
    energy = rows.loc["Energy pause 2025", "Ukrainian count"]
    assert energy[["violations_claimed_by_ukraine", "is_more_than"]].tolist() == [30, True]
    assert rows.loc["General 30-day ceasefire", "proposal"]["status"] == "offered"
    assert rows["status"].eq("offered").sum() == 1


def test_a_mirror_truce_is_accepted_on_a_condition():
    """
    Kyiv's answer to the Easter truce of 2025 was to keep it as long as Russia did.
    """
    row = truces.build(UPSTREAM).set_index("truce").loc["Easter truce 2025"]
    assert row["accepted_by"] == "ukraine"
    assert row["accepted_note"] == "as long as the other side keeps it"
    assert row[["violations_claimed_by_russia", "violations_claimed_by_ukraine"]].tolist() == [4900, 2935]


@pytest.mark.parametrize(
    ("module", "file", "old", "new", "told"),
    [
        (
            contacts,
            contacts.FILE,
            "Russia;Ukraine,,",
            "Russia;Atlantis,,",
            "line 2, column parties: 'Atlantis'",
        ),
        (contacts, contacts.FILE, "2025-04-25,,envoy", "25.04.2025,,envoy", "column date: '25.04.2025'"),
        (contacts, contacts.FILE, "date,end_date", "day,end_date", "missing: date; not known: day"),
        (terms, terms.FILE, ",3,", ",x,", "column ordinal: 'x': must be a whole number"),
        (truces, truces.FILE, ",4900,", ",-4900,", "column violations_claimed_by_russia: '-4900'"),
        (kiel, kiel.ACTIVITIES, "Humanitarian", "Spiritual", "column kategori: 'Spiritual'"),
        (un_votes, un_votes.FILE, "verify", "sure", "column confidence: 'sure'"),
        (polls, polls.SERIES, ",Gallup,", ",Gallop,", "column pollster: 'Gallop'"),
        (agreements, agreements.FILE, "9002", "9001", "this key stands in the file twice"),
        (places, places.FILE, "Ukraine,L'viv", "Ukraine,Galicia", "adm1name: 'Galicia'"),
    ],
)
def test_bad_input_is_told_with_its_place(small_upstream, module, file, old, new, told):
    """
    One error names file, column and value, and what to do.
    """
    path = small_upstream / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=re.escape(told)) as error:
        module.build(small_upstream)
    assert file.name in str(error.value)
