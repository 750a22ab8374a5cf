"""
Can output and stores replace what is lost: the inputs of the model, class by class, from rival sources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from threefronts.absence import NoDataError
from threefronts.models.losses import lost_between
from threefronts.models.statements import Span
from threefronts.models.stores import fit_shares, newest_counts, store_counts
from threefronts.models.supply import current, less, new_built, output_figures

Stated = TypeVar("Stated")  # a frozen dataclass with ends low and high
SAME_HOUSE = (
    "rbc_ukraine_nato_2025_10_14",
)  # NATO, whose forces in Europe the testimony's speaker commanded
SET = "set"  # in the place of a source, where a reader sets a value
CLASSES = ("tank", "armoured_vehicle", "artillery", "air_defence")
DAYS_A_MONTH = 365.25 / 12
LOSS_SOURCES = {"both": ["general_staff_ua", "oryx"], "general_staff": ["general_staff_ua"], "oryx": ["oryx"]}
FIRST_COUNT = pd.Timestamp("2022-03-28")  # Oryx's first snapshot in the table
FIRST_DAY = pd.Timestamp("2025-04-03")  # the testimony, whose figures the chapter tests
FRESH_OUTPUT, FRESH_STORE = 24, 12  # months for which a statement stands


@dataclass(frozen=True)
class Tables:
    """
    What an edition knows: losses under their classes, production and storage (with a column voice).
    """

    counts: pd.DataFrame
    production: pd.DataFrame
    storage: pd.DataFrame

    def known_by(self, day: str) -> "Tables":
        """
        The same, with statements on output and stores that had been published by *day*.
        """
        moment = pd.Timestamp(day)
        return Tables(
            self.counts,
            self.production[self.production["published_on"] <= moment],
            self.storage[self.storage["published_on"] <= moment],
        )


def check_choices(day: str, loss_source: str) -> None:
    """
    Refuse a day before the testimony, and a source of losses that is none.

    Raises:
        NoDataError: The day is too early.
        ValueError: There is no such source of losses.
    """
    if pd.Timestamp(day) < FIRST_DAY:
        raise NoDataError(
            f"no data before {FIRST_DAY:%Y-%m-%d}, the day of the testimony: {day} is too early here"
        )
    if loss_source not in LOSS_SOURCES:
        raise ValueError(f"loss_source is {', '.join(LOSS_SOURCES)}, not {loss_source!r}")


def lost_monthly(counts: pd.DataFrame, item_class: str, day: str, sources: list[str]) -> pd.DataFrame:
    """
    Give each voice's losses a month over the year before *day*, or since the first snapshot if that is later.

    Returns:
        Columns source_id, value, low, high. Pictures count too few, so Oryx's upper end is open; the claim of
        a belligerent is taken for a ceiling, so its lower end is. In between any number is as likely as
        another.
    """
    start = max(pd.Timestamp(day) - pd.DateOffset(years=1), FIRST_COUNT)
    months = (pd.Timestamp(day) - start).days / DAYS_A_MONTH
    lost = lost_between(counts, f"{start:%Y-%m-%d}", day)
    rows = lost[
        lost["country"].eq("russia")
        & lost["equipment_class"].eq(item_class)
        & lost["source_id"].isin(sources)
    ]
    is_picture = rows["source_id"].eq("oryx")
    ends = {
        "value": rows["value"],
        "low": rows["low"].where(is_picture),
        "high": rows["value"].mask(is_picture),
    }
    return rows.assign(**ends)[["source_id", *ends]].assign(
        **{name: column / months for name, column in ends.items()}
    )


def inputs(
    tables: Tables, item_class: str, day: str, *, loss_source: str, restorable_share: float
) -> dict[str, pd.DataFrame]:
    """
    Gather the voices for each input of the model, a month, as they stood on *day*.

    What one voice says of all output, less the middle of what is said of new-built, is its word on restored,
    and comes before what else it says of hulls.

    Args:
        tables: What is known.
        item_class: ``tank`` or ``armoured_vehicle``: the others have no published output.
        day: Start of the course, ISO.
        loss_source: A key of ``LOSS_SOURCES``.
        restorable_share: Most of a store that can be restored.

    Returns:
        A table of voices (source_id, value, low, high) for each of ``stock_draws.INPUTS``.
    """
    monthly = output_figures(tables.production, "month")
    monthly = monthly.merge(tables.production[["source_id", "voice"]].drop_duplicates(), on="source_id")
    monthly = monthly[monthly["item_class"].eq(item_class)]
    said = {kind: current(rows, day, FRESH_OUTPUT) for kind, rows in monthly.groupby("kind")}
    new = current(new_built(monthly), day, FRESH_OUTPUT)
    restored = [said[kind] for kind in ("refurbished", "withdrawn") if kind in said]
    if "all" in said:
        restored.insert(0, less(said["all"], float(new["value"].median())))
    shares = fit_shares(tables.storage, item_class, restorable_share)
    return {
        "lost": lost_monthly(tables.counts, item_class, day, LOSS_SOURCES[loss_source]),
        "new": new,
        "refurbishment": pd.concat(restored).drop_duplicates("source_id", ignore_index=True),
        "store": newest_counts(store_counts(tables.storage, item_class), day, FRESH_STORE),
        "yield_share": current(shares, day, FRESH_STORE) if len(shares) else certain(restorable_share),
    }


def certain(value: float, source_id: str = SET) -> pd.DataFrame:
    """
    One voice that leaves no doubt: a value that a reader sets.
    """
    return pd.DataFrame({"source_id": [source_id], "value": [value], "low": [value], "high": [value]})


def with_set(voices: dict[str, pd.DataFrame], name: str, value: float) -> dict[str, pd.DataFrame]:
    """
    Put *value* in the place of the voices for input *name*; below zero leaves them.
    """
    return voices if value < 0 else voices | {name: certain(value)}


def middle(voices: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """
    Middle voice of each input: the base case of the sliders.
    """
    return {name: float(rows["value"].median()) for name, rows in voices.items()}


def one_voice(lost: pd.DataFrame, claimed: Mapping[str, float]) -> pd.DataFrame:
    """
    Hold four claimed losses of a year against each source's for the same year.

    Args:
        lost: Rows of :func:`threefronts.models.losses.lost_between` for Russia.
        claimed: Claimed loss of each class.

    Returns:
        Columns source_id, equipment_class, claimed, value and ratio (claimed over the source's).
    """
    rows = lost[lost["country"].eq("russia") & lost["equipment_class"].isin(list(claimed))]
    stated = rows["equipment_class"].map(claimed).astype(float)
    found = rows.assign(claimed=stated, ratio=stated / rows["value"])
    return found[["source_id", "equipment_class", "claimed", "value", "ratio"]].reset_index(drop=True)


def needed_for_all(lost: float, made: float, restorable: Span) -> dict[str, float | Span | None]:
    """
    Say what would have to be true for *made* a year to replace *lost* a year.

    Args:
        lost, made: Vehicles a year, *lost* above zero.
        restorable: What the stores still give, vehicles.

    Returns:
        ``repaired_pct`` (losses that come back repaired, if *made* is all), ``restored_extra`` (vehicles a
        year restored besides, if *made* is new-built alone) and ``months`` (the stores then last).
    """
    extra = max(lost - made, 0.0)
    known = [None if end is None or not extra else 12 * end / extra for end in _ends(restorable)]
    return {
        "repaired_pct": 100 * extra / lost,
        "restored_extra": extra,
        "months": Span(known[0], known[1], known[2]),
    }


def _ends(span: Span) -> tuple[float | None, float | None, float | None]:
    return span.value, span.low, span.high


def restorable_now(voices: Mapping[str, pd.DataFrame]) -> Span:
    """
    Bound the vehicles that the store of a class still gives: counts times shares, end by end.
    """
    store, share = voices["store"], voices["yield_share"]
    return Span(
        float(store["value"].median() * share["value"].median()),
        float(store["low"].min() * share["low"].min()),
        float(store["high"].max() * share["high"].max()),
    )


SAME_HOUSE = (
    "rbc_ukraine_nato_2025_10_14",
)  # NATO, whose forces in Europe the testimony's speaker commanded


def apart_from_speaker(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Leave out figures of the house that the speaker of the testimony then led.
    """
    return rows[~rows["source_id"].isin(SAME_HOUSE)]


def times(voices: Iterable[Stated], factor: float) -> list[Stated]:
    """
    Multiply the ends of voices by *factor*; an end that is open stays open.
    """
    return [
        replace(voice, low=_times(voice.low, factor), high=_times(voice.high, factor)) for voice in voices
    ]


def _times(end: float | None, factor: float) -> float | None:
    return None if end is None else end * factor
