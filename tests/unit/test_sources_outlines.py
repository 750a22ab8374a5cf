"""
Areas of outlines: closed forms on the ellipsoid, holes and overlaps, and what is refused.
"""

import math

import pytest
from pyproj import Geod

from threefronts.sources.outlines import area_km2, laid_out
from threefronts.tables import TableError

WGS84 = {"a": 6378.137, "f": 1 / 298.257223563}  # km
STEPS = 200


def _square(west: float, south: float, side: float = 1.0, steps: int = STEPS) -> list[list[float]]:
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side)]
    ring = []
    for (x, y), (next_x, next_y) in zip(corners, [*corners[1:], corners[0]], strict=True):
        ring += [[x + (next_x - x) * k / steps, y + (next_y - y) * k / steps] for k in range(steps)]
    return [*ring, ring[0]]


def _area(*parts: list[list[list[float]]]) -> float:
    return area_km2(laid_out({"type": "MultiPolygon", "coordinates": list(parts)}, "a test"))


def _zone_km2(south: float, north: float) -> float:
    # One degree of longitude between two parallels of the ellipsoid: Snyder, Map Projections (1987), 3-12.
    e = math.sqrt(WGS84["f"] * (2 - WGS84["f"]))

    def authalic(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        log = math.log((1 - e * s) / (1 + e * s)) / (2 * e)
        return (1 - e * e) * (s / (1 - e * e * s * s) - log)

    return WGS84["a"] ** 2 / 2 * math.radians(1) * (authalic(north) - authalic(south))


@pytest.mark.parametrize(("west", "south"), [(33, 48), (22, 44), (39, 51), (37, 47)])
def test_a_square_of_one_degree_has_the_area_of_the_ellipsoid(west, south):
    """
    Equal-area wherever the square lies: the closed form, and the geodesic area of the same ring.
    """
    ring = _square(west, south)
    geodesic = abs(Geod(ellps="WGS84").polygon_area_perimeter(*zip(*ring, strict=True))[0]) / 1e6
    assert _area([ring]) == pytest.approx(_zone_km2(south, south + 1), rel=1e-8)
    assert _area([ring]) == pytest.approx(geodesic, rel=1e-8)


def test_straight_edges_of_ten_kilometres_need_no_further_points():
    """
    Upstream's edges are a few kilometres long; a straight one instead of a curve costs under a millionth.
    """
    assert _area([_square(37, 48, 0.1, steps=1)]) == pytest.approx(_area([_square(37, 48, 0.1)]), rel=1e-6)


def test_a_hole_is_taken_out_and_parts_add_up():
    """
    What lies inside an outline and is not held is a ring of its own.
    """
    outer, inner = _square(37, 48, 0.5), _square(37.1, 48.1, 0.1)[::-1]
    assert _area([outer, inner]) == pytest.approx(_area([outer]) - _area([inner]))
    assert _area([outer], [_square(34, 45, 0.2)]) == pytest.approx(
        _area([outer]) + _area([_square(34, 45, 0.2)])
    )


def test_parts_that_overlap_count_once():
    """
    An outline that crosses itself is made valid as the ground it covers.
    """
    left, right, both = _square(37, 48, 0.5), _square(37.25, 48, 0.5), _square(37.25, 48, 0.25)
    strip = _area([[[37.25, 48], [37.5, 48], [37.5, 48.5], [37.25, 48.5], [37.25, 48]]])
    assert _area([left], [right]) == pytest.approx(_area([left]) + _area([right]) - strip, rel=1e-5)
    assert _area([left], [both]) == pytest.approx(_area([left]), rel=1e-7)


def test_a_third_coordinate_is_no_matter():
    """
    The map's own outlines carry heights of 0.
    """
    flat = _square(37, 48, 0.5)
    assert _area([[[*point, 0] for point in flat]]) == _area([flat])


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (None, "geometry type None"),
        ({"type": "Point", "coordinates": [37, 48]}, "geometry type 'Point'"),
        ({"type": "Polygon"}, "no sound Polygon"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "no sound Polygon"),
        ({"type": "Polygon", "coordinates": []}, "not in and around Ukraine"),
        ({"type": "Polygon", "coordinates": [_square(2, 48)]}, "spans 2 to 3 east, 48 to 49 north"),
    ],
)
def test_what_is_no_outline_of_ukraine_is_refused(geometry, told):
    """
    Each with its place, so that a reader finds it.
    """
    with pytest.raises(TableError, match="a file: ") as error:
        laid_out(geometry, "a file")
    assert told in str(error.value)
