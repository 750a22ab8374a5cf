"""
Months until a constraint binds: the arithmetic of a stock under constant flows, each known as an interval.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

INPUTS = ("stock", "inflow", "outflow")


@dataclass(frozen=True)
class Span:
    """
    A quantity known as an interval: ``low <= value <= high``.
    """

    low: float
    value: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"span {self.low} to {self.high} does not hold its value {self.value}")

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.value + other.value, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.value - other.value, self.high - other.low)

    def times(self, factor: float) -> "Span":
        """
        Multiply by *factor*, which is not negative.
        """
        return Span(self.low * factor, self.value * factor, self.high * factor)

    def at_least(self, floor: float) -> "Span":
        """
        Cut off what lies below *floor*.
        """
        return Span(max(self.low, floor), max(self.value, floor), max(self.high, floor))


@dataclass(frozen=True)
class Constraint:
    """
    What one side may run out of: a *stock* in a unit, an *inflow* and an *outflow* of that unit a month.

    A missing input is not published; *reason* then says what is missing.
    """

    side: str
    name: str
    stock: Span | None = None
    inflow: Span | None = None
    outflow: Span | None = None
    reason: str = ""
    sources: tuple[str, ...] = ()


def months_until_empty(stock: float, inflow: float, outflow: float) -> float:
    """
    Return ``stock / (outflow - inflow)``; infinity where the flows never empty it.

    Raises:
        ValueError: A stock or a flow is negative or NaN.
    """
    if not (stock >= 0 and inflow >= 0 and outflow >= 0):
        raise ValueError(f"stock {stock}, inflow {inflow}, outflow {outflow}: none may be negative")
    return math.inf if outflow <= inflow else stock / (outflow - inflow)


def months_until_binding(constraint: Constraint, intensity: float = 1.0) -> Span | None:
    """
    Return the months until *constraint* binds when its outflow is multiplied by *intensity*.

    Without a stock the answer is known only where no reading of the flows empties any stock.
    """
    inflow, outflow = constraint.inflow, constraint.outflow
    if inflow is None or outflow is None:
        return None
    spent = outflow.times(intensity)
    if constraint.stock is None:
        return Span(math.inf, math.inf, math.inf) if spent.high <= inflow.low else None
    stock = constraint.stock
    return Span(
        months_until_empty(stock.low, inflow.low, spent.high),
        months_until_empty(stock.value, inflow.value, spent.value),
        months_until_empty(stock.high, inflow.high, spent.low),
    )


def nearest(constraints: Sequence[Constraint], intensity: float = 1.0) -> Constraint | None:
    """
    Return the constraint that binds first at the central values; a tie goes to the earlier low end.

    ``None`` where nothing is known, or where nothing known ever binds within any interval.
    """
    found = [(months_until_binding(constraint, intensity), constraint) for constraint in constraints]
    binding = [
        (span.value, span.low, constraint) for span, constraint in found if span and span.low < math.inf
    ]
    return min(binding, key=lambda item: item[:2])[2] if binding else None


def swings(constraint: Constraint, intensity: float, horizon: float) -> Mapping[str, tuple[float, float]]:
    """
    Move one input at a time across its interval, the others at their central values.

    Args:
        constraint: All three inputs known.
        intensity: Factor on the outflow.
        horizon: Months at which longer answers are cut, so that "never" has a length.

    Returns:
        For each of ``INPUTS`` the fewest and the most months.
    """
    central = {name: _point(getattr(constraint, name).value) for name in INPUTS}
    return {
        name: _ends(replace(constraint, **central | {name: getattr(constraint, name)}), intensity, horizon)
        for name in INPUTS
    }


def deciding(constraint: Constraint, intensity: float, horizon: float) -> str | None:
    """
    Name the input whose interval moves the answer most; ``None`` where none moves it.
    """
    widths = {name: most - fewest for name, (fewest, most) in swings(constraint, intensity, horizon).items()}
    name = max(widths, key=widths.__getitem__)
    return name if widths[name] > 0 else None


def _point(value: float) -> Span:
    return Span(value, value, value)


def _ends(constraint: Constraint, intensity: float, horizon: float) -> tuple[float, float]:
    span = months_until_binding(constraint, intensity)
    return min(span.low, horizon), min(span.high, horizon)
