"""
Build the loss tables from the General Staff's and Oryx's figures.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources import general_staff, oryx
from threefronts.sources.classes import TABLE, labels_of
from threefronts.sources.reading import map_labels, with_published_on

EQUIPMENT_COLUMNS = [
    "event_date",
    "published_on",
    "country",
    "equipment_class",
    "value",
    "source_id",
    "mirror",
    "is_used",
    "source_class",
]
PERSONNEL_COLUMNS = ["event_date", "published_on", "value", "source_id", "mirror", "is_used"]


def build_equipment_losses(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/equipment_losses``: cumulative losses by day, country, class and source.
    """
    return equipment_rows(general_staff.parse(upstream), oryx.parse(upstream))


def equipment_rows(claims: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/equipment_losses`` from the reconciled mirrors of both sources.
    """
    claims = claims[claims["source_class"].ne(general_staff.PERSONNEL)]
    claims = _classed(claims.assign(country="russia"), general_staff.SOURCE)
    counted = _classed(counted, oryx.SOURCE)
    return with_published_on(pd.concat([claims, counted]))[EQUIPMENT_COLUMNS]


def build_personnel_losses(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/personnel_losses_claimed``: the General Staff's cumulative personnel
    figure.
    """
    return personnel_rows(general_staff.parse(upstream))


def personnel_rows(claims: pd.DataFrame) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/personnel_losses_claimed`` from the reconciled mirrors.
    """
    rows = claims[claims["source_class"].eq(general_staff.PERSONNEL)].assign(source_id=general_staff.SOURCE)
    return with_published_on(rows)[PERSONNEL_COLUMNS]


def _classed(rows: pd.DataFrame, source_id: str) -> pd.DataFrame:
    classes = map_labels(rows["source_class"], labels_of(source_id), f"data/{TABLE}.csv")
    return rows.assign(equipment_class=classes, source_id=source_id)
