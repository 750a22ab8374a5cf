"""
The chapter on replacement reads as a whole at every date and in the corners of its parameters.
"""

import pytest

CORNERS = [
    {"as_of": "2025-04-03"},
    {"as_of": "2025-10-31"},
    {"as_of": "2026-01-02"},
    {"as_of": "2027-12-31"},
    {"as_of": "2026-08-22", "known_at": "2025-04-28"},
    {"loss_source": "oryx", "refurbishment_per_month": 120},
    {"loss_source": "general_staff", "refurbishment_per_month": 0},
    {"restorable_share": 0.01, "left_share": 0.0},
    {"restorable_share": 1.0, "left_share": 0.99, "tanks_in_service": 0},
    {"horizon_months": 1, "draws": 100, "seed": 0},
]


@pytest.fixture(scope="module")
def chapter(chapters):
    """
    The chapter, to be run with some parameters changed.
    """
    return chapters("industry/replacement", draws=400)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapter, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    assert chapter.broken(chapter(corner)) == []


def test_before_the_testimony_there_is_one_clear_error(chapter):
    """
    The chapter tests a statement of 3 April 2025, and says so instead of a table of zeros.
    """
    with pytest.raises(ValueError, match="no data before 2025-04-03"):
        chapter({"as_of": "2024-12-31"})
    with pytest.raises(ValueError, match="no data before 2025-04-03"):
        chapter({"known_at": "2023-01-01"})


def test_the_past_does_not_know_how_the_losses_went(chapter):
    """
    On the founding day nothing later than it is held against the model; in 2026 the fall of the losses is.
    """
    words = chapter({"as_of": "2025-04-28"})
    assert "No later count" in words["late_start_reading"]
    assert "far fewer" in chapter({"as_of": "2026-08-22"})["late_losses_reading"]
