"""
Numbers in sentences: the role that shows a recorded text, and the card that opens on it.
"""

import json
import posixpath
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html import HTML5Translator

from threefronts.site.records import RECORDS_FILE

LOGGER = logging.getLogger(__name__)
_INSIDE = (nodes.reference, nodes.title, nodes.caption)  # a link or a heading is one thing to focus


class number(nodes.inline):  # noqa: N801  docutils names nodes so
    """
    A recorded text in a sentence, with ``about``, ``href`` and words of its ``link`` where it is a number.
    """


class RecordedText(SphinxRole):
    """
    ``{glue:text}`key``` of this chapter, or ``{glue:text}`path.ipynb::key``` of another.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """
        Return the text as a node; an unknown key is a warning, which fails the build.
        """
        where, _, key = self.text.rpartition("::")
        here = self.env.docname
        folder = posixpath.dirname(here)
        stem = posixpath.normpath(posixpath.join(folder, where)).removesuffix(".ipynb") if where else here
        chapter = self.env.app.threefronts_records.get(stem, {"texts": {}})
        record = chapter["texts"].get(key)
        if record is None:
            LOGGER.warning("nothing is recorded as %r in %s", key, stem, location=self.get_location())
            return [nodes.inline(key, key)], []
        node = number(record["text"], record["text"])
        node["about"], node["link"] = record["about"], f"Made in: {chapter['title']}"
        anchor = "" if record["cell"] is None else f"#cell-{record['cell']}"
        node["href"] = posixpath.relpath(f"{stem}.html", folder or ".") + anchor
        return [node], []


def visit_number(self: HTML5Translator, node: number) -> None:
    """
    Open the number; its card follows the text on leaving.
    """
    if _has_card(node):
        self.tf_numbers = getattr(self, "tf_numbers", 0) + 1
        names = " ".join(["tf-fact", *node["classes"]])
        self.body.append(f'<span class="{names}" tabindex="0" aria-describedby="about-{self.tf_numbers}">')


def depart_number(self: HTML5Translator, node: number) -> None:
    """
    Write the card, which style sheets show on pointing at the number or focusing it.
    """
    if _has_card(node):
        self.body.append(card_html(node, f"about-{self.tf_numbers}") + "</span>")


def card_html(node: number, card_id: str) -> str:
    """
    HTML of the card: a line for each thing to know, and the link to the cell that made the number.
    """
    lines = "".join(f"<span>{escape(line)}</span> " for line in node["about"])
    link = f'<a href="{escape(node["href"])}">{escape(node["link"])}</a>'
    return f'<span class="tf-about" id="{card_id}" hidden>{lines}{link}</span>'


def _has_card(node: number) -> bool:
    parent, is_inside = node.parent, False
    while parent is not None:
        is_inside, parent = is_inside or isinstance(parent, _INSIDE), parent.parent
    return bool(node["about"]) and not is_inside


def read_records(app: Sphinx) -> None:
    """
    Load what the assembled edition recorded.
    """
    path = Path(app.srcdir) / RECORDS_FILE
    app.threefronts_records = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def name_cells(_app: Sphinx, doctree: nodes.document) -> None:
    """
    Give each cell of code an anchor, ``cell-`` and its place in the notebook.
    """
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code":
            cell["ids"].append(f"cell-{cell['cell_index']}")


def setup(app: Sphinx) -> None:
    """
    Register node and anchors, and take the role over from MyST-NB, which is set up before.
    """
    app.add_role_to_domain("glue", "text", RecordedText(), override=True)
    app.add_node(number, html=(visit_number, depart_number))
    app.connect("builder-inited", read_records)
    app.connect("doctree-read", name_cells)
