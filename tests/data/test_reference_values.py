"""
The reference values, worked out from the committed CSVs with plain pandas, not with the package.
"""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

BATTLEFIELD = Path(__file__).resolve().parents[2] / "data" / "battlefield"


@lru_cache
def _losses() -> pd.DataFrame:
    return pd.read_csv(BATTLEFIELD / "equipment_losses.csv", dtype={"is_used": str})


def _total(source: str, country: str, label: str, day: str) -> int:
    rows = _losses()
    wanted = {
        "source_id": source,
        "country": country,
        "source_class": label,
        "event_date": day,
        "is_used": "true",
    }
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return int(rows["value"].iloc[0])


@pytest.mark.parametrize(
    ("start", "end", "label", "lost"),
    [
        ("2024-04-28", "2025-04-28", "tank", 3444),
        ("2024-04-28", "2025-04-28", "APC", 8347),
        ("2024-04-28", "2025-04-28", "field artillery", 15090),
        ("2024-04-28", "2025-04-28", "MRL", 323),
        ("2024-04-28", "2025-04-28", "anti-aircraft warfare", 369),
        ("2024-04-03", "2025-04-03", "tank", 3512),
        ("2024-04-03", "2025-04-03", "APC", 8534),
        ("2024-04-03", "2025-04-03", "field artillery", 14483),
        ("2024-04-03", "2025-04-03", "MRL", 323),
        ("2024-04-03", "2025-04-03", "anti-aircraft warfare", 378),
        ("2024-01-01", "2025-01-01", "tank", 3689),
        ("2024-01-01", "2025-01-01", "APC", 8956),
        ("2024-01-01", "2025-01-01", "field artillery", 13050),
        ("2024-01-01", "2025-01-01", "anti-aircraft warfare", 407),
    ],
)
def test_general_staff_losses_over_a_year(start, end, label, lost):
    """
    The yearly losses that the chapters rest on; 2024 is what the testimony's figures match.
    """
    first, last = (_total("general_staff_ua", "russia", label, day) for day in (start, end))
    assert last - first == lost


def test_tanks_on_both_days():
    """
    Both ends are right, not only their difference.
    """
    claimed = [_total("general_staff_ua", "russia", "tank", day) for day in ("2024-04-28", "2025-04-28")]
    counted = [_total("oryx", "russia", "Tanks", day) for day in ("2024-04-28", "2025-04-28")]
    assert (claimed, counted) == ([7279, 10723], [2936, 3945])


@pytest.mark.parametrize(
    ("start", "end", "lost"), [("2024-04-28", "2025-04-28", 483650), ("2024-04-03", "2025-04-03", 475200)]
)
def test_personnel_losses_over_a_year(start, end, lost):
    """
    The personnel figure of the same two windows.
    """
    rows = pd.read_csv(BATTLEFIELD / "personnel_losses_claimed.csv")
    totals = rows[rows["is_used"]].set_index("event_date")["value"]
    assert totals[end] - totals[start] == lost


def test_occupied_area_of_28_april_2025_in_both_archives():
    """
    Two archives of one map differ by 6 km2 that day; the second is used.
    """
    rows = pd.read_csv(BATTLEFIELD / "occupied_area.csv")
    day = rows[(rows["event_date"] == "2025-04-28") & (rows["scope"] == "total_daily")].set_index("archive")
    areas = day["area_km2"].round().astype(int).to_dict()
    assert areas == {"deepstate_map_data": 112695, "deepstatemaps_history": 112701}
    assert day["is_used"].to_dict() == {"deepstate_map_data": True, "deepstatemaps_history": False}


@pytest.mark.parametrize(("week", "share"), [("2024-04-28", 57.9), ("2025-04-27", 69.3)])
def test_share_of_donetsk_oblast_occupied(week, share):
    """
    The share of Donetsk Oblast at both ends of the founding year.
    """
    rows = pd.read_csv(BATTLEFIELD / "occupied_area.csv")
    row = rows[(rows["week_ending"] == week) & (rows["oblast_id"] == "UA-14")].iloc[0]
    assert round(100 * row["area_km2"] / row["oblast_area_km2"], 1) == share


def test_attack_of_24_april_2025():
    """
    215 launched without reconnaissance and loitering drones, 112 shot down, 68 drones lost.
    """
    rows = pd.read_csv(BATTLEFIELD / "air_attacks.csv")
    day = rows[rows["event_date"] == "2025-04-24"]
    apart = day["weapon_group"].isin(["reconnaissance_drone", "loitering_munition"])
    sums = day[~apart][["launched", "shot_down", "lost"]].sum()
    assert sums.astype(int).tolist() == [215, 112, 68]
    assert day[apart].groupby("weapon_group")["launched"].sum().to_dict() == {
        "loitering_munition": 1,
        "reconnaissance_drone": 2,
    }
    assert set(day[~apart]["channel"]) == {"air_force"}
