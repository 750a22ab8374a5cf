"""
What is shared and kept: tags, cards and a sitemap where the address is known, and the book as a PDF.
"""

import io
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pypdf
import pytest
import sample

from threefronts.site import BuildError, build_edition
from threefronts.site.paper import write_pdf
from threefronts.site.shots import SHEET, take_shots

EDITION = sample.EDITIONS[0]
BASE = "https://example.org/book"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """
    A small book built for a known address: its project and its folder of HTML.
    """
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        sample.make_project(folder)
        patch.setenv("THREEFRONTS_ROOT", str(folder))
        patch.setenv("THREEFRONTS_BASE_URL", BASE)
        yield build_edition(sample.make_executed(folder / "executed"), EDITION, folder / "_build/html")


def test_a_shared_chapter_shows_its_card(shared: Path) -> None:
    """
    The tags of a chapter name its address and a picture, which is there in the size that networks expect.
    """
    text = (shared / "battlefield/attrition.html").read_text(encoding="utf-8")
    address = f"{BASE}/{EDITION.name}"
    assert f'<meta property="og:url" content="{address}/battlefield/attrition.html" />' in text
    assert f'<meta property="og:image" content="{address}/api/cards/battlefield/attrition.png" />' in text
    picture = (shared / "api/cards/battlefield/attrition.png").read_bytes()
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [1200, 630]


def test_the_sitemap_lists_the_pages(shared: Path) -> None:
    """
    Every page that a reader opens is listed once, by its whole address.
    """
    found = [place.text for place in ET.parse(shared / "sitemap.xml").iter() if place.tag.endswith("loc")]
    pages = ("index", "battlefield/attrition", "synthesis/claims")
    assert sorted(found) == sorted(f"{BASE}/{EDITION.name}/{page}.html" for page in pages)


def test_the_book_becomes_one_pdf(shared: Path, browser: object, tmp_path: Path) -> None:
    """
    The pages stand in reading order with bookmarks, and each sheet carries its number.
    """
    count = write_pdf(shared, EDITION, tmp_path / "book.pdf", browser)
    book = pypdf.PdfReader(io.BytesIO((tmp_path / "book.pdf").read_bytes()))
    assert [mark.title for mark in book.outline] == ["Contents", "Sample", "Losses", "Claims"]
    places = [book.get_destination_page_number(mark) for mark in book.outline]
    assert places == sorted(places) and places[:2] == [0, 1] and len(book.pages) == count
    for place, mark in zip(places[1:], book.outline[1:], strict=True):
        assert mark.title in book.pages[place].extract_text()
        assert f"{mark.title} {place + 1}" in " ".join(book.pages[0].extract_text().split())
    assert all(
        page.extract_text().split()[-1] == str(number) for number, page in enumerate(book.pages, start=1)
    )


def test_links_on_paper_lead_within_the_file(shared: Path, browser: object, tmp_path: Path) -> None:
    """
    The contents lead to each part, a link to a chapter to its sheet, one to a file to its public address;
    no path of this machine is left, and a heading that two pages share is found in its own.
    """
    index = (shared / "index.html").read_text(encoding="utf-8")
    more = '<a href="battlefield/attrition.html#losses">L</a> <a href="api/facts.json">F</a>'
    more += ' <a href="#twin">T</a>'
    twin = '<h2 id="twin" style="break-before: page">Twin</h2>'
    book = Path(shutil.copytree(shared, tmp_path / "book" / EDITION.name))
    (book / "index.html").write_text(index.replace("</article>", f"{more}{twin}</article>"), encoding="utf-8")
    for page in ("battlefield/attrition", "synthesis/claims"):
        text = (book / f"{page}.html").read_text(encoding="utf-8")
        more = f'{twin}<a href="#twin">to its own twin</a>'
        (book / f"{page}.html").write_text(text.replace("</article>", f"{more}</article>"), encoding="utf-8")
    write_pdf(book, EDITION, tmp_path / "book.pdf", browser)
    read = pypdf.PdfReader(tmp_path / "book.pdf")
    starts = [read.get_destination_page_number(mark) for mark in read.outline]
    ends = [*starts[1:], len(read.pages)]
    links = [links_of(read, sheet) for sheet in read.pages]
    assert [target for target, _ in links[0]] == starts[1:]
    said = [link for sheet in links[starts[1] : ends[1]] for link in sheet]
    assert (starts[2], None) in said
    assert (None, f"{BASE}/{EDITION.name}/api/facts.json") in said
    for start, end in zip(starts[1:], ends[1:], strict=True):
        assert "Twin" in read.pages[end - 1].extract_text()
        assert (end - 1, None) in [link for sheet in links[start:end] for link in sheet]
    assert not [address for sheet in links for _, address in sheet if address and address.startswith("file")]


def links_of(book: pypdf.PdfReader, sheet: pypdf.PageObject) -> list[tuple[int | None, str | None]]:
    """
    Where the links of a sheet lead: the number of a sheet, or an address.
    """
    places = {page.indirect_reference.idnum: number for number, page in enumerate(book.pages)}
    found = [reference.get_object() for reference in sheet.get("/Annots", ())]
    return [
        (places[link["/Dest"][0].indirect_reference.idnum], None)
        if "/Dest" in link
        else (None, link["/A"]["/URI"])
        for link in found
    ]


def test_a_book_that_is_not_built_is_not_printed(shared: Path, tmp_path: Path) -> None:
    """
    The message says what to do, and no file is begun.
    """
    with pytest.raises(BuildError, match=r"index\.html is missing: run `threefronts book`"):
        write_pdf(tmp_path, EDITION, tmp_path / "book.pdf")
    assert not (tmp_path / "book.pdf").exists()


def test_pictures_of_a_long_page_show_all_of_it(browser: object, tmp_path: Path) -> None:
    """
    Sheets of a long page add up to its height, in each theme and on each screen; a short page is one picture.
    """
    (tmp_path / "long.html").write_text(
        f'<body style="margin: 0"><p style="height: {SHEET + 700}px; margin: 0">'
    )
    (tmp_path / "short.html").write_text("<p>word</p>")
    made = list(take_shots(tmp_path, tmp_path / "shots", browser, pages=("long", "short")))
    heights = [
        int.from_bytes(path.read_bytes()[20:24]) for path in made if path.name.startswith("long-light-desk")
    ]
    assert heights == [SHEET, 700]
    assert sum(path.name.startswith("short") for path in made) == 4
    assert len(made) == 4 * 3
