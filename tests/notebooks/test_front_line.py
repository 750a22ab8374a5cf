"""
The chapter on the front line reads as a whole at every date and in the corners of its parameters.
"""

import pytest

from threefronts.absence import NoDataError

QUICK = {"draws": 100, "horizon_years": 5}
CORNERS = [
    {"as_of": "2022-10-01"},
    {"as_of": "2022-12-25"},
    {"as_of": "2024-07-10"},
    {"as_of": "2028-01-02"},
    {"as_of": "2025-04-28", "known_at": "2026-11-23"},
    {"as_of": "2026-08-22", "known_at": "2025-04-28"},
    {"as_of": "2026-08-22", "include_kursk": False},
    {
        "window_days": 1,
        "pace_weeks": 1,
        "block_weeks": 1,
        "map_error_km2": 0,
        "seam_error_km2": 0,
        "draws": 1,
    },
    {"window_days": 3650, "pace_weeks": 100, "block_weeks": 100, "map_error_km2": 1000, "memory": 0.0},
    {
        "horizon_years": 1,
        "years_asked": 100,
        "month": "2030-01-01",
        "memory": 0.95,
        "shortest_level_weeks": 500,
    },
]


@pytest.fixture(scope="module")
def chapter(chapters):
    """
    The chapter, to be run with some parameters changed.
    """
    return chapters("battlefield/front_line", **QUICK)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapter, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    assert chapter.broken(chapter(corner)) == []


def test_the_past_knows_neither_the_second_count_nor_the_later_shift(chapter):
    """
    In the founding edition no figure with Kursk region is known, and no level begins after its day.
    """
    words = chapter({"as_of": "2025-04-28"})
    assert "Kursk" not in words["month_scopes"]
    assert words["month_high_km2"] == "203"
    assert "2026" not in words["pace_shifts"]
    later = chapter({"as_of": "2026-08-22"})
    assert later["month_high_km2"] == "601"
    assert "2026" in later["pace_shifts"]


def test_without_kursk_the_widest_scope_is_gone(chapter):
    """
    The switch takes the figures of another quantity out of the range of the month.
    """
    words = chapter({"as_of": "2026-08-22", "include_kursk": False})
    assert (words["month_low_km2"], words["month_high_km2"]) == ("133", "240")
    assert "Kursk" not in words["month_scopes"]


def test_a_claim_is_open_before_its_year_is_over(chapter):
    """
    In 2024 the article's year has no change yet, and its claim no verdict.
    """
    words = chapter({"as_of": "2024-07-10"})
    assert words["donetsk_gain_km2"] == "not known"
    assert words["verdict_b03"] == words["verdict_b04"] == "untestable"


def test_too_few_weeks_are_no_data(chapter):
    """
    A month of maps shows no scatter: the chapter says from which day on it does, which a history keeps.
    """
    with pytest.raises(NoDataError, match="no data before 2022-08-28: a pace over 13 weeks"):
        chapter({"as_of": "2022-05-15"})
