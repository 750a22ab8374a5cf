"""
What the tests of refresh share: which tables and sources, on which day, and what a folder holds.
"""

from datetime import date
from pathlib import Path

from threefronts.tables import root

TODAY = date(2026, 11, 23)
TABLES = [
    *("battlefield/air_attacks", "battlefield/equipment_losses", "battlefield/personnel_losses_claimed"),
    *("diplomacy/aid", "diplomacy/aid_residuals", "industry/military_spending"),
]
SOURCES = [
    *("general_staff_petro", "general_staff_lod_db", "oryx_scarnecchia", "oryx_leedrake5"),
    *("missiles", "kiel", "sipri"),
]


def everything(folder: Path) -> dict[str, bytes]:
    """
    Return every file below *folder*, by its path there.
    """
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def state_file() -> Path:
    """
    Return where the versions fetched are remembered.
    """
    return root() / "_build" / "refresh" / "state.json"
