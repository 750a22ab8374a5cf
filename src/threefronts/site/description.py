"""
What a search engine and a shared link say of a page: its first paragraph, or what kind of page it is.
"""

from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from threefronts.site.address import base_url

LONGEST = 200
_KINDS = {
    "search": "Search the texts of Three Fronts, an evidence book on the war in Ukraine.",
    "genindex": "Index of Three Fronts, an evidence book on the war in Ukraine.",
}


def describe(_app: Sphinx, page: str, _template: str, context: dict, doctree: nodes.document | None) -> None:
    """
    Give *page* its description, where Open Graph does not write one.
    """
    said = first_words(doctree) if doctree else _KINDS.get(page)
    if said:
        meta = f'<meta name="description" content="{escape(said)}" />\n'
        context["metatags"] = context.get("metatags", "") + meta


def first_words(doctree: nodes.document) -> str | None:
    """
    The first paragraph of a page, cut between words.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) <= LONGEST:
            return text or None
        return text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return None


def setup(app: Sphinx) -> None:
    """
    Describe each page.
    """
    if not base_url():
        app.connect("html-page-context", describe)
