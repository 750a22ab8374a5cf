"""
Civilians killed and injured, by source, month and period.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.casualty_figures import Noted, casualty_figures, noted_rows
from threefronts.sources.casualty_statements import (
    COPIED_ON,
    REPOSITORY,
    STUDY_END,
    TOTALS_FILE,
    TOTALS_START,
    read_totals,
)
from threefronts.sources.reading import counts, days, read_upstream, require_unique
from threefronts.sources.registered import voice_parties
from threefronts.tables import read_manifest, read_sources

TABLE = "battlefield/civilian_casualties"
MONTHLY = Path("casualties") / "ucdp_ged_monthly_ukraine_2022-2025.csv"
MONTHLY_COLUMNS = ["year_month", "events", "total_deaths", "civilian_deaths", "conflict"]
MONTHLY_FILE = "Tushar99991/Global-War-Casualties-Analysis@10502aa5 data/bi_ready/ukraine_russia_monthly.csv"
UCDP = "ucdp_ged"
LUMP, FEW = 1.5, 100  # so many times the mean of the months beside it, where that mean is not small
NOTED = [
    Noted("casualties-35d3363b", "151 killed and 697 injured", "injured", "injured", 697),
]
# Source of the totals -> id; ACLED's own total stays out by its licence, UALosses counts no civilians
CIVILIANS = {"OHCHR": "ohchr_totals", "UCDP": UCDP, "UCDP adjusted": "ucdp_ged_adjusted"}


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/civilian_casualties``, one row one number by one source.

    Args:
        upstream: The folder that holds ``casualties/`` and ``figures/``.

    Raises:
        TableError: A file is missing or damaged, or a figure no longer says what was lifted out of it.
    """
    rows = pd.concat([_figures(upstream), _months(upstream), _totals(upstream)])
    rows = rows.assign(
        voice_party=voice_parties(rows["source_id"]), is_lump_suspect=rows["is_lump_suspect"].eq(True)
    )
    return rows[list(read_manifest(TABLE).fields)]


def lump_suspects(numbers: pd.Series) -> pd.Series:
    """
    Mark months that hold at least ``LUMP`` times the mean of the months on either side: a sum of other
    months may be booked there.

    Args:
        numbers: Deaths by month, with a ``PeriodIndex``. A month beside few deaths or none is no suspect.
    """
    by_month = numbers.groupby(level=0).sum()
    around = pd.concat([by_month.shift(1, freq="M"), by_month.shift(-1, freq="M")], axis="columns")
    beside = around.mean(axis="columns").reindex(numbers.index)
    return (numbers >= LUMP * beside) & (beside >= FEW)


def _figures(upstream: Path) -> pd.DataFrame:
    rows = casualty_figures(upstream, "civilians")
    rows = pd.concat([rows, noted_rows(rows, NOTED, "figure_id", "note")])
    return rows.rename(columns={"figure_id": "count_id"})


def _months(upstream: Path) -> pd.DataFrame:
    """
    Return UCDP's months. Each counts as known ``lag_days`` after its end, as a continuing series does.
    """
    rows = read_upstream(upstream / MONTHLY, MONTHLY_COLUMNS)
    require_unique(rows, ["year_month"])
    period_start = days((rows["year_month"] + "-01").rename("year_month"))
    period_end = period_start + pd.offsets.MonthEnd(0)
    killed, all_deaths = counts(rows["civilian_deaths"]), counts(rows["total_deaths"])
    months = pd.PeriodIndex(period_start, freq="M")
    lumps = [lump_suspects(numbers.set_axis(months)).to_numpy() for numbers in (killed, all_deaths)]
    lag = pd.Timedelta(days=read_sources()[UCDP]["lag_days"])
    return rows.assign(
        count_id="ucdp-" + rows["year_month"],
        country="both",
        metric="killed",
        aggregation="month",
        period_start=period_start,
        period_end=period_end.astype("datetime64[s]"),
        value=killed,
        all_deaths=all_deaths,
        n_events=counts(rows["events"]),
        is_lump_suspect=lumps[0] | lumps[1],
        published_on=(period_end + lag).astype("datetime64[s]"),
        published_precision="series",
        kind="count",
        source_id=UCDP,
        locator=MONTHLY_FILE,
    )


def _totals(upstream: Path) -> pd.DataFrame:
    rows = read_totals(upstream)
    rows = rows[rows["Source"].isin(list(CIVILIANS))]
    source_id = rows["Source"].map(CIVILIANS)
    bounded = rows["Civilians: low"].notna()
    return rows.assign(
        count_id="civilians-2022-2025-" + source_id,
        country="ukraine",
        metric="killed",
        aggregation="period",
        period_start=TOTALS_START,
        period_end=STUDY_END,
        value=rows["Civilians: mid"],
        value_low=rows["Civilians: low"],
        value_high=rows["Civilians: high"],
        published_on=COPIED_ON,
        published_precision="copied",
        kind=source_id.map({key: entry["evidence"] for key, entry in read_sources().items()}),
        source_id=source_id,
        locator=REPOSITORY + TOTALS_FILE,
        note=bounded.map({True: "bounds by event, scaled to civilians by the study", False: None}),
    )
