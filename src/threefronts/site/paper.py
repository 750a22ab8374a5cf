"""
The whole book of an edition as one PDF: every page printed by Chromium, with contents, bookmarks and numbers.
"""

import io
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from html import escape
from pathlib import Path

from threefronts.files import replace_file
from threefronts.site.chromium import chromium
from threefronts.site.errors import BuildError
from threefronts.site.paper_links import Bound, anchors_of, tie_links
from threefronts.site.reading_order import reading_order
from threefronts.tables import root

_PAPER = {"format": "A4", "print_background": True}
_MARGIN = {"top": "18mm", "bottom": "20mm", "left": "18mm", "right": "18mm"}
_PICTURES = """async () => {
    const pictures = [...document.querySelectorAll(".tf-chart-static")];
    pictures.forEach((picture) => { picture.loading = "eager"; });
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
}"""
_STYLE = (
    "body { font: 11pt/1.5 system-ui, 'Liberation Sans', sans-serif; margin: 0; } "
    "a { color: inherit; text-decoration: none; }"
)


@dataclass(frozen=True)
class Printed:
    """
    One page of the site on paper: its title, the bytes of its PDF, and where it stands on this machine.
    """

    title: str
    content: bytes
    address: str = ""


def write_pdf(html: Path, edition: object, target: Path, browser: object = None) -> int:
    """
    Print an edition.

    Args:
        html: Folder of the edition's built site.
        edition: Has ``name``, ``title`` and ``as_of``.
        target: The file to write.
        browser: One that runs already; none starts one.

    Returns:
        How many pages the file has.

    Raises:
        BuildError: The edition is not built, or Chromium, Playwright or pypdf is missing.
    """
    pages = [html / f"{page}.html" for page in reading_order(root())]
    missing = next((page for page in pages if not page.exists()), None)
    if missing:
        raise BuildError(f"{missing} is missing: run `threefronts book` first.")
    try:
        import pypdf
    except ImportError as error:
        raise BuildError("pypdf is missing: install the package with its extra pdf.") from error
    with nullcontext(browser) if browser else chromium() as browser:
        paper = browser.new_page(color_scheme="light")
        printed = [_print(paper, page) for page in pages]
        lengths = [len(pypdf.PdfReader(io.BytesIO(one.content)).pages) for one in printed]
        front = _contents(paper, edition, printed, lengths)
        numbers = _numbers(paper, len(pypdf.PdfReader(io.BytesIO(front)).pages) + sum(lengths))
    book = _bound([Printed("Contents", front), *printed], numbers, html)
    book.add_metadata({"/Title": f"Three Fronts, {edition.title}", "/Subject": f"As of {edition.as_of}"})
    content = io.BytesIO()
    book.write(content)
    replace_file(target, content.getvalue())
    return len(book.pages)


def _print(paper: object, page: Path) -> Printed:
    """
    One page of the site; pictures that load on sight are loaded before.
    """
    paper.goto(page.as_uri())
    paper.evaluate(_PICTURES)
    return Printed(paper.title().split(" — ")[0], paper.pdf(**_PAPER, margin=_MARGIN), page.as_uri())


def _contents(paper: object, edition: object, parts: Sequence[Printed], lengths: Sequence[int]) -> bytes:
    """
    The first page, and one alone: what the book is, and on which page each part of it begins.
    """
    starts = [2 + sum(lengths[:place]) for place in range(len(lengths))]
    rows = "".join(
        f"<tr><td><a href='{part.address}'>{escape(part.title)}</a></td>"
        f"<td style='text-align:right'>{start}</td></tr>"
        for part, start in zip(parts, starts, strict=True)
    )
    about = f"<h1>Three Fronts</h1><p>{escape(edition.title)}, as of {edition.as_of}</p><h2>Contents</h2>"
    paper.set_content(f"<style>{_STYLE}</style>{about}<table style='width:100%'>{rows}</table>")
    return paper.pdf(**_PAPER, margin=_MARGIN, page_ranges="1")


def _numbers(paper: object, count: int) -> bytes:
    """
    As many empty pages, each with its number at the foot.
    """
    style = "div { break-after: page; height: 100vh; position: relative; }"
    style += "p { bottom: 0; margin: 0; position: absolute; text-align: center; width: 100%; }"
    sheets = "".join(f"<div><p>{number}</p></div>" for number in range(1, count + 1))
    paper.set_content(f"<style>{_STYLE} {style} div:last-child {{ break-after: auto; }}</style>{sheets}")
    return paper.pdf(format="A4", margin={"bottom": "9mm"})


def _bound(parts: Sequence[Printed], numbers: bytes, html: Path):
    """
    All parts in one file, a bookmark at each, a number on each page, links that lead within the file.
    """
    import pypdf

    book, stamps = pypdf.PdfWriter(), pypdf.PdfReader(io.BytesIO(numbers)).pages
    placed = []
    for part in parts:
        read, start = pypdf.PdfReader(io.BytesIO(part.content)), len(book.pages)
        placed.append(Bound(part.address, start, anchors_of(read, start)))
        book.append(read, import_outline=False)
        book.add_outline_item(title=part.title, page_number=start)
    tie_links(book, html, placed)
    for page, stamp in zip(book.pages, stamps, strict=True):
        page.merge_page(stamp)
    book.compress_identical_objects()
    return book
