"""
The flip search: right wherever the answer can be written down.
"""

import math
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from made_rules import AS_OF, YEAR, make_rule, put_register

from threefronts.facts import Lever, Voice, assess, flip_text, nearest_flip
from threefronts.facts.rules import bare_verdict

REGISTER = """
counter: {party: independent, relays: null, producer: The counter}
rival: {party: third_state, relays: null, producer: The rival}
kyiv: {party: ukraine, relays: null, producer: Kyiv}
speaker: {party: third_state, relays: null, producer: The speaker}
"""

EVENT = {"rule": "event", "comparison": "at_least", "value": 1, "tolerance_pct": 0}
FORECAST = {"rule": "forecast", "window": (YEAR[0], date(2030, 1, 1))}


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


@pytest.mark.parametrize(
    ("settings", "voice", "after", "verdict"),
    [
        ({"comparison": "at_least"}, Voice("counter", 950, None), 900, "mixed"),
        ({"comparison": "at_most"}, Voice("counter", None, 1050), 1100, "mixed"),
        ({"comparison": "at_most"}, _point("counter", 1300), 1100, "supported"),
        ({"comparison": "sign", "value": 1.0}, _point("counter", 3.0), 0, "contradicted"),
        ({"comparison": "sign", "value": -1.0}, Voice("counter", -5.0, -2.0), 0, "mixed"),
        (EVENT, _point("counter", 3), 1, "contradicted"),
        ({"value": -1000.0}, _point("counter", -950.0), -900, "contradicted"),
        ({"value": 0.0, "tolerance_pct": 0.0}, _point("counter", 4.0), 0, "supported"),
        (FORECAST, _point("counter", 1060), 1100, "contradicted"),
    ],
    ids=["at least", "at most", "missed", "rise", "fall", "event", "below zero", "nothing", "forecast"],
)
def test_every_comparison_flips_at_its_own_edge(settings, voice, after, verdict):
    """
    One edge for at least and at most, zero for a direction, the last event for a count.
    """
    flip = nearest_flip(make_rule(**settings), [voice], AS_OF)
    assert (flip.kind, flip.verdict) == ("input", verdict)
    assert flip.after == pytest.approx(after, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("share", [0.02, 0.5])
def test_the_smaller_of_two_changes_is_told(share):
    """
    A figure 5 % of the claim from its edge against an assumption *share* of itself from its own.
    """
    edge = 1.0 + share
    lever = Lever("yield", 1.0, 0.0, 2.0, "share", lambda x: [_point("counter", 1050 if x < edge else 2000)])
    flip = nearest_flip(make_rule(), [_point("counter", 1050)], AS_OF, [lever])
    assert flip.kind == ("assumption" if share < 0.05 else "input")
    assert flip.change == pytest.approx(min(share, 0.05), rel=1e-5)


@pytest.mark.parametrize("nearer", ["below", "above"])
def test_an_assumption_turns_the_verdict_on_the_nearer_side(nearer):
    """
    Evidence ``1000 + 100 (x - c)`` leaves the band one step either side of c: the nearer one is told.
    """
    centre = 49.75 if nearer == "above" else 50.25
    lever = Lever("rate", 50.0, 0.0, 100.0, "", lambda x: [_point("counter", 1000 + 100 * (x - centre))])
    flip = nearest_flip(make_rule(), [_point("rival", 1000)], AS_OF, [lever])
    assert flip.kind == "assumption"
    assert flip.after == pytest.approx(centre + 1 if nearer == "above" else centre - 1, rel=1e-6)


def test_values_at_which_nothing_can_be_tested_are_passed_over():
    """
    Where an assumption takes the evidence away there is no verdict, and the search goes on beyond it.
    """

    def voices(x):
        return [] if 1.2 < x < 1.5 else [_point("counter", 1000 if x < 1.5 else 5000)]

    lever = Lever("coverage", 1.0, 1.0, 2.0, "share", voices)
    wide = make_rule(tolerance_pct=300.0)
    flip = nearest_flip(wide, [_point("rival", 1000)], AS_OF, [lever])
    assert (flip.kind, flip.verdict) == ("assumption", "contradicted")
    assert flip.after == pytest.approx(1.5, rel=1e-6)


def test_no_smaller_change_of_any_figure_flips_it():
    """
    Tried on four hundred random claims and voices: below the change that is told every shift keeps the word.
    """
    random = Random(8)
    for _ in range(400):
        rule = make_rule(
            comparison=random.choice(["near", "at_least", "at_most", "sign"]),
            value=random.choice([1.0, -1.0, 20.0]),
            tolerance_pct=random.choice([0.0, 10.0, 50.0]),
        )
        voices = [_somewhere(random, source) for source in random.sample(["counter", "rival", "kyiv"], 2)]
        flip = nearest_flip(rule, voices, AS_OF)
        reach = 80.0 if flip is None else flip.change * abs(rule.value)
        present = assess(rule, voices, AS_OF).verdict
        for share in (-0.999, -0.7, -0.3, 0.3, 0.7, 0.999):
            for position, voice in enumerate(voices):
                by = share * reach
                moved = replace(voice, low=voice.low + by, high=voice.high + by)
                tried = [*voices[:position], moved, *voices[position + 1 :]]
                assert assess(rule, tried, AS_OF).verdict == present


def test_the_search_and_the_verdict_use_one_word():
    """
    The bare word of the search is the word of the whole verdict, for every rule and any voices.
    """
    random = Random(9)
    for _ in range(400):
        rule = make_rule(
            rule=random.choice(["near", "forecast", "none"]),
            comparison=random.choice(["near", "at_least", "at_most", "sign"]),
            value=random.choice([1.0, -1.0]),
            window=(YEAR[0], random.choice([YEAR[1], date(2030, 1, 1)])),
        )
        sources = random.choices(["counter", "rival", "kyiv", "speaker"], k=random.randrange(4))
        voices = [_somewhere(random, source) for source in sources]
        assert bare_verdict(rule, AS_OF)(voices) == assess(rule, voices, AS_OF).verdict


def _somewhere(random, source):
    low, high = sorted(random.uniform(-30, 30) for _ in range(2))
    return Voice(source, low, random.choice([low, high]))
