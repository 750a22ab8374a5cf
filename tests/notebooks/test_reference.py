"""
The accepted editions are what a fresh execution gives, to the byte.
"""

import pytest

from threefronts.editions import read_editions
from threefronts.regress import read_reference, reference_dir, review, screen
from threefronts.site.documents import generated
from threefronts.tables import root

KEPT_BESIDE = {"inputs.json", "tables.json", "changes.json"}  # causes of a move, in check and since before
EDITIONS = [edition.name for edition in read_editions()]


def _texts(folder):
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.*")}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_fresh_execution_gives_the_accepted_edition(executed, edition):
    """
    Where it does not, the failure names table, row and column, then the notebook and what moved in it.
    """
    fresh = {
        name.removesuffix(".ipynb"): text
        for name, text in _texts(executed[edition]).items()
        if name.endswith(".ipynb")
    }
    found = review(edition, read_reference(edition), fresh)
    assert not found.findings, "\n".join(["", *screen([found], "threefronts check")])


@pytest.mark.parametrize("edition", EDITIONS)
def test_executing_twice_gives_the_same_bytes(executed, edition):
    """
    No time, path, random id or order of processes is left in an execution: today's has the accepted bytes.
    """
    accepted = {
        name: text for name, text in _texts(reference_dir(edition)).items() if name not in KEPT_BESIDE
    }
    assert _texts(executed[edition]) == accepted


def test_generated_documents_are_current():
    """
    README and LICENSE-DATA show the newest accepted facts and the manifests' terms.
    """
    for path, text in generated().items():
        assert (root() / path).read_text(encoding="utf-8") == text
