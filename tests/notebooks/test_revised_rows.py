"""
A revision in the book's own tables is attributed to revised rows, and to nothing else.

The two mirrors of the General Staff's totals disagree about the tanks of 3 November 2024. A copy that took
the other mirror's total is what a refresh would have kept, had that day been rewritten.
"""

import shutil
from datetime import date

import pytest

from threefronts.compare import compare_editions
from threefronts.editions import Edition
from threefronts.engine.batch import Batch, open_entries
from threefronts.engine.executors import LocalExecutor
from threefronts.files import PROJECT
from threefronts.tables import seal

TABLE, COPIED = "battlefield/equipment_losses", "2024-11-10"
DAY, STEM = "2024-11-03", "battlefield/attrition"


@pytest.fixture
def project(data_copy):
    """
    The tables with an older copy of the losses, and the one chapter that is run; returns the folder.
    """
    folder = data_copy.parent
    for name in (f"notebooks/{STEM}.ipynb", "requirements.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, folder / name)
    (folder / "editions").mkdir()
    vintages = data_copy / "battlefield" / "vintages"
    vintages.mkdir()
    for ending in ("csv", "yml", "corrections.yml"):
        shutil.copy(data_copy / f"{TABLE}.{ending}", vintages / f"equipment_losses.{COPIED}.{ending}")
    path = vintages / f"equipment_losses.{COPIED}.csv"
    path.write_text("".join(_other_mirror(line) for line in path.read_text().splitlines(keepends=True)))
    seal(f"battlefield/vintages/equipment_losses.{COPIED}")
    return folder


def _other_mirror(line: str) -> str:
    if line.startswith(DAY) and line.rstrip().endswith(",tank") and "general_staff_ua" in line:
        used, unused = ",true,", ",false,"
        return line.replace(used, unused) if used in line else line.replace(unused, used)
    return line


def test_a_day_that_was_revised_moves_by_revised_rows_alone(project):
    """
    Of one day, known then and known later: the move is the difference of the two totals in the table.
    """
    rows = (project / "data" / f"{TABLE}.csv").read_text().splitlines()
    totals = {
        cells[7]: int(cells[4])
        for cells in (row.split(",") for row in rows)
        if (cells[0], cells[-1], cells[5]) == (DAY, "tank", "general_staff_ua")
    }
    revision = totals["true"] - totals["false"]
    then, later = (
        Edition(name, name, date.fromisoformat(DAY), date.fromisoformat(known))
        for name, known in (("then", DAY), ("later", "2024-11-20"))
    )
    with LocalExecutor(2) as executor:
        found = compare_editions(then, later, Batch(executor, open_entries()), [STEM])
    moves = {move.key: move for move in found.moves}
    move = moves["tanks_lost_general_staff"]
    assert revision and move.new["value"] - move.old["value"] == revision
    assert (move.steps, move.residual) == ((0, 0, revision, 0), 0)
