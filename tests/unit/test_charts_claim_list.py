"""
The list of claims: every claim opens to its rule, its evidence and its margin.
"""

import pandas as pd
import pytest

from threefronts import charts
from threefronts.charts.claim_list import rule_words
from threefronts.facts import read, read_claims
from threefronts.tables import load_table

RULES = ["claim_id", "comparison", "rule_unit", "tolerance_pct", "window_start", "window_end", "rule_reason"]
EDITIONS = [("2025-04-28", "2025-04-28"), ("2026-08-22", "2026-08-22")]


def _listed(claims: pd.DataFrame) -> str:
    return charts.claim_list(claims.merge(read_claims()[RULES], on="claim_id", how="left")).data


@pytest.mark.parametrize(("as_of", "known_at"), EDITIONS)
def test_rule_evidence_and_margin_of_every_claim_can_be_read(as_of, known_at):
    """
    All founding claims stand in the list, each judged, with the three that its verdict rests on.
    """
    claims = read(as_of, known_at).claims
    claims = claims.assign(verdict=claims["verdict"].str.replace("_", " "))
    blocks = _listed(claims).split("<details ")[1:]
    found = {block.split('id="claim-')[1].split('"')[0].upper(): block for block in blocks}
    founding = load_table("synthesis/founding_claims")["claim_id"]
    assert set(founding) <= set(found)
    for claim_id in founding:
        assert 'data-verdict="not yet judged"' not in found[claim_id]
        for part in (
            "rule",
            "observed",
            "from whom",
            "one side alone",
            "margin",
            "what would flip it",
            "evidence",
        ):
            assert f"<dt>{part}</dt><dd>" in found[claim_id]
    assert ">nan" not in "".join(blocks).lower()


def test_a_claim_without_a_rule_of_a_chapter_that_joins_the_fronts_is_untestable():
    """
    D11 belongs to a chapter of the same wave, so its only possible verdict is read with the others.
    """
    claim = read(*EDITIONS[0]).claims.set_index("claim_id").loc["D11"]
    assert (claim["verdict"], claim["judged_in"]) == ("untestable", "synthesis/leverage")


def test_a_claim_not_yet_judged_says_so_and_text_is_escaped():
    """
    What is missing is told in words, never as "nan" or "None".
    """
    row = {"claim_id": "B01", "front": "battlefield", "speaker": "A & B", "claim": "<3 tanks", "reason": None}
    row |= {"verdict": "not yet judged", "rule": "near", "rule_value": 3.0, "margin": float("nan")}
    html = charts.claim_list(pd.DataFrame([row])).data
    assert "no chapter has judged it yet" in html
    assert "&lt;3 tanks" in html and "A &amp; B" in html
    assert "nan" not in html.lower() and "none" not in html.lower()


def test_a_rule_reads_as_a_sentence_with_its_tolerance_and_its_days():
    """
    The band's edge, the allowance and the window stand in one sentence.
    """
    row = {"rule": "at_least", "rule_value": 12.0, "rule_unit": "persons", "tolerance_pct": 5.0}
    row |= {"window_start": "2025-04-24", "window_end": "2025-04-25"}
    assert rule_words(row) == (
        "The evidence must be at least 12 persons, within 5 percent, for 2025-04-24 to 2025-04-25."
    )
