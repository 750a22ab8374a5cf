"""
The built site: nothing from other hosts, nothing missing, the same bytes each time.
"""

import filecmp
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from threefronts.site.feed import ATOM, FEED
from threefronts.site.reading_order import reading_order
from threefronts.tables import root

pytestmark = pytest.mark.site
LOADING = {"script", "img", "link", "iframe", "source", "object", "embed", "video", "audio", "image", "use"}
ADDRESSES = ("src", "href", "data", "srcset", "xlink:href")
FOREIGN = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
TEXT = {".html", ".js", ".json", ".css", ".csv", ".svg", ".md", ".ipynb", ".txt"}


@dataclass
class Page(HTMLParser):
    """
    What a page loads, where it links to, and which anchors it has.
    """

    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    charts: list[dict] = field(default_factory=list)
    pictures: list[dict] = field(default_factory=list)

    def __post_init__(self) -> None:
        """
        Start the parser.
        """
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """
        Sort one tag's addresses.
        """
        known = dict(attributes)
        self.anchors |= {known[name] for name in ("id", "name") if known.get(name)}
        classes = (known.get("class") or "").split()
        if "tf-chart" in classes:
            self.charts.append(known)
        if "tf-chart-static" in classes:
            self.pictures.append(known)
        found = [known[name] for name in ADDRESSES if known.get(name)]
        (self.loads if tag in LOADING else self.links).extend(found)


@cache
def parsed(path: Path) -> Page:
    """
    A page, read once.
    """
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def pages(site: Path) -> list[Path]:
    """
    Every page of the site that a reader can open.
    """
    return [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]


def editions(site: Path) -> list[Path]:
    """
    The folders of the editions, oldest first.
    """
    return sorted(path.parent for path in site.glob("2*/index.html"))


