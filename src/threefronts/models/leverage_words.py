"""
The months of leverage as facts and as tables that can be read.
"""

import math
from collections.abc import Sequence

import pandas as pd

from threefronts.models.leverage import INPUTS, Constraint, deciding, nearest, swings

NEVER = "never at these flows"
FALLBACK = ("founding_article",)  # a fact that is not known still names who raised the question


def months_words(low: float, value: float, high: float, reason: str) -> str:
    """
    Put an interval of months in words; infinite is never, missing is not known with its reason.
    """
    if math.isnan(value):
        return f"not known: {reason}"
    if low == math.inf:
        return NEVER
    point = NEVER if value == math.inf else f"{value:.0f}"
    return f"{low:.0f} to {'never' if high == math.inf else f'{high:.0f}'} ({point})"


def shown(timetable: pd.DataFrame) -> pd.DataFrame:
    """
    Return the timetable as words: one row for each constraint of a side, one column for each scenario.
    """
    words = timetable.assign(
        words=[months_words(*row) for row in timetable[["low", "value", "high", "reason"]].to_numpy()]
    )
    order = list(dict.fromkeys(timetable["scenario"]))
    table = words.pivot(index=["side", "constraint"], columns="scenario", values="words")
    return table[order].rename_axis(columns=None).reset_index()


def told(timetable: pd.DataFrame, side: str, name: str, scenario: str) -> str:
    """
    Return the months of one constraint in one scenario in words.
    """
    chosen = timetable.query("side == @side and constraint == @name and scenario == @scenario")
    return months_words(*chosen[["low", "value", "high", "reason"]].iloc[0])


def month_facts(timetable: pd.DataFrame, found: Sequence[Constraint], scenario: str) -> pd.DataFrame:
    """
    Return the months of one scenario as rows for ``facts``: key, value, low, high and sources.

    An end that never comes is open, so a value that is missing with a low end means "not before".
    """
    chosen = timetable[timetable["scenario"] == scenario].reset_index(drop=True)
    sources = [list(constraint.sources or FALLBACK) for constraint in found]
    names = chosen["side"] + " " + chosen["constraint"]
    table = chosen[["low", "value", "high"]].replace(math.inf, math.nan)
    slugs = names.str.lower().str.replace(r"[^a-z]+", "_", regex=True)
    return table.assign(key="leverage_" + slugs + "_months", sources=sources)


def balance_facts(balance: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """
    Return the balances as rows for ``facts``, by their unit; one without a source names who asked.
    """
    named = balance.assign(sources=[ids or list(FALLBACK) for ids in balance["sources"]])
    columns = ["key", "value", "low", "high", "sources"]
    return [(unit, rows[columns]) for unit, rows in named.groupby("unit", sort=False)]


def balance_shown(balance: pd.DataFrame) -> pd.DataFrame:
    """
    Return the balances as a table that can be read: one row each, units in words.
    """
    table = balance.assign(unit=balance["unit"].str.replace("/", " a "))
    named = {"value": "in the middle", "closes": "what would close it"}
    return table[["what", "unit", "low", "value", "high", "closes"]].rename(columns=named)


def decisions(found: Sequence[Constraint], intensity: float, horizon: float) -> pd.DataFrame:
    """
    Return for each constraint whose inputs are all known the months that each input alone spans.
    """
    rows = []
    for constraint in found:
        if any(getattr(constraint, name) is None for name in INPUTS):
            continue
        row = {"side": constraint.side, "constraint": constraint.name}
        for name, (fewest, most) in swings(constraint, intensity, horizon).items():
            row[name] = f"{fewest:.0f} to {most:.0f}"
        rows.append(row | {"decides": deciding(constraint, intensity, horizon) or "none"})
    columns = ["side", "constraint", *INPUTS, "decides"]
    return pd.DataFrame(rows, columns=columns)


def nearest_name(found: Sequence[Constraint], side: str, intensity: float) -> str:
    """
    Name the constraint of *side* that binds first, or say that none with published inputs does.
    """
    first = nearest([constraint for constraint in found if constraint.side == side], intensity)
    return first.name if first else "none that can be reckoned"


def what_decides(found: Sequence[Constraint], side: str, intensity: float, horizon: float) -> str:
    """
    Name the input that moves the nearest constraint of *side* most, or say that none does.
    """
    first = nearest([constraint for constraint in found if constraint.side == side], intensity)
    return (deciding(first, intensity, horizon) if first else None) or "not known"
