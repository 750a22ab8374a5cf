"""
The founding claims: all 43, each with a rule that can judge it.
"""

import pandas as pd
import pytest

from threefronts.tables import load_table, read_sources

CLAIMS = load_table("synthesis/founding_claims").set_index("claim_id")
BANDED = {"near", "at_least", "at_most", "forecast", "event"}
CHAPTERS = {
    "diplomacy": {"talks", "terms", "strikes_and_talks", "blocs"},
    "battlefield": {"front_line", "attrition", "manpower", "air_war"},
    "industry": {"replacement", "shells", "missiles", "capacity"},
    "synthesis": {"claims", "leverage", "changes"},
}


def test_there_are_forty_three_claims():
    """
    None of the article's claims is left out.
    """
    assert CLAIMS.groupby(CLAIMS.index.str[0]).size().to_dict() == {"B": 10, "D": 11, "E": 3, "I": 19}


@pytest.mark.parametrize("claim_id", CLAIMS.index)
def test_every_claim_can_be_judged_by_its_rule(claim_id):
    """
    A rule has what it needs: a value, a tolerance for a band, a direction for a sign, a window and a reason.
    """
    claim = CLAIMS.loc[claim_id]
    assert claim["chapter"] in set().union(*CHAPTERS.values())
    assert claim["window_start"] <= claim["window_end"]
    assert len(claim["rule_reason"]) > 40
    if claim["rule"] == "none":
        assert claim[["comparison", "rule_value", "tolerance_pct"]].isna().all()
        return
    assert pd.notna(claim["rule_value"])
    assert pd.notna(claim["rule_unit"])
    assert claim["rule"] in {"event", "forecast", claim["comparison"]}
    if claim["rule"] in BANDED:
        assert 0 <= claim["tolerance_pct"] <= 50
    else:
        assert claim["rule_value"] in (1, -1)
        assert pd.isna(claim["tolerance_pct"])


@pytest.mark.parametrize("claim_id", CLAIMS[CLAIMS["value"].notna() & (CLAIMS["rule"] != "none")].index)
def test_a_rule_keeps_the_claims_own_number(claim_id):
    """
    Where the claim has a number, the band is built around that one; the two thresholds say why they are not.
    """
    claim = CLAIMS.loc[claim_id]
    if claim_id == "B07":
        assert "25 km2" in claim["rule_reason"]
    else:
        assert claim["rule_value"] == claim["value"]


def test_the_window_is_the_claims_own():
    """
    Evidence covers the period the claim speaks of and never reaches before it, whatever the edition.
    """
    bounded = CLAIMS[CLAIMS["period_start"].notna() & ~CLAIMS["rule_reason"].str.contains("twelve months")]
    assert (bounded["window_start"] >= bounded["period_start"]).all()
    assert (bounded["window_end"] <= bounded["period_end"]).all()


def test_every_claim_was_made_in_a_registered_source():
    """
    Evidence that repeats the claim's own source can be told apart.
    """
    assert set(CLAIMS["source_id"]) <= set(read_sources())
    losses = CLAIMS.loc[["I05", "I06", "I07", "I08"], "source_id"]
    assert set(losses) == {"cavoli_testimony_losses"}


def test_about_means_the_same_everywhere():
    """
    One word, one tolerance: no claim that says "about" is judged more strictly than another.
    """
    said_about = CLAIMS["claim"].str.contains(r"\babout\b") & (CLAIMS["comparison"] == "near")
    assert set(CLAIMS.loc[said_about, "tolerance_pct"]) == {15}
