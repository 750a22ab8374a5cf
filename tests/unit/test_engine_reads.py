"""
What counts as read by a notebook: enough that a result is never taken for that of other files.
"""

import json
import subprocess
import sys

import pytest

TRACE = """
import json, os, sys
from pathlib import Path

root = Path(sys.argv[1])
os.chdir(root)
sys.path.insert(0, str(root))
from threefronts.engine import trace

trace.start(root)
{code}
found = trace.reads()
print(json.dumps(None if found is None else {{read.path: read.sha256 for read in found}}))
"""
THREADS = """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    list(pool.map(lambda number: Path(f"data/many/{number}.csv").read_text(), range(200)))
"""


@pytest.fixture
def reads(tmp_path):
    """
    Returns a function that runs code in a process of its own, in a small project; it gives what that read.
    """
    root = tmp_path / "project"
    (root / "data" / "many").mkdir(parents=True)
    (root / "data" / "x.csv").write_text("1")
    (root / "helper.py").write_text("value = 1")
    (tmp_path / "elsewhere.csv").write_text("1")
    for number in range(200):
        (root / "data" / "many" / f"{number}.csv").write_text(str(number))

    def traced(code: str) -> dict[str, str] | None:
        command = [sys.executable, "-c", TRACE.format(code=code), str(root)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return traced


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("open('data/x.csv').read()", {"data/x.csv", "data"}),
        ("list(Path('data').glob('*.csv'))", {"data", "."}),
        ("import helper", {"helper.py", "."}),
        ("import colorsys, threefronts.files", set()),
        ("Path('data/new.csv').write_text('1')", set()),
    ],
    ids=["file", "folder", "module", "environment and package", "written"],
)
def test_files_come_with_the_names_beside_them(reads, code, found):
    """
    Whether a file is there raises no event, so the names of its folder count; the environment does not.
    """
    assert set(reads(code)) == found
    assert set(reads(code)) == found, "also when the byte code of a module is there"


def test_a_file_outside_the_project_is_a_read(reads, tmp_path):
    """
    An analyst's own file counts, by its full path.
    """
    assert set(reads("open('../elsewhere.csv').read()")) == {str(tmp_path / "elsewhere.csv")}


def test_a_file_that_was_not_there_is_a_read(reads):
    """
    A notebook that copes with a missing file depends on its being missing.
    """
    code = "try:\n    open('data/absent.csv')\nexcept OSError:\n    pass"
    assert reads(code)["data/absent.csv"] == "missing"


def test_threads_hide_no_read_of_one_another(reads):
    """
    While one thread's read is being looked at, another's is too.
    """
    assert len(reads(THREADS)) == 200 + 1


@pytest.mark.parametrize("code", ["os.system('true')", "import subprocess; subprocess.run(['true'])"])
def test_another_program_makes_the_reads_unknown(reads, code):
    """
    What it reads cannot be seen, so nothing is claimed.
    """
    assert reads(code) is None
