"""
The files of an edition: every fact once, every claim with its verdict or without one.
"""

import json

import pytest

from threefronts.editions import edition_for
from threefronts.engine import RunError
from threefronts.engine.results import claims_json, facts_json, records_of
from threefronts.facts import Records
from threefronts.facts.judge import read_claims
from threefronts.facts.record import FACT_MIME

EDITION = edition_for("2025-04-28")
DAYS = {
    "name": "2025-04-28",
    "title": "The founding edition",
    "as_of": "2025-04-28",
    "known_at": "2025-04-28",
}


def _fact(key="tanks_lost", value=3444) -> dict:
    return {"key": key, "value": value, "unit": "vehicles", "sources": ["oryx"]}


def _found(*facts: dict) -> Records:
    return Records(facts={fact["key"]: fact for fact in facts})


def _judged(claim_id="I05", verdict="mixed") -> Records:
    record = {"claim_id": claim_id, "verdict": verdict, "reason": "reaches across", "unit": "tanks"}
    return Records(verdicts={claim_id: record})


def test_facts_json_holds_each_fact_by_key_with_its_chapter():
    """
    The API's form: edition, then key to record; the key is not repeated inside.
    """
    found = json.loads(facts_json(EDITION, {"battlefield/attrition": _found(_fact())}))
    record = {"value": 3444, "unit": "vehicles", "sources": ["oryx"], "chapter": "battlefield/attrition"}
    assert found == {"edition": DAYS, "facts": {"tanks_lost": record}}


def test_a_key_that_two_chapters_record_is_refused():
    """
    A key names one number in the book; the message names both chapters.
    """
    records = {"battlefield/attrition": _found(_fact()), "industry/replacement": _found(_fact(value=1))}
    with pytest.raises(
        RunError, match="tanks_lost is recorded by battlefield/attrition and by industry/repl"
    ):
        facts_json(EDITION, records)


def test_every_claim_of_the_table_is_listed_judged_or_not():
    """
    One chapter's verdict stands beside every other claim as not yet judged, with the table's own words.
    """
    claims = json.loads(claims_json(EDITION, {"battlefield/attrition": _judged()}))["claims"]
    rows = read_claims().set_index("claim_id")
    assert list(claims) == sorted(rows.index)
    assert {claim for claim, entry in claims.items() if entry["verdict"] != "not_yet_judged"} == {"I05"}
    assert (claims["I05"]["verdict"], claims["I05"]["judged_in"]) == ("mixed", "battlefield/attrition")
    assert claims["I05"]["unit"] == rows.loc["I05", "unit"]
    assert claims["B01"]["judged_in"] is None
    assert claims["B01"]["claim"] == rows.loc["B01", "claim"]
    assert claims["B01"]["said_on"] == "2025-04-28"


def test_a_missing_cell_of_the_claims_table_is_null():
    """
    The API holds no NaN, which is no JSON.
    """
    text = claims_json(EDITION, {})
    assert "NaN" not in text
    missing = read_claims().set_index("claim_id")["value"].isna()
    claims = json.loads(text)["claims"]
    assert {claim for claim in claims if claims[claim]["value"] is None} == set(missing[missing].index)


@pytest.mark.parametrize(
    "records",
    [
        {"battlefield/front_line": _judged()},
        {"battlefield/attrition": _judged(), "industry/replacement": _judged()},
        {"battlefield/air_war": _judged(verdict="supported"), "battlefield/attrition": _judged()},
    ],
    ids=["alone", "after its owner", "before its owner"],
)
def test_a_claim_is_judged_by_the_chapter_that_owns_it(records):
    """
    A verdict from another chapter is refused, whether or not the owner gave one too.
    """
    with pytest.raises(RunError, match="claim I05 belongs to the chapter attrition, but .* judged it"):
        claims_json(EDITION, records)


def test_records_are_read_from_executed_notebooks():
    """
    The files are made of what the outputs carry, by stem.
    """
    text = json.dumps({"cells": [{"outputs": [{"data": {FACT_MIME: _fact()}}]}, {"source": "words"}]})
    records = records_of({"battlefield/attrition": text})
    assert records["battlefield/attrition"].facts == {"tanks_lost": _fact()}
