"""
Bargaining distance: a metric on published positions, honest bounds on the others, and weights.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from threefronts.models.terms import (
    PARTIES,
    Reading,
    drawn_weights,
    interval_distance,
    named_weights,
    overlaps,
    positions,
    sweep_shares,
    weighted,
)

# The same examples on every run, kept nowhere.
looked_at = settings(deadline=None, max_examples=60, derandomize=True, database=None)
ISSUES = ["crimea", "nato", "sanctions"]
COUNT = 7
STEPS = arrays(float, (3, COUNT), elements=st.integers(0, 4).map(float))
WEIGHTS = arrays(float, COUNT, elements=st.floats(0, 10)).filter(lambda weights: weights.sum() > 0.01)
INTERVALS = arrays(float, (3, COUNT, 2), elements=st.integers(0, 4).map(float)).map(
    lambda ends: np.sort(ends)
)


def _term(**overrides) -> dict:
    row = {
        **{"term_id": "te-1", "issue_id": "crimea", "document": "A draft", "parties": "ukraine"},
        **{"document_date": "2025-04-23", "ordinal": 1.0, "confidence": "high"},
        **{"alternative_ordinal": None, "alternative_of": None},
    }
    return row | overrides


def _terms(*rows: dict) -> pd.DataFrame:
    frame = pd.DataFrame([_term(term_id=f"te-{place}", **row) for place, row in enumerate(rows)])
    kinds = {"document_date": "datetime64[s]", "ordinal": float, "alternative_ordinal": float}
    return frame.astype(kinds)


def _step(*rows: dict, party="ukraine", issue="crimea", day="2025-04-28", **reading) -> float | None:
    step = positions(_terms(*rows), ISSUES, day, Reading(**reading)).loc[(party, issue), "step"]
    return None if pd.isna(step) else step


def _known(steps: np.ndarray) -> np.ndarray:
    return np.stack([steps, steps], axis=-1)


def _distance(first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return weighted(interval_distance(first, second), weights)


@looked_at
@given(STEPS, WEIGHTS)
def test_a_position_is_at_no_distance_from_itself(steps, weights):
    """
    Identity: equal positions are zero apart, under any weights.
    """
    assert _distance(_known(steps[0]), _known(steps[0]), weights) == pytest.approx([0, 0])


@looked_at
@given(STEPS)
def test_no_distance_means_the_same_position(steps):
    """
    Identity, the other way: with weight on every issue, zero apart is equal everywhere.
    """
    apart = _distance(_known(steps[0]), _known(steps[1]), np.ones(COUNT))[0]
    assert (apart < 1e-12) == (steps[0] == steps[1]).all()


@looked_at
@given(INTERVALS, WEIGHTS)
def test_the_distance_is_the_same_in_both_directions(ends, weights):
    """
    Symmetry, for known positions and for intervals.
    """
    assert _distance(ends[0], ends[1], weights) == pytest.approx(_distance(ends[1], ends[0], weights))


@looked_at
@given(STEPS, WEIGHTS)
def test_a_detour_through_a_third_party_is_never_shorter(steps, weights):
    """
    Triangle inequality for known positions, under any weights.
    """
    first, second, third = (_known(row) for row in steps)
    direct = _distance(first, third, weights)[0]
    assert direct <= _distance(first, second, weights)[0] + _distance(second, third, weights)[0] + 1e-9


@looked_at
@given(INTERVALS, WEIGHTS)
def test_highest_distances_keep_the_triangle_inequality(ends, weights):
    """
    With open positions the highest distances still obey it; the lowest need not, as the next test shows.
    """
    first, second, third = ends
    direct = _distance(first, third, weights)[1]
    assert direct <= _distance(first, second, weights)[1] + _distance(second, third, weights)[1] + 1e-9


def test_an_unknown_position_may_lie_near_two_that_are_far_apart():
    """
    Lowest distances are no metric: 0 and 4 are a whole scale apart, and both may be where the unknown is.
    """
    zero, unknown, four = [[0.0, 0.0]], [[0.0, 4.0]], [[4.0, 4.0]]
    assert interval_distance(zero, four)[0, 0] == 1
    assert interval_distance(zero, unknown)[0, 0] == interval_distance(unknown, four)[0, 0] == 0


@looked_at
@given(INTERVALS, WEIGHTS, arrays(float, (2, COUNT), elements=st.floats(0, 1)))
def test_the_truth_lies_between_the_bounds(ends, weights, places):
    """
    Whatever the open positions are, the distance between them is within what was said of it.
    """
    first, second = (
        low + place * (high - low) for (low, high), place in zip(_ends(ends[:2]), places, strict=True)
    )
    true = _distance(_known(first), _known(second), weights)[0]
    low, high = _distance(ends[0], ends[1], weights)
    assert low - 1e-9 <= true <= high + 1e-9


def _ends(intervals: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(interval[:, 0], interval[:, 1]) for interval in intervals]


def test_a_step_is_a_quarter_of_the_scale():
    """
    Closed form: steps 1 and 4 are three quarters apart, and an unknown from step 1 between none and as much.
    """
    assert interval_distance([1, 1], [4, 4]).tolist() == [0.75, 0.75]
    assert interval_distance([1, 1], [0, 4]).tolist() == [0, 0.75]
    assert interval_distance([0, 4], [0, 4]).tolist() == [0, 1]


@pytest.mark.parametrize("steps", [[-1, 0], [0, 5], [np.nan, 1], [3, 1], [1, 2, 3]])
def test_a_step_outside_the_scale_is_refused(steps):
    """
    Neither a step beyond the scale nor an interval upside down is taken for a position.
    """
    with pytest.raises(ValueError, match="steps"):
        interval_distance(steps, [0, 4])


def test_overlap_counts_what_is_sure_and_what_is_possible():
    """
    Neighbouring steps overlap within one step and not within none; an unknown overlaps perhaps.
    """
    gaps = interval_distance([[1, 1], [1, 1], [1, 1]], [[1, 1], [2, 2], [0, 4]])
    assert overlaps(gaps, 0).tolist() == [[1, 1], [0, 0], [0, 1]]
    assert overlaps(gaps, 1).tolist() == [[1, 1], [1, 1], [0, 1]]
    assert overlaps(gaps, 4).min() == 1


@looked_at
@given(INTERVALS, st.integers(0, 3))
def test_a_wider_reading_of_overlap_never_finds_less(ends, steps):
    """
    Whatever overlaps within some steps overlaps within one more.
    """
    gaps = interval_distance(ends[0], ends[1])
    assert (overlaps(gaps, steps + 1) >= overlaps(gaps, steps)).all()


@pytest.mark.parametrize("weights", [[1, 1], [0, 0, 0], [1, -1, 1], [np.nan, 1, 1]])
def test_weights_that_cannot_weigh_are_refused(weights):
    """
    Weights match the issues, are not negative, and not all zero.
    """
    with pytest.raises(ValueError, match="weights"):
        weighted(np.zeros((3, 2)), weights)


def test_named_weights_sum_to_one_and_give_half_to_their_subject():
    """
    Each weighting spends the whole weight; a subject named has half of it, however many issues it holds.
    """
    subjects = pd.Series(["land", "land", "land", "security", "order"])
    every = named_weights(subjects)
    assert [weights.sum() for weights in every.values()] == pytest.approx([1] * 5)
    assert every["equal"][:3].sum() == pytest.approx(0.6)
    assert every["subjects"][:3].sum() == pytest.approx(1 / 3)
    assert every["land"][:3].sum() == every["order"][4] == pytest.approx(0.5)


def test_drawn_weights_are_spread_evenly_and_repeat_with_their_seed():
    """
    Every issue has the same mean weight and the variance of an even draw; the same seed draws the same.
    """
    drawn = drawn_weights(5, 20_000, seed=7)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(0.2, abs=0.005)
    assert drawn.var(axis=0) == pytest.approx(4 / (25 * 6), rel=0.05)
    assert (drawn == drawn_weights(5, 20_000, seed=7)).all()
    with pytest.raises(ValueError, match="at least one draw"):
        drawn_weights(5, 0, seed=7)


def test_a_sweep_over_one_known_overlap_has_its_closed_form():
    """
    If one issue of *n* overlaps, its weight passes a half with chance 2 to the power of 1 - n.
    """
    shares = weighted([[1, 1], [0, 0], [0, 0], [0, 0]], drawn_weights(4, 40_000, seed=1))
    found = sweep_shares(shares, 0.5)
    assert found["close"] == pytest.approx(2**-3, abs=0.01)
    assert found["open"] == 0
    assert sum(found.values()) == pytest.approx(1)


def test_the_newest_text_speaks_for_its_party():
    """
    A later text replaces an earlier one, and one after the day is not known yet.
    """
    old, new = (
        {"document_date": "2024-06-14", "ordinal": 4.0},
        {"document_date": "2025-04-23", "ordinal": 1.0},
    )
    assert _step(old, new) == 1
    assert _step(old, new, day="2025-04-22") == 4
    assert _step(old, new, day="2024-06-13") is None


def test_a_text_lapses_when_it_is_too_old():
    """
    Beyond its memory a position is unknown, and may be anywhere on the scale.
    """
    row = {"document_date": "2022-03-29"}
    assert _step(row, memory_days=2000) == 1
    assert _step(row) is None
    bounds = positions(_terms(row), ISSUES, "2025-04-28", Reading()).loc[("ukraine", "crimea")]
    assert bounds[["low", "high"]].tolist() == [0, 4]


def test_of_two_accounts_of_one_offer_the_firmer_counts_and_the_other_is_its_alternative():
    """
    A printed text goes before a newspaper's list of the week after; the alternative coding turns them round.
    """
    rows = (
        {"document_date": "2025-04-17", "ordinal": 3.0, "confidence": "high"},
        {"document_date": "2025-04-22", "ordinal": 2.0, "confidence": "medium"},
    )
    assert _step(*rows) == 3
    assert _step(*rows, coding="alternative") == 2
    assert _step(*rows, round_days=0) == 2


def test_the_second_reading_is_the_alternative():
    """
    A contested position has its second step under the alternative coding, an uncontested one its only step.
    """
    assert _step({"alternative_ordinal": 0.0}) == 1
    assert _step({"alternative_ordinal": 0.0}, coding="alternative") == 0
    assert _step({}, coding="alternative") == 1


def test_a_row_of_two_parties_gives_each_its_own_version():
    """
    Where a draft holds both wishes, Kyiv has Kyiv's under either coding and Washington the other.
    """
    row = {"parties": "united_states;ukraine", "ordinal": 2.0, "alternative_ordinal": 1.0}
    row["alternative_of"] = "ukraine"
    for coding in ("main", "alternative"):
        assert _step(row, party="ukraine", coding=coding) == 1
        assert _step(row, party="united_states", coding=coding) == 2


def test_a_text_of_both_opponents_is_a_position_of_neither_unless_asked():
    """
    A draft on a table binds nobody; the reading may count it all the same.
    """
    row = {"parties": "russia;ukraine"}
    assert _step(row, party="russia") is None
    assert _step(row, party="russia", count_joint=True) == 1


def test_europeans_speak_as_one():
    """
    States and the Union are one party here; a text of theirs with Ukraine is Ukraine's as well.
    """
    row = {"parties": "ukraine;france;germany;european_union"}
    assert _step(row, party="europe") == _step(row) == 1
    assert list(PARTIES) == ["ukraine", "united_states", "russia", "europe"]


def test_a_position_without_a_step_stays_unknown():
    """
    What fits no step is filled in by nothing.
    """
    assert _step({"ordinal": None}) is None


@pytest.mark.parametrize("wrong", [{"coding": "both"}, {"memory_days": 0}, {"round_days": -1}])
def test_a_reading_that_makes_no_sense_is_refused(wrong):
    """
    The codings are two, and spans of days are not negative.
    """
    with pytest.raises(ValueError, match="coding|memory"):
        Reading(**wrong)
