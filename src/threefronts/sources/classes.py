"""
The one mapping of the sources' equipment labels, kept as the table ``battlefield/equipment_classes``.
"""

import pandas as pd

from threefronts.tables import read_manifest
from threefronts.tables.load import read_full

TABLE = "battlefield/equipment_classes"


def class_table() -> pd.DataFrame:
    """
    Return the mapping, one row a source and label.
    """
    return read_full(read_manifest(TABLE))


def labels_of(source_id: str, column: str = "equipment_class") -> dict[str, str]:
    """
    Return *column* by label for one source, without the labels that have none.
    """
    rows = class_table().query("source_id == @source_id").dropna(subset=column)
    return dict(zip(rows["source_class"], rows[column], strict=True))
