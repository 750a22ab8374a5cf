"""
Shells: what each producer is said to make, and how far apart Russia and the West are.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.absence import NoDataError
from threefronts.models.statements import (
    UNKNOWN,
    Span,
    divided,
    draw,
    hull_of,
    hulls,
    scaled,
    span_of,
    within,
)

EUROPE = ("Europe", "European Union")
SOVIET = ("shell_152", "shell_122")  # calibres that add up to what Russia fires most
ROUNDS = ("shell_all", "shell_155")
TOGETHER = pd.Timedelta(days=30)  # claims of one capacity, made within a month
FIRST_DAY = "2023-09-30"  # before it, no output of all three producers had been published


@dataclass(frozen=True)
class West:
    """
    How the output of the United States and Europe is read.

    Attributes:
        delivered_low: Lowest share of a claimed European capacity that leaves the plants, 0 to 1.
        complete: Count American rounds with their charges, not shell bodies.
        claimed: Take European capacity for output.
    """

    delivered_low: float
    complete: bool = False
    claimed: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.delivered_low <= 1:
            raise ValueError(f"a share lies above 0 and up to 1, not at {self.delivered_low}")


def russian(rates: pd.DataFrame, start: str, end: str, said_after: str | None = None) -> pd.DataFrame:
    """
    Pick what is said of Russian output in a window: figures, and forecasts of it made while it ran.

    A figure for one calibre, or for the calibres that one source names apart, is a floor for all of them.

    Args:
        rates: Statements as rates, with a column voice.
        start, end: First and last day.
        said_after: As in :func:`~threefronts.models.statements.within`.

    Returns:
        Columns voice, source_id, what (output or forecast), value, low, high (NaN for a floor).
    """
    rows = rates[rates["producer"].eq("Russia") & rates["scope"].eq("all")]
    rows = within(rows[rows["item_class"].isin((*SOVIET, "shell_all"))], start, end, said_after)
    is_output = rows["measure"].eq("output")
    is_timely = rows["published_on"].between(pd.Timestamp(start), pd.Timestamp(end))
    rows = rows[is_output | (rows["measure"].eq("planned") & is_timely)]
    rows = rows.assign(what=rows["measure"].map({"output": "output", "planned": "forecast"}))
    named = rows[rows["item_class"].isin(SOVIET)]
    group = ["voice", "source_id", "published_on", "what"]
    floors = named.groupby(group)[["value", "low"]].sum().reset_index().assign(high=np.nan)
    return pd.concat([rows[rows["item_class"].eq("shell_all")], floors], ignore_index=True)[
        ["voice", "source_id", "what", "published_on", "value", "low", "high"]
    ]


def american(rates: pd.DataFrame, start: str, end: str, complete: bool = False) -> pd.DataFrame:
    """
    Pick what is said of American output of 155 mm: shell bodies, or rounds that have a charge.

    Args:
        rates: Statements as rates, with a column voice.
        start, end: First and last day.
        complete: Whether the charges bound the rounds.
    """
    kind = "charge_155" if complete else "shell_155"
    rows = rates[rates["producer"].eq("United States") & rates["item_class"].eq(kind)]
    rows = rows[rows["measure"].eq("output") & (complete | rows["scope"].eq("all"))]
    return within(rows, start, end)


def european(rates: pd.DataFrame, start: str, end: str, west: West) -> pd.DataFrame:
    """
    Pick what is said of European output: figures for it, and claimed capacity, of which a share is delivered.

    Args:
        rates: Statements as rates, with a column voice.
        start, end: First and last day.
        west: How capacity is read.
    """
    rows = rates[rates["producer"].isin(EUROPE) & rates["item_class"].isin(ROUNDS) & rates["scope"].eq("all")]
    made = within(rows[rows["measure"].eq("output")], start, end)
    claimed = standing(rows[rows["measure"].eq("capacity")], start, end)
    if west.claimed:
        return claimed.assign(low=claimed["value"], high=claimed["value"])
    return pd.concat([made, claimed.assign(low=claimed["value"] * west.delivered_low, high=claimed["value"])])


def standing(capacity: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """
    Keep the newest capacity of the middle of a window, which may have been claimed before it, and all that is
    claimed later in it.

    Args:
        capacity: Rows with period_start.
        start, end: First and last day.
    """
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    begun = capacity[capacity["period_start"] <= last]
    before = begun.loc[begun["period_start"] <= first + (last - first) / 2, "period_start"].max()
    return begun if pd.isna(before) else begun[begun["period_start"] >= before - TOGETHER]


def western_draws(
    rates: pd.DataFrame, window: tuple[str, str], west: West, rng: np.random.Generator, draws: int
) -> NDArray[np.float64] | None:
    """
    Draw the output of the United States and Europe together; ``None`` where one of them is not known.
    """
    parts = [american(rates, *window, west.complete), european(rates, *window, west)]
    if any(part.empty for part in parts):
        return None
    return sum(draw(hulls(part), rng, draws) for part in parts)


def ratio_draws(
    rates: pd.DataFrame, window: tuple[str, str], west: West, rng: np.random.Generator, draws: int
) -> NDArray[np.float64] | None:
    """
    Draw Russian output over that of the United States and Europe; ``None`` where an output is not known.
    """
    below = western_draws(rates, window, west, rng, draws)
    return _over(hulls(russian(rates, *window)), below, rng)


def _over(
    made: pd.DataFrame, below: NDArray[np.float64] | None, rng: np.random.Generator
) -> NDArray[np.float64] | None:
    return None if made.empty or below is None else draw(made, rng, len(below)) / below


def ratios_by_year(
    rates: pd.DataFrame, years: range, readings: dict[str, West], rng: np.random.Generator, draws: int
) -> pd.DataFrame:
    """
    Give the ratio of each calendar year under each reading of Western output.

    Args:
        rates: Statements as rates, with a column voice.
        years: Calendar years.
        readings: Words for a reading, and the reading.
        rng: Seeded generator.
        draws: Draws for each.

    Returns:
        Columns year, reading, value, low, high; what is not known is left out.

    Raises:
        ValueError: Nothing is known of any year.
    """
    found = []
    for year in years:
        window = (f"{year}-01-01", f"{year}-12-31")
        made = hulls(russian(rates, *window))
        for words, west in readings.items():
            span = span_of(_over(made, western_draws(rates, window, west, rng, draws), rng))
            found.append((str(year), words, span.value, span.low, span.high))
    table = pd.DataFrame(found, columns=["year", "reading", "value", "low", "high"]).dropna()
    if table.empty:
        raise NoDataError(f"no data before {FIRST_DAY}: no shell output of Russia, US and Europe together")
    return table


def ratio_voices(made: pd.DataFrame, west: Span, factor: float, direct: pd.DataFrame) -> pd.DataFrame:
    """
    Give each voice's ratio: its Russian output over the Western one, or the ratio that it states.

    Args:
        made: Voices on Russian output, source_id, value, low, high.
        west: Drawn output of the United States and Europe; unknown leaves the stated ratios.
        factor: By which the Western output is multiplied, above 0.
        direct: Stated ratios of the same columns.
    """
    built = made.head(0) if west.value is None else divided(made, scaled(west, factor))
    return pd.concat([built, direct], ignore_index=True)


def stated_ratios(rows: pd.DataFrame, window: tuple[str, str]) -> pd.DataFrame:
    """
    Pick the ratios to Western output that sources state themselves, said in the window or after it.

    Args:
        rows: Statements as published, with a column voice.
        window: First and last day.
    """
    stated = rows[rows["measure"].eq("ratio") & rows["unit"].str.startswith("times NATO")]
    return hulls(within(stated.assign(low=stated["value"], high=stated["value"]), *window, window[0]))


def with_calibre_share(voices: pd.DataFrame, share: float) -> pd.DataFrame:
    """
    Raise each floor to what it would be if the calibre it counts were only a *share* of all rounds.

    Args:
        voices: Columns value, low, high; a floor has no high.
        share: Above 0, up to 1.
    """
    factor = voices["high"].isna().map({True: 1 / share, False: 1.0})
    return voices.assign(value=voices["value"] * factor, low=voices["low"] * factor)


def calibre_share(rates: pd.DataFrame, calibre: str = "shell_152") -> Span:
    """
    Return the share of one calibre in what single sources name of both Soviet calibres, 0 to 1.
    """
    rows = rates[rates["producer"].eq("Russia") & rates["item_class"].isin(SOVIET)]
    wide = rows.pivot_table(index=["source_id", "period_end"], columns="item_class", values="value").dropna()
    if wide.shape[1] < len(SOVIET) or wide.empty:
        return UNKNOWN
    shares = wide[calibre] / wide.sum(axis=1)
    return Span(float(shares.median()), float(shares.min()), float(shares.max()))


def readings_in(table: pd.DataFrame, year: str, readings: dict[str, str]) -> dict[str, Span | float | None]:
    """
    Return the ratios of one year by the keys of their facts, and how far the readings' middles lie apart.

    Args:
        table: What :func:`ratios_by_year` gives.
        year: Such as ``2024``.
        readings: The end of a key, and the words of its reading.
    """
    rows = table[table["year"].eq(year)].set_index("reading")
    known = {
        key: Span(*rows.loc[words, ["value", "low", "high"]]) if words in rows.index else UNKNOWN
        for key, words in readings.items()
    }
    middles = [span.value for span in known.values() if span.value is not None]
    step = max(middles) - min(middles) if middles else None
    return {f"shell_ratio_{key}": span for key, span in known.items()} | {"shell_ratio_reading_step": step}


def western_numbers(rates: pd.DataFrame, window: tuple[str, str], west: West) -> dict[str, Span]:
    """
    Return what is published of the West's 155 mm around a window, a month, by the key of its fact.
    """
    made, europe = american(rates, *window), european(rates, *window, west)
    charges = american(rates, *window, complete=True)
    heard = europe[europe["measure"].eq("output")]
    claimed = europe[europe["measure"].eq("capacity")]
    rows = rates[rates["producer"].eq("United States") & rates["measure"].eq("planned")]
    spring = rows[rows["period_start"].eq(pd.Timestamp(window[1]).replace(day=1))]
    found = {"us_shells_window": made, "us_charges": charges, "us_shells_planned": spring}
    found |= {"europe_shells_heard": heard, "europe_shells_window": europe}
    capacity = claimed.assign(low=claimed["value"], high=claimed["value"])
    return {key: hull_of(part) for key, part in (found | {"europe_capacity_claimed": capacity}).items()}
