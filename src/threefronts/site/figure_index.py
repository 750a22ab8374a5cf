"""
The index of figures: every chart of an edition with its caption, its chapter and its files.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from threefronts.site.figures import FIGURES, Figure

FIGURES_PAGE = "figures.md"
_KINDS = (("csv", "data"), ("json", "spec"), ("svg", "image"))


def figures_page(found: Sequence[tuple[str, str, Figure]]) -> str:
    """
    Return the page in MyST.

    Args:
        found: Stem and title of the chapter with each of its figures, in the order of the book.
    """
    lines = [
        "# The figures",
        "",
        "Every chart of this edition, chapter by chapter, with its files.",
    ]
    for (stem, title), figures in groupby(found, key=lambda row: row[:2]):
        lines += ["", f"## {title}", "", '<ol class="tf-figures">']
        lines += [_item(stem, figure) for _stem, _title, figure in figures]
        lines += ["</ol>"]
    return "\n".join(lines) + "\n"


def _item(stem: str, figure: Figure) -> str:
    links = [("chart", f"{stem}.html#{figure.label}")]
    links += [(word, f"{FIGURES}/{figure.id}.{kind}") for kind, word in _KINDS]
    shown = " · ".join(
        f'<a href="{address}" aria-label="{word} of {figure.id.replace("_", " ")}">{word}</a>'
        for word, address in links
    )
    return f"<li>{escape(figure.caption, quote=False)} <small>{shown}</small></li>"
