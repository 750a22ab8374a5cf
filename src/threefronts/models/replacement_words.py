"""
What the chapter on replacement tells of its model, as facts and frames that a chart can draw.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from threefronts.models.replacement import SET
from threefronts.models.statements import Span, span_of
from threefronts.models.stock import Course, Flows, course, first_month_without, months_until_used_up
from threefronts.models.stock_draws import Depletion, bands, depletion
from threefronts.models.stock_history import Backtest

LATER = 24  # months
FAR_FEWER = 0.8  # of what was foretold, by every source
INPUT_WORDS = {
    "lost": "how many are lost",
    "new": "how many are built new",
    "refurbishment": "how many hulls are taken for restoring",
    "store": "how many hulls stand in store",
    "yield_share": "what share of the hulls can be restored",
}
START_WORDS = {
    "2023-01-01": "with the pace known in January 2023",
    "2025-04-28": "with the pace known in April 2025",
}


@dataclass(frozen=True)
class Drawn:
    """
    The draws of one class and their course.
    """

    flows: Flows
    course: Course
    in_service: float | None
    left_share: float


def run_draws(flows: Flows, months: int, in_service: float | None, left_share: float) -> Drawn:
    """
    Work out the course of drawn *flows*; *in_service* is ``None`` where nobody counts it.
    """
    return Drawn(flows, course(flows, months), in_service, left_share)


def depletion_facts(drawn: Drawn, name: str) -> dict[str, Span]:
    """
    Return the months until the store is used up, and until none is left in service, as spans by key.

    Paths that do not deplete within the horizon are left out of the span; :func:`never_facts` tells how many.
    """
    return {key: found.span for key, found in _depletions(drawn, name).items()}


def never_facts(drawn: Drawn, name: str) -> dict[str, float]:
    """
    Return the percentage of paths that do not deplete within the horizon, by key.
    """
    return {f"{key}_never_pct": found.never_pct for key, found in _depletions(drawn, name).items()}


def _depletions(drawn: Drawn, name: str) -> dict[str, Depletion]:
    horizon = len(drawn.course.hulls) - 1
    return {f"{name}_{what}_gone": depletion(months, horizon) for what, months in _months(drawn).items()}


def _months(drawn: Drawn) -> dict[str, np.ndarray]:
    """
    Month of each path in which the store is used up, and, where it is counted, none is left in service.
    """
    found = {"store": months_until_used_up(drawn.flows, drawn.left_share)}
    if drawn.in_service is not None:
        found["service"] = first_month_without(drawn.in_service, drawn.course.change)
    return found


def depletion_frame(drawn: Mapping[str, Drawn]) -> pd.DataFrame:
    """
    Count the paths that have depleted by each month: columns month, case (such as ``tank_store``) and pct.

    Args:
        drawn: The draws of each class, by the name that starts the case.
    """
    frames = []
    for name, one in drawn.items():
        steps = np.arange(len(one.course.hulls))
        for what, months in _months(one).items():
            pct = [100 * float(np.mean(months <= step)) for step in steps]
            frames.append(pd.DataFrame({"month": steps, "case": f"{name}_{what}", "pct": pct}))
    return pd.concat(frames, ignore_index=True)


def later_facts(drawn: Drawn, name: str) -> dict[str, Span]:
    """
    Return the change in service after two years, or at the end of a shorter course.
    """
    step = min(LATER, len(drawn.course.change) - 1)
    return {f"{name}_change_later": span_of(drawn.course.change[step])}


def band_frame(drawn: Drawn) -> pd.DataFrame:
    """
    Bands of what can still be restored and of what is in service: columns month, series, low and high.
    """
    series = {
        "store": drawn.course.restorable,
        "service": np.maximum((drawn.in_service or 0.0) + drawn.course.change, 0.0),
    }
    frames = []
    for name, paths in series.items():
        low, _, high = bands(paths)
        frames.append(pd.DataFrame({"month": np.arange(len(low)), "series": name, "low": low, "high": high}))
    return pd.concat(frames, ignore_index=True)


def change_at(step: int, flows: Flows) -> np.ndarray:
    """
    Change in service after *step* months: an outcome for the sensitivities.
    """
    return course(flows, step).change[-1]


def backtest_facts(test: Backtest, name: str) -> dict[str, float | None]:
    """
    Return how many later counts of the store lie inside the band, of how many, and what came of the losses.

    Args:
        test: A course and what was counted after it.
        name: Start of the keys.
    """
    ratio = test.lost.set_index("source_id")["ratio"]
    return {
        f"{name}_inside": int(test.stores["inside"].sum()),
        f"{name}_counts": len(test.stores),
        f"{name}_above": int((test.stores["counted"] > test.stores["high"]).sum()),
        f"{name}_below": int((test.stores["counted"] < test.stores["low"]).sum()),
        **{f"{name}_{who.removesuffix('_ua')}_pct": 100 * value for who, value in ratio.items()},
    }


def losses_reading(tests: Mapping[str, Backtest]) -> dict[str, bool]:
    """
    Wordings for what came of the losses of the later start, with their conditions.
    """
    ratios = list(tests.values())[-1].lost["ratio"]
    told = " and ".join(f"{100 * ratio:.0f}" for ratio in ratios) + " % of it"
    return {
        "no day has been counted since the second start, so it cannot be tested yet": ratios.empty,
        f"by both sources far fewer tanks were lost than its pace foretold, {told}": ratios.max() < FAR_FEWER,
        f"losses kept near the pace that it foretold, or above it, {told}": ratios.max() >= FAR_FEWER,
    }


def backtest_frames(tests: Mapping[str, Backtest]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Lay the bands of all starts below one another, and their later counts, each once.
    """
    drawn = pd.concat([test.band.assign(start=START_WORDS[test.start]) for test in tests.values()])
    counted = pd.concat([test.stores for test in tests.values()])[["day", "voice", "counted"]]
    return drawn.reset_index(drop=True), counted.drop_duplicates(ignore_index=True)


