"""
Terms of the glossary in chapters: where a page first uses one, its meaning opens like the card of a number.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from threefronts.site.numbers import number

PAGE = "glossary"
_CLOSED = (nodes.reference, nodes.title, nodes.caption, nodes.literal, nodes.term, nodes.legend, number)
_CLOSED += (nodes.strong, nodes.figure)


def read_terms(app: Sphinx, _env: object) -> None:
    """
    Read what the glossary says: anchor and meaning by term.
    """
    app.threefronts_terms = {}
    if PAGE in app.env.found_docs:
        for item in app.env.get_doctree(PAGE).findall(nodes.definition_list_item):
            if isinstance(item.parent.parent, addnodes.glossary):
                term, meaning = item.children[0], item.children[-1]
                app.threefronts_terms[term.astext()] = (term["ids"][0], meaning.astext())


def mark_terms(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """
    Give the first use of each term on a chapter's page its card.
    """
    left = dict(app.threefronts_terms) if "/" in name else {}
    for text in list(doctree.findall(nodes.Text)):
        if left and _is_open(text):
            _mark(text, left)


def _is_open(text: nodes.Text) -> bool:
    node, is_prose = text.parent, False
    while node is not None:
        if isinstance(node, _CLOSED):
            return False
        is_prose, node = is_prose or isinstance(node, nodes.paragraph), node.parent
    return is_prose


def _mark(text: nodes.Text, left: dict[str, tuple[str, str]]) -> None:
    """
    Put cards into one text, and take what was found from the terms that are *left*.
    """
    words = "|".join(map(re.escape, sorted(left, key=len, reverse=True)))
    parts, rest = [], str(text)
    while left and (found := re.search(rf"(?<![\w-])({words})s?(?![\w-])", rest)):
        before, rest = rest[: found.start()], rest[found.end() :]
        meaning = left.pop(found[1], None)
        parts += [nodes.Text(before), _card(found[0], *meaning) if meaning else nodes.Text(found[0])]
    if parts:
        text.parent.replace(text, [*parts, nodes.Text(rest)])


def _card(word: str, anchor: str, meaning: str) -> number:
    """
    A word that tells its meaning.
    """
    node = number(word, word, about=[meaning], classes=["tf-term"])
    node["href"], node["link"] = f"../{PAGE}.html#{anchor}", "In the glossary"
    return node


def setup(app: Sphinx) -> None:
    """
    Mark terms before a page is written.
    """
    app.connect("env-updated", read_terms)
    app.connect("doctree-resolved", mark_terms)
