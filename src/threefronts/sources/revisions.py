"""
The General Staff's revisions of its running totals, as its first mirror logs them.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources import general_staff
from threefronts.sources.classes import TABLE as CLASSES
from threefronts.sources.classes import labels_of
from threefronts.sources.general_staff_json import records, text_rows
from threefronts.sources.reading import days, map_labels, require_unique, with_published_on
from threefronts.tables import TableError, read_manifest

TABLE = "battlefield/loss_revisions"
FILE = "general_staff/petro_russia_losses_equipment_correction.json"
WHOLE = r"-?\d+(\.0+)?"
ABSENT = ("military auto", "fuel tank", "mobile SRBM system", "ground robotic systems")  # not in this log


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/loss_revisions``: one row one line of the bulletin that was revised.

    Args:
        upstream: The folder that holds ``general_staff/``.

    Raises:
        TableError: The file is missing or damaged, a day stands twice, a line is not known, or a correction
            is not a whole number.
    """
    labels = [label for label in general_staff.first_columns()[1:] if label not in ABSENT]
    cells = text_rows(records(upstream / FILE, FILE), FILE, ["date", *labels], ())
    require_unique(cells, ["date"])
    event_date = days(cells["date"])
    wide = pd.DataFrame({label: _whole(cells[label]) for label in labels}).assign(event_date=event_date)
    rows = wide.melt("event_date", var_name="source_class", value_name="correction", ignore_index=False)
    rows = rows[rows["correction"] != 0].astype({"source_class": "str"})
    classes = labels_of(general_staff.SOURCE) | {general_staff.PERSONNEL: general_staff.PERSONNEL}
    rows["equipment_class"] = map_labels(rows["source_class"], classes, f"data/{CLASSES}.csv")
    rows = with_published_on(rows.assign(source_id=general_staff.SOURCE, mirror=general_staff.FIRST_NAME))
    return rows.sort_values(["event_date", "source_class"])[list(read_manifest(TABLE).fields)]


def _whole(cells: pd.Series) -> pd.Series:
    wrong = ~cells.str.fullmatch(WHOLE).fillna(False).to_numpy(dtype=bool)
    if wrong.any():
        place = cells.index[int(wrong.argmax())]
        raise TableError(
            f"{place}, column {cells.name}: {cells[place]!r}: must be a whole number, with or without a minus"
        )
    return pd.to_numeric(cells).astype("int64")
