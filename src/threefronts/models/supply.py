"""
Supply: what is published of vehicles made and restored, told apart by what is counted.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from threefronts.models.statements import hulls, rates

NEW_MODEL = "T-90M"  # built new; a figure that adds rebuilt ones to it bounds the new from above
SPAN = ["item_class", "kind", "scope", "source_id", "published_on", "period_start", "period_end"]
ENDS = ["value", "low", "high"]


def output_figures(production: pd.DataFrame, per: str = "year") -> pd.DataFrame:
    """
    Sort the published figures of Russian output by what they count.

    Models that one source names apart for one period are added up; a whole class that it names twice, by
    the month and by the year, is one figure with two ends. A plan counts where it was told in the very
    period that it speaks of, for a whole class: it is then an estimate of that period.

    Args:
        production: Rows of ``industry/production``.
        per: ``month`` or ``year``; sums over several years are no rate and are left out.

    Returns:
        Columns item_class, kind, scope, source_id, published_on, period_start, period_end, value, low and
        high (vehicles *per*; NaN where the source leaves that end open), oldest period first. Kinds are
        all, new, model (new and rebuilt ones of the model that is built new), refurbished, and withdrawn
        (hulls taken from the store, whatever came of them).
    """
    rows = rates(production[production["producer"] == "Russia"], per)
    kind = _kind(rows)
    open_above = rows["scope"].eq("part") & kind.eq("refurbished")
    sorted_rows = rows.assign(kind=kind, high=rows["high"].mask(open_above))[kind.notna()]
    is_part = sorted_rows["scope"].eq("part")
    sums = {column: (column, lambda cells: cells.sum(skipna=False)) for column in ENDS}
    added = sorted_rows[is_part].groupby(SPAN).agg(**sums).reset_index()
    twice = {"value": "median", "low": "min", "high": "max"}
    whole = sorted_rows[~is_part].groupby(SPAN)[ENDS].agg(twice).reset_index()
    return pd.concat([added, whole]).sort_values(["period_end", "source_id"], ignore_index=True)


def _kind(rows: pd.DataFrame) -> pd.Series:
    """
    What a figure counts: all, new, model, refurbished or withdrawn; missing where it is none of these.
    """
    told_in_time = rows["published_on"].between(rows["period_start"], rows["period_end"])
    whole = rows["scope"].eq("all")
    made = rows["measure"].isin(["output", "capacity"]) | (
        rows["measure"].eq("planned") & told_in_time & whole
    )
    of_new_model = rows["model"].fillna("").str.fullmatch(NEW_MODEL)
    unsplit = rows["origin"].eq("unsplit")
    return pd.Series(
        np.select(
            [
                rows["measure"].eq("withdrawn"),
                made & rows["origin"].eq("refurbished"),
                made & rows["origin"].eq("new"),
                made & unsplit & of_new_model,
                made & unsplit & whole,
            ],
            ["withdrawn", "refurbished", "new", "model", "all"],
            default="",
        ),
        index=rows.index,
    ).replace("", np.nan)


def new_built(outputs: pd.DataFrame) -> pd.DataFrame:
    """
    Pick what speaks of vehicles built new; one that adds rebuilt ones of the new model bounds it from above.

    Args:
        outputs: What :func:`output_figures` gives.
    """
    rows = outputs[outputs["kind"].isin(["new", "model"])]
    return rows.assign(low=rows["low"].mask(rows["kind"].eq("model")))


def total_output(outputs: pd.DataFrame, item_class: str, start: str, end: str) -> pd.DataFrame:
    """
    Pick what speaks of all output of one class, new-built and restored, in a period.

    Args:
        outputs: What :func:`output_figures` gives.
        item_class: Such as ``tank``.
        start, end: A figure's period must lie between these days, ISO.

    Returns:
        Columns source_id, value, low, high. New and restored that one source names for one period are
        added; a figure for restored vehicles alone bounds the whole from below.
    """
    inside = outputs["period_start"].ge(pd.Timestamp(start)) & outputs["period_end"].le(pd.Timestamp(end))
    rows = outputs[inside & (outputs["item_class"] == item_class)]
    period = ["source_id", "period_start", "period_end"]
    restored, new = (rows[rows["kind"].eq(kind)].set_index(period) for kind in ("refurbished", "new"))
    both = restored.loc[restored["scope"].eq("all"), ENDS].add(new[ENDS]).dropna(subset=["value"])
    alone = restored[restored["scope"].eq("all")].drop(both.index, errors="ignore").assign(high=np.nan)
    whole = rows[rows["kind"].eq("all")].set_index(period)
    found = pd.concat([part[ENDS] for part in (whole, both, alone) if len(part)] or [whole[ENDS]])
    return found.reset_index()[["source_id", *ENDS]]


def trend(outputs: pd.DataFrame, item_class: str) -> pd.DataFrame:
    """
    Compare the last with the first figure of each voice that published several of one kind.

    Restored vehicles are left out, since their number follows the store and not the plants; so is a period
    that begins before the first one ended.

    Args:
        outputs: What :func:`output_figures` gives, with a column ``voice``.
        item_class: Such as ``tank``.

    Returns:
        Columns source_id (the voice), value, low, high: the change in vehicles a year, NaN where it is open.
    """
    rows = outputs[(outputs["item_class"] == item_class) & outputs["kind"].isin(["all", "new", "model"])]
    changes = []
    for (voice, _), group in rows.sort_values("period_end").groupby(["voice", "kind"]):
        first, last = group.iloc[0], group.iloc[-1]
        if last["period_start"] > first["period_end"]:
            low, high = last["low"] - first["high"], last["high"] - first["low"]
            changes.append((voice, last["value"] - first["value"], low, high))
    return pd.DataFrame(changes, columns=["source_id", *ENDS]).astype(dict.fromkeys(ENDS, "float64"))


def current(rows: pd.DataFrame, day: str | pd.Timestamp, months: int) -> pd.DataFrame:
    """
    Give each voice the newest that it says of the time before *day*.

    Args:
        rows: Columns voice, period_end, value, low, high and perhaps period_start.
        day: Periods that begin later are left out; where nobody speaks of an earlier one, each voice's
        first stands in.
        months: How long before *day* a period may have ended; where no voice is as fresh, all are taken.

    Returns:
        Columns source_id (the voice), value, low, high; rival figures of one voice for one period as their
        hull.
    """
    start = rows["period_start"] if "period_start" in rows else rows["period_end"]
    spoken = rows[start <= pd.Timestamp(day)]
    fresh = spoken[spoken["period_end"] >= pd.Timestamp(day) - pd.DateOffset(months=months)]
    kept, end = (rows, "min") if spoken.empty else (spoken if fresh.empty else fresh, "max")
    chosen = kept.groupby("voice")["period_end"].transform(end)
    return hulls(kept[kept["period_end"] == chosen])


def less(voices: pd.DataFrame, part: float) -> pd.DataFrame:
    """
    Take *part* off each voice's figures, never below nothing.
    """
    return voices.assign(**{end: (voices[end] - part).clip(lower=0) for end in ENDS})


def scaled_by(voices: pd.DataFrame, factor: float) -> pd.DataFrame:
    """
    Multiply each voice's figures by *factor*.
    """
    return voices.assign(**{end: voices[end] * factor for end in ENDS})


def ratio_range(
    output: tuple[float | None, float | None], lost: tuple[float, float]
) -> tuple[float | None, float | None]:
    """
    Divide an interval of output by an interval of losses.

    Args:
        output: Lowest and highest output, ``None`` where open.
        lost: Lowest and highest loss over as long, both above zero.

    Returns:
        Lowest and highest ratio, ``None`` where open.

    Raises:
        ValueError: A loss is zero or below, or the bounds are upside down.
    """
    if lost[0] <= 0 or lost[0] > lost[1]:
        raise ValueError(f"losses must be above zero, low before high, not {lost}")
    return (
        None if output[0] is None else output[0] / lost[1],
        None if output[1] is None else output[1] / lost[0],
    )


def least_covered(
    covers: Iterable[tuple[float | None, float | None]],
) -> tuple[float | None, float | None]:
    """
    Bound the smallest of several ratios, of which each is known as an interval.

    Returns:
        Its lowest and highest value: unknown below if any ratio is, bounded above by any ratio that is.
    """
    lows, highs = zip(*covers, strict=True)
    known = [high for high in highs if high is not None]
    return None if None in lows else min(lows), min(known, default=None)


def span(rows: pd.DataFrame) -> tuple[float | None, float | None]:
    """
    Return the interval that ``low`` and ``high`` of all *rows* lie in, ``None`` where it is open or unknown.
    """
    if rows.empty:
        return None, None
    low, high = rows["low"].min(skipna=False), rows["high"].max(skipna=False)
    return None if pd.isna(low) else float(low), None if pd.isna(high) else float(high)
