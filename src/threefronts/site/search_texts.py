"""
Texts that the search shows excerpts of: a script, as a page opened from a folder may not fetch other pages.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

TEXTS, EXCERPTS = "search-texts.js", "threefronts-search.js"
_TAGS = re.compile(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
_UNREAD = (nodes.title, nodes.section, nodes.literal_block, nodes.math_block, nodes.comment)


def keep_text(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """
    Remember what a page says: the words of each section by its anchor, in the order of the page.
    """
    sections = {f"#{section['ids'][0]}": _text(section) for section in doctree.findall(nodes.section)}
    app.threefronts_texts[name] = {anchor: text for anchor, text in sections.items() if text}


def _text(section: nodes.section) -> str:
    words = (word for child in section.children for word in _words(child))
    return " ".join(" ".join(words).split())


def _words(node: nodes.Node) -> Iterator[str]:
    """
    The words of a node as readers see them, without code, formulas and the sections within.
    """
    if isinstance(node, _UNREAD):
        return
    if isinstance(node, nodes.raw):
        yield unescape(_TAGS.sub(" ", node.astext()))
    elif isinstance(node, nodes.TextElement):
        yield node.astext()
    else:
        for child in node.children:
            yield from _words(child)


def add_scripts(app: Sphinx, page: str, *_rest: object) -> None:
    """
    Let the page of the search, and no other, load the texts.
    """
    if page == "search":
        for name in (TEXTS, EXCERPTS):
            app.add_js_file(name, loading_method="defer")


def write_texts(app: Sphinx, error: Exception | None) -> None:
    """
    Write the texts of all pages as one script.
    """
    if error is None and app.builder.format == "html":
        texts = json.dumps(app.threefronts_texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        script = f"window.threefrontsTexts={texts};\n"
        (Path(app.outdir) / "_static" / TEXTS).write_text(script, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """
    Collect texts while pages are written.
    """
    app.threefronts_texts = {}
    app.connect("doctree-resolved", keep_text)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_texts)
