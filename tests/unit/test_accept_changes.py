"""
Accepting an edition that has one before it: the split is worked out first, then a chapter tells it.
"""

import json
from pathlib import Path
from shutil import copytree

import nbformat
import pytest
import yaml
from batch_project import make_project, write_tanks

from threefronts.cli import main
from threefronts.compare.states import CHANGES
from threefronts.facts import changes
from threefronts.facts.previous import ATTRIBUTION_FILE, read_attribution, read_previous
from threefronts.facts.read import read_records
from threefronts.site import documents

CODE = """
from threefronts.facts import changes, fact
from threefronts.facts.previous import read_attribution, read_previous
from threefronts.facts.read import read_records

now, before = read_records(as_of, known_at), read_previous(as_of)
moved = changes.moves(now, before, read_attribution(as_of, known_at, before))
fact("moved", len(moved), unit="facts", sources=["oryx"])
known = [steps for steps in moved["steps"] if steps]
fact("moved_by_new_rows", sum(steps["new rows"] for steps in known), unit="weeks", sources=["oryx"])
"""
EARLY, LATE = "2022-03-08", "2022-03-15"
TANKS = {"2022-03-01": 10, "2022-03-08": 20, "2022-03-15": 5}


@pytest.fixture(scope="module")
def accepted(tmp_path_factory):
    """
    Two editions a week apart with a chapter that tells what moved, accepted once; returns the folder.
    """
    folder = tmp_path_factory.mktemp("accepted") / "project"
    with pytest.MonkeyPatch.context() as patch:
        _enter(folder, patch)
        make_project(folder)
        write_tanks(folder, TANKS)
        for day in (EARLY, LATE):
            text = yaml.safe_dump({"title": day, "as_of": day, "known_at": day})
            (folder / "editions" / f"{day}.yml").write_text(text)
        parameters = nbformat.v4.new_code_cell(
            'as_of = ""\nknown_at = ""', metadata={"tags": ["parameters"]}, id="p"
        )
        notebook = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(CODE, id="c")])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
        nbformat.write(notebook, folder / "notebooks" / f"{CHANGES}.ipynb")
        assert _run(patch, "accept") == 0
    return folder


@pytest.fixture
def project(accepted, tmp_path, monkeypatch):
    """
    A copy of it, in which the package works; returns its folder.
    """
    folder = Path(copytree(accepted, tmp_path / "project"))
    _enter(folder, monkeypatch)
    return folder


@pytest.fixture
def command(monkeypatch, capsys):
    """
    Returns a function that runs the command with words and returns its status and what it said.
    """

    def run(*words: str) -> tuple[int, str]:
        status = _run(monkeypatch, *words)
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def _enter(folder: Path, patch) -> None:
    patch.setenv("THREEFRONTS_ROOT", str(folder))
    patch.delenv("THREEFRONTS_CACHE", raising=False)
    patch.setattr(documents, "refresh_documents", lambda: None)


def _run(patch, *words: str) -> int:
    patch.setattr("sys.argv", ["threefronts", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code or 0


def _values(project, edition: str) -> dict:
    facts = json.loads((project / "book" / "editions" / edition / "facts.json").read_text())["facts"]
    return {key: fact["value"] for key, fact in facts.items()}


def test_the_split_is_worked_out_before_the_chapter_that_tells_it(project, command):
    """
    One acceptance is enough: the later edition's chapter knows the split, and a check finds nothing to do.
    """
    folders = {day: project / "book" / "editions" / day for day in (EARLY, LATE)}
    assert not (folders[EARLY] / ATTRIBUTION_FILE).exists()
    assert json.loads((folders[LATE] / ATTRIBUTION_FILE).read_text())["previous"]["name"] == EARLY
    assert _values(project, EARLY)["moved"] == 0
    late = _values(project, LATE)
    assert (late["moved"], late["moved_by_new_rows"], late["weeks_counted"]) == (1, 1, 3)
    assert command("check")[0] == 0
    status, told = command("check")  # the first time there was no folder of accepted editions yet
    assert (status, told.count("0 of 4 notebooks executed"), "as accepted" in told) == (0, 2, True)


def test_the_chapter_follows_the_edition_before_and_says_which_one_to_accept(project, command):
    """
    With the earlier edition alone accepted again, the later one is named; accepting it tells the new move.
    """
    write_tanks(project, {"2022-03-08": 20, "2022-03-15": 5})
    status, told = command("accept", EARLY)
    assert (status, f"note: {LATE} is told against {EARLY}" in told) == (0, True)
    status, told = command("accept", LATE)
    assert status == 0
    assert _values(project, EARLY).get("weeks_counted") is None
    late = _values(project, LATE)
    assert (late["weeks_counted"], late["moved"], late["moved_by_new_rows"]) == (2, 1, 0)


def test_a_split_of_other_numbers_or_of_another_edition_is_not_told(project):
    """
    What accept worked out holds for its two ends alone; else the move stands without a split.
    """
    now, before = read_records(LATE), read_previous(LATE)
    why = read_attribution(LATE, "", before)
    assert changes.moves(now, before, why)["steps"].tolist() == [
        {"time passed": 0, "new rows": 1, "revised rows": 0, "parameters": 0, "residual": 0}
    ]
    now.facts["weeks_counted"]["value"] = 4
    moved = changes.moves(now, before, why)
    assert (moved["steps"].tolist(), moved["told"].tolist()) == ([None], ["not worked out"])
    path = project / "book" / "editions" / LATE / ATTRIBUTION_FILE
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"previous": {"name": "another"}}))
    assert read_attribution(LATE, "", before) is None
    path.unlink()
    assert read_attribution(LATE, "", before) is None
    assert read_attribution("2022-03-16", "", before) is None
    assert read_previous(EARLY) is None
