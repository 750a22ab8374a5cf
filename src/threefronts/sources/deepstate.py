"""
Occupied area, computed from DeepState's published map: weekly by oblast, daily in total.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.reading import (
    days,
    map_labels,
    measures,
    read_upstream,
    require_unique,
    with_published_on,
)
from threefronts.tables import TableError

SOURCE = "deepstate"
WEEKLY = "territory/deepstate_occupied_by_oblast_weekly.csv"
DAILY_FIRST = "territory/deepstate_daily_areas_2022-04_2025-08.csv"
DAILY_SECOND = "territory/deepstate_daily_areas_2024-07_2026-08.csv"
WEEKLY_COLUMNS = [
    "week_ending",
    "snapshot_date",
    "archive",
    "oblast",
    "iso_3166_2",
    "occupied_km2",
    "oblast_km2",
]
PARTS = ["occupied_since_2022_km2", "crimea_km2", "ordlo_km2"]
FIRST_COLUMNS = [
    "date",
    *PARTS,
    "unknown_grey_km2",
    "occupied_total_km2",
    "n_occ",
    "n_unk",
    "n_crimea",
    "n_ordlo",
]
ARCHIVES = {
    "DanielRose2310/deepstatemaps-history": "deepstatemaps_history",
    "cyterat/deepstate-map-data": "deepstate_map_data",
}
FIRST, SECOND = ARCHIVES.values()
COUNTRY = "UA"
COLUMNS = [
    "event_date",
    "week_ending",
    "published_on",
    "oblast_id",
    "area_km2",
    "oblast_area_km2",
    "grey_area_km2",
    "archive",
    "scope",
    "source_id",
    "is_used",
]


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/occupied_area``.
    """
    return with_published_on(parse(upstream).assign(source_id=SOURCE))[COLUMNS]


def parse(folder: Path) -> pd.DataFrame:
    """
    Return the weekly areas by oblast and the daily totals.

    Args:
        folder: The folder that holds ``territory/``.

    Returns:
        One row a snapshot and place. On days that both archives hold, both totals stay and the second
        archive's is used.

    Raises:
        TableError: A file is missing, damaged or of another shape, or an area exceeds its oblast.
    """
    return pd.concat([_weekly(folder / WEEKLY), _daily(folder)])


def _weekly(path: Path) -> pd.DataFrame:
    text = read_upstream(path, WEEKLY_COLUMNS)
    require_unique(text, ["week_ending", "iso_3166_2"])
    rows = pd.DataFrame(
        {
            "event_date": days(text["snapshot_date"]),
            "week_ending": _week_ends(text["week_ending"]),
            "oblast_id": text["iso_3166_2"],
            "area_km2": measures(text["occupied_km2"]),
            "oblast_area_km2": measures(text["oblast_km2"]),
            "archive": map_labels(text["archive"], ARCHIVES, "ARCHIVES in sources/deepstate.py"),
        }
    )
    _check_share(text, rows)
    return rows.assign(scope="oblast_weekly", is_used=True)


def _week_ends(cells: pd.Series) -> pd.Series:
    # The last week may end a day after its last snapshot, so only its form is checked, not the future.
    return days(cells, today=pd.Timestamp.max.date())


def _check_share(text: pd.DataFrame, rows: pd.DataFrame) -> None:
    wrong = (rows["area_km2"] > rows["oblast_area_km2"]).to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        rule = f"must be at most the oblast's {rows['oblast_area_km2'].iloc[row]} km2"
        raise TableError(
            f"{rows.index[row]}, column occupied_km2: {text['occupied_km2'].iloc[row]!r}: {rule}"
        )


def _daily(folder: Path) -> pd.DataFrame:
    first = read_upstream(folder / DAILY_FIRST, FIRST_COLUMNS)
    second = read_upstream(folder / DAILY_SECOND, ["date", "occupied_total_km2"])
    rows_2 = _totals(second, SECOND).assign(is_used=True)
    rows_1 = _totals(first, FIRST).assign(grey_area_km2=measures(first["unknown_grey_km2"]))
    rows_1["is_used"] = ~rows_1["event_date"].isin(rows_2["event_date"])
    return pd.concat([rows_1, rows_2]).assign(oblast_id=COUNTRY, scope="total_daily")


def _totals(text: pd.DataFrame, archive: str) -> pd.DataFrame:
    require_unique(text, ["date"])
    totals = {"event_date": days(text["date"]), "area_km2": measures(text["occupied_total_km2"])}
    return pd.DataFrame(totals).assign(archive=archive)
