"""
The written scale of the terms, and the coding that follows it.
"""

import re

import pandas as pd
import pytest

from threefronts.tables import load_table, read_sources

TERMS, SCALE = load_table("diplomacy/terms"), load_table("diplomacy/term_scale")
STATED = TERMS[TERMS["status"] == "stated"]


@pytest.mark.parametrize("issue", TERMS["issue_id"].unique())
def test_every_issue_has_its_scale(issue):
    """
    Five steps from 0 to 4, each with words or a reason; minerals have a reason why they have none.
    """
    steps = SCALE[SCALE["issue_id"] == issue]
    if steps["status"].eq("not_coded").any():
        assert issue == "minerals"
        assert steps["reason"].notna().all()
        return
    assert steps["step"].tolist() == [0, 1, 2, 3, 4]
    assert (steps["meaning"].isna() == steps["status"].ne("defined")).all()
    assert (steps["reason"].isna() == steps["status"].eq("defined")).all()


def test_no_position_has_a_step_without_words():
    """
    Main and alternative codings use steps that the scale defines.
    """
    words = SCALE[SCALE["status"] == "defined"]
    defined = set(zip(words["issue_id"], words["step"], strict=True))
    for column in ("ordinal", "alternative_ordinal"):
        coded = STATED.dropna(subset=column)
        assert set(zip(coded["issue_id"], coded[column], strict=True)) <= defined


def test_the_scale_defines_the_steps_of_the_rule_on_each_row():
    """
    The scale in our words and the gathering's short rule have the same steps.
    """
    words = SCALE[SCALE["status"] == "defined"].groupby("issue_id")["step"].agg(list)
    for issue, rule in TERMS.drop_duplicates("issue_id").set_index("issue_id")["coding_rule"].items():
        if issue != "minerals":
            assert [int(step) for step in re.findall(r"(?:^|; )(\d) ", rule)] == words[issue]


def test_a_contested_step_has_its_alternative_and_its_reason():
    """
    An alternative differs from what it stands beside, and says why it is one.
    """
    contested = STATED[STATED["alternative_ordinal"].notna()]
    assert len(contested) == 15
    assert (contested["alternative_ordinal"] != contested["ordinal"]).all()
    assert contested["alternative_reason"].notna().all()
    assert contested["alternative_of"].dropna().tolist() == ["ukraine"]


def test_every_position_has_a_place_and_an_address():
    """
    Each has a locator in its text and a page that a reader can open.
    """
    assert STATED["locator"].notna().all()
    assert all(read_sources()[page]["url"].startswith("http") for page in STATED["source_id"])


def test_a_position_nobody_published_stays_empty_with_its_reason():
    """
    144 of 309 rows hold none, and say so.
    """
    missing = TERMS[TERMS["status"] == "not_found"]
    assert (len(missing), len(TERMS)) == (144, 309)
    assert missing[["position", "ordinal", "alternative_ordinal"]].isna().all(axis=None)
    assert missing["ordinal_reason"].notna().all()


def test_subjects_are_the_four_of_the_chapter():
    """
    Each issue belongs to one subject.
    """
    assert SCALE.groupby("issue_id")["subject"].nunique().max() == 1
    assert pd.unique(SCALE["subject"]).tolist() == ["land", "security", "economy", "order"]
