"""
The chapter on manpower reads as a whole at every date and in the corners of its parameters.
"""

import pytest

CORNERS = [
    {"as_of": "2022-04-03"},
    {"as_of": "2023-06-04", "loss_source": "general_staff_ua"},
    {"as_of": "2028-01-02"},
    {"as_of": "2025-04-28", "known_at": "2026-11-23"},
    {"as_of": "2026-08-22", "known_at": "2025-04-28"},
    {"wounded_per_killed": 0.0, "returned_share": 0.0, "discharged_monthly": 0, "draws": 100, "seed": 0},
    {"wounded_per_killed": 10.0, "returned_share": 1.0, "discharged_monthly": 50000, "level": 0.5},
    {"curve_power": 0.2, "level": 0.99},
]


@pytest.fixture(scope="module")
def chapter(chapters):
    """
    The chapter, to be run with some parameters changed.
    """
    return chapters("battlefield/manpower")


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapter, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    assert chapter.broken(chapter(corner)) == []


def test_each_assumption_changes_what_hangs_on_it(chapter):
    """
    The share who return moves the account and leaves the curves; the source of losses moves words and sums.
    """
    base, none_return, claimed = (
        chapter(part) for part in ({}, {"returned_share": 0.0}, {"loss_source": "general_staff_ua"})
    )
    for key in ("killed_pooled_range", "verdict_i01", "recruits_claim_window_range"):
        assert base[key] == none_return[key] == claimed[key]
    assert base["balance_force_range"] != none_return["balance_force_range"]
    assert base["balance_losses_range"] != claimed["balance_losses_range"]
    assert base["loss_source_name"] != claimed["loss_source_name"]


def test_more_wounded_for_one_killed_moves_the_account(chapter):
    """
    With more wounded among the losses more return, so the force of the account is larger.
    """
    few, many = (
        float(chapter({"wounded_per_killed": ratio})["balance_force"].replace(",", ""))
        for ratio in (1.0, 4.0)
    )
    assert few < many


def test_the_reference_values_stand_in_the_chapter(chapter):
    """
    The General Staff's losses of the two years, as worked out apart from this package.
    """
    words = chapter({})
    assert words["personnel_article_year"] == "483,650"
    assert words["personnel_claim_year"] == "475,200"


@pytest.mark.parametrize(
    "parameters",
    [
        {"loss_source": "isw"},
        {"curve_power": 1.0},
        {"returned_share": 1.5},
        {"wounded_per_killed": -1.0},
        {"level": 1.0},
    ],
    ids=str,
)
def test_what_cannot_be_is_one_clear_error(chapter, parameters):
    """
    Impossible parameters are refused by the models, and no sentence is made of them.
    """
    with pytest.raises(ValueError, match=r"must|choose|between|outside"):
        chapter(parameters)
