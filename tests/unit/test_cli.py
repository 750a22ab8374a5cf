"""
The command line: its verbs, and one clear message for each slip, with nothing written.
"""

import os
import re
import shutil
import subprocess
import sys
from shutil import copytree

import nbformat
import pytest

from threefronts.editions import read_edition
from threefronts.engine import Means, open_cache, run_edition
from threefronts.regress import accept
from threefronts.tables import read_manifest, root

VERBS = ("run", "book", "check", "accept", "seal", "refresh", "test")
VERBS += ("backfill", "sweep", "history", "diff", "pdf", "shots", "new-chapter")
EDITION = "2025-04-28"
STEM = "battlefield/attrition"
TABLE = "battlefield/equipment_losses"
ROW = "2025-04-28,2025-04-28,russia,tank,{},general_staff_ua,both,true,tank\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """
    A copy of tables, notebooks and editions, in which the command works; returns its folder.
    """
    for part in ("data", "notebooks", "editions"):
        copytree(root() / part, tmp_path / "project" / part)
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path / "project"))
    monkeypatch.delenv("THREEFRONTS_UPSTREAM", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "project"


def _tree(folder) -> dict:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _edit(project, old: int, new: object) -> int:
    """
    Replace the General Staff's tanks on the founding day; returns the line they stand in.
    """
    path = project / "data" / f"{TABLE}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(ROW.format(old)) == 1
    path.write_text(text.replace(ROW.format(old), ROW.format(new)), encoding="utf-8")
    return text[: text.index(ROW.format(old))].count("\n") + 1


@pytest.mark.parametrize("verb", VERBS)
def test_help_lists_the_verb_with_what_it_does(command, verb):
    """
    A new user finds every verb in ``--help``, and each verb has a help of its own.
    """
    status, listed, _ = command("--help")
    assert status == 0
    assert any(line.strip("│ ").startswith(f"{verb} ") for line in listed.splitlines())
    status, told, _ = command(verb, "--help")
    assert status == 0
    assert f"threefronts {verb}" in told


def test_make_calls_verbs_that_exist_under_their_own_names():
    """
    ``make book`` is ``threefronts book``, and so for each verb that make has.
    """
    makefile = (root() / "Makefile").read_text(encoding="utf-8")
    called = re.findall(r"(?m)^(\w+): .*\n\t\$\(BIN\)/threefronts (\w+)$", makefile)
    assert {"book", "test"} <= {verb for _, verb in called} <= set(VERBS)
    assert [target for target, _ in called] == [verb for _, verb in called]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", STEM, "--as-of", "28.4.2025"], "as_of is '28.4.2025', which is not an ISO day"),
        (
            ["run", STEM, "--as-of", "2025-12-31", "--known-at", "soon"],
            "known_at is 'soon', which is not an ISO day",
        ),
        (
            ["run", STEM, "--as-of", "2025-12-31", "--known-at", "2025-01-01"],
            "known_at 2025-01-01 lies before as_of 2025-12-31",
        ),
        (["run", STEM, "--known-at", "2025-12-31"], "--known-at goes with --as-of"),
        (["run", STEM, "--as-of", "2025-12-31", "--build"], "--build makes a whole edition"),
        (["run", "battlefield/nothing"], "there is no notebook battlefield/nothing. Notebooks: battlefield/"),
        (["run", STEM, "-p", "windw_days=180"], "no notebook that runs has the parameter windw_days"),
        (["run", STEM, "-p", "window_days=long"], "window_days=long does not fit; its default is 365 (int)"),
        (["run", STEM, "-p", "window_days"], "-p window_days: write name=value"),
        (["run", STEM, "-p", "=180"], "-p =180: write name=value"),
        (["book", "2020-01-01"], "there is no edition 2020-01-01"),
        (["check", "2020-01-01"], "there is no edition 2020-01-01"),
        (["accept", "2020-01-01"], "there is no edition 2020-01-01"),
        (["seal", "battlefield/nothing"], "there is no table battlefield/nothing"),
        (["refresh", "nothing"], "nothing"),
        (["refresh", "--from", "nowhere"], "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_slip_is_one_message_and_nothing_is_written(command, project, words, told):
    """
    Standard error says what is wrong, the status is not 0, and no file is made or changed.
    """
    before = _tree(project.parent)
    status, out, errors = command(*words)
    assert status != 0
    assert out == ""
    assert told in " ".join(errors.replace("│", " ").split())
    assert "Traceback" not in errors
    assert _tree(project.parent) == before


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["book"],
        ["check"],
        ["accept"],
        ["pdf"],
        ["shots"],
        ["sweep", STEM, "-p", "window_days=90,365"],
    ],
    ids=" ".join,
)
def test_a_project_without_an_edition_is_told_to_write_one(command, project, words):
    """
    Whatever needs an edition says where one is written; nothing is called built or as accepted.
    """
    for path in (project / "editions").glob("*.yml"):
        path.unlink()
    status, out, errors = command(*words)
    assert (status != 0, out) == (True, "")
    assert (
        errors
        == "threefronts: there is no edition: write one to editions/, such as editions/2025-04-28.yml\n"
    )


def test_the_process_ends_with_the_status_and_without_a_traceback(project):
    """
    What a shell or CI sees: status 1 and one line on standard error.
    """
    found = subprocess.run(
        [sys.executable, "-c", "from threefronts.cli import main; main()", "run", "battlefield/nothing"],
        env=os.environ | {"THREEFRONTS_ROOT": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("threefronts: there is no notebook battlefield/nothing.")
    assert found.stderr.count("\n") == 1


def test_a_good_edit_is_sealed(command, project):
    """
    After an edit that keeps the rules, the manifest describes the new bytes, and only it is rewritten.
    """
    _edit(project, 10723, 10725)
    before = _tree(project)
    status, out, _ = command("seal", TABLE)
    assert status == 0
    assert out.startswith(f"sealed data/{TABLE}.csv: {read_manifest(TABLE).rows} rows, sha256 ")
    after = _tree(project)
    assert [path for path in after if after[path] != before[path]] == [project / "data" / f"{TABLE}.yml"]
    assert command("seal", TABLE)[1] == out


@pytest.mark.parametrize(
    ("value", "below", "told"),
    [
        (-1, 0, ", column value: -1: must be at least 0"),
        (20000, 1, ", column value: 10728: a cumulative count falls by 9272 here"),
        ("1,234", 0, ": too many cells"),
        ("many", 0, ", column value: 'many': must be a whole number in plain digits"),
    ],
)
def test_a_bad_edit_is_refused_and_nothing_is_rewritten(command, project, value, below, told):
    """
    The message names file, line and rule; the manifest keeps describing the table that was.
    """
    line = _edit(project, 10723, value) + below
    before = _tree(project)
    status, out, errors = command("seal", TABLE)
    assert (status, out) == (1, "")
    assert errors.startswith(f"threefronts: data/{TABLE}.csv, line {line}{told}")
    assert _tree(project) == before


@pytest.fixture
def accepted(project):
    """
    The project with one small chapter that judges a claim by one figure, accepted; returns its folder.
    """
    shutil.rmtree(project / "notebooks")
    (project / "editions" / "2026-08-22.yml").unlink()
    (project / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0\n\n### Added\n\n- One.\n")
    _write_chapter(project, 3000)
    run_edition(read_edition(EDITION), project / "out", (), None, Means(cache=open_cache()))
    accept(EDITION, project / "out")
    return project


def _write_chapter(project, figure):
    code = f"from threefronts.facts import Voice, judge\nfigure = {figure}\n"
    code += 'judge("I05", [Voice("oryx", figure, figure)], as_of=as_of)'
    parameters = nbformat.v4.new_code_cell(
        'as_of = ""\nknown_at = ""', metadata={"tags": ["parameters"]}, id="p"
    )
    notebook = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(code, id="c")])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    (project / "notebooks" / "battlefield").mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, project / "notebooks" / f"{STEM}.ipynb")


def test_a_flip_is_checked_and_not_accepted_without_a_line_of_the_changelog(command, accepted):
    """
    check fails with the flip and its cause first and writes its reports; accept refuses and changes nothing.
    """
    status, out, _ = command("check")
    assert (status, out.splitlines()[-1]) == (0, "Every edition is as accepted.")
    _write_chapter(accepted, 5000)
    summary = accepted / "summary.md"
    status, _, errors = command("check", "--summary", str(summary))
    lines = errors.splitlines()
    assert status == 1
    assert lines[:2] == [f"edition {EDITION}: 1 verdict flipped", "  because cell 1 (figure = 5000)"]
    assert lines[2].startswith(f"    verdict {STEM} I05 “Russia lost about 3000 tanks")
    assert lines[2].endswith("”: supported → contradicted")
    reports = accepted / "_build" / "check"
    assert "| verdict | I05 (" in summary.read_text(encoding="utf-8")
    assert "figure = 5000" in (reports / "report.md").read_text(encoding="utf-8")
    assert '"I05"' in (reports / "report.json").read_text(encoding="utf-8")
    before = {path: text for path, text in _tree(accepted).items() if "_build" not in path.parts}
    status, _, errors = command("accept")
    assert status == 1
    assert "I05 supported → contradicted" in errors
    assert "--changelog" in errors
    status, _, errors = command("accept", "--changelog", "Something else moved")
    assert status == 1
    assert before == {path: text for path, text in _tree(accepted).items() if "_build" not in path.parts}


def test_a_source_that_changes_sides_is_the_cause_of_its_flip(command, accepted):
    """
    A source counted as a belligerent's supports no more alone: check names it and the field, first.
    """
    path = accepted / "data" / "sources.yml"
    before, entry, after = path.read_text(encoding="utf-8").partition("\noryx:\n")
    after = after.replace("party: independent", "party: ukraine", 1)
    path.write_text(f"{before}{entry}{after}", encoding="utf-8")
    status, _, errors = command("check")
    lines = errors.splitlines()
    assert status == 1
    assert lines[1] == "  because register data/sources.yml, source oryx, field party: independent → ukraine"
    assert lines[2].endswith("supported → mixed")
