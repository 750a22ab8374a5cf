"""
The trace of a notebook: what it read below the root, as it was when it was read.
"""

import hashlib

import nbformat
import pytest
from warmfork_notebooks import notebook

from threefronts.engine.executed import Read
from threefronts.engine.executors import LocalExecutor
from threefronts.engine.plan import Run
from threefronts.engine.pool import execute_all
from threefronts.engine.trace import MISSING, fingerprint


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def reads(tmp_path, monkeypatch):
    """
    Returns a function that runs cells in a project with a few files and returns their reads by path.
    """
    project = tmp_path / "project"
    for name, text in {"data/a.csv": "x\n1\n", "data/b.csv": "y\n2\n", "helper.py": "A = 1"}.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    (tmp_path / "outside.txt").write_text("outside")
    monkeypatch.setenv("THREEFRONTS_ROOT", str(project))
    monkeypatch.chdir(project)

    def run(*cells: str, facts: dict[str, str] | None = None) -> dict[str, str] | None:
        source = tmp_path / "in.ipynb"
        nbformat.write(notebook(*cells), source)
        runs = [Run("battlefield/x", source, {})]
        found = execute_all(runs, facts, lambda *_: None, LocalExecutor(1))["battlefield/x"].reads
        return None if found is None else {read.path: read.sha256 for read in found}

    return run


A, B = {"data/a.csv": _sha256("x\n1\n")}, {"data/b.csv": _sha256("y\n2\n")}
ROOT, DATA = {".": _sha256("data\nhelper.py")}, {"data": _sha256("a.csv\nb.csv")}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("open('data/a.csv').read()", A | DATA),
        ("import pandas as pd; pd.read_csv('data/a.csv')", A | DATA),
        ("from pathlib import Path; Path('data/../data/b.csv').read_bytes()", B | DATA),
        ("import os; os.listdir('data')", DATA | ROOT),
        ("from pathlib import Path; list(Path('data').glob('*.csv'))", DATA | ROOT),
        ("import glob; glob.glob('data/*.csv')", DATA | ROOT),
        ("try: open('data/c.csv')\nexcept OSError: pass", {"data/c.csv": MISSING} | DATA),
        ("open('data/a.csv').read(); open('data/a.csv', 'w').write('new')", A | DATA),
        ("open('data/a.csv', 'w').write('new')", {}),
        ("import threefronts.charts", {}),
        ("print(open('/proc/self/stat').read()[:0])", {}),
    ],
)
def test_every_read_is_known_by_what_was_there(reads, cell, expected):
    """
    Files, with the names beside them, folders, and what is missing; not what is written, nor the environment.
    """
    assert reads(cell) == expected


def test_a_module_beside_the_notebook_and_a_file_elsewhere_are_reads_too(reads, tmp_path):
    """
    The notebook depends on both as on a table; the one elsewhere is named in full.
    """
    found = reads(
        "import sys; sys.path.insert(0, '.'); import helper; helper.A\nopen('../outside.txt').read()"
    )
    assert found == {"helper.py": _sha256("A = 1"), str(tmp_path / "outside.txt"): _sha256("outside")} | ROOT


@pytest.mark.parametrize(
    "cell",
    [
        "!cat data/a.csv",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; pid = os.fork(); pid or os._exit(0)",
        "import socket\ntry: socket.create_connection(('127.0.0.1', 9))\nexcept OSError: pass",
    ],
    ids=["shell", "subprocess", "system", "fork", "network"],
)
def test_what_the_trace_cannot_see_is_not_called_known(reads, cell):
    """
    Other programs and the network read unseen: the reads are unknown then, not empty.
    """
    assert reads(cell) is None


def test_the_facts_of_the_run_in_progress_are_no_reads_of_the_notebook(reads):
    """
    They are an input of the task, and only the notebook that was given them sees them.
    """
    cell = "import os; folder = os.environ.get('THREEFRONTS_FACTS'); folder and open(f'{folder}/facts.json')"
    assert reads(f"{cell}\nassert folder", facts={"facts.json": "{}"}) == {}
    assert reads(f"{cell}\nassert not folder") == {}


def test_a_fingerprint_tells_content_names_and_absence(tmp_path):
    """
    It is what a read has, for whoever asks later whether it still holds.
    """
    (tmp_path / "a").write_text("1")
    assert fingerprint(tmp_path / "a") == _sha256("1")
    assert fingerprint(tmp_path) == _sha256("a")
    assert fingerprint(tmp_path / "a" / "b") == fingerprint(tmp_path / "c") == MISSING
    assert Read("a", _sha256("1")) == Read("a", fingerprint(tmp_path / "a"))
