"""
Build the site of an edition with Jupyter Book.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from threefronts.site.api import API
from threefronts.site.assemble import EDITION_FILE, assemble
from threefronts.site.errors import BuildError
from threefronts.site.polish import polish
from threefronts.site.vega import write_vega

# jupyter_book has no __main__, and the script beside the interpreter may be missing.
_JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
_LAST_LINES = 40
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def build_edition(executed: Path, edition: object, out: Path, siblings: Sequence[object] = ()) -> Path:
    """
    Build one edition and put it at ``out/<edition>`` in one step.

    Args:
        executed: Folder with the executed notebooks, ``facts.json`` and ``claims.json``.
        edition: Has ``name``, ``title``, ``as_of`` and ``known_at``.
        out: Folder of the whole site; the assembled source goes to ``source`` beside it.
        siblings: The editions of the site, so that pages can lead to each other.

    Returns:
        The folder of the edition's site.

    Raises:
        BuildError: An input is missing, or Jupyter Book warned; the message holds its lines.
    """
    out = Path(out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    source = assemble(Path(executed), edition, out.parent / "source" / edition.name, siblings)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out.parent) as work:
        html = _run_jupyter_book(source, Path(work))
        _complete(html, source, Path(executed))
        return _replace(html, out / edition.name)


def _run_jupyter_book(source: Path, work: Path) -> Path:
    """
    Run the build in a process of its own; return the folder of HTML.
    """
    arguments = ["build", source, "--path-output", work, "--toc", source / "_toc.yml"]
    flags = ["--warningiserror", "--nitpick", "--keep-going"]
    command = [sys.executable, "-c", _JUPYTER_BOOK, *map(str, arguments), *flags]
    environment = os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=work, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise BuildError(f"Jupyter Book failed on {source}:\n{_reasons(done.stdout, done.stderr)}")
    return work / "_build" / "html"


def _reasons(stdout: str, stderr: str) -> str:
    """
    The warnings of a failed build; its last lines when there is none.
    """
    lines = _COLOUR.sub("", stderr + "\n" + stdout).splitlines()
    marks = ("WARNING", "ERROR", "CRITICAL")
    warnings = [line for line in lines if any(mark in line for mark in marks)]
    return "\n".join(dict.fromkeys(warnings)) or "\n".join(lines[-_LAST_LINES:])


def _complete(html: Path, source: Path, executed: Path) -> None:
    """
    Add what Sphinx does not copy: the data as files, and the notebooks as they were executed.
    """
    shutil.copytree(source / API, html / API)
    write_vega(html)
    for notebook in executed.glob("*/*.ipynb"):
        download = html / "_sources" / notebook.relative_to(executed)
        if download.exists():
            shutil.copyfile(notebook, download)
    polish(html, json.loads((source / EDITION_FILE).read_text(encoding="utf-8")))
    (html / ".buildinfo").unlink(missing_ok=True)


def _replace(new: Path, target: Path) -> Path:
    """
    Put the folder *new* at *target*; a reader finds the old or the new site, never half of one.
    """
    old = new.with_name("old")
    if target.exists():
        target.rename(old)
    new.rename(target)
    return target
