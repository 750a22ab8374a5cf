"""
A chapter's cells, run in this process with some parameters changed.
"""

import re

import nbformat
import pytest

from threefronts.facts import record
from threefronts.tables import load, root

GLUE = re.compile(r"\{glue:text\}`([^`]+)`")


class Chapter:
    """
    One notebook, to be run in the corners of its parameters.
    """

    def __init__(self, stem: str, words: dict[str, str]):
        """
        Read the notebook *stem*; *words* is where what it records arrives.
        """
        self.cells = nbformat.read(root() / f"notebooks/{stem}.ipynb", as_version=4).cells
        self.prose = "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        self.words = words

    def __call__(self, parameters: dict) -> dict[str, str]:
        """
        Run all cells; returns the words of each key.
        """
        self.words.clear()
        names: dict = {}
        for cell in self.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                assert set(parameters) <= set(names), "a parameter that the chapter does not have"
                names |= parameters
        return dict(self.words)

    def broken(self, words: dict[str, str]) -> list[str]:
        """
        Keys that a sentence shows and nobody recorded, or whose words are no words.
        """
        missing = {key for key in GLUE.findall(self.prose) if not words.get(key)}
        no_words = {key for key, text in words.items() if {"nan", "None", "inf"} & set(text.split())}
        return sorted(missing | no_words)


@pytest.fixture
def chapters(monkeypatch):
    """
    Return a function that gives the chapter of a stem, its facts caught instead of shown.
    """
    words: dict[str, str] = {}

    def keep(data, raw, metadata):
        words[metadata["scrapbook"]["name"]] = data[f"{record.GLUE_PREFIX}text/plain"].strip("'\"")

    monkeypatch.setattr(record, "display", keep)
    monkeypatch.setattr(load, "_record_read", lambda *read: None)
    return lambda stem: Chapter(stem, words)
