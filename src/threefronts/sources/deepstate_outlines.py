"""
Occupied area, computed from DeepState's outlines of the day; the outlines are never kept.

A mirror puts one file a day, named after the day it was copied: one feature without properties, the union of
what the map shows as occupied, Crimea and what was held before 24 February 2022 included. The total is its
area and depends on nothing else. The areas by oblast are its parts within ``shared/oblasts``, whose
boundaries are simplified: ``data/battlefield/occupied_area.yml`` tells the error that this brings.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from threefronts.sources.deepstate import COLUMNS, COUNTRY, SOURCE
from threefronts.sources.outlines import area_km2, laid_out
from threefronts.sources.reading import with_published_on
from threefronts.tables import TableError
from threefronts.tables.text import decode

ARCHIVE = "refreshed_outlines"
FOLDER = "deepstate"
NAME = re.compile(r"deepstatemap_data_(\d{4})(\d{2})(\d{2})")
DEGREES = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")
DECIMALS = 1  # as the archives' areas; a tenth of a km2 is far below what the map resolves
SMALLEST = 0.05  # km2: less than this rounds to nothing, and an oblast of which nothing is held has no row


def build(folder: Path, oblasts: pd.DataFrame) -> pd.DataFrame:
    """
    Return rows of ``battlefield/occupied_area`` from the outlines in *folder*.

    Args:
        folder: The folder that holds ``deepstate/``.
        oblasts: Rows of ``shared/oblasts``.

    Returns:
        The total of each day, and the areas by oblast of each week's last day. A week that is not over by the
        newest file has none yet.

    Raises:
        TableError: There is no file, one is not as agreed, or shapely or pyproj is not installed.
    """
    files = sorted((folder / FOLDER).glob("*.geojson"))
    if not files:
        raise TableError(f"{FOLDER}/ holds no outlines (looked in {folder.resolve()}): fetch them")
    outlines = {_day(path): path for path in files}
    weeks = _weeks(outlines)
    areas = {row.oblast_id: laid_out(json.loads(row.geometry), row.oblast_id) for row in oblasts.itertuples()}
    rows = [row for day, path in outlines.items() for row in _rows(day, path, weeks.get(day), areas)]
    places = pd.Index([row.pop("place") for row in rows], dtype="str")
    frame = pd.DataFrame(rows, index=places).assign(source_id=SOURCE, archive=ARCHIVE, is_used=True)
    frame["grey_area_km2"] = float("nan")
    for column in ("event_date", "week_ending"):
        frame[column] = frame[column].astype("datetime64[s]")
    return with_published_on(frame)[COLUMNS]


def _weeks(days: Iterable[pd.Timestamp]) -> dict[pd.Timestamp, pd.Timestamp]:
    # By the last day of each week that is over, the Sunday on which it ended.
    table = pd.DataFrame({"day": list(days)})
    table["sunday"] = table["day"] + pd.to_timedelta(6 - table["day"].dt.day_of_week, unit="D")
    last = table[table["sunday"] <= table["day"].max()].groupby("sunday")["day"].max()
    return dict(zip(last, last.index, strict=True))


def _rows(
    day: pd.Timestamp, path: Path, week: pd.Timestamp | None, oblasts: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    place = f"{FOLDER}/{path.name}"
    held = laid_out(_outline(path), place)
    row = {"place": place, "event_date": day, "week_ending": pd.NaT, "oblast_area_km2": float("nan")}
    total = {"scope": "total_daily", "oblast_id": COUNTRY, "area_km2": round(area_km2(held), DECIMALS)}
    yield row | total
    if week is None:
        return
    for oblast_id, oblast in oblasts.items():
        area = area_km2(held.intersection(oblast))
        if area >= SMALLEST:
            yield row | {
                "week_ending": week,
                "scope": "oblast_weekly",
                "oblast_id": oblast_id,
                "area_km2": round(area, DECIMALS),
                "oblast_area_km2": round(area_km2(oblast), DECIMALS),
            }


def _day(path: Path) -> pd.Timestamp:
    named = NAME.fullmatch(path.stem)
    try:
        return pd.Timestamp(date(*map(int, named.groups()))).as_unit("s")
    except (AttributeError, ValueError):
        told = "must be deepstatemap_data_ and a day such as 20260822"
        raise TableError(f"{FOLDER}/{path.name}: {told}: adapt sources/deepstate_outlines.py") from None


def _outline(path: Path) -> dict[str, Any]:
    where = f"{FOLDER}/{path.name}"
    try:
        collection = json.loads(decode(path.read_bytes(), where))
    except (json.JSONDecodeError, RecursionError) as error:
        raise TableError(f"{where}: no whole JSON ({error}): fetch it again") from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise TableError(f"{where}: no features: this is no GeoJSON FeatureCollection")
    _check_shape(where, path.stem, collection, features)
    return features[0].get("geometry")


def _check_shape(where: str, stem: str, collection: dict[str, Any], features: list[dict[str, Any]]) -> None:
    # Several features, or one with a name, would hold more than what is occupied: the map has grey zones too.
    if len(features) != 1:
        raise TableError(f"{where}: {len(features)} features, not the one agreed: the shape changed")
    if features[0].get("properties"):
        told = f"properties {', '.join(map(str, features[0]['properties']))}, where none are agreed"
        raise TableError(f"{where}: {told}: the shape changed")
    if (name := collection.get("name", stem)) != stem:
        raise TableError(f"{where}: is named {name!r} inside: an old file under a newer day, wait for it")
    properties = (collection.get("crs") or {}).get("properties") or {}
    if (crs := properties.get("name", DEGREES[0])) not in DEGREES:
        raise TableError(f"{where}: coordinates are in {crs!r}, not in degrees: the shape changed")
