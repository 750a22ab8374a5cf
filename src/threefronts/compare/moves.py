"""
A number's way from one edition to another, and a verdict's: pure arithmetic on what was recorded.

Between the two ends lie states in which one thing after the other has been replaced; the difference between
two states that follow each other is the share of what was replaced between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from threefronts.facts.moves import Record

STEPS = ("time passed", "new rows", "revised rows", "parameters")


@dataclass(frozen=True)
class Move:
    """
    A fact that moved.

    Attributes:
        key, stem, unit: Which fact, of which chapter.
        old, new: What was recorded at either end, with ``value``, ``low`` and ``high``.
        steps: The share of each of ``STEPS``; ``None`` where a state beside it could not be made.
        residual: What the steps leave over, so that all of them sum to the whole move.
        size: The move over the width of the wider interval, or over the larger value where there is none;
            ``None`` where a value is not known.
    """

    key: str
    stem: str
    unit: str
    old: Record
    new: Record
    steps: tuple[float | None, ...]
    residual: float | None
    size: float | None


@dataclass(frozen=True)
class Flip:
    """
    A verdict that flipped.

    Attributes:
        claim, stem: Which claim, judged in which chapter.
        states: The verdict in each state from the old edition to the new one, ``None`` where it was not made.
        steps: What was replaced between each state and the next.
    """

    claim: str
    stem: str
    states: tuple[str | None, ...]
    steps: tuple[str, ...] = STEPS

    @property
    def old(self) -> str | None:
        """
        The verdict of the old edition.
        """
        return self.states[0]

    @property
    def new(self) -> str | None:
        """
        The verdict of the new edition.
        """
        return self.states[-1]

    @property
    def causes(self) -> list[str]:
        """
        The steps over which the word changed; several in one where a state between them was not made.
        """
        causes, word, passed = [], self.old, []
        for name, after in zip(self.steps, self.states[1:], strict=True):
            passed.append(name)
            if after is None and name != self.steps[-1]:
                continue
            if after != word:
                causes.append(" and ".join(passed))
            word, passed = after, []
        return causes


def split(values: Sequence[float | None]) -> tuple[tuple[float | None, ...], float | None]:
    """
    Split the way from the first value to the last into its steps and the residual.

    Args:
        values: A fact's value in each state, ``None`` where it could not be made.

    Returns:
        The steps, and what they leave over; decimal numbers are taken as they are written, so that the steps
        and the residual sum to the whole.
    """
    exact = [None if value is None else Decimal(str(value)) for value in values]
    steps = [
        None if None in (before, after) else after - before
        for before, after in zip(exact, exact[1:], strict=False)
    ]
    told = tuple(_plain(step) for step in steps)
    if None in (exact[0], exact[-1]):
        return told, None
    return told, _plain(exact[-1] - exact[0] - sum(step for step in steps if step is not None))


def _plain(number: Decimal | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
