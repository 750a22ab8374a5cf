"""
The account of the force: which losses, recruits and assumptions go in, and what comes out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.models import manpower_balance as balance
from threefronts.models.manpower_counts import claimed_between, claimed_total
from threefronts.models.manpower_pool import START, Pool, change_draws, curve_at, to_thousands
from threefronts.models.manpower_recruits import covering, span_of
from threefronts.models.pace import Span

LOSS_SOURCES = ("pooled", "general_staff_ua")


@dataclass(frozen=True)
class Settings:
    """
    What the reader may choose: whose losses, and the assumptions that no source bears out.
    """

    loss_source: str
    wounded_per_killed: float
    returned_share: float
    discharged: float
    draws: int
    seed: int

    def __post_init__(self) -> None:
        if self.loss_source not in LOSS_SOURCES:
            raise ValueError(
                f"loss_source must be one of {', '.join(LOSS_SOURCES)}, not {self.loss_source!r}"
            )


@dataclass(frozen=True)
class Evidence:
    """
    What is published: the two statements on the force, the pooled curve of killed and wounded, the General
    Staff's daily totals and the recruits a month by others than the speaker.
    """

    year: balance.Stated | None
    pool: Pool | None
    personnel: pd.DataFrame
    rates: pd.DataFrame


@dataclass(frozen=True)
class Claim:
    """
    What is claimed: the ``force`` on ``day`` (persons), how many ``times`` the force at the outset that is,
    and the ``recruits`` a month.
    """

    force: float
    times: float
    recruits: float
    day: str


@dataclass(frozen=True)
class Result:
    """
    What comes out: persons as spans in whole thousands, and the table of the sensitivity.
    """

    persons: Mapping[str, Span]
    closes_at: Mapping[str, float | None]
    table: pd.DataFrame

    def by_unit(self) -> dict[str, dict[str, Span | float | None]]:
        """
        Return the figures by unit, those of ``closes_at`` under keys such as ``closes_at_recruits``.
        """
        losses, recruits, share = (self.closes_at[name] for name in ("losses", "recruits", "returned_share"))
        return {
            "persons": {**self.persons, "closes_at_losses": losses and round(losses, -3)},
            "persons/month": {"closes_at_recruits": recruits and round(recruits, -2)},
            "share": {"closes_at_returned_share": share},
        }


def draw_up(evidence: Evidence, settings: Settings, claim: Claim) -> Result:
    """
    Draw up the account of the year between the two statements.

    Args:
        evidence: What is published; any part may be missing, and then nothing comes out.
        settings: Whose losses, and the assumptions.
        claim: The recruits of the middle case, and the force that is to come out.

    Returns:
        ``persons`` holds balance_losses, balance_force, balance_residual (stated less force) and
        balance_force_other (with the other choice of losses); ``closes_at`` the value of each assumption that
        alone closes the account, ``None`` where none in ``CLOSING`` does.
    """
    drawn = _losses(evidence, settings)
    middles = {name: None if losses is None else float(np.median(losses)) for name, losses in drawn.items()}
    flows = None
    if evidence.year is not None and None not in middles.values():
        flows = _flows(settings, evidence.year, claim.recruits, middles[settings.loss_source])
    doubt = _doubt(evidence, settings, drawn)
    made = balance.account(flows, claim.force, doubt)
    other = next(name for name in LOSS_SOURCES if name != settings.loss_source)
    else_force = None if flows is None else balance.force_after(replace(flows, losses=middles[other]))
    persons = {
        "balance_losses": _spread(drawn[settings.loss_source]),
        "balance_force": made.force,
        "balance_residual": made.residual,
        "balance_force_other": Span(else_force, else_force, else_force),
    }
    return Result(
        {name: to_thousands(span) for name, span in persons.items()},
        {name: made.closes_at(name) for name in balance.WORDS},
        made.table,
    )


def recruits_needed(evidence: Evidence, settings: Settings, claim: Claim, outset: Span) -> dict[str, Span]:
    """
    Return the recruits a month since the start that the claimed force asks for, from either starting point.

    Args:
        evidence, settings, claim: As in :func:`draw_up`.
        outset: Published figures of the force at the outset, persons.
    """
    half = claim.force / claim.times
    starts = {"recruits_if_doubled": (half, half), "recruits_from_outset": (outset.low, outset.high)}
    return {
        name: recruits_since(evidence, settings, span, claim.force, claim.day)
        for name, span in starts.items()
    }


def recruits_since(
    evidence: Evidence, settings: Settings, starts: tuple[float | None, float | None], stated: float, day: str
) -> Span:
    """
    Return the recruits a month since February 2022 that lead from each starting force to the *stated* one.

    Args:
        evidence, settings: As in :func:`draw_up`.
        starts: Lowest and highest force at the outset, persons.
        stated: The force on *day*, persons.
        day: ISO.
    """
    toll = {
        "pooled": curve_at(evidence.pool, day, 0.9).value,
        "general_staff_ua": claimed_total(evidence.personnel, day),
    }[settings.loss_source]
    if toll is None or None in starts or evidence.year is None:
        return balance.UNKNOWN
    since = balance.Stated(0.0, stated, f"{START:%Y-%m-%d}", day)
    found = balance.recruits_needed(_flows(settings, since, 0.0, toll), starts, stated)
    return Span(*(round(end, -2) for end in (found.low, found.value, found.high)))


def _losses(evidence: Evidence, settings: Settings) -> dict[str, NDArray[np.float64] | None]:
    year, pool = evidence.year, evidence.pool
    if year is None:
        return dict.fromkeys(LOSS_SOURCES)
    days = year.start_day, year.end_day
    claimed = claimed_between(evidence.personnel, *days)
    return {
        "pooled": None
        if pool is None
        else change_draws(pool, *days, draws=settings.draws, seed=settings.seed),
        "general_staff_ua": None if claimed is None else np.full(settings.draws, claimed),
    }


def _flows(settings: Settings, year: balance.Stated, recruits: float, losses: float) -> balance.Flows:
    return balance.Flows(
        start=year.start,
        recruits=recruits,
        losses=losses,
        wounded_per_killed=settings.wounded_per_killed,
        returned_share=settings.returned_share,
        discharged=settings.discharged,
        months=year.months,
    )


def _doubt(evidence: Evidence, settings: Settings, drawn: Mapping[str, NDArray | None]) -> balance.Doubt:
    spans = dict(balance.ASSUMED)
    ends = [_spread(losses) for losses in drawn.values() if losses is not None]
    if ends:
        spans["losses"] = (min(end.low for end in ends), max(end.high for end in ends))
    if evidence.year is not None:
        rates = covering(evidence.rates, evidence.year.start_day, evidence.year.end_day)
        if len(rates):
            spans["recruits"] = (span_of(rates).low, span_of(rates).high)
    return balance.Doubt(spans, drawn[settings.loss_source], settings.seed, settings.draws)


def _spread(losses: NDArray[np.float64] | None) -> Span:
    """
    Nine tenths of the drawn losses, with their median.
    """
    return balance.UNKNOWN if losses is None else Span(*np.quantile(losses, [0.05, 0.5, 0.95]).tolist())


def wordings(
    settings: Settings, made: Result, needed: Mapping[str, Span], claim: Claim
) -> dict[str, dict[str, bool]]:
    """
    Return the wordings that depend on the account, by key; of each exactly one holds.
    """
    named = {"pooled": "the pooled curve", "general_staff_ua": "the General Staff"}
    return {
        "loss_source_name": {name: source == settings.loss_source for source, name in named.items()},
        "loss_source_other": {name: source != settings.loss_source for source, name in named.items()},
        "balance_word": verdict_words(made.persons["balance_residual"]),
        "needed_word": needed_words(needed.values(), claim.recruits),
    }


def verdict_words(residual: Span) -> dict[str, bool]:
    """
    Say whether an account closes, by its *residual*; exactly one of the wordings holds.
    """
    known = residual.low is not None
    return {
        "cannot be drawn up from what was known": not known,
        "closes within its interval": known and residual.low <= 0 <= residual.high,
        "falls short of what is stated": known and residual.low > 0,
        "gives more people than are stated": known and residual.high < 0,
    }


def needed_words(needed: Iterable[Span], named: float) -> dict[str, bool]:
    """
    Say how the recruits that are *needed* lie to those that are *named*; exactly one of the wordings holds.
    """
    spans = list(needed)
    known = all(span.low is not None for span in spans)
    above, below = (
        [known and side(span) for span in spans]
        for side in (lambda span: span.low > named, lambda span: span.high < named)
    )
    return {
        "it cannot be said yet which starting point that fits": not known,
        "more than either starting point asks for": known and all(below),
        "less than either starting point asks for": known and all(above),
        "enough for one starting point and not surely for the other": known
        and not all(below)
        and not all(above),
    }
