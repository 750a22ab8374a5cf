"""
What would flip a verdict: the smallest change of one figure or one assumption, searched.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from threefronts.facts.rules import Rule, Voice, band, bare_verdict, finite_edges
from threefronts.facts.text import amount_text, rounded, told_apart
from threefronts.tables import read_sources

STEPS = 48  # looked at on either side of an assumption's value, before the edge is closed in on
HALVINGS = 40
CLOSE = 1e-10  # an edge is closed in on until it is known to this share of the value there
EDGE = 1e-5  # nearer than this two numbers are told as one
NUDGE = 1e-9  # beyond an edge, over the edge's size: on the edge itself the old verdict may hold

Word = Callable[[Sequence[Voice]], str]


@dataclass(frozen=True)
class Lever:
    """
    One assumption of a model that a verdict hangs on.

    Attributes:
        name: What is assumed, in words for a reader, such as ``share of hulls that can be restored``.
        value: The value that the chapter takes.
        low, high: The range searched.
        unit: Of the value.
        voices: What the sources would say of the claimed quantity if the assumption had another value.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    voices: Callable[[float], Sequence[Voice]]

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"lever {self.name!r}: {self.value} lies outside its range {self.low} to {self.high}"
            )


@dataclass(frozen=True)
class Flip:
    """
    A change of one figure (``input``) or one assumption that turns a verdict into another.

    ``change`` is its size over the claimed value for a figure, over its own value for an assumption; changes
    are compared by it.
    """

    kind: str
    what: str
    before: float
    after: float
    unit: str
    verdict: str
    change: float


def nearest_flip(
    rule: Rule, voices: Sequence[Voice], as_of: date, levers: Iterable[Lever] = ()
) -> Flip | None:
    """
    Return the smallest change of one figure or assumption that flips the verdict, or ``None``.

    A figure is moved as a whole, both its bounds by as much; only the edges of the claim's band can matter,
    so each is tried. An assumption is searched over its range, outward from its value.

    Args:
        rule: The claim's rule.
        voices: What each source says, as the verdict was reached.
        as_of: The edition's day.
        levers: The assumptions behind the voices.
    """
    word = bare_verdict(rule, as_of)
    present = word(voices)
    if present == "untestable":
        return None
    found = [
        *_by_figure(rule, voices, word, present),
        *(flip for lever in levers if (flip := _by_lever(lever, word, present))),
    ]
    return min(found, key=lambda flip: flip.change, default=None)


def flip_text(flip: Flip | None, verdict: str) -> str:
    """
    Say in a clause what would flip *verdict*.
    """
    if verdict == "untestable":
        return "no verdict stands that could flip"
    if flip is None:
        return "no change of one figure or assumption within its range would flip it"
    if math.isclose(flip.before, flip.after, rel_tol=EDGE, abs_tol=EDGE):
        return f"it stands on the edge: the slightest change of {flip.what} would make it {flip.verdict}"
    before, after = told_apart(flip.before, 0 if abs(flip.after) < EDGE else flip.after)
    after = amount_text(after, flip.unit)
    return f"it would be {flip.verdict} if {flip.what} were {after} instead of {before}"


def _by_figure(rule: Rule, voices: Sequence[Voice], word: Word, present: str) -> Iterable[Flip]:
    edges = finite_edges(*band(rule))
    for position, voice in enumerate(voices):
        for end in {voice.low, voice.high} - {None}:
            for edge in edges:
                for target in _beside(edge):
                    moved = [*voices[:position], _shifted(voice, target - end), *voices[position + 1 :]]
                    verdict = word(moved)
                    if verdict not in (present, "untestable"):
                        what = f"the figure of {read_sources()[voice.source_id]['producer']}"
                        yield _flip("input", what, end, target, (rule.unit, verdict, abs(rule.value or 1)))


def _by_lever(lever: Lever, word: Word, present: str) -> Flip | None:
    def verdict_at(value: float) -> str:
        return word(lever.voices(value))

    sides = [_first_change(verdict_at, lever.value, end, present) for end in (lever.low, lever.high)]
    turned = [side for side in sides if side is not None]
    if not turned:
        return None
    after = min(turned, key=lambda value: abs(value - lever.value))
    about = (lever.unit, verdict_at(after), abs(lever.value) or lever.high - lever.low)
    return _flip("assumption", f"the {lever.name}", lever.value, after, about)


def _first_change(verdict_at: Callable[[float], str], start: float, end: float, present: str) -> float | None:
    """
    Value nearest to *start*, on the way to *end*, at which the verdict is another one that can be tested.
    """
    if start == end:
        return None
    inside = start
    for step in range(1, STEPS + 1):
        value = start + (end - start) * step / STEPS
        if verdict_at(value) not in (present, "untestable"):
            return _closed_in(verdict_at, inside, value, present)
        inside = value
    return None


def _closed_in(verdict_at: Callable[[float], str], same: float, other: float, present: str) -> float:
    for _ in range(HALVINGS):
        if abs(other - same) <= CLOSE * max(abs(same), abs(other)):
            break
        middle = (same + other) / 2
        if verdict_at(middle) in (present, "untestable"):
            same = middle
        else:
            other = middle
    return other


def _beside(edge: float) -> tuple[float, float, float]:
    step = max(abs(edge), 1.0) * NUDGE
    return edge - step, edge, edge + step


def _shifted(voice: Voice, by: float) -> Voice:
    low, high, value = (None if end is None else end + by for end in (voice.low, voice.high, voice.value))
    return replace(voice, low=low, high=high, value=value)


def _flip(kind: str, what: str, before: float, after: float, about: tuple[str, str, float]) -> Flip:
    unit, verdict, scale = about
    change = rounded(abs(after - before) / scale)
    return Flip(kind, what, rounded(before), rounded(after), unit, verdict, change)
