"""
Links of the book on paper: each leads to the place in the same file that it means.

Chromium writes where a link led on this machine; no path of it may stay in the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

from threefronts.site.address import base_url


@dataclass(frozen=True)
class Bound:
    """
    One page of the site within the whole book.

    Attributes:
        address: Where the page stands on this machine; empty for the contents.
        start: Number of its first sheet, from 0.
        anchors: Number of the sheet and height on it, in points, of each anchor that its own links name.
    """

    address: str
    start: int
    anchors: Mapping[str, tuple[int, float]]


def anchors_of(part: Any, start: int) -> dict[str, tuple[int, float]]:
    """
    Return the anchors of *part*, a ``pypdf.PdfReader`` whose first sheet is number *start* of the book.
    """
    return {
        _plain(name): (start + part.get_destination_page_number(place), float(place.top))
        for name, place in part.named_destinations.items()
    }


def tie_links(book: Any, html: Path, parts: Sequence[Bound]) -> None:
    """
    Turn each link of *book* into one that works on paper, or take it out.

    A link to a printed page leads to it; one to another file of the site to its public address, where that is
    known; one to another host stays.

    Args:
        book: A ``pypdf.PdfWriter`` of the whole book, changed in place.
        html: Folder of the edition's site.
        parts: The pages in their order.
    """
    from pypdf.generic import ArrayObject, NameObject

    pages = {part.address: part for part in parts}
    ends = [part.start for part in parts[1:]] + [len(book.pages)]
    for part, end in zip(parts, ends, strict=True):
        for sheet in book.pages[part.start : end]:
            links = [reference.get_object() for reference in sheet.get("/Annots", ())]
            kept = [link for link in links if _is_tied(book, link, html.parent, part, pages)]
            sheet[NameObject("/Annots")] = ArrayObject(link.indirect_reference for link in kept)


def _is_tied(book: Any, link: Any, site: Path, here: Bound, pages: Mapping[str, Bound]) -> bool:
    """
    Tie one link; returns whether it leads anywhere.
    """
    from pypdf.generic import NameObject, TextStringObject

    if "/Dest" in link:
        return _lead(book, link, here.anchors.get(_plain(str(link["/Dest"]))))
    address = str(link["/A"].get("/URI", "")) if "/A" in link else ""
    if not address.startswith("file:"):
        return True
    page, anchor = urldefrag(address)
    if page in pages:
        there = pages[page]
        return _lead(book, link, there.anchors.get(_plain(anchor), (there.start, None)))
    if not base_url() or not page.startswith(f"{site.as_uri()}/"):
        return False
    public = base_url() + address.removeprefix(f"{site.as_uri()}/")
    link["/A"][NameObject("/URI")] = TextStringObject(public)
    return True


def _lead(book: Any, link: Any, place: tuple[int, float | None] | None) -> bool:
    """
    Let a link lead to a sheet, and to a height on it; returns whether there is one.
    """
    from pypdf.generic import ArrayObject, FloatObject, NameObject, NullObject

    if place is None:
        return False
    number, height = place
    sheet = book.pages[number]
    top = FloatObject(sheet.mediabox.top if height is None else height)
    link.pop("/A", None)
    link[NameObject("/Dest")] = ArrayObject(
        [sheet.indirect_reference, NameObject("/XYZ"), NullObject(), top, NullObject()]  # the zoom stays
    )
    return True


def _plain(anchor: str) -> str:
    return unquote(anchor).removeprefix("/")
