"""
Does the force add up: what it held, what joined, came back and was lost, against what it is said to hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.models.manpower_pool import UNKNOWN
from threefronts.models.pace import Span

# What no source counts, with the span that is looked at: assumptions, quality red.
ASSUMED = {"wounded_per_killed": (1.5, 4.0), "returned_share": (0.25, 0.75), "discharged": (0.0, 5000.0)}
CLOSING = {  # how far to look for the value of one assumption that closes the account
    "recruits": (0.0, 100_000.0),
    "losses": (0.0, 2_000_000.0),
    "wounded_per_killed": (0.0, 20.0),
    "returned_share": (0.0, 1.0),
    "discharged": (0.0, 50_000.0),
}
DAYS_A_MONTH = 365.25 / 12
WORDS = {
    "start": "force at the start",
    "recruits": "recruits a month",
    "losses": "killed and wounded",
    "wounded_per_killed": "wounded for one killed",
    "returned_share": "share of wounded who return",
    "discharged": "discharged a month",
}


@dataclass(frozen=True)
class Flows:
    """
    What moves a force over a number of *months*.

    ``start`` in persons; ``recruits`` and ``discharged`` in persons a month; ``losses`` killed and wounded in
    the whole period; ``wounded_per_killed`` a ratio, zero or more; ``returned_share`` of the wounded, 0 to 1.
    """

    start: float
    recruits: float
    losses: float
    wounded_per_killed: float
    returned_share: float
    discharged: float
    months: float

    def __post_init__(self) -> None:
        values = np.array([getattr(self, field.name) for field in fields(self)], dtype=float)
        if not np.isfinite(values).all() or (values < 0).any() or not 0 <= self.returned_share <= 1:
            raise ValueError(f"flows must be zero or more and a share at most 1: {self}")


def force_after(flows: Flows) -> float:
    """
    Return ``start + months * (recruits - discharged) - losses + returned_share * wounded``, in persons.
    """
    return float(
        flows.start
        + flows.months * (flows.recruits - flows.discharged)
        - flows.losses * (1 - flows.returned_share * wounded_part(flows.wounded_per_killed))
    )


def wounded_part(wounded_per_killed: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """
    Return the wounded among killed and wounded together, 0 to 1.
    """
    return wounded_per_killed / (1 + wounded_per_killed)


def closing_value(flows: Flows, name: str, span: tuple[float, float], stated: float) -> float | None:
    """
    Return the value of one assumption that makes the balance give *stated*; ``None`` without one in *span*.

    Args:
        flows: All assumptions.
        name: The field that is moved.
        span: Lowest and highest value that is looked at.
        stated: The force that is to come out, persons.
    """
    from scipy import optimize

    def gap(value: float) -> float:
        return force_after(replace(flows, **{name: value})) - stated

    if gap(span[0]) * gap(span[1]) > 0:
        return None
    return float(optimize.brentq(gap, *span))


def sensitivity(
    flows: Flows, spans: Mapping[str, tuple[float, float]], stated: float | None = None
) -> pd.DataFrame:
    """
    Move one assumption at a time over its span.

    Args:
        flows: The middle case.
        spans: Field to its lowest and highest value; widened to hold the middle case.
        stated: The force that is to come out; asks at which value each assumption alone gives it.

    Returns:
        Columns name, what (words), value, low, high (the force, persons), closes_at (NaN where no value in
        ``CLOSING`` closes the balance); the widest first.
    """
    middle = force_after(flows)
    rows = []
    for name, span in spans.items():
        wide = _widened(span, getattr(flows, name))
        ends = [force_after(replace(flows, **{name: value})) for value in wide]
        closes = None if stated is None else closing_value(flows, name, CLOSING[name], stated)
        rows.append((name, WORDS[name], middle, min(ends), max(ends), np.nan if closes is None else closes))
    frame = pd.DataFrame(rows, columns=["name", "what", "value", "low", "high", "closes_at"])
    frame = frame.astype({"closes_at": "float64"})
    width = frame["high"] - frame["low"]
    return frame.loc[width.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


@dataclass(frozen=True)
class Doubt:
    """
    How far each assumption may be off: ``spans`` by field, ``losses`` drawn elsewhere (shape ``(draws,)``) or
    ``None`` for an even draw over their span, and the random numbers.
    """

    spans: Mapping[str, tuple[float, float]]
    losses: NDArray[np.float64] | None
    seed: int
    draws: int


def drawn_force(flows: Flows, doubt: Doubt) -> Span:
    """
    Draw all assumptions at once, each evenly over its span; return nine tenths of the forces that come out.

    Raises:
        ValueError: Fewer than one draw, or drawn losses of another number.
    """
    if doubt.draws < 1 or (doubt.losses is not None and len(doubt.losses) != doubt.draws):
        raise ValueError(f"draws must be 1 or more, and as many losses as draws, not {doubt.draws}")
    rng = np.random.default_rng(doubt.seed)
    drawn = {field.name: np.full(doubt.draws, getattr(flows, field.name), float) for field in fields(flows)}
    for name, span in doubt.spans.items():
        drawn[name] = rng.uniform(*_widened(span, getattr(flows, name)), size=doubt.draws)
    if doubt.losses is not None:
        drawn["losses"] = doubt.losses
    back = drawn["returned_share"] * wounded_part(drawn["wounded_per_killed"])
    force = drawn["start"] + drawn["months"] * (drawn["recruits"] - drawn["discharged"])
    low, high = np.quantile(force - drawn["losses"] * (1 - back), [0.05, 0.95])
    middle = force_after(flows)
    return Span(min(float(low), middle), middle, max(float(high), middle))


@dataclass(frozen=True)
class Account:
    """
    The balance of a period: the ``force`` that comes out, the ``residual`` (stated less force: above zero,
    the flows fall short of what is stated), both in persons, and the ``table`` of :func:`sensitivity`.
    """

    force: Span
    residual: Span
    table: pd.DataFrame

    def closes_at(self, name: str) -> float | None:
        """
        Return the value of one assumption that alone closes the balance, ``None`` where none does.
        """
        found = self.table.loc[self.table["name"] == name, "closes_at"].dropna()
        return None if found.empty else float(found.iloc[0])


def account(flows: Flows | None, stated: float, doubt: Doubt) -> Account:
    """
    Draw up the account of a period against the force *stated* for its end.

    Args:
        flows: The middle case, ``None`` where a part of it is not known; then nothing comes out.
        stated: Persons.
        doubt: How far each assumption may be off.
    """
    if flows is None:
        columns = ["name", "what", "value", "low", "high", "closes_at"]
        return Account(UNKNOWN, UNKNOWN, pd.DataFrame(columns=columns))
    force = drawn_force(flows, doubt)
    residual = Span(stated - force.high, stated - force.value, stated - force.low)
    return Account(force, residual, sensitivity(flows, doubt.spans, stated))


@dataclass(frozen=True)
class Stated:
    """
    Two statements of one speaker on the same force: persons and days, and the months between.
    """

    start: float
    end: float
    start_day: str
    end_day: str

    @property
    def months(self) -> float:
        return (pd.Timestamp(self.end_day) - pd.Timestamp(self.start_day)).days / DAYS_A_MONTH


def front_line_year(forces: pd.DataFrame, day: str) -> Stated | None:
    """
    Return the first and last statement on the force on the front line by *day*, ``None`` without two.

    Args:
        forces: Rows of ``industry/force_size``.
    """
    rows = forces[(forces["measure"] == "front_line") & (forces["period_end"] <= pd.Timestamp(day))]
    rows = rows.sort_values("period_end")
    if len(rows) < 2:
        return None
    days = rows["period_end"].dt.strftime("%Y-%m-%d")
    return Stated(float(rows["value"].iloc[0]), float(rows["value"].iloc[-1]), days.iloc[0], days.iloc[-1])


def recruits_needed(flows: Flows | None, starts: tuple[float, float], stated: float) -> Span:
    """
    Return the recruits a month that turn each of two starting forces into the *stated* one.

    Args:
        flows: Losses, shares and months; its recruits are not read. ``None`` where they are not known.
        starts: Lowest and highest force at the start.
        stated: The force that is to come out.
    """
    if flows is None:
        return UNKNOWN
    needs = [
        (stated - force_after(replace(flows, start=start, recruits=0.0))) / flows.months for start in starts
    ]
    return Span(min(needs), sum(needs) / 2, max(needs))


def _widened(span: tuple[float, float], value: float) -> tuple[float, float]:
    return min(*span, value), max(*span, value)


def times_of(sizes: Sequence[float], outset: pd.DataFrame) -> pd.DataFrame:
    """
    Set a force against each published figure of the force at the outset.

    Args:
        sizes: Figures of the later force, persons.
        outset: Rows of a table of forces: source_id, value, value_low, value_high.

    Returns:
        Columns source_id, low, high: how many times as large.
    """
    most = outset["value_high"].fillna(outset["value"])
    least = outset["value_low"].fillna(outset["value"])
    return pd.DataFrame(
        {"source_id": outset["source_id"], "low": min(sizes) / most, "high": max(sizes) / least}
    )


def scaled(rates: pd.DataFrame, factor: float) -> pd.DataFrame:
    """
    Multiply ``value``, ``low`` and ``high`` of *rates* by *factor*.
    """
    return rates.assign(**{end: rates[end] * factor for end in ("value", "low", "high")})
