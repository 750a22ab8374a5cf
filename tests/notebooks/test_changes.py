"""
End to end: a changed number is traced from its row to the fact or chart it moves.

Real notebooks run on a copy of the real tables, in which each test changes one row.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import nbformat
import pytest

from threefronts.editions import read_edition
from threefronts.engine import RunError, run_edition
from threefronts.engine.normalise import normalise
from threefronts.regress import read_reference, review, screen
from threefronts.tables import root, seal

EDITION = "2025-04-28"
STEM = "battlefield/attrition"
TABLE = "battlefield/equipment_losses"
TANKS = "{day},{published},russia,tank,{value},{source},{mirror},true,{label}"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """
    A copy of tables, notebooks, editions and references, in which the package works; returns its folder.
    """
    for part in ("data", "notebooks", "editions", "book/editions"):
        copytree(root() / part, tmp_path / "project" / part)
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path / "project"))
    return tmp_path / "project"


def _tanks(day, value, published=None, source="general_staff_ua") -> str:
    mirror, label = ("both", "tank") if source == "general_staff_ua" else ("scarnecchia", "Tanks")
    return TANKS.format(
        day=day, published=published or day, value=value, source=source, mirror=mirror, label=label
    )


def _edit(project: Path, old: str, new: str) -> None:
    path = project / "data" / f"{TABLE}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(f"\n{old}\n") == 1
    path.write_text(text.replace(f"\n{old}\n", f"\n{new}\n"), encoding="utf-8")


def _run(folder: Path) -> str:
    run_edition(read_edition(EDITION), folder, [STEM])
    return (folder / f"{STEM}.ipynb").read_text(encoding="utf-8")


def _explained(fresh: str) -> list[str]:
    return screen([review(EDITION, {STEM: read_reference(EDITION)[STEM]}, {STEM: fresh})], "a file")


def _command(project: Path, *words: str) -> None:
    environment = os.environ | {"THREEFRONTS_ROOT": str(project)}
    subprocess.run([sys.executable, *words], cwd=project, env=environment, check=True, capture_output=True)


def test_a_changed_number_is_named_from_its_row_to_the_facts_it_moves(project, tmp_path):
    """
    Five more tanks in one sealed row: table, row, column, notebook, fact and both values are told.
    """
    _edit(project, _tanks("2025-04-28", 10723), _tanks("2025-04-28", 10728))
    seal(TABLE)
    lines = _explained(_run(tmp_path / "out"))
    row = "source_id=general_staff_ua, country=russia, source_class=tank, event_date=2025-04-28, mirror=both"
    assert lines[1] == f"  because table {TABLE}, row {row}, column value: 10723 → 10728"
    told = f"    fact {STEM} tanks_lost_general_staff: 3,444 → 3,449 "
    assert [line for line in lines if line.startswith(told)]


def test_a_number_that_only_a_chart_draws_is_named_with_its_point(project, tmp_path):
    """
    A Sunday of January 2023 enters no fact of this edition, and is still held to the reference.
    """
    _edit(project, _tanks("2023-01-08", 3069), _tanks("2023-01-08", 3070))
    seal(TABLE)
    lines = _explained(_run(tmp_path / "out"))
    row = "source_id=general_staff_ua, country=russia, source_class=tank, event_date=2023-01-08, mirror=both"
    assert lines[0] == f"edition {EDITION}: 1 chart changed"
    assert lines[1] == f"  because table {TABLE}, row {row}, column value: 3069 → 3070"
    assert lines[2].startswith(f"    chart {STEM} tanks_cumulative, ")
    assert "event_date=2023-01-08" in lines[2]
    assert lines[2].endswith("column value: 3,069 → 3,070")


def test_an_unsealed_change_stops_the_run_naming_the_table(project, tmp_path):
    """
    Bytes that the manifest does not describe are not computed with; nothing is written.
    """
    _edit(project, _tanks("2025-04-28", 10723), _tanks("2025-04-28", 10728))
    with pytest.raises(RunError, match=f"{STEM}.*data/{TABLE}.csv is not what its manifest describes"):
        _run(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_row_of_the_future_changes_no_byte_and_the_same_row_of_the_past_does(project, tmp_path):
    """
    An edition sees what had been published by its day; only the day of publication differs here.
    """
    day, following = "2024-04-03", _tanks("2024-04-08", 2906, source="oryx")
    hidden, known = (
        f"{_tanks(day, 2850, published=published, source='oryx')}\n{following}"
        for published in ("2025-04-29", "2025-04-28")
    )
    accepted = read_reference(EDITION)[STEM]
    _edit(project, following, hidden)
    seal(TABLE)
    assert _run(tmp_path / "hidden") == accepted
    _edit(project, hidden, known)
    seal(TABLE)
    (told,) = (line for line in _explained(_run(tmp_path / "known")) if "claim_year_tanks_lost_oryx:" in line)
    assert "(941 to " in told
    assert " → 997 " in told


def test_plain_papermill_gives_the_outputs_of_the_command(project, tmp_path):
    """
    A notebook needs nothing of the package's engine: papermill alone computes the same.
    """
    source, target = f"notebooks/{STEM}.ipynb", tmp_path / "papermill.ipynb"
    options = ["-p", "as_of", "2025-12-31", "-p", "window_days", "180"]
    _command(project, "-m", "papermill", source, str(target), *options)
    main = "from threefronts.cli import main; main()"
    options = ["--as-of", "2025-12-31", "-p", "window_days=180", "-o", str(tmp_path)]
    _command(project, "-c", main, "run", STEM, *options)
    ours = nbformat.read(tmp_path / f"{STEM}.ipynb", as_version=4)
    plain = json.loads(normalise(nbformat.read(target, as_version=4)))["cells"]
    found = json.loads(normalise(ours))["cells"]
    assert [cell.get("outputs") for cell in plain] == [cell.get("outputs") for cell in found]
    assert sum(len(cell.get("outputs", [])) for cell in found) > 50
