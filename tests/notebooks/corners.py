"""
Run a chapter's cells in this process with some parameters changed, and read what its prose would say.
"""

import re

import nbformat

from threefronts.facts import record
from threefronts.tables import load, root

GLUE = re.compile(r"\{glue:text\}`([^`]+)`")


class Chapter:
    """
    The cells of the notebook *stem*; called with parameters, it returns the words of each key.
    """

    def __init__(self, stem: str, monkeypatch):
        self.cells = nbformat.read(root() / f"notebooks/{stem}.ipynb", as_version=4).cells
        self.prose = "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        self.words: dict[str, str] = {}
        monkeypatch.setattr(record, "display", self._keep)
        monkeypatch.setattr(load, "_record_read", lambda *read: None)

    def _keep(self, data, raw, metadata):
        self.words[metadata["scrapbook"]["name"]] = data[f"{record.GLUE_PREFIX}text/plain"].strip("'\"")

    def __call__(self, parameters: dict) -> dict[str, str]:
        self.words.clear()
        names: dict = {}
        for cell in self.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                assert set(parameters) <= set(names), "a parameter that the chapter does not have"
                names |= parameters
        return dict(self.words)

    def broken(self) -> set[str]:
        """
        Keys of the prose without words, and keys whose words are no words.
        """
        unsaid = {key for key in GLUE.findall(self.prose) if not self.words.get(key)}
        return unsaid | {
            key for key, text in self.words.items() if {"nan", "None", "inf"} & set(text.split())
        }
