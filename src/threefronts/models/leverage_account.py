"""
The constraints and the balances of both sides, from the facts that the chapters of the fronts recorded.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from threefronts.absence import NoDataError
from threefronts.models.leverage import Constraint, Span, months_until_binding

DAYS_PER_MONTH = 365.25 / 12
MILLION = 1_000_000
NO_STORE = "no published count of a store"
NO_SHARE = "new and restored vehicles are not told apart in what is published"
STORE = ("stores_counted", "fit_share_pct", "store_restorable")
RESTORED = ("restored_early_2025", "restored_first_year")
NO_NEED = "no published need to hold the allocations against"
NO_THRESHOLD = "no published share at which opinion would bind a government"
NO_INTERCEPTORS = "no published stock, delivery or use of interceptors"
NO_RECRUITS = "no published series of recruits to hold against the losses"
BALANCES = {  # what, in which unit, and what would close it
    "tanks": ("tanks lost less built and restored", "tanks/month", "a smaller fleet"),
    "shells": ("shells fired less made in Russia", "shells/month", "imports"),
    "iskander": ("launches of Iskander beyond stated output", "missiles/year", "stock or more output"),
    "force": (
        "Russian force: outset, recruits and losses less the force stated",
        "persons",
        "other recruits or losses",
    ),
    "aid": ("aid to Ukraine less its need", "bn EUR", NO_NEED),
}


@dataclass(frozen=True)
class Known:
    """
    The facts of a run, looked up by key; what a run did not record is not known.
    """

    rows: Mapping[str, Mapping]

    @classmethod
    def of(cls, facts: pd.DataFrame) -> "Known":
        """
        Index *facts* (columns key, value, low, high, sources, period), which may be empty.
        """
        return cls({row["key"]: row for row in facts.to_dict("records")})

    def span(self, *keys: str) -> Span | None:
        """
        Return the first of *keys* that has a value; an end that is not published is the value itself.
        """
        for key in keys:
            value, low, high = (
                _number(self.rows.get(key, {}).get(part)) for part in ("value", "low", "high")
            )
            if value is not None:
                return Span(value if low is None else low, value, value if high is None else high)
        return None

    def hull(self, *keys: str) -> Span | None:
        """
        Return the interval over rival figures: from the lowest end to the highest, around the middle.
        """
        spans = [span for span in map(self.span, keys) if span]
        if not spans:
            return None
        low, high = min(span.low for span in spans), max(span.high for span in spans)
        return Span(low, (low + high) / 2, high)

    def months(self, key: str) -> float | None:
        """
        Return the length in months of the period that the fact *key* covers.
        """
        period = self.rows.get(key, {}).get("period")
        if not isinstance(period, list):
            return None
        start, end = map(pd.Timestamp, period)
        return (end - start).days / DAYS_PER_MONTH or None

    def sources(self, *keys: str) -> tuple[str, ...]:
        """
        Return the ids behind those of *keys* that are known, each once.
        """
        named = [source for key in keys for source in self.rows.get(key, {}).get("sources", [])]
        return tuple(sorted(set(named)))


def constraints(known: Known, force_may_shrink: float) -> list[Constraint]:
    """
    Return the constraints of Russia, then of Ukraine, known and not known.

    Args:
        known: The facts of the run.
        force_may_shrink: Share of the force, in [0, 1], that may be lost before the constraint binds.

    Raises:
        NoDataError: No constraint has any published input.
    """
    found = [
        _tanks(known),
        Constraint("Russia", "armoured vehicles", reason=NO_SHARE),
        _russian_shells(known),
        _russian_recruits(known, force_may_shrink),
        Constraint("Russia", "opinion", reason=NO_THRESHOLD),
        Constraint("Ukraine", "tanks and armour", reason=NO_STORE),
        _ukrainian_shells(known),
        Constraint("Ukraine", "recruits", reason=NO_RECRUITS),
        Constraint("Ukraine", "air-defence missiles", reason=NO_INTERCEPTORS),
        Constraint("Ukraine", "aid", reason=NO_NEED),
        Constraint("Ukraine", "opinion", reason=NO_THRESHOLD),
    ]
    if not any(constraint.outflow or constraint.inflow or constraint.stock for constraint in found):
        raise NoDataError("leverage: no chapter recorded a stock or a flow by this day")
    return found


def timetable(found: list[Constraint], scenarios: Mapping[str, float]) -> pd.DataFrame:
    """
    Return one row for each constraint and scenario: side, constraint, scenario, low, value, high and reason.

    Months are infinite where the flows never empty the stock and missing where they are not known.
    """
    rows = []
    for constraint in found:
        for scenario, intensity in scenarios.items():
            span = months_until_binding(constraint, intensity)
            low, value, high = (span.low, span.value, span.high) if span else (math.nan,) * 3
            why = "" if span else constraint.reason or "an input was not published by this day"
            rows.append((constraint.side, constraint.name, scenario, low, value, high, why))
    return pd.DataFrame(rows, columns=["side", "constraint", "scenario", "low", "value", "high", "reason"])


def balances(known: Known) -> pd.DataFrame:
    """
    Return the balances across the fronts, each an outflow less an inflow.

    Returns:
        Columns key, what, unit, low, value, high, closes (what would close it) and sources (ids, a list); a
        balance of which something is not published has no value.
    """
    tanks, shells = _tanks(known), _russian_shells(known)
    restored = known.hull(*RESTORED)
    inflow = tanks.inflow + restored.times(1 / 12) if tanks.inflow and restored else None
    rows = {
        "tanks": (_less(tanks.outflow, inflow), {*tanks.sources, *known.sources(*RESTORED)}),
        "shells": (_less(shells.outflow, shells.inflow), shells.sources),
        "iskander": (known.span("iskander_drawdown_needed"), known.sources("iskander_drawdown_needed")),
        "force": (known.span("balance_residual"), known.sources("balance_residual")),
        "aid": (None, ()),
    }
    found = [
        {
            "key": f"leverage_balance_{name}",
            **dict(zip(("what", "unit", "closes"), BALANCES[name], strict=True)),
            **dict(zip(("low", "value", "high"), _ends(span) if span else (math.nan,) * 3, strict=True)),
            "sources": sorted(sources),
        }
        for name, (span, sources) in rows.items()
    ]
    return pd.DataFrame(found)


def _tanks(known: Known) -> Constraint:
    lost, made = ("tanks_lost_oryx", "tanks_lost_general_staff"), known.span("new_tanks_a_year")
    months = known.months(lost[0]) or known.months(lost[1])
    spent = known.hull(*lost)
    return Constraint(
        "Russia",
        "tanks from store",
        _restorable(known),
        made.times(1 / 12) if made else None,
        spent.times(1 / months) if spent and months else None,
        sources=known.sources(*STORE, "new_tanks_a_year", *lost),
    )


def _restorable(known: Known) -> Span | None:
    """
    Tanks counted in stores that can be restored: the count times the share fit for it.
    """
    counted, fit = (known.span(key) for key in STORE[:2])
    if counted and fit:
        return Span(*(n * pct / 100 for n, pct in zip(_ends(counted), _ends(fit), strict=True)))
    return known.span(STORE[2])


def _ends(span: Span) -> tuple[float, float, float]:
    return span.low, span.value, span.high


def _russian_shells(known: Known) -> Constraint:
    left, fired = known.span("shells_left_2024"), known.span("fired_russia_2024")
    return Constraint(
        "Russia",
        "shells",
        left.at_least(0).times(MILLION) if left else None,
        known.span("russia_shells_window"),
        fired.times(DAYS_PER_MONTH) if fired else None,
        sources=known.sources("shells_left_2024", "russia_shells_window", "fired_russia_2024"),
    )


def _ukrainian_shells(known: Known) -> Constraint:
    europe, america = known.span("europe_shells_window"), known.span("us_shells_window")
    fired = known.span("fired_ukraine_2024")
    return Constraint(
        "Ukraine",
        "shells",
        None,
        europe + america if europe and america else None,
        fired.times(DAYS_PER_MONTH) if fired else None,
        NO_STORE,
        known.sources("europe_shells_window", "us_shells_window", "fired_ukraine_2024"),
    )


def _russian_recruits(known: Known, force_may_shrink: float) -> Constraint:
    force, killed, months = (
        known.span("force_testified"),
        known.span("killed_pooled"),
        known.months("killed_pooled"),
    )
    ratio, returned = known.span("wounded_told", "wounded_assumed"), known.span("returned_assumed")
    gone = None
    if killed and months and ratio and returned:
        kept = 1 - returned.value
        low, value, high = (1 + part * kept for part in (ratio.low, ratio.value, ratio.high))
        gone = Span(killed.low * low / months, killed.value * value / months, killed.high * high / months)
    keys = ("force_testified", "killed_pooled", "wounded_told", "recruits_claim_window")
    return Constraint(
        "Russia",
        "recruits",
        force.times(force_may_shrink) if force else None,
        known.span("recruits_claim_window", "recruits_testified"),
        gone,
        sources=known.sources(*keys),
    )


def _less(first: Span | None, second: Span | None) -> Span | None:
    return first - second if first and second else None


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
