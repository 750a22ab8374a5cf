"""
A chapter's cells, run in this process with some parameters changed.
"""

import re
from typing import Any

import nbformat
import pytest

from threefronts.facts import record
from threefronts.tables import load, root

GLUE = re.compile(r"\{glue:text\}`([^`]+)`")


class Chapter:
    """
    One notebook, to be run in the corners of its parameters; each corner once.
    """

    def __init__(self, stem: str, words: dict[str, str], always: dict[str, Any]):
        """
        Read the notebook *stem*; *words* is where what it records arrives, *always* what every run sets.
        """
        self.cells = nbformat.read(root() / f"notebooks/{stem}.ipynb", as_version=4).cells
        self.prose = "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        self._words, self._always = words, always
        self._runs: dict[str, dict[str, str]] = {}

    def __call__(self, parameters: dict[str, Any]) -> dict[str, str]:
        """
        Run all cells; returns the words of each key.
        """
        if str(parameters) not in self._runs:
            self._runs[str(parameters)] = self._run(self._always | parameters)
        return self._runs[str(parameters)]

    def _run(self, parameters: dict[str, Any]) -> dict[str, str]:
        self._words.clear()
        names: dict = {}
        for cell in self.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                assert set(parameters) <= set(names), "a parameter that the chapter does not have"
                names |= parameters
        return dict(self._words)

    def broken(self, words: dict[str, str]) -> list[str]:
        """
        Keys that a sentence shows and nobody recorded, or whose words are no words.
        """
        missing = {key for key in GLUE.findall(self.prose) if not words.get(key)}
        no_words = {key for key, text in words.items() if {"nan", "None", "inf"} & set(text.split())}
        return sorted(missing | no_words)


@pytest.fixture(scope="module")
def chapters():
    """
    Return a function that gives the chapter of a stem, its facts caught instead of shown.
    """
    words: dict[str, str] = {}

    def keep(data, raw, metadata):
        words[metadata["scrapbook"]["name"]] = data[f"{record.GLUE_PREFIX}text/plain"].strip("'\"")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "display", keep)
        patch.setattr(load, "_record_read", lambda *read: None)
        yield lambda stem, **always: Chapter(stem, words, always)
