"""
The founding edition's facts, worked out again from the tables by other code.
"""

import csv
import json

import pytest

from threefronts.tables import data_dir, root

DAYS = ("2024-04-28", "2025-04-28")
CLASSES = {
    "tanks": {"general_staff_ua": ["tank"], "oryx": ["Tanks"]},
    "armoured_vehicles": {
        "general_staff_ua": ["APC"],
        "oryx": [
            "Armoured Fighting Vehicles",
            "Infantry Fighting Vehicles",
            "Armoured Personnel Carriers",
            "Mine-Resistant Ambush Protected",
        ],
    },
    "artillery": {
        "general_staff_ua": ["field artillery"],
        "oryx": ["Towed Artillery", "Self-Propelled Artillery"],
    },
}


def _rows(table):
    with (data_dir() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def facts():
    """
    The API of the accepted founding edition.
    """
    path = root() / "book" / "editions" / "2025-04-28" / "facts.json"
    return json.loads(path.read_text(encoding="utf-8"))["facts"]


def _total(rows, source, labels, day):
    return sum(
        int(row["value"])
        for row in rows
        if (row["source_id"], row["country"], row["event_date"]) == (source, "russia", day)
        and row["source_class"] in labels
        and row["is_used"] == "true"
    )


@pytest.mark.parametrize("source", ["general_staff_ua", "oryx"])
@pytest.mark.parametrize("name", CLASSES)
def test_losses_are_the_difference_of_two_days(facts, name, source):
    """
    What the chapter says was lost is the running total of the last day less that of the first.
    """
    rows, labels = _rows("battlefield/equipment_losses"), CLASSES[name][source]
    lost = _total(rows, source, labels, DAYS[1]) - _total(rows, source, labels, DAYS[0])
    assert facts[f"{name}_lost_{source.removesuffix('_ua')}"]["value"] == lost


def test_the_tank_figures_are_the_reference_values(facts):
    """
    3,444 by the General Staff and 1,009 by Oryx, from 28 April 2024 to 28 April 2025.
    """
    found = (facts["tanks_lost_general_staff"]["value"], facts["tanks_lost_oryx"]["value"])
    assert found == (3444, 1009)
    assert facts["tanks_lost_oryx"]["period"] == list(DAYS)


def test_occupied_areas_are_those_of_the_week(facts):
    """
    Each oblast's area is the row of the week ending 27 April 2025; the total is the day's.
    """
    rows = [row for row in _rows("battlefield/occupied_area") if row["is_used"] == "true"]
    names = {row["oblast_id"]: row["oblast"] for row in _rows("shared/oblasts")}
    week = {names[row["oblast_id"]]: row["area_km2"] for row in rows if row["week_ending"] == "2025-04-27"}
    found = {name: facts[f"occupied_{name.removesuffix(' Oblast').lower()}_km2"]["value"] for name in week}
    assert found == {name: pytest.approx(float(area), rel=1e-5) for name, area in week.items()}
    assert len(week) >= 7
    (total,) = [row["area_km2"] for row in rows if (row["oblast_id"], row["event_date"]) == ("UA", DAYS[1])]
    assert facts["occupied_area_km2"]["value"] == pytest.approx(float(total), rel=1e-5)


def test_24_april_2025_is_counted_without_scouts(facts):
    """
    215 missiles and Shahed-type drones; reconnaissance and loitering drones of that day stand apart.
    """
    apart = ("reconnaissance_drone", "loitering_munition")
    rows = [row for row in _rows("battlefield/air_attacks") if row["event_date"] == "2025-04-24"]
    counted = [row for row in rows if row["weapon_group"] not in apart]
    sums = {part: sum(float(row[part] or 0) for row in counted) for part in ("launched", "shot_down", "lost")}
    keys = {part: f"{part}_on_strike_day" for part in sums}
    assert {part: facts[keys[part]]["value"] for part in sums} == sums
    assert sums == {"launched": 215, "shot_down": 112, "lost": 68}
    assert sum(float(row["launched"]) for row in rows if row["weapon_group"] in apart) == 3
