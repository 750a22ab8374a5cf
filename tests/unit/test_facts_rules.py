"""
The verdict rules: bands, voices, windows, margins.
"""

from datetime import date

import pytest
from made_rules import AS_OF, make_rule, put_register

from threefronts.facts import Voice, assess, band

REGISTER = """
counter: {party: independent, relays: null}
rival_counter: {party: third_state, relays: null}
copyist: {party: independent, relays: counter}
kyiv: {party: ukraine, relays: null}
kyiv_air_force: {party: ukraine, relays: null}
moscow: {party: russia, relays: null}
speaker: {party: third_state, relays: null}
speaker_quoting_kyiv: {party: third_state, relays: kyiv}
"""


@pytest.fixture(autouse=True)
def register(tmp_path, monkeypatch):
    """
    A register of a few voices stands in for the book's.
    """
    put_register(tmp_path, monkeypatch, REGISTER)


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [("near", (900.0, 1100.0)), ("at_least", (900.0, float("inf"))), ("at_most", (float("-inf"), 1100.0))],
)
def test_the_band_follows_from_value_and_tolerance(comparison, expected):
    """
    The tolerance is a share of the value, on the sides that the wording leaves open.
    """
    assert band(make_rule(comparison=comparison)) == expected


@pytest.mark.parametrize(
    ("low", "high", "verdict", "margin"),
    [
        (950, 1050, "supported", 0.05),
        (1200, 1300, "contradicted", 0.1),
        (700, 850, "contradicted", 0.05),
        (1050, 1200, "mixed", 0.05),
        (900, 1100, "supported", 0.0),
        (500, None, "mixed", 0.4),
        (1101, None, "contradicted", 0.001),
    ],
)
def test_inside_outside_and_across(low, high, verdict, margin):
    """
    Inside supports, outside contradicts, across an edge is mixed; the margin is to the nearest edge.
    """
    found = assess(make_rule(), [Voice("counter", low, high)], AS_OF)
    assert (found.verdict, found.margin) == (verdict, pytest.approx(margin))


@pytest.mark.parametrize(("value", "margin"), [(0.0, 1.0), (7.0, pytest.approx(1 / 7))])
def test_an_exact_count_is_one_away_from_the_next_verdict(value, margin):
    """
    A count without tolerance that is met would change with one case more or less.
    """
    rule = make_rule(value=value, tolerance_pct=0.0)
    found = assess(rule, [Voice("counter", value, value)], AS_OF)
    assert (found.verdict, found.margin) == ("supported", margin)


def test_independent_voices_that_disagree_are_mixed():
    """
    One voice inside the band and one outside leave the claim mixed.
    """
    voices = [Voice("counter", 1000, 1000), Voice("rival_counter", 300, 300)]
    assert assess(make_rule(), voices, AS_OF).verdict == "mixed"


def test_a_source_that_relays_another_adds_no_voice():
    """
    A copyist counts with the one it copies.
    """
    found = assess(make_rule(), [Voice("counter", 1000, 1000), Voice("copyist", 1000, 1000)], AS_OF)
    assert [voice["source_id"] for voice in found.voices] == ["counter"]


def test_the_speakers_own_source_cannot_confirm_him():
    """
    Where the speaker repeats Kyiv, Kyiv's figures are his own voice, and nothing independent is left.
    """
    found = assess(make_rule(speaker_source="speaker_quoting_kyiv"), [Voice("kyiv", 1000, 1000)], AS_OF)
    assert found.verdict == "untestable"
    assert "one voice (kyiv)" in found.reason


@pytest.mark.parametrize(
    ("sources", "verdict"),
    [
        (["kyiv"], "mixed"),
        (["kyiv", "kyiv_air_force"], "mixed"),
        (["moscow"], "mixed"),
        (["kyiv", "moscow"], "supported"),
        (["kyiv", "counter"], "supported"),
    ],
)
def test_one_belligerent_alone_never_decides(sources, verdict):
    """
    A figure that only one side of the war gives is mixed at best; both sides agreeing is another matter.
    """
    found = assess(make_rule(), [Voice(source, 1000, 1000) for source in sources], AS_OF)
    assert found.verdict == verdict
    assert found.one_belligerent == (verdict == "mixed")


@pytest.mark.parametrize(
    ("rule", "as_of", "verdict", "stage"),
    [
        ("near", date(2025, 4, 2), "untestable", None),
        ("near", date(2025, 4, 3), "supported", None),
        ("forecast", date(2025, 4, 2), "supported", "forecast"),
        ("forecast", date(2025, 4, 3), "supported", "outcome"),
    ],
)
def test_an_open_window_waits_unless_the_claim_is_a_forecast(rule, as_of, verdict, stage):
    """
    A period that is not over makes a claim untestable; a forecast is judged as one, then as an outcome.
    """
    found = assess(make_rule(rule=rule), [Voice("counter", 1000, 1000)], as_of)
    assert (found.verdict, found.stage) == (verdict, stage)
    assert ("window open" in found.reason) == (verdict == "untestable")


@pytest.mark.parametrize(
    ("direction", "low", "high", "verdict"),
    [(1, 0.5, 2, "supported"), (1, -2, -0.5, "contradicted"), (1, -1, 1, "mixed"), (1, 0, 0, "contradicted")]
    + [(-1, -2, -0.5, "supported"), (-1, 0, 0, "contradicted")],
)
def test_a_direction_needs_more_than_nothing(direction, low, high, verdict):
    """
    A claimed rise or fall is borne out by change on its side of zero only.
    """
    rule = make_rule(rule="sign", comparison="sign", value=direction)
    assert assess(rule, [Voice("counter", low, high)], AS_OF).verdict == verdict


def test_a_claim_without_rule_is_untestable_with_its_reason():
    """
    No figure, however fitting, turns a claim without a rule into a verdict.
    """
    found = assess(make_rule(rule="none", comparison=None, value=None), [Voice("counter", 1, 1)], AS_OF)
    assert (found.verdict, bool(found.reason)) == ("untestable", True)


def test_a_voice_upside_down_is_refused():
    """
    An interval's low end cannot lie above its high end.
    """
    with pytest.raises(ValueError, match="counter"):
        Voice("counter", 2, 1)


def test_the_figure_observed_is_told_where_one_voice_alone_names_it():
    """
    An interval keeps its middle figure; of two voices both are kept and none is averaged.
    """
    one, other = Voice("counter", 900, 1100, 950), Voice("moscow", 800, 800)
    alone, both = (assess(make_rule(), voices, AS_OF) for voices in ([one], [one, other]))
    assert (alone.observed, alone.low, alone.high) == (950, 900, 1100)
    assert both.observed is None
    assert sorted(voice["value"] for voice in both.voices) == [800, 950]
    assert assess(make_rule(), [Voice("counter", 900, None)], AS_OF).observed is None
