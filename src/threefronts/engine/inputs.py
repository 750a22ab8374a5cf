"""
What an execution depends on, by content, besides the files it turns out to read.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import threefronts
from threefronts.engine.normalise import DROPPED_CELL_METADATA
from threefronts.engine.notebook import read_notebook
from threefronts.engine.plan import Run
from threefronts.engine.store import canonical, digest
from threefronts.engine.trace import fingerprint
from threefronts.files import root

PACKAGE = Path(threefronts.__file__).resolve().parent
LOCK = "requirements.txt"
SHOWING = ("TZ", "LANG", "LC_", "PYTHON")  # how variables begin on which an output may depend
WITHOUT_EFFECT = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED", "PYTHONSTARTUP")
RESULT_PARTS = ("outputs", "execution_count")  # of a cell: made by an execution, not for one


@dataclass(frozen=True)
class Surroundings:
    """
    What all executions share, as texts that tell what changed: the package's files and the environment.
    """

    package: str
    environment: str


def surroundings() -> Surroundings:
    """
    Return what surrounds every execution now.
    """
    package = {str(path.relative_to(PACKAGE)): fingerprint(path) for path in _sources(PACKAGE)}
    environment = {
        "Python": f"{sys.implementation.name} {sys.version} {sys.platform}",
        "lock": fingerprint(root() / LOCK),
        "packages": _distributions(),
        "variables": _variables(),
    }
    return Surroundings(canonical(package), canonical(environment))


def inputs_of(run: Run, around: Surroundings, facts: Mapping[str, str] | None) -> dict[str, Any]:
    """
    Return what *run* depends on: its cells one by one, the rest of the notebook, parameters, surroundings.

    Args:
        run: The notebook and its parameters.
        around: The package and the environment.
        facts: The files of the first wave by name, for a run of the second.
    """
    notebook = read_notebook(run.source)
    return {
        "cells": [digest(canonical(_asked(cell))) for cell in notebook["cells"]],
        "kernel": digest(canonical(_kernel(notebook))),
        "parameters": run.parameters,
        "copies_of": run.copies_of,
        "package": digest(around.package),
        "environment": digest(around.environment),
        "facts": None if facts is None else {name: digest(text) for name, text in sorted(facts.items())},
    }


def _asked(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = {name: value for name, value in cell["metadata"].items() if name not in DROPPED_CELL_METADATA}
    return {name: value for name, value in cell.items() if name not in RESULT_PARTS} | {"metadata": metadata}


def _kernel(notebook: dict[str, Any]) -> dict[str, Any]:
    metadata = notebook["metadata"]
    language = {name: value for name, value in metadata.get("language_info", {}).items() if name != "version"}
    version = (notebook["nbformat"], notebook["nbformat_minor"])
    return {"kernelspec": metadata.get("kernelspec"), "language": language, "format": version}


def _sources(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def _distributions() -> list[str]:
    found = (path.stem for folder in sys.path if folder for path in Path(folder).glob("*.dist-info"))
    return sorted(set(found))


def _variables() -> dict[str, str]:
    """
    Return zone, languages and what Python takes from the environment, such as the seed of its hashes.
    """
    given = {name: value for name, value in os.environ.items() if name.startswith(SHOWING)}
    return {name: value for name, value in sorted(given.items()) if name not in WITHOUT_EFFECT}