def broken(path: Path, address: str) -> bool:
    """
    Whether an address of this site leads nowhere.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return True
    return (
        bool(parts.fragment)
        and target.suffix == ".html"
        and unquote(parts.fragment) not in parsed(target).anchors
    )


def test_the_site_holds_both_editions(site: Path) -> None:
    """
    Every edition in editions/ is in the site.
    """
    expected = sorted(path.stem for path in (root() / "editions").glob("*.yml"))
    assert [path.name for path in editions(site)] == expected


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    """
    Scripts, styles, pictures and frames all lie in the book; only plain links lead outside.
    """
    foreign = [f"{path}: {url}" for path in pages(site) for url in parsed(path).loads if FOREIGN.match(url)]
    assert foreign == []


def test_no_style_sheet_asks_another_host(site: Path) -> None:
    """
    Fonts and backgrounds in style sheets lie in the book too.
    """
    asks = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//", re.IGNORECASE)
    assert [str(path) for path in site.rglob("*.css") if asks.search(path.read_text(encoding="utf-8"))] == []


def test_no_page_names_a_script_host(site: Path) -> None:
    """
    Nor does a script of a page hold the address of a place that serves scripts.
    """
    hosts = re.compile(r"unpkg\.com|cdn\.jsdelivr\.net|cdnjs\.cloudflare\.com|fonts\.googleapis\.com")
    assert [str(path) for path in pages(site) if hosts.search(path.read_text(encoding="utf-8"))] == []


def test_every_internal_address_leads_somewhere(site: Path) -> None:
    """
    Links, anchors, pictures, scripts and downloads all resolve within the site, from a folder too.
    """
    lost = [
        f"{path.relative_to(site)}: {address}"
        for path in pages(site)
        for address in [*parsed(path).links, *parsed(path).loads]
        if broken(path, address)
    ]
    assert lost == []


def test_every_chart_has_its_files_and_its_text(site: Path) -> None:
    """
    A figure brings its spec, script, picture and data, and says what it shows to those who cannot see it.
    """
    missing = [f"{path.relative_to(site)}: {what}" for path in pages(site) for what in _missing(path)]
    assert missing == []
    assert any(parsed(path).charts for path in pages(site))


def _missing(path: Path) -> Iterator[str]:
    page = parsed(path)
    for chart in page.charts:
        script = path.parent / chart["data-chart-src"]
        for kind in (".js", ".json", ".svg", ".csv"):
            found = script.with_suffix(kind)
            if not found.is_file() or not found.stat().st_size:
                yield found.name
    yield from (f"no alt at {picture['src']}" for picture in page.pictures if not picture.get("alt"))


@pytest.mark.parametrize("name", ["facts.json", "claims.json"])
def test_each_edition_publishes_its_numbers(site: Path, name: str) -> None:
    """
    Facts and verdicts stand at api/ as JSON, for others to build on.
    """
    for edition in editions(site):
        assert json.loads((edition / "api" / name).read_text(encoding="utf-8"))


def test_each_chapter_can_be_downloaded_as_it_ran(site: Path) -> None:
    """
    The download of a chapter is the executed notebook, with its charts inside.
    """
    for edition in editions(site):
        notebooks = sorted((edition / "_sources").glob("*/*.ipynb"))
        assert notebooks
        text = "".join(path.read_text(encoding="utf-8") for path in notebooks)
        assert "application/vnd.vegalite.v6+json" in text
        assert "application/vnd.threefronts.figure+json" not in text


def test_the_front_page_leads_to_the_newest_edition(site: Path) -> None:
    """
    index.html goes to the newest edition and lists every edition.
    """
    text = (site / "index.html").read_text(encoding="utf-8")
    names = [path.name for path in editions(site)]
    assert f'content="0; url={names[-1]}/index.html"' in text
    assert all(f'href="{name}/index.html"' in text for name in names)


def test_each_page_says_which_edition_it_is(site: Path) -> None:
    """
    Every page leads to the same page of every other edition, and all but the newest say that they are older.
    """
    newest = editions(site)[-1]
    for edition in editions(site):
        for page in edition_pages(edition):
            text = page.read_text(encoding="utf-8")
            assert 'class="tf-edition"' in text, page
            assert ('class="tf-older"' in text) == (edition != newest)
            up = "../" * (len(page.relative_to(edition).parts))
            for other in set(editions(site)) - {edition}:
                assert f"{up}{other.name}/{page.relative_to(edition)}" in parsed(page).links


def test_latest_leads_to_each_page_of_the_newest_edition(site: Path) -> None:
    """
    An address below latest/ never changes and always ends in the newest edition, without a script.
    """
    newest = editions(site)[-1]
    for page in edition_pages(newest):
        name = page.relative_to(newest)
        text = (site / "latest" / name).read_text(encoding="utf-8")
        target = f"{'../' * len(name.parts)}{newest.name}/{name.as_posix()}"
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in text
        assert target in parsed(site / "latest" / name).links


def edition_pages(edition: Path) -> list[Path]:
    """
    Every page of one edition.
    """
    return [path for path in pages(edition) if not path.relative_to(edition).parts[0].startswith("_")]


def test_every_page_has_a_strict_policy(site: Path) -> None:
    """
    No page allows another host, eval or a script that it was not built with, and none holds a handler.
    """
    handler = re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE)
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
        script = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert policy.startswith("default-src 'none'; ")
        assert all(word == "'self'" or word.startswith("'sha256-") for word in script.split()[1:]), page
        assert handler.search(text) is None, page


def test_every_page_is_light(site: Path) -> None:
    """
    A page, the data of its charts, the book's own scripts and its one style sheet take 150 kB at most,
    compressed; a whole edition takes 25 MB.
    """
    for edition in editions(site):
        static = edition / "_static"
        own = sum(_weight(path) for path in (static / "book.css", *static.glob("threefronts*")))
        for page in edition_pages(edition):
            charts = [page.parent / chart["data-chart-src"] for chart in parsed(page).charts]
            assert own + _weight(page) + sum(map(_weight, charts)) <= 150_000, page
        assert sum(path.stat().st_size for path in edition.rglob("*") if path.is_file()) < 25_000_000


def _weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_no_file_names_the_folder_it_was_built_in(site: Path) -> None:
    """
    The site holds no path of the computer that built it.
    """
    names = (str(root()), str(site.parent))
    files = [path for path in site.rglob("*") if path.suffix in TEXT]
    assert [str(path) for path in files if any(n in path.read_text(encoding="utf-8") for n in names)] == []


def test_built_twice_the_trees_are_identical(site: Path, second_site: Path) -> None:
    """
    The same input in another folder gives the same files with the same bytes.
    """
    first, second = (_files(folder) for folder in (site, second_site))
    assert first == second
    _same, differ, errors = filecmp.cmpfiles(site, second_site, first, shallow=False)
    assert (differ, errors) == ([], [])


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_previous_and_next_follow_the_reading_order(site: Path) -> None:
    """
    From the front page, next leads through every page in the order of the toc, and previous back again.
    """
    order = reading_order(root())
    for edition in editions(site):
        for place, name in enumerate(order):
            text = (edition / f"{name}.html").read_text(encoding="utf-8")
            found = [
                (edition / name).parent.joinpath(address).resolve()
                for address in re.findall(r'<a class="(?:left-prev|right-next)"\s+href="([^"]+)"', text)
            ]
            beside = order[max(place - 1, 0) : place] + order[place + 1 : place + 2]
            expected = [(edition / f"{other}.html").resolve() for other in beside]
            assert found == expected, name


def test_the_index_lists_every_figure_once(site: Path) -> None:
    """
    Each chart that a chapter shows stands in the index, with a way to it and to its files.
    """
    for edition in editions(site):
        links = parsed(edition / "figures.html").links
        shown = [
            (page.relative_to(edition).as_posix(), chart["data-chart"])
            for page in edition_pages(edition)
            for chart in parsed(page).charts
        ]
        for page, chart in shown:
            assert links.count(f"{page}#fig-{chart.replace('_', '-')}") == 1
            assert {f"api/figures/{chart}.{kind}" for kind in ("csv", "json", "svg")} <= set(links)


def test_the_feed_tells_every_flip_of_every_edition(site: Path) -> None:
    """
    One entry a verdict that differs between two accepted editions, and each leads to a page of the site.
    """
    folders = [root() / "book" / "editions" / edition.name for edition in editions(site)]
    claims = [json.loads((folder / "claims.json").read_text("utf-8"))["claims"] for folder in folders]
    flipped = [
        f"Claim {name}: {old[name]['verdict']} → {new[name]['verdict']}"
        for old, new in zip(claims, claims[1:], strict=False)
        for name in sorted(new)
        if old[name]["verdict"] != new[name]["verdict"]
    ]
    entries = ElementTree.parse(site / FEED).findall(f"{{{ATOM}}}entry")
    assert sorted(entry.findtext(f"{{{ATOM}}}title") for entry in entries) == sorted(flipped)
    links = [entry.find(f"{{{ATOM}}}link").get("href") for entry in entries]
    assert [link for link in links if not (site / link).is_file()] == []


def test_every_page_names_the_feed(site: Path) -> None:
    """
    A reader of feeds finds it from the head of any page, and the chapter on changes links it.
    """
    for edition in editions(site):
        for page in edition_pages(edition):
            up = "../" * len(page.relative_to(edition).parts)
            head = page.read_text(encoding="utf-8").split("</head>")[0]
            assert (
                f'type="application/atom+xml" title="Three Fronts: verdicts that flipped" href="{up}{FEED}"'
                in head
            )
        assert f"../../{FEED}" in parsed(edition / "synthesis" / "changes.html").links


def test_the_texts_of_the_search_are_small(site: Path) -> None:
    """
    The search alone loads the texts of all pages, and they take 300 kB at most, compressed.
    """
    for edition in editions(site):
        assert _weight(edition / "_static/search-texts.js") <= 300_000
        loading = [page for page in edition_pages(edition) if "search-texts.js" in page.read_text("utf-8")]
        assert [page.name for page in loading] == ["search.html"]
