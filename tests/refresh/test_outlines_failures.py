"""
Whatever comes instead of an outline, a failure is one message and no file in data/ is touched.
"""

import random
from datetime import date

import pytest
from local_upstream import after, body, endless, redirect, stalled, status, truncated
from map_project import FOLDER, edit, path_of, widened
from refresh_project import everything, state_file

TRANSFER = {
    "404": (status(404), None),
    "500": (status(500), "answered 500"),
    "stalled": (stalled, "no byte for 0.3 s, 3 times"),
    "truncated": (truncated(b"{" + b" " * 20_000 + b"}"), "the answer broke off"),
    "cut and said to be whole": (body(b'{"type": "FeatureCollection", "fea'), "no whole JSON"),
    "HTML": (body(b"<!DOCTYPE html>\n"), "no json; it begins with '<!DOCTYPE html>'"),
    "redirect loop": (redirect(f"/{path_of('20260824')}"), "more than 5 redirects"),
    "1 GiB announced": (endless(1 << 30), "larger than the 2,000,000 bytes"),
    "1 GiB unannounced": (endless(None), "larger than the 2,000,000 bytes"),
    "gzip garbage": (body(random.Random(1).randbytes(3000), Content_Encoding="gzip"), "Content-Encoding"),
    "not UTF-8": (body(b"{\xff\xfe}"), "is not UTF-8"),
    "deeply nested": (body(b"[" * 100_000), "no whole JSON"),
}


@pytest.mark.parametrize("kind", TRANSFER)
def test_a_failed_transfer_changes_nothing(mapped, publisher, refreshed, kind):
    """
    One file of many that does not come stops the map with one message; a day that is missing does not.
    """
    answer, told = TRANSFER[kind]
    publisher.answers[path_of("20260824")] = answer
    before = everything(mapped)
    outcome = refreshed()
    if told is None:
        assert outcome.status == "refreshed"
        return
    assert outcome.has_failed
    assert told in outcome.message
    assert "deepstatemap_data_20260824.geojson" in outcome.message
    assert "\n" not in str(outcome)
    assert everything(mapped) == before
    assert not state_file().exists()
    assert publisher.sent < 200_000_000


def test_a_failure_that_passes_is_tried_again(mapped, publisher, refreshed):
    """
    Two answers of 500 and then the file are a success.
    """
    publisher.answers[path_of("20260824")] = after(2, 500)
    assert refreshed().status == "refreshed"


def test_files_that_moved_are_told(mapped, publisher, refreshed):
    """
    Days without any newer file are a failure, but not on the day after the newest.
    """
    for path in (publisher.folder / FOLDER).glob("*"):
        if path.stem > "deepstatemap_data_20260822":
            path.unlink()
    assert "no file for any day after 2026-08-22: upstream moved them" in refreshed().message
    assert not refreshed(today=date(2026, 8, 23)).has_failed


def _first(collection: dict) -> dict:
    return collection["features"][0]


CONTENT = {
    "two features": (lambda c: c["features"].append(_first(c)), "2 features, not the one agreed"),
    "no feature": (lambda c: c["features"].clear(), "0 features, not the one agreed"),
    "no collection": (lambda c: c.pop("features"), "this is no GeoJSON FeatureCollection"),
    "a named feature": (
        lambda c: _first(c).update(properties={"name": "Unknown status"}),
        "properties name, where none are agreed",
    ),
    "an old file under a newer day": (
        lambda c: c.update(name="deepstatemap_data_20260801"),
        "is named 'deepstatemap_data_20260801' inside: an old file under a newer day",
    ),
    "another projection": (
        lambda c: c.update(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
        "not in degrees",
    ),
    "no geometry": (lambda c: _first(c).update(geometry=None), "geometry type None"),
    "a line": (
        lambda c: _first(c).update(geometry={"type": "LineString", "coordinates": [[37, 48], [38, 48]]}),
        "geometry type 'LineString'",
    ),
    "no numbers": (
        lambda c: _first(c)["geometry"].update(coordinates=[[[["a", "b"]]]]),
        "no sound MultiPolygon",
    ),
    "an open ring": (
        lambda c: _first(c)["geometry"].update(coordinates=[[[[37, 48], [38, 48], [38, 49]]]]),
        "no sound MultiPolygon",
    ),
    "empty": (lambda c: _first(c)["geometry"].update(coordinates=[]), "not in and around Ukraine"),
    "latitude first": (
        lambda c: _first(c)["geometry"].update(
            coordinates=[[[[48, 37], [49, 37], [49, 38], [48, 38], [48, 37]]]]
        ),
        "not in and around Ukraine",
    ),
    "a jump": (widened(0.2), "is beyond the bound of 400 in data/upstreams.yml"),
    "all of the country": (
        lambda c: _first(c)["geometry"].update(
            coordinates=[[[[22, 44], [40, 44], [40, 52], [22, 52], [22, 44]]]]
        ),
        "area_km2",
    ),
}


@pytest.mark.parametrize("kind", CONTENT)
def test_a_file_of_another_shape_changes_nothing(mapped, publisher, refreshed, kind):
    """
    A file that arrives whole is still refused when its shape or its area cannot be right.
    """
    spoil, told = CONTENT[kind]
    edit(publisher, "20260824", spoil)
    before = everything(mapped)
    outcome = refreshed()
    assert outcome.has_failed
    assert told in outcome.message
    assert "2026-08-24" in outcome.message or "20260824" in outcome.message
    assert everything(mapped) == before
