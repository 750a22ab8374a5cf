"""
What the tests of the map share: where its files are served and how a test spoils one.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from local_upstream import LocalUpstream

NAME = "battlefield/occupied_area"
SOURCE = "deepstate"
FOLDER = "cyterat/deepstate-map-data/main/data"
TABLES = Path(__file__).resolve().parents[1] / "fixtures" / "refresh" / "tables"
TODAY = date(2026, 9, 2)

Edit = Callable[[dict], object]


def path_of(day: str) -> str:
    """
    Return the path under which the file of *day* is served.
    """
    return f"{FOLDER}/deepstatemap_data_{day}.geojson"


def edit(publisher: LocalUpstream, day: str, change: Edit) -> None:
    """
    Change the collection that the publisher has for *day*.
    """
    path = publisher.folder / path_of(day)
    collection = json.loads(path.read_text(encoding="utf-8"))
    change(collection)
    path.write_text(json.dumps(collection), encoding="utf-8")


def widened(degrees: float) -> Edit:
    """
    Return a change that moves the east side of the southern box, some 50 km2 for each hundredth of a degree.
    """

    def change(collection: dict) -> None:
        corners = collection["features"][0]["geometry"]["coordinates"][1][0]
        east = max(x for x, _ in corners)
        corners[:] = [[x + degrees if x == east else x, y] for x, y in corners]

    return change
