"""
End to end: after a change, exactly the notebooks that depend on it are executed again, and it is said why.

Two real chapters and a small one that joins them run on a copy of the real tables.
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
from threefronts.engine import Means, RunError, open_cache, run_edition
from threefronts.facts import collect
from threefronts.tables import root, seal

EDITION = "2025-04-28"
READER, OTHER, JOINED = "battlefield/attrition", "diplomacy/talks", "synthesis/joined"
TABLE = "battlefield/equipment_losses"
IN_A_FACT = "2025-04-28,2025-04-28,russia,tank,{},general_staff_ua,both,true,tank\n"
IN_A_CHART = "2023-01-08,2023-01-08,russia,tank,{},general_staff_ua,both,true,tank\n"
JOIN = (
    "from threefronts.facts import read\n\nlen(read(as_of, known_at).facts), read(as_of).facts['value'].sum()"
)
HEAVY = ("pandas", "pandera", "papermill", "altair", "nbformat", "nbclient", "jupyter_client", "IPython")
COMMAND = "import sys; from threefronts.cli import main; sys.argv[0] = 'threefronts'; main()"
LIGHT = (
    "import atexit, sys; atexit.register(lambda: print('loaded', *(set({heavy!r}) & set(sys.modules)))); "
    + COMMAND
)


def _joined() -> nbformat.NotebookNode:
    parameters = nbformat.v4.new_code_cell('as_of = ""\nknown_at = ""', metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(JOIN)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    return notebook


@pytest.fixture(scope="module")
def executed_project(tmp_path_factory) -> Path:
    """
    A project of one edition and three chapters, executed once with its cache.
    """
    folder = tmp_path_factory.mktemp("cached") / "project"
    copytree(root() / "data", folder / "data")
    for part in (f"notebooks/{READER}.ipynb", f"notebooks/{OTHER}.ipynb", f"editions/{EDITION}.yml"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_bytes((root() / part).read_bytes())
    (folder / "notebooks" / "synthesis").mkdir()
    nbformat.write(_joined(), folder / "notebooks" / f"{JOINED}.ipynb")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("THREEFRONTS_ROOT", str(folder))
        monkeypatch.delenv("THREEFRONTS_CACHE", raising=False)
        assert _run(folder) == {stem: ("first run",) for stem in (READER, OTHER, JOINED)}
    return folder


@pytest.fixture
def project(executed_project, tmp_path, monkeypatch) -> Path:
    """
    A copy of it, in which the package works; returns its folder.
    """
    folder = Path(copytree(executed_project, tmp_path / "project"))
    monkeypatch.setenv("THREEFRONTS_ROOT", str(folder))
    monkeypatch.delenv("THREEFRONTS_CACHE", raising=False)
    return folder


def _run(project: Path, overrides: dict | None = None, fresh: bool = False) -> dict[str, tuple[str, ...]]:
    """
    Run the edition; returns the reasons by stem of the notebooks that were executed.
    """
    means = Means(cache=open_cache(is_fresh=fresh))
    outcomes = run_edition(read_edition(EDITION), _out(project), (), overrides, means)
    return {outcome.stem: outcome.reasons for outcome in outcomes if not outcome.is_kept}


def _out(project: Path) -> Path:
    return project / "_build" / "executed" / EDITION


def _written(project: Path) -> dict[str, int]:
    found = (path for path in _out(project).rglob("*") if path.is_file())
    return {str(path.relative_to(_out(project))): path.stat().st_mtime_ns for path in found}


def _readers(project: Path) -> set[str]:
    """
    Return the chapters whose outputs record a read of the table, which no trace is needed for.
    """
    texts = {stem: (_out(project) / f"{stem}.ipynb").read_text() for stem in (READER, OTHER, JOINED)}
    return {stem for stem, text in texts.items() if TABLE in collect(json.loads(text)).tables}


def _edit(project: Path, row: str, old: int, new: int) -> None:
    path = project / "data" / f"{TABLE}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(row.format(old)) == 1
    path.write_text(text.replace(row.format(old), row.format(new)), encoding="utf-8")
    seal(TABLE)


def _command(project: Path, code: str, *words: str) -> tuple[str, str]:
    environment = os.environ | {"THREEFRONTS_ROOT": str(project), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr


def test_nothing_changed_executes_and_writes_nothing_and_loads_nothing_heavy(project):
    """
    The whole run needs neither pandas nor Jupyter, which alone would take longer than it.
    """
    before = _written(project)
    out, errors = _command(project, LIGHT.format(heavy=HEAVY), "run", "--explain")
    assert errors == ""
    assert out.splitlines() == [
        f"{EDITION}: 0 of 3 notebooks executed, all in _build/executed/{EDITION}",
        *(f"{EDITION} {stem}: kept: nothing changed" for stem in (READER, OTHER, JOINED)),
        "loaded",
    ]
    assert _written(project) == before


def test_lost_outputs_come_back_from_the_cache(project):
    """
    The folder of results is no part of the cache, and a file that was changed there is put right.
    """
    texts = {name: (_out(project) / name).read_bytes() for name in _written(project)}
    (_out(project) / "facts.json").unlink()
    (_out(project) / f"{READER}.ipynb").write_text("{}")
    assert _run(project) == {}
    assert {name: (_out(project) / name).read_bytes() for name in _written(project)} == texts


def test_a_changed_row_executes_its_readers_and_what_joins_them(project):
    """
    Five more tanks in one row: the chapter that reads the table, then the one that reads the moved facts.
    """
    assert _readers(project) == {READER}
    _edit(project, IN_A_FACT, 10723, 10728)
    executed = _run(project)
    assert executed[READER] == (f"table data/{TABLE}.csv changed", f"file data/{TABLE}.yml changed")
    assert executed[JOINED][0].startswith("facts of the first wave changed: ")
    assert "documented_last_tank" in executed[JOINED][0]
    assert set(executed) == {READER, JOINED}
    facts = json.loads((_out(project) / "facts.json").read_text())["facts"]
    assert facts["tanks_lost_general_staff"]["value"] == 3449


def test_a_row_that_moves_no_fact_executes_its_readers_alone(project):
    """
    A Sunday of January 2023 is drawn and enters no fact; what reads only facts is not executed.
    """
    _edit(project, IN_A_CHART, 3069, 3070)
    assert set(_run(project)) == {READER}


def test_data_that_change_back_execute_nothing(project):
    """
    Both states are kept, so that switching between two branches costs nothing.
    """
    before = (_out(project) / f"{READER}.ipynb").read_bytes()
    _edit(project, IN_A_FACT, 10723, 10728)
    _run(project)
    assert (_out(project) / f"{READER}.ipynb").read_bytes() != before
    _edit(project, IN_A_FACT, 10728, 10723)
    assert _run(project) == {}
    assert (_out(project) / f"{READER}.ipynb").read_bytes() == before


def test_a_correction_that_is_added_is_a_change_of_its_table(project):
    """
    The file was not there to be read when the notebook ran; its coming is seen all the same.
    """
    corrections = project / "data" / "battlefield" / "equipment_classes.corrections.yml"
    assert not corrections.exists()
    corrections.write_text("[]\n")
    executed = _run(project)
    assert executed[READER] == ("files came or went in data/battlefield/",)
    assert JOINED not in executed


def test_parameters_and_cells_execute_their_notebook(project):
    """
    Another window runs the chapter that has one; an edited sentence its own chapter.
    """
    executed = _run(project, {"window_days": "180"})
    assert executed[READER] == ("parameters changed: window_days (default) → 180",)
    assert OTHER not in executed
    path = project / "notebooks" / f"{OTHER}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][2]["source"] = [*notebook["cells"][2]["source"], "\n"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert _run(project) == {OTHER: ("cell 2 changed",)}


def test_asked_to_run_afresh_everything_runs_to_the_same_bytes(project):
    """
    A hit is as good as a run: executing all of it again writes no file anew.
    """
    before = _written(project)
    out, _ = _command(project, COMMAND, "run", "--no-cache", "--explain")
    assert f"{EDITION}: 3 of 3 notebooks executed" in out
    assert out.count("executed: asked to run whatever is kept") == 3
    assert _written(project) == before


def test_what_ended_well_is_kept_when_another_fails(project):
    """
    After a failure only what failed, and what waited for it, is left to do.
    """
    _edit(project, IN_A_FACT, 10723, 10728)
    path = project / "notebooks" / f"{OTHER}.ipynb"
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    notebook["cells"].append(nbformat.v4.new_code_cell("1 / 0", id="broken"))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    before = _written(project)
    with pytest.raises(RunError, match=f"{OTHER} .*ZeroDivisionError"):
        _run(project)
    assert _written(project) == before
    path.write_text(text, encoding="utf-8")
    assert set(_run(project)) == {JOINED}
