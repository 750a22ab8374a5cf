"""
The flip search: right wherever the answer can be written down.
"""

import math

import pytest
from made_rules import AS_OF, make_rule, put_register

from threefronts.facts import Lever, Voice, assess, flip_text, nearest_flip

REGISTER = """
counter: {party: independent, relays: null, producer: The counter}
rival: {party: third_state, relays: null, producer: The rival}
kyiv: {party: ukraine, relays: null, producer: Kyiv}
speaker: {party: third_state, relays: null, producer: The speaker}
"""


@pytest.fixture(autouse=True)
def register(tmp_path, monkeypatch):
    """
    A register of a few voices stands in for the book's.
    """
    put_register(tmp_path, monkeypatch, REGISTER)


def _point(source, value):
    return Voice(source, value, value)


@pytest.mark.parametrize(
    ("voices", "before", "after", "verdict"),
    [
        ([Voice("counter", 950, 1000)], 950, 900, "mixed"),
        ([Voice("counter", 1200, 1500)], 1200, 1100, "mixed"),
        ([Voice("counter", 1050, 1200)], 1050, 1100, "contradicted"),
        ([Voice("counter", 1020, 1110)], 1110, 1100, "supported"),
        ([_point("counter", 985), _point("rival", 1005)], 985, 900, "mixed"),
        ([Voice("counter", 1009, None)], 1009, 1100, "contradicted"),
    ],
)
def test_a_figure_flips_where_its_nearer_end_meets_the_edge(voices, before, after, verdict):
    """
    With one interval and one band the answer is the smallest way from an end to an edge.
    """
    flip = nearest_flip(make_rule(), voices, AS_OF)
    assert (flip.kind, flip.before, flip.verdict) == ("input", before, verdict)
    assert flip.after == pytest.approx(after, rel=1e-6)


def test_the_verdict_does_turn_there_and_not_before():
    """
    At the flip the verdict is another one; a thousandth short of it, it is still the present one.
    """
    rule, voice = make_rule(), Voice("counter", 950, 1000)
    flip = nearest_flip(rule, [voice], AS_OF)
    whole, short = (share * (flip.after - flip.before) for share in (1.0, 0.999))
    shifted = [Voice("counter", voice.low + by - 1e-4, voice.high + by) for by in (whole, short)]
    assert [assess(rule, [moved], AS_OF).verdict for moved in shifted] == ["mixed", "supported"]


@pytest.mark.parametrize("scale", [0.5, 2.0, 40.0])
def test_an_assumption_flips_where_its_formula_says(scale):
    """
    Evidence of ``scale * x`` or more leaves the band at ``x = 1100 / scale``, and the figure itself at 1,100.
    """
    value = 1000 / scale
    lever = Lever("yield", value, 0.0, 2 * value, "share", lambda x: [Voice("counter", scale * x, None)])
    flip = nearest_flip(make_rule(), [Voice("rival", 500, None)], AS_OF, [lever])
    assert (flip.kind, flip.verdict) == ("assumption", "contradicted")
    assert flip.after == pytest.approx(1100 / scale, rel=1e-5)


def test_the_nearest_edge_of_an_assumption_is_found_to_six_digits():
    """
    The search closes in on the edge, from whichever side it lies.
    """
    rule = make_rule(comparison="at_least", value=100.0, tolerance_pct=0.0)
    lever = Lever("hulls", 7.0, 0.0, 50.0, "hulls", lambda x: [Voice("counter", x**2, None)])
    flip = nearest_flip(rule, [Voice("rival", 49.0, None)], AS_OF, [lever])
    assert (flip.kind, flip.verdict) == ("assumption", "supported")
    assert flip.after == pytest.approx(math.sqrt(100), rel=1e-6)


def test_one_belligerent_alone_cannot_be_flipped_by_its_own_figure():
    """
    Whatever Kyiv alone says, the verdict stays mixed: no figure of its own turns it.
    """
    flip = nearest_flip(make_rule(), [_point("kyiv", 1000)], AS_OF)
    assert flip is None
    assert "no change" in flip_text(flip, "mixed")


def test_the_speakers_own_figure_flips_nothing():
    """
    A voice that repeats the speaker is no evidence, so moving it moves nothing.
    """
    flip = nearest_flip(make_rule(), [_point("counter", 1000), _point("speaker", 1)], AS_OF)
    assert flip.what == "the figure of The counter"


def test_an_untestable_claim_has_nothing_to_flip():
    """
    Without a verdict there is no flip, and the sentence says so.
    """
    assert nearest_flip(make_rule(rule="none"), [_point("counter", 1)], AS_OF) is None
    assert flip_text(None, "untestable") == "no verdict stands that could flip"


def test_the_sentence_names_figure_unit_and_both_values():
    """
    A reader is told what would have to change, from what, to what.
    """
    flip = nearest_flip(make_rule(unit="km2/day"), [Voice("counter", 950, 1000)], AS_OF)
    text = flip_text(flip, "supported")
    assert text == "it would be mixed if the figure of The counter were 900 km² a day instead of 950"


def test_a_figure_on_the_edge_is_told_without_two_equal_numbers():
    """
    An exact count that is met turns with any change, and the sentence says so.
    """
    rule = make_rule(value=7.0, tolerance_pct=0.0)
    flip = nearest_flip(rule, [_point("counter", 7)], AS_OF)
    assert flip_text(flip, "supported").startswith("it stands on the edge")


def test_a_lever_outside_its_own_range_is_refused():
    """
    The value that a chapter takes lies within what it calls possible.
    """
    with pytest.raises(ValueError, match="outside its range"):
        Lever("yield", 2.0, 0.0, 1.0, "share", lambda x: [])
