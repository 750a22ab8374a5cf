"""
The model held against what came: courses that start in the past, and sums that must close.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from threefronts.models.losses import lost_between
from threefronts.models.replacement import DAYS_A_MONTH, Tables, inputs
from threefronts.models.statements import Span, span_of
from threefronts.models.stock import Flows, course
from threefronts.models.stock_draws import bands, draw_flows
from threefronts.models.stores import store_counts

STARTS = ("2023-01-01", "2025-04-28")


@dataclass(frozen=True)
class Backtest:
    """
    A course started on ``start`` and what was counted after it.

    ``band`` has columns day, value, low, high (hulls in store); ``stores`` day, voice, counted, low, high
    and inside; ``lost`` source_id, foretold, counted and ratio (counted over foretold).
    """

    start: str
    band: pd.DataFrame
    stores: pd.DataFrame
    lost: pd.DataFrame


def backtest(tables: Tables, start: str, as_of: str, *, seed: int, draws: int, **choices) -> Backtest:
    """
    Start the tanks' course on *start* and hold it against the later counts of stores and losses.

    The inputs are dated before *start*. For a start at which no store had been counted in print yet, what
    has been published since of that time stands in, so that such a course is a reconstruction and no
    forecast.

    Args:
        tables: What the edition knows.
        start, as_of: First and last day, ISO.
        seed, draws: Of the paths.
        **choices: ``loss_source`` and ``restorable_share``.

    Returns:
        Without any later count the tables of stores and losses are empty.
    """
    then = tables.known_by(start)
    is_forecast = len(store_counts(then.storage, "tank")) > 0
    voices = inputs(then if is_forecast else tables, "tank", start, **choices)
    begun = _store_day(tables if not is_forecast else then, start)
    months = max(int((pd.Timestamp(as_of) - begun).days / DAYS_A_MONTH) + 1, 1)
    paths = course(draw_flows(voices, seed, draws), months).hulls
    days = begun + pd.to_timedelta(np.arange(months + 1) * DAYS_A_MONTH, unit="D")
    low, value, high = bands(paths)
    band = pd.DataFrame({"day": days.normalize(), "value": value, "low": low, "high": high})
    return Backtest(start, band, _held_against(band, tables, start), _losses(tables, start, as_of, voices))


def _store_day(tables: Tables, start: str) -> pd.Timestamp:
    """
    Day of the newest count before *start*, from which the store is drawn down.
    """
    counts = store_counts(tables.storage, "tank")
    return counts.loc[counts["period_end"] <= pd.Timestamp(start), "period_end"].max()


def _held_against(band: pd.DataFrame, tables: Tables, start: str) -> pd.DataFrame:
    counts = store_counts(tables.storage, "tank")
    later = counts[counts["period_end"] > max(pd.Timestamp(start), band["day"].iloc[0])]
    at = [(later["period_end"] - band["day"].iloc[0]).dt.days, (band["day"] - band["day"].iloc[0]).dt.days]
    ends = {end: np.interp(*at, band[end]) for end in ("low", "value", "high")}
    found = later.assign(day=later["period_end"], counted=later["value"], **ends)
    found["inside"] = found["counted"].between(found["low"], found["high"])
    return found[["day", "voice", "counted", "low", "value", "high", "inside"]].reset_index(drop=True)


def _losses(tables: Tables, start: str, as_of: str, voices: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["source_id", "foretold", "counted", "ratio"]
    months = (pd.Timestamp(as_of) - pd.Timestamp(start)).days / DAYS_A_MONTH
    if months <= 0:
        return pd.DataFrame(columns=columns)
    lost = lost_between(tables.counts, start, as_of)
    lost = lost[lost["country"].eq("russia") & lost["equipment_class"].eq("tank")]
    both = voices["lost"].merge(lost[["source_id", "value"]], on="source_id", suffixes=("", "_counted"))
    foretold = both["value"] * months
    rows = both.assign(
        foretold=foretold, counted=both["value_counted"], ratio=both["value_counted"] / foretold
    )
    return rows[columns]


def service_residual(in_service: float, lost: pd.DataFrame, flows: Flows, months: float) -> dict[str, Span]:
    """
    Check that no more was lost than there was: vehicles in service, new and restored, less what each source
        counts.

    Args:
        in_service: Vehicles in service at the start.
        lost: Columns source_id, value: losses since then.
        flows: Draws of what is built new and taken for restoring, each hull taken to give a vehicle.
        months: Since the start.

    Returns:
        What is left by each source, as a span over the draws; below zero the sum cannot close.
    """
    came = (np.asarray(flows.new) + flows.refurbishment) * months
    return {row.source_id: span_of(in_service + came - row.value) for row in lost.itertuples(index=False)}
