"""
Scripts that let a page be read first: all wait until it is parsed, and its colours are known from the start.
"""

import re
from pathlib import Path

_SCRIPT = re.compile(r"<script(?![^>]*\s(?:defer|async))(?=[^>]*\ssrc=)")
_OPTIONS = re.compile(r'<script src="[^"]*(_static/documentation_options\.js)[^"]*"></script>')
_SEARCH = "searchtools.js"
_PRELOAD = re.compile(r'[ \t]*<link rel="preload" as="script"[^>]*>\n?')
# The theme's script turns "auto" into a theme when the page stands, for a second look of every element.
_AUTO = 'dataset.theme = localStorage.getItem("theme") || "auto"'
_ASKED = (
    'dataset.theme = ["light", "dark"].includes(localStorage.getItem("mode")) ? localStorage.getItem("mode")'
    ' : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"'
)


def deferred(html: Path, text: str) -> str:
    """
    A page of the edition at *html* whose scripts wait, the search's apart.

    The options stand in the page, since an inline script changes them before any file runs.
    """

    def inline(match: re.Match) -> str:
        return f"<script>{(html / match[1]).read_text(encoding='utf-8').strip()}</script>"

    text = _OPTIONS.sub(inline, _PRELOAD.sub("", text).replace(_AUTO, _ASKED, 1))
    if _SEARCH in text:  # Sphinx's search has to stand before the book's own, which waits, changes it
        return text
    return _SCRIPT.sub("<script defer", text)
