"""
Oryx's totals as the two archives publish them: the newest snapshot of one, a file a day of the other.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from threefronts.sources import oryx
from threefronts.sources.reading import days, read_upstream
from threefronts.tables import TableError

TOTALS = "oryx/totals_by_type.csv"
DATES = "oryx/daily_count.csv"
DATED = "oryx/byType"
CELLS = [column for column in oryx.COLUMNS if column != "date"]
# Headings that an archive took for classes: sums of lists that stand there one by one.
HEADING = r"Losses (of|excluding) .*"
RENAMED = {"Multiple Rocket Launchers": "Rocket and Missile Artillery"}
DIFFERENCES = [f"{column}{ending}" for column in CELLS[2:] for ending in ("_diff", "_diff_diff")]


def read_snapshot(folder: Path) -> pd.DataFrame:
    """
    Read the newest snapshot of the daily archive as ``event_date, country, source_class, value``.

    Args:
        folder: The folder that holds ``oryx/`` with the snapshot and with the days of the counts.

    Raises:
        TableError: A file is missing, damaged or of another shape, or the two do not belong together.
    """
    text = _cleaned(read_upstream(folder / TOTALS, CELLS))
    return oryx.totals(text.assign(date=_day_of(text, folder / DATES)))


def read_days(folder: Path, labels: Sequence[str]) -> pd.DataFrame:
    """
    Read every dated total that lies in *folder*.

    Args:
        folder: The folder that holds ``oryx/byType/YYYY-MM-DD.csv``.
        labels: The classes to keep; each file must have them for both countries.

    Raises:
        TableError: A file is damaged, of another shape or of another day than its name says.
    """
    files = sorted((folder / DATED).glob("????-??-??.csv"))
    return pd.concat([_read_day(path, labels) for path in files])


def _read_day(path: Path, labels: Sequence[str]) -> pd.DataFrame:
    raw = read_upstream(path, [*CELLS, "Date"], ["", "row_id"])
    text = _cleaned(raw).rename(columns={"Date": "date"})
    other = text["date"].ne(path.stem).to_numpy()
    if other.any():
        row = int(other.argmax())
        raise TableError(f"{text.index[row]}, column Date: {text['date'].iloc[row]!r}: must be {path.stem}")
    text = text[text["equipment_type"].isin(list(labels))]
    for country in oryx.COUNTRIES:
        found = set(text.loc[text["country"].eq(country), "equipment_type"])
        missing = [label for label in labels if label not in found]
        if missing:
            told = f"{country} has no line {', '.join(missing)}"
            raise TableError(f"{path.parent.name}/{path.name}: {told}: upstream renamed or dropped it")
    return oryx.totals(text)


def _cleaned(text: pd.DataFrame) -> pd.DataFrame:
    labels = text["equipment_type"].str.strip().replace(RENAMED)
    return text.assign(equipment_type=labels)[~labels.str.fullmatch(HEADING).fillna(False).astype(bool)]


def _day_of(snapshot: pd.DataFrame, path: Path) -> str:
    recorded = _cleaned(read_upstream(path, [*CELLS, "date_recorded"], DIFFERENCES))
    newest = str(days(recorded["date_recorded"]).max().date())
    last = recorded[recorded["date_recorded"].eq(newest)]
    keys = ["country", "equipment_type"]
    pair = last.merge(snapshot, on=keys, how="left", suffixes=("", "_2"))
    if pair.empty or pair["type_total"].ne(pair["type_total_2"]).any():
        told = f"its counts of {newest} are not those of {Path(TOTALS).name}, so the snapshot has no day"
        raise TableError(f"{path.parent.name}/{path.name}: {told}: fetch both again later")
    return newest
