"""
Last touches on the built pages: what the theme adds and a book in a folder cannot use.
"""

import re
from pathlib import Path

# From file:// a browser refuses preloaded fonts, with an error; the style sheet loads them anyway.
_FONT_PRELOAD = re.compile(r'[ \t]*<link rel="preload" as="font"[^>]*>\n?')
# 1.5 MB that draws the icons a second time: the fonts already show them.
_ICON_SCRIPT = re.compile(r'[ \t]*<script src="[^"]*/fontawesome/[^"]*/js/all\.min\.js[^"]*"></script>\n?')
# MyST labels each equation that has no label of its own with a new random UUID.
_RANDOM_EQUATION = re.compile(r"\bequation-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
# Icon scripts, maps for debugging the theme, and fonts for browsers that know no woff2.
_UNUSED = ("_static/vendor/fontawesome/*/js/*", "_static/**/*.map", "_static/vendor/fontawesome/**/*.ttf")


def polish(html: Path) -> None:
    """
    Rewrite every page below *html* that needs it.
    """
    for page in sorted(html.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        page.write_text(polished(text), encoding="utf-8")
    for pattern in _UNUSED:
        for path in html.glob(pattern):
            path.unlink()


def polished(text: str) -> str:
    """
    One page without preloaded fonts and icon scripts, its unlabelled equations numbered by appearance.
    """
    seen: dict[str, str] = {}

    def number(match: re.Match) -> str:
        return seen.setdefault(match[0], f"equation-unlabelled-{len(seen) + 1}")

    return _RANDOM_EQUATION.sub(number, _ICON_SCRIPT.sub("", _FONT_PRELOAD.sub("", text)))
