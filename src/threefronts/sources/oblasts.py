"""
Simplified boundaries of Ukraine's oblasts, as text geometry.
"""

import json
from pathlib import Path

import pandas as pd

from threefronts.tables import TableError
from threefronts.tables.text import decode

SOURCE = "openstreetmap"
FILE = "geo/UA_oblasts_simplified.geojson"
DECIMALS = 3  # about 100 m, finer than the 1.2 km to which the outlines were simplified
SPELLINGS = {
    "Kyiv Oblast (incl. Kyiv city)": "Kyiv Oblast",
    "Autonomous Republic of Crimea": "Crimea",
}
TYPES = ("Polygon", "MultiPolygon")


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``shared/oblasts``.
    """
    return parse(upstream).assign(source_id=SOURCE)[
        ["oblast_id", "oblast", "name_upstream", "source_id", "geometry"]
    ]


def parse(folder: Path) -> pd.DataFrame:
    """
    Return one row an oblast: id (ISO 3166-2), English name, name upstream, GeoJSON geometry as text.

    Args:
        folder: The folder that holds ``geo/``.

    Raises:
        TableError: The file is missing, cut short, not UTF-8, no FeatureCollection, or a feature lacks an
            entry.
    """
    features = _read(folder / FILE)
    rows = [_row(number, feature) for number, feature in enumerate(features, start=1)]
    places = [f"{FILE}, feature {number}" for number in range(1, len(rows) + 1)]
    return pd.DataFrame(rows, index=pd.Index(places, dtype="str"))


def _read(path: Path) -> list[dict]:
    if not path.is_file():
        raise TableError(
            f"{FILE} does not exist (looked in {path.parent.resolve()}): fetch or restore the file"
        )
    try:
        collection = json.loads(decode(path.read_bytes(), FILE))
    except json.JSONDecodeError as error:
        raise TableError(
            f"{FILE}, line {error.lineno}: {error.msg}: the file is damaged or cut short"
        ) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise TableError(f"{FILE}, line 1: no features: this is no GeoJSON FeatureCollection")
    return features


def _row(number: int, feature: dict) -> dict[str, str]:
    try:
        name, oblast_id = feature["properties"]["name"], feature["properties"]["iso"]
        kind, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    except (KeyError, TypeError) as error:
        raise TableError(
            f"{FILE}, feature {number}: {error}: needs properties name and iso, and a geometry"
        ) from None
    if kind not in TYPES:
        raise TableError(
            f"{FILE}, feature {number}, geometry type: {kind!r}: must be one of {', '.join(TYPES)}"
        )
    try:
        geometry = {"type": kind, "coordinates": _rounded(coordinates)}
    except (IndexError, TypeError, ValueError):
        raise TableError(f"{FILE}, feature {number}, coordinates: must be nested lists of numbers") from None
    return {
        "oblast_id": oblast_id,
        "oblast": SPELLINGS.get(name, name),
        "name_upstream": name,
        "geometry": json.dumps(geometry, separators=(",", ":")),
    }


def _rounded(coordinates: list) -> list:
    if isinstance(coordinates[0], int | float):
        return [round(float(part), DECIMALS) for part in coordinates]
    return [_rounded(part) for part in coordinates]
