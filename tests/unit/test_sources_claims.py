"""
The adapter of the founding claims.
"""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import claims, import_tables
from threefronts.tables import TableError, data_dir, load_table, seal

UPSTREAM = Path(__file__).parents[1] / "fixtures" / "upstream"
CHOSEN = ["B07", "D01", "D11", "I08", "I11"]


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """
    A small project whose rules are those of the claims in the fixture.
    """
    real, small = data_dir() / "synthesis", tmp_path / "data" / "synthesis"
    small.mkdir(parents=True)
    for name in ("claim_rules.csv", "claim_rules.yml", "founding_claims.yml"):
        shutil.copy(real / name, small)
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    _keep_rules(small, CHOSEN)
    return tmp_path


def test_every_claim_gets_its_rule(project):
    """
    The table holds the claim as said and the rule that judges it, side by side.
    """
    built = claims.build(UPSTREAM).set_index("claim_id")
    assert sorted(built.index) == CHOSEN
    assert built.loc["I08", ["value", "rule_value", "comparison"]].tolist() == [400, 400, "at_least"]
    assert built.loc["I11", ["rule", "comparison"]].tolist() == ["forecast", "near"]
    assert (built["published_on"] == built["said_on"]).all()


def test_the_brief_may_lie_beside_the_data(project, tmp_path):
    """
    Upstream keeps the brief next to its data folder; either place is found.
    """
    shutil.copytree(UPSTREAM / "brief", tmp_path / "upstream" / "brief")
    (tmp_path / "upstream" / "data").mkdir()
    assert len(claims.build(tmp_path / "upstream" / "data")) == len(CHOSEN)


def test_importing_twice_gives_the_same_bytes(project):
    """
    The same input gives the same file.
    """
    names = ["synthesis/founding_claims"]
    assert import_tables(names, UPSTREAM) == [("synthesis/founding_claims", True, 5)]
    assert import_tables(names, UPSTREAM) == [("synthesis/founding_claims", False, 5)]
    assert load_table(names[0])["window_end"].max() == pd.Timestamp("2025-12-31")


def test_a_claim_without_a_rule_is_told(project):
    """
    No claim enters the book without the rule that judges it.
    """
    _keep_rules(project / "data" / "synthesis", CHOSEN[1:])
    with pytest.raises(TableError, match="claims without a rule: B07; rules without a claim: none"):
        claims.build(UPSTREAM)


def test_a_missing_brief_is_told(project, tmp_path):
    """
    The error names the two places that were looked at.
    """
    with pytest.raises(TableError, match="lies neither in .* nor beside it"):
        claims.build(tmp_path / "nowhere")


def _keep_rules(folder: Path, claim_ids: list[str]) -> None:
    rules = pd.read_csv(folder / "claim_rules.csv", dtype="str", keep_default_na=False)
    kept = rules[rules["claim_id"].isin(claim_ids)]
    kept.to_csv(folder / "claim_rules.csv", index=False, lineterminator="\n")
    seal("synthesis/claim_rules")
