"""
The chapters on diplomacy read as a whole at every date and in the corners of their parameters.
"""

import pytest

TALKS, TERMS, STRIKES, BLOCS = (
    f"diplomacy/{stem}" for stem in ("talks", "terms", "strikes_and_talks", "blocs")
)
CORNERS = [
    (TALKS, {"as_of": "2025-02-20"}),
    (TALKS, {"as_of": "2025-04-29", "day_one_counts": False}),
    (TALKS, {"as_of": "2026-08-22", "contact_kinds": "call", "contact_reading": "wide"}),
    (TALKS, {"contact_kinds": "envoy_visit,letter", "quiet_days": 1}),
    (TALKS, {"as_of": "2026-08-22", "known_at": "2025-04-28", "before_days": 200, "after_days": 1}),
    (TALKS, {"talks_since": "2024-11-01", "strike_day": "2022-01-01"}),
    (TERMS, {"as_of": "2022-04-20", "draws": 100}),
    (TERMS, {"as_of": "2026-08-22", "coding": "alternative", "weights": "land", "draws": 100}),
    (TERMS, {"overlap_steps": 4, "weights": "order", "draws": 100}),
    (TERMS, {"overlap_steps": 0, "memory_days": 30, "round_days": 0, "draws": 100}),
    (TERMS, {"count_joint": True, "weights": "subjects", "memory_days": 3650, "draws": 100}),
    (STRIKES, {"as_of": "2025-02-20", "draws": 100}),
    (STRIKES, {"days_before": 0, "days_after": 0, "block_weeks": 2, "draws": 100}),
    (STRIKES, {"days_before": 7, "days_after": 7, "block_weeks": 12, "draws": 100}),
    (STRIKES, {"as_of": "2026-08-22", "contact_kinds": "call", "days_around": 7, "draws": 100}),
    (STRIKES, {"as_of": "2026-08-22", "known_at": "2025-04-28", "link_days": 120, "draws": 100}),
    (BLOCS, {"as_of": "2022-06-30", "window_months": 1}),
    (BLOCS, {"as_of": "2026-08-22", "window_months": 24, "least_bn": 1.0}),
    (BLOCS, {"as_of": "2026-08-22", "known_at": "2025-04-28", "least_bn": 100.0}),
    (BLOCS, {"first_vote": "A/RES/ES-11/1", "second_vote": "A/RES/68/262"}),
]


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(("stem", "corner"), CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapters, stem, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    chapter = chapters(stem)
    assert chapter.broken(chapter(corner)) == []


@pytest.mark.parametrize("stem", [TALKS, STRIKES])
def test_days_without_a_contact_are_one_clear_error(chapters, stem):
    """
    A chapter on nothing would only print zeros.
    """
    with pytest.raises(ValueError, match="none is known from"):
        chapters(stem)({"as_of": "2025-01-21"})


@pytest.mark.parametrize("stem", [TALKS, STRIKES])
def test_a_channel_that_does_not_exist_is_refused_by_name(chapters, stem):
    """
    A typing error in the kinds of contact must not count as no contact.
    """
    with pytest.raises(ValueError, match="no contact is of kind chat"):
        chapters(stem)({"contact_kinds": "call,chat"})


def test_rounds_after_the_founding_edition_are_in_the_newer_one_alone(chapters):
    """
    Istanbul 2025 and the exchanges that it brought are unknown in April 2025.
    """
    chapter = chapters(TALKS)
    founding, newer = (chapter({"as_of": day}) for day in ("2025-04-28", "2026-08-22"))
    assert int(founding["talks_brought_exchange"]) == 0 < int(newer["talks_brought_exchange"])
    assert int(founding["talks_direct"]) < int(newer["talks_direct"])
