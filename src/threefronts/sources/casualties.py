"""
Estimates of soldiers killed, wounded and missing, by source and definition.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.casualty_figures import Noted, casualty_figures, noted_rows
from threefronts.sources.casualty_statements import (
    FULL_SCALE_WAR,
    count_statements,
    military_statements,
    study_deaths,
    study_totals,
)
from threefronts.tables import read_manifest

TABLE = "battlefield/casualty_estimates"
NOTED = [
    Noted("casualties-5da88bc4", "plus 48000 missing", "missing", "missing", 48000),
    Noted("casualties-ec68a005", "plus 35000 missing", "missing", "missing", 35000),
    Noted("casualties-77d251a3", "total casualties about 400000", "killed_and_wounded", "casualties", 400000),
]
# The same statement, read in another place: count it once, in the row named on the right.
REPEATS = {
    "casualties-4b2569cf": "casualties-ee34f0f5",
    "casualties-9d87c00a": "casualties-7dc3e730",
    "casualties-4ea803a2": "casualties-09f898dd",
    "casualties-72b2c3dc": "casualties-ac99da7f",
    "casualties-5da88bc4": "casualties-dc73f9a6",
    "casualties-dd0a6a5a": "statement-2025-02-16-killed",
    "casualties-ab050592": "statement-2025-02-16-wounded",
    "statement-2023-08-18-killed": "casualties-c409bd0f",
    "statement-2025-12-31-killed": "casualties-09f898dd",
}
CONFIDENCE, PREDICTION = "95% confidence interval", "prediction interval"


def build_estimates(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/casualty_estimates``, one row one number by one source.

    Args:
        upstream: The folder that holds ``figures/`` and ``casualties/``.

    Raises:
        TableError: A file is missing or damaged, names what is not mapped, or no longer says what was
            lifted out of its words.
    """
    rows = pd.concat(
        [
            _figures(upstream),
            military_statements(upstream),
            count_statements(upstream),
            study_deaths(upstream),
            study_totals(upstream),
        ]
    )
    rows = rows.assign(
        period_start=rows["period_start"].fillna(FULL_SCALE_WAR),
        interval=_intervals(rows),
        repeats_id=rows["estimate_id"].map(REPEATS),
    )
    return rows[list(read_manifest(TABLE).fields)]


def _figures(upstream: Path) -> pd.DataFrame:
    rows = casualty_figures(upstream, "soldiers")
    rows = pd.concat([rows, noted_rows(rows, NOTED, "figure_id", "note")])
    return rows.rename(columns={"figure_id": "estimate_id"})


def _intervals(rows: pd.DataFrame) -> pd.Series:
    """
    Tell what ``value_low`` and ``value_high`` are, missing where a row has not both.
    """
    both = rows["value_low"].notna() & rows["value_high"].notna()
    known = rows["interval"] if "interval" in rows else pd.Series(None, index=rows.index, dtype="object")
    note = rows["note"].fillna("")
    kinds = pd.Series("stated_range", index=rows.index)
    kinds = kinds.mask(note.str.contains(PREDICTION), "prediction")
    kinds = kinds.mask(note.str.contains(CONFIDENCE), "confidence_95")
    return known.where(known.notna(), kinds.where(both))
