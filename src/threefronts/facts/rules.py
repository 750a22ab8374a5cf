"""
The verdict rules: a claim's band, the interval of the independent voices, and what follows.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from threefronts.facts.text import amount_text, range_text, rounded
from threefronts.tables import read_sources, root_voice

COMPARISONS = ("near", "at_least", "at_most", "sign")
RULES = (*COMPARISONS, "event", "forecast", "none")
VERDICTS = ("supported", "contradicted", "mixed", "untestable")
BELLIGERENTS = ("ukraine", "russia")
TINY = math.ulp(0.0)  # the smallest number above zero: a direction needs more than nothing


@dataclass(frozen=True)
class Voice:
    """
    What one source says of the claimed quantity: an interval, open where a bound is ``None``.

    ``value`` is the figure it names, where it names one inside the interval.
    """

    source_id: str
    low: float | None
    high: float | None
    value: float | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"voice {self.source_id}: low {self.low} is above high {self.high}")


@dataclass(frozen=True)
class Rule:
    """
    How one claim is judged: a row of one of the claims tables.
    """

    claim_id: str
    rule: str
    comparison: str | None
    value: float | None
    tolerance_pct: float
    unit: str
    window: tuple[date, date] | None
    speaker_source: str


@dataclass(frozen=True)
class Verdict:
    """
    The outcome for one claim in one edition.

    ``low`` and ``high`` are what was observed, ``observed`` the figure within where one voice alone gives
    one: figures of several stand side by side in ``voices`` and are not averaged.
    """

    claim_id: str
    verdict: str
    reason: str
    stage: str | None = None
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    band_low: float | None = None
    band_high: float | None = None
    margin: float | None = None
    unit: str | None = None
    one_belligerent: bool = False
    voices: tuple[dict, ...] = ()
    flip: dict | None = None
    flip_text: str | None = None


def band(rule: Rule) -> tuple[float, float]:
    """
    Return the lowest and highest value that still bears the claim out; an open side is infinite.

    Raises:
        ValueError: The rule has no band (``none``) or no value.
    """
    if rule.comparison not in COMPARISONS or rule.value is None:
        raise ValueError(f"claim {rule.claim_id}: rule {rule.rule!r} has no band")
    if rule.comparison == "sign":
        return (TINY, math.inf) if rule.value > 0 else (-math.inf, -TINY)
    half = abs(rule.value) * rule.tolerance_pct / 100
    low = -math.inf if rule.comparison == "at_most" else rule.value - half
    high = math.inf if rule.comparison == "at_least" else rule.value + half
    return low, high


def finite_edges(low: float, high: float) -> list[float]:
    """
    Return the ends of a band that lie somewhere; the smallest number above or below zero counts as zero.
    """
    return [0.0 if abs(edge) <= TINY else edge for edge in (low, high) if math.isfinite(edge)]


def assess(rule: Rule, voices: Sequence[Voice], as_of: date) -> Verdict:
    """
    Judge one claim from the intervals of its *voices*.

    A voice that repeats the speaker is left out, and sources that repeat one another count once. The
    evidence is the hull of what remains: inside the band supports, outside contradicts, across an edge is
    mixed. One belligerent alone never gives more than mixed.

    Args:
        rule: The claim's rule; tolerances are fixed in its table.
        voices: What each source says for the claim's own period.
        as_of: The edition's day: an open window makes a claim untestable, unless it is a forecast.
    """
    reason = _closed(rule, as_of)
    if reason:
        return Verdict(rule.claim_id, "untestable", reason)
    stage = _stage(rule, as_of)
    independent = _independent(rule, voices, root_voice)
    if not independent:
        return Verdict(
            rule.claim_id, "untestable", "no independent voice: " + _why_none(rule, voices), stage=stage
        )
    return _compare(rule, independent, stage)


def bare_verdict(rule: Rule, as_of: date) -> Callable[[Sequence[Voice]], str]:
    """
    Return a function of voices that gives the word of :func:`assess` and nothing else, for a search.

    The register is asked once about each source.
    """
    if _closed(rule, as_of):
        return lambda voices: "untestable"
    root_of, party, edges = cache(root_voice), cache(_party), band(rule)

    def word(voices: Sequence[Voice]) -> str:
        independent = _independent(rule, voices, root_of)
        if not independent:
            return "untestable"
        position, _ = _position(*_evidence(independent), *edges)
        return "mixed" if _is_alone(map(party, independent)) else position

    return word


def _closed(rule: Rule, as_of: date) -> str | None:
    """
    Why no voice whatever could test the claim now, ``None`` where one could.
    """
    if rule.rule == "none":
        return "no rule can test it with published figures"
    if rule.rule != "forecast" and _is_open(rule, as_of):
        return f"window open: the period it speaks of ends on {rule.window[1]:%-d %B %Y}"
    return None


def _stage(rule: Rule, as_of: date) -> str | None:
    if rule.rule != "forecast":
        return None
    return "forecast" if _is_open(rule, as_of) else "outcome"


def _is_open(rule: Rule, as_of: date) -> bool:
    return rule.window is not None and rule.window[1] > as_of


def _compare(rule: Rule, voices: Mapping[str, Voice], stage: str | None) -> Verdict:
    low, high = _evidence(voices)
    band_low, band_high = band(rule)
    verdict, verb = _position(low, high, band_low, band_high)
    alone = _is_alone(map(_party, voices))
    reason = (
        f"the evidence, {amount_text(range_text(_finite(low), _finite(high)), rule.unit)}, {verb} "
        f"the claim's band, {_band_text(rule, band_low, band_high)}"
    )
    if alone and verdict != "mixed":
        verdict, reason = "mixed", f"{reason}; but it is one belligerent's word alone"
    return Verdict(
        claim_id=rule.claim_id,
        verdict=verdict,
        reason=reason,
        stage=stage,
        observed=_observed(voices),
        low=_finite(low),
        high=_finite(high),
        band_low=_finite(band_low),
        band_high=_finite(band_high),
        margin=rounded(_margin(low, high, band_low, band_high, rule.value)),
        unit=rule.unit,
        one_belligerent=alone,
        voices=tuple(_voice_record(source, voice) for source, voice in sorted(voices.items())),
    )


def _evidence(voices: Mapping[str, Voice]) -> tuple[float, float]:
    low = min(-math.inf if voice.low is None else voice.low for voice in voices.values())
    return low, max(math.inf if voice.high is None else voice.high for voice in voices.values())


def _observed(voices: Mapping[str, Voice]) -> float | None:
    values = {_named(voice) for voice in voices.values()}
    value = values.pop() if len(voices) == 1 else None
    return None if value is None else rounded(float(value))


def _named(voice: Voice) -> float | None:
    if voice.low == voice.high:
        return voice.low
    is_inside = voice.value is not None and (
        (voice.low is None or voice.low <= voice.value) and (voice.high is None or voice.value <= voice.high)
    )
    return voice.value if is_inside else None


def _is_alone(parties: Iterable[str]) -> bool:
    found = set(parties)
    return len(found) == 1 and found <= set(BELLIGERENTS)


def _party(source: str) -> str:
    return read_sources()[source]["party"]


def _band_text(rule: Rule, low: float, high: float) -> str:
    if rule.comparison == "sign":
        return "above zero" if rule.value > 0 else "below zero"
    return range_text(_finite(low), _finite(high))


def _position(low: float, high: float, band_low: float, band_high: float) -> tuple[str, str]:
    if band_low <= low and high <= band_high:
        return "supported", "lies wholly inside"
    if high < band_low or band_high < low:
        return "contradicted", "lies wholly outside"
    return "mixed", "reaches across an edge of"


def _margin(low: float, high: float, band_low: float, band_high: float, value: float | None) -> float | None:
    """
    Distance from the interval's nearer edge to the band's, over the claimed value (in its unit if that is 0).

    An exact count that is met is one away from the next verdict.
    """
    scale = abs(value) if value else 1.0
    if low == high == band_low == band_high:
        return 1 / scale
    edges = finite_edges(band_low, band_high)
    ends = [end for end in (low, high) if math.isfinite(end)]
    if not edges or not ends:
        return None
    return min(abs(end - edge) for end in ends for edge in edges) / scale


def _independent(rule: Rule, voices: Sequence[Voice], root_of: Callable[[str], str]) -> dict[str, Voice]:
    grouped: dict[str, list[Voice]] = {}
    for voice in voices:
        grouped.setdefault(root_of(voice.source_id), []).append(voice)
    grouped.pop(root_of(rule.speaker_source), None)
    return {source: _hull(source, group) for source, group in grouped.items()}


def _hull(source: str, group: list[Voice]) -> Voice:
    lows, highs = [voice.low for voice in group], [voice.high for voice in group]
    value = _named(group[0]) if len(group) == 1 else None
    return Voice(source, None if None in lows else min(lows), None if None in highs else max(highs), value)


def _why_none(rule: Rule, voices: Sequence[Voice]) -> str:
    if not voices:
        return "no published figure speaks of it by this date"
    names = ", ".join(sorted({voice.source_id for voice in voices}))
    return f"{names} and the speaker are one voice ({root_voice(rule.speaker_source)})"


def _voice_record(source: str, voice: Voice) -> dict:
    return {
        "source_id": source,
        "party": _party(source),
        "value": _named(voice),
        "low": voice.low,
        "high": voice.high,
    }


def _finite(value: float) -> float | None:
    if math.isinf(value):
        return None
    return 0.0 if abs(value) <= TINY else rounded(float(value))
