"""
From a claim to its evidence: the section that tells the verdict, and the chart in it.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape

import nbformat
from docutils.nodes import make_id

from threefronts.facts.judge import VERDICT_MIME
from threefronts.site.figures import Figure
from threefronts.site.records import title_of

_PARTS = re.compile(r"^## (?P<heading>.+)$|`verdict_(?P<told>\w\d\d)`", re.MULTILINE)
_CLAIM = re.compile(
    r'(<details class="tf-claim" id="claim-(\w+)"(?:(?!</details>).)*?<dt>evidence</dt><dd>).*?(</dd>)',
    re.DOTALL,
)


def evidence_links(chapters: Mapping[str, nbformat.NotebookNode]) -> dict[str, str]:
    """
    Return the link to the evidence of each claim, in lower case, as a page of another folder writes it.

    It leads to the first chart that follows the verdict in its section, else to the last before it, else to
    the section: the first below a heading that tells the verdict, else the one that computes it.

    Args:
        chapters: The executed notebooks by stem.
    """
    return {
        claim: f'<a href="../{stem}.html#{anchor}">{words} of “{escape(title_of(notebook) or stem)}”</a>'
        for stem, notebook in chapters.items()
        for claim, (anchor, words) in _places(notebook).items()
    }


def point_to_evidence(notebook: nbformat.NotebookNode, links: Mapping[str, str]) -> None:
    """
    Let each claim that *notebook* lists lead to its evidence; a claim without a link keeps its chapter.
    """

    def pointed(match: re.Match) -> str:
        return match[1] + links[match[2]] + match[3] if match[2] in links else match[0]

    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = _CLAIM.sub(pointed, output.data["text/html"])


def _places(notebook: nbformat.NotebookNode) -> dict[str, tuple[str, str]]:
    """
    Anchor and words for each claim that the notebook judges.
    """
    found: dict[str, tuple[str, str]] = {}
    sections = list(_sections(notebook))
    judged = {mark for _heading, marks in sections for what, mark in marks if what == "judged"}
    for kind in ("told", "judged"):
        for heading, marks in sections:
            for place, (what, mark) in enumerate(marks):
                if what == kind and heading and mark in judged:
                    found.setdefault(mark, _goal(heading, marks, place))
    return found


def _goal(heading: str, marks: list[tuple[str, str]], place: int) -> tuple[str, str]:
    charts = [mark for what, mark in [*marks[place:], *reversed(marks[:place])] if what == "chart"]
    words = f"the section “{escape(heading)}”"
    return (make_id(charts[0]), f"the chart in {words}") if charts else (make_id(heading), words)


def _sections(notebook: nbformat.NotebookNode) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """
    Each heading, and what stands below it in its order: ``told`` or ``judged`` claims, and labels of charts.
    """
    heading, marks = "", []
    for cell in notebook.cells:
        for part in _PARTS.finditer(cell.source if cell.cell_type == "markdown" else ""):
            if part["told"]:
                marks.append(("told", part["told"]))
            else:
                yield heading, marks
                heading, marks = part["heading"].strip(), []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VERDICT_MIME in data:
                marks.append(("judged", data[VERDICT_MIME]["claim_id"].lower()))
            elif figure := Figure.from_bundle(data):
                marks.append(("chart", figure.label))
    yield heading, marks
