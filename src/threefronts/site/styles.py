"""
One small style sheet an edition, in place of the eleven that the theme and its extensions bring.

A browser draws nothing before the last sheet has come, and then asks each element about each rule: rules for
classes that no page of the edition has are left out.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import lightningcss

SHEET = "_static/book.css"
_LINK = re.compile(r'[ \t]*<link\b[^>]*\bhref="([^":?]+\.css)(?:\?[^"]*)?"[^>]*>\n?')
_LOCAL = re.compile(r"""url\((["']?)(?!data:|https?:|/|#)([^"')]+)\1\)""")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_CLASSES = re.compile(r"""\bclass=\\?["']([^"']*)["']""")
# Scripts put these together from parts.
_MADE = ("bs-", "tooltip", "popover", "modal", "theme", "fa-sun", "fa-moon", "fa-circle")
_NO_SCRIPTS_OF_THE_BOOK = ("search-texts.js",)


def one_sheet(html: Path, pages: dict[Path, str]) -> dict[Path, str]:
    """
    Write the sheet of the edition at *html* and drop those it replaces, with what they import.

    Args:
        html: Folder of the edition.
        pages: The text of each page.

    Returns:
        The pages, each with one link to the sheet.
    """
    sheets = list(dict.fromkeys(sheet for page, text in pages.items() for sheet in _linked(page, text)))
    used = _words(html, pages.values())
    styles = [_slim(sheet, html / SHEET, used) for sheet in sheets]
    for sheet in (html / SHEET).parent.rglob("*.css"):
        sheet.unlink()
    (html / SHEET).write_text("\n".join(styles), encoding="utf-8")
    return {page: _relinked(html, page, text) for page, text in pages.items()}


def _linked(page: Path, text: str) -> list[Path]:
    """
    The sheets that a page asks for, in its order, which decides between rules of equal weight.
    """
    return [(page.parent / href).resolve() for href in _LINK.findall(text)]


def _words(html: Path, pages: Iterable[str]) -> set[str]:
    """
    Every class of the pages, and every word of the scripts, since a script may set any of them as a class.
    """
    scripts = [path for path in (html / "_static").rglob("*.js") if path.name not in _NO_SCRIPTS_OF_THE_BOOK]
    found = {word for text in pages for classes in set(_CLASSES.findall(text)) for word in classes.split()}
    return found.union(*(_WORD.findall(path.read_text(encoding="utf-8")) for path in scripts))


def _slim(sheet: Path, target: Path, used: set[str]) -> str:
    """
    The sheet, with what it imports, without rules of classes that are not *used*, as if it stood at *target*.
    """
    classes = set(_CLASS.findall(lightningcss.bundle_css(str(sheet), minify=False)))
    unused = {name for name in classes - used if not name.startswith(_MADE)}
    style = lightningcss.bundle_css(str(sheet), unused_symbols=unused)

    def moved(match: re.Match) -> str:
        there = os.path.relpath(sheet.parent / match[2], target.parent)
        return f"url({Path(there).as_posix()})"

    return _LOCAL.sub(moved, style)


def _relinked(html: Path, page: Path, text: str) -> str:
    """
    The page with the one sheet where its first was.
    """
    here = Path(os.path.relpath(html / SHEET, page.parent)).as_posix()
    first = iter((f'    <link rel="stylesheet" href="{here}">\n',))
    return _LINK.sub(lambda _link: next(first, ""), text)