def month_at(horizon: int, left_share: float, flows: Flows) -> np.ndarray:
    """
    Month in which the store is used up, at most *horizon*: the other outcome for the sensitivities.
    """
    return np.minimum(months_until_used_up(flows, left_share), horizon)


def lasting(voices: Mapping[str, pd.DataFrame], pace: float, left_share: float) -> Span:
    """
    Return the months that the store lasts at a pace of hulls a month, over the counts and shares of the
    sources.

    Args:
        voices: Inputs of one class.
        pace: Hulls taken a month, above zero.
        left_share: Part at which the store counts as used up.
    """
    store, share = voices["store"], voices["yield_share"]
    corners = [
        (store["value"].median(), share["value"].median()),
        *((float(size), float(part)) for size in _ends_of(store) for part in _ends_of(share)),
    ]
    months = [float(months_until_used_up(Flows(s, y, pace, 0.0, 0.0), left_share)) for s, y in corners]
    return Span(months[0], min(months), max(months))


def _ends_of(rows: pd.DataFrame) -> tuple[float, float]:
    return float(rows["low"].min()), float(rows["high"].max())


def hull_span(rows: pd.DataFrame) -> Span:
    """
    Return the median of the voices with the lowest and the highest of their ends.
    """
    return Span(float(rows["value"].median()), *_ends_of(rows))


def range_of(numbers: pd.Series) -> Span:
    """
    Return the median of *numbers* with the least and the most of them.
    """
    return Span(float(numbers.median()), float(numbers.min()), float(numbers.max()))


def stores_reading(late: Mapping[str, float | None]) -> dict[str, bool]:
    """
    Wordings for the counts of the store after the later start, with their conditions.

    Args:
        late: What :func:`backtest_facts` gives, under keys that start with ``late_start``.
    """
    inside, counted = late["late_start_inside"], late["late_start_counts"]
    return {
        "No later count of the store has been published, so there is nothing to hold it against": counted
        == 0,
        "All later counts of the store lie inside the band of this start": bool(counted)
        and inside == counted,
        "Some later counts of the store lie outside the band of this start": bool(counted)
        and 0 < inside < counted,
        "No later count of the store lies inside the band of this start": bool(counted) and inside == 0,
    }


def service_reading(left: Span) -> dict[str, bool]:
    """
    Wordings for the sum of tanks in service under the General Staff's claim, with their conditions.
    """
    short = "the claimed losses, the count of tanks in service and the published output cannot all be right"
    return {
        f"Below zero in every draw that is kept, so {short}.": left.high < 0,
        f"In part of the draws that is below zero, where {short}.": left.low < 0 <= left.high,
        "The sum closes by both sources, which confirms neither.": left.low >= 0,
    }


def named(voices: Mapping[str, pd.DataFrame]) -> list[str]:
    """
    Return the sources behind all inputs of a class; a value that a reader set has none.
    """
    return sorted({source for rows in voices.values() for source in rows["source_id"]} - {SET})


def settling(change: str, month: str) -> dict[str, bool]:
    """
    Wordings for what would narrow the two outcomes, by the unknown that moves each most.
    """
    told = change == "lost" and month == "refurbishment"
    return {
        "So a better count of losses would settle the balance, and a better count of what the repair plants "
        "take would settle the stores; a better count of the hulls that stand there, which is what the "
        "satellites give, would settle neither.": told,
        "What would narrow each most is a better figure for the unknown that leads its list.": not told,
    }


def residual_reading(beyond: bool) -> dict[str, bool]:
    """
    Wordings for the sums of the stores, by whether one of them is beyond the tolerance.
    """
    return {
        "So rival counts of one store cannot all be right, and this book does not choose.": bool(beyond),
        "Within that tolerance the counts agree.": not beyond,
    }
