"""
Areas of outlines, in square kilometres: read as GeoJSON, laid out in one equal-area projection, measured.

shapely and pyproj are in the extra ``refresh``; nothing else in the package needs them, so they are imported
where they are used.
"""

import json
from typing import TYPE_CHECKING, Any

from threefronts.tables import TableError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Equal-area, centred on Ukraine, on the WGS 84 ellipsoid: the projection of the archives' areas.
PROJECTION = "+proj=laea +lat_0=48.5 +lon_0=33 +datum=WGS84 +units=m +no_defs"
TYPES = ("Polygon", "MultiPolygon")
EAST, NORTH = (21.0, 41.0), (43.0, 53.0)  # degrees within which Ukraine lies
M2_PER_KM2 = 1e6


def laid_out(geometry: dict[str, Any], where: str) -> "BaseGeometry":
    """
    Return a GeoJSON *geometry* of longitudes and latitudes in metres of the projection, made valid.

    Args:
        geometry: A Polygon or MultiPolygon.
        where: The file or row it comes from, for messages.

    Raises:
        TableError: It is no such geometry, a point lies outside Ukraine's surroundings, or shapely or pyproj
            is not installed.
    """
    shapely, project = _libraries()
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in TYPES:
        raise TableError(f"{where}: geometry type {kind!r}: must be one of {', '.join(TYPES)}")
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise TableError(f"{where}: no sound {kind} ({error}): fetch it again") from None
    west, south, east, north = shapely.bounds(shape)
    # Written so that an empty outline, whose bounds are NaN, is refused too.
    if not (EAST[0] <= west and east <= EAST[1] and NORTH[0] <= south and north <= NORTH[1]):
        span = f"{west:g} to {east:g} east, {south:g} to {north:g} north"
        raise TableError(f"{where}: the outline spans {span}: not in and around Ukraine")
    flat = shapely.transform(shape, project, interleaved=False)
    return flat if flat.is_valid else shapely.make_valid(flat, method="structure")


def area_km2(shape: "BaseGeometry") -> float:
    """
    Return the area of a shape that is :func:`laid_out`, in km2.
    """
    return shape.area / M2_PER_KM2


def _libraries() -> tuple[Any, Any]:
    try:
        import shapely
        from pyproj import Proj
    except ImportError as error:
        told = f"{error.name} is not installed, and areas are computed with it"
        raise TableError(f"{told}: pip install 'threefronts[refresh]'") from None
    return shapely, Proj(PROJECTION)
