"""
Last touches on the built pages: what the theme adds and a book in a folder cannot use.
"""

import re
from pathlib import Path

from threefronts.site.feed import FEED, TITLE
from threefronts.site.policy import with_policy
from threefronts.site.scripts import deferred
from threefronts.site.styles import one_sheet
from threefronts.site.switcher import edition_bar

# From file:// a browser refuses preloaded fonts, with an error; the style sheet loads them anyway.
_FONT_PRELOAD = re.compile(r'[ \t]*<link rel="preload" as="font"[^>]*>\n?')
# 1.5 MB that draws the icons a second time: the fonts already show them.
_ICON_SCRIPT = re.compile(r'[ \t]*<script src="[^"]*/fontawesome/[^"]*/js/all\.min\.js[^"]*"></script>\n?')
# MyST labels each equation that has no label of its own with a new random UUID.
_RANDOM_EQUATION = re.compile(r"\bequation-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
# The policy of the pages allows no handler within the markup; threefronts.js does what these ask for.
_HANDLERS = {
    'onclick="window.print()"': 'data-tf-does="print"',
    'onclick="toggleFullScreen()"': 'data-tf-does="fullscreen"',
}
# The theme repeats what Sphinx wrote before.
_VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')
# Tables whose rows read as cards on a phone, and their parts.
_TABLE = re.compile(
    r'<table class="(tf-(?:claims|card|errata|fields tf-(?:register|moves|rows))[^"]*)">.*?</table>',
    re.DOTALL,
)
_HEADING = re.compile(r'<th scope="col">(.*?)</th>', re.DOTALL)
_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_CELL = re.compile(r"(<t[hd]\b)")
_TAGS = re.compile(r"<[^>]+>")
_BOX = re.compile(r'<div class="(?:tf-table|math-block|pst-scrollable-table-container)"(?=>)')
# What the theme, MyST-NB, pandas and sphinx-design write against the rules of HTML.
_TAB = re.compile(r'<label aria-controls="[^"]*"(?= class="sd-tab-label")')
_SUMMARY = re.compile(r'<p (class="(?:collapsed|expanded) admonition-title")>(.*?)</p>', re.DOTALL)
_NAMELESS = '<summary aria-label="Toggle hidden content"'
_SCOPED = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)
_SECOND_SEARCH = re.compile(r'(id="search-input".*?)id="search-input"', re.DOTALL)
_MAIN = '<main id="main-content" class="bd-main" role="main">'
# Icon scripts, maps for debugging the theme, and fonts for browsers that know no woff2.
_UNUSED = (
    "_static/*macros.html",
    "_static/vendor/fontawesome/*/js/*",
    "_static/**/*.map",
    "_static/vendor/fontawesome/**/*.ttf",
)


def polish(html: Path, about: dict) -> None:
    """
    Rewrite every page below *html*, an edition that *about* describes.
    """
    pages = {}
    for page in sorted(html.rglob("*.html")):
        name = page.relative_to(html).as_posix()
        if not name.startswith("_"):
            text = page.read_text(encoding="utf-8").replace(_MAIN, _MAIN + edition_bar(about, name), 1)
            text = text.replace("</head>", f"{_feed_link(name)}</head>", 1)
            pages[page] = deferred(html, polished(text))
    for pattern in _UNUSED:
        for path in html.glob(pattern):
            path.unlink()
    for page, text in one_sheet(html, pages).items():
        page.write_text(with_policy(text), encoding="utf-8")


def _feed_link(page: str) -> str:
    """
    What tells a reader of feeds, from the head of *page*, where the flipped verdicts are.
    """
    up = "../" * (page.count("/") + 1)
    return f'<link rel="alternate" type="application/atom+xml" title="{TITLE}" href="{up}{FEED}">\n'


def polished(text: str) -> str:
    """
    One page without preloaded fonts, icon scripts and inline handlers, its unlabelled equations numbered by
    appearance.
    """
    seen: dict[str, str] = {}

    def number(match: re.Match) -> str:
        return seen.setdefault(match[0], f"equation-unlabelled-{len(seen) + 1}")

    text = _RANDOM_EQUATION.sub(number, _ICON_SCRIPT.sub("", _FONT_PRELOAD.sub("", text)))
    for handler, request in _HANDLERS.items():
        text = text.replace(handler, request)
    text = text.replace('data-theme="auto"', 'data-theme="light"', 1)  # without scripts "auto" has no colours
    text = _SECOND_SEARCH.sub(r'\1id="search-input-page"', _SCOPED.sub("", text))
    text = _TAB.sub("<label", text)  # its switch says what it is for
    text = text.replace(_NAMELESS, "<summary")  # its words say what a click does
    text = _SUMMARY.sub(r"<span \1>\2</span>", text)
    text = _BOX.sub(r'\g<0> tabindex="0"', text)  # what scrolls sideways, the keyboard must reach
    first = _VIEWPORT.search(text)
    if first:
        text = text[: first.end()] + _VIEWPORT.sub("", text[first.end() :])
    return _TABLE.sub(_stacked, text)


def _stacked(match: re.Match) -> str:
    """
    A table of the book's own with its headings in each cell, so that a phone can show a row as a card.
    """
    headings = [_TAGS.sub("", heading) for heading in _HEADING.findall(match[0])]

    def labelled(row: re.Match) -> str:
        places = iter(headings)
        return _CELL.sub(lambda cell: f'{cell[1]} data-label="{next(places, "")}"', row[0])

    head, body = match[0].split("<tbody>", 1)
    return head.replace(match[1], f"{match[1]} tf-stacked", 1) + "<tbody>" + _ROW.sub(labelled, body)
