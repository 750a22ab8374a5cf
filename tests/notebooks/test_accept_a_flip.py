"""
A flip, from its row to the changelog: check names it, accept refuses it until a line does, check is clean.

A real chapter runs on a copy of the real tables, in which one cell of one row is changed.
"""

import json
from pathlib import Path
from shutil import copytree

import pytest

from threefronts.tables import root, seal

EDITION, STEM, TABLE = "2025-04-28", "diplomacy/strikes_and_talks", "diplomacy/events"
ROW = "ev-2025-04-24-9e62"
DOCUMENTS = ("README.md", "LICENSE-DATA.md", "CHANGELOG.md", "requirements.txt", f"editions/{EDITION}.yml")
FLIP = "E01 supported → contradicted"
LINE = "E01 is contradicted: the toll of the strike on Kyiv is eleven in its source"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """
    A copy of the project that has one chapter; returns its folder.
    """
    project = tmp_path / "project"
    for part in ("data", "book/editions"):
        copytree(root() / part, project / part)
    for name in (*DOCUMENTS, f"notebooks/{STEM}.ipynb"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes((root() / name).read_bytes())
    for path in (project / "book" / "editions" / EDITION).glob("*/*.ipynb"):
        if not str(path).endswith(f"{STEM}.ipynb"):
            path.unlink()
    monkeypatch.setenv("THREEFRONTS_ROOT", str(project))
    monkeypatch.delenv("THREEFRONTS_CACHE", raising=False)
    return project


def _change_a_row(project: Path) -> None:
    path = project / "data" / f"{TABLE}.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    (place,) = (number for number, line in enumerate(lines) if line.startswith(f"{ROW},"))
    assert lines[place].count(",Kyiv,12,") == 1
    lines[place] = lines[place].replace(",Kyiv,12,", ",Kyiv,11,")
    path.write_text("\n".join(lines), encoding="utf-8")
    seal(TABLE)


def _accepted(project: Path) -> dict[Path, bytes]:
    files = [*(project / "book").rglob("*"), project / "CHANGELOG.md", project / "README.md"]
    return {path: path.read_bytes() for path in files if path.is_file()}


def test_a_flip_is_told_refused_named_and_accepted(project, command):
    """
    Twelve killed become eleven, below the claim's floor: each verb does its part, with its exit status.
    """
    status, out, _ = command("check", EDITION)
    assert (status, out.splitlines()[-1]) == (0, "Every edition is as accepted.")
    _change_a_row(project)
    status, _, errors = command("check", EDITION)
    lines = errors.splitlines()
    assert (status, lines[0].startswith(f"edition {EDITION}: 1 verdict flipped")) == (1, True)
    assert lines[1] == f"  because table {TABLE}, row event_id={ROW}, column killed: 12 → 11"
    assert lines[2].startswith(f"    verdict {STEM} E01 “")
    assert lines[2].endswith("supported → contradicted")
    before = _accepted(project)
    status, _, errors = command("accept", EDITION)
    assert (status, FLIP in errors, "CHANGELOG.md" in errors) == (1, True, True)
    assert _accepted(project) == before
    status, out, _ = command("accept", EDITION, "--changelog", LINE)
    assert (status, f"accepted book/editions/{EDITION}" in out) == (0, True)
    assert f"- {LINE}" in (project / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    claims = json.loads((project / "book" / "editions" / EDITION / "claims.json").read_text(encoding="utf-8"))
    assert claims["claims"]["E01"]["verdict"] == "contradicted"
    status, out, _ = command("check", EDITION)
    assert (status, out.splitlines()[-1]) == (0, "Every edition is as accepted.")
