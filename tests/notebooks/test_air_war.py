"""
The chapter on the air war reads as a whole at every date and in the corners of its parameters.
"""

import pytest

CORNERS = [
    {"as_of": "2022-10-02"},
    {"as_of": "2022-12-25"},
    {"as_of": "2024-09-08"},
    {"as_of": "2025-07-27"},
    {"as_of": "2025-08-17"},
    {"as_of": "2026-03-01"},
    {"as_of": "2028-01-02"},
    {"as_of": "2025-04-28", "known_at": "2026-11-23"},
    {"as_of": "2026-08-22", "known_at": "2025-04-28"},
    {"window_days": 1},
    {"window_days": 3650},
    {"smallest_group": 1},
    {"smallest_group": 1_000_000},
    {"draws": 100, "seed": 0},
    {"strike_day": "2022-01-01"},
    {"as_of": "2026-08-22", "apart_from": "2024-07-10", "together_from": "2025-08-01"},
]


@pytest.fixture(scope="module")
def chapter(chapters):
    """
    Run the chapter's cells with some parameters changed; returns the words of each key.
    """
    return chapters("battlefield/air_war")


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapter, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    assert chapter.broken(chapter(corner)) == []


def test_before_the_first_report_there_is_one_clear_error(chapter):
    """
    The series starts in September 2022, and the chapter says so instead of printing zeros.
    """
    with pytest.raises(ValueError, match="no data before 2022-09-28"):
        chapter({"as_of": "2022-06-05"})


def test_an_edition_after_the_last_report_says_so_and_one_on_its_day_does_not(chapter):
    """
    The table ends on 7 June 2026: silence after it is not read as quiet nights.
    """
    assert "ends there" in chapter({"as_of": "2026-08-22"})["air_table_end"]
    assert "reach" in chapter({"as_of": "2025-04-28"})["air_table_end"]


def test_the_past_does_not_know_that_the_count_would_change(chapter):
    """
    In the founding edition jammed drones stand apart, and no night after the folding is shown.
    """
    words = chapter({"as_of": "2025-04-28"})
    assert "folded" not in words["air_folding"]
    assert words["air_after_stopped_pct_range"] == "not known"
    assert "2025" in chapter({"as_of": "2026-08-22"})["air_folding"]
