"""
What a reader's browser does with the book.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytestmark = pytest.mark.site
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@dataclass
class Seen:
    """
    What happened while pages were open.
    """

    local: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    charts: int = 0

    def note_request(self, request: object) -> None:
        """
        Keep a request that leaves this computer.
        """
        if not request.url.startswith((self.local, "data:", "blob:", "file:")):
            self.foreign.append(request.url)

    def note_message(self, message: object) -> None:
        """
        Keep an error of the console.
        """
        if message.type == "error":
            self.errors.append(f"{message.page.url}: {message.text}")


def pages_of(site: Path) -> list[str]:
    """
    Every HTML page of every edition, relative to the site.
    """
    found = sorted(path.relative_to(site).as_posix() for path in site.glob("2*/**/*.html"))
    return [name for name in found if "/_static/" not in name]


@contextmanager
def reader(browser: object, local: str, **options: object) -> Iterator[tuple[object, Seen]]:
    """
    A page of a fresh browser profile, and the record of what it does.
    """
    context = browser.new_context(**options)
    seen = Seen(local)
    context.on("request", seen.note_request)
    context.on("console", seen.note_message)
    context.on("weberror", lambda error: seen.errors.append(f"{error.page.url}: {error.error}"))
    yield context.new_page(), seen
    context.close()


def draw_all(page: object, seen: Seen) -> None:
    """
    Bring each chart into sight, and wait until it is drawn.
    """
    for chart in page.locator(".tf-chart").all():
        seen.charts += 1
        chart.scroll_into_view_if_needed()
        handle = chart.element_handle()
        page.wait_for_function("chart => chart.dataset.chartState !== 'static'", arg=handle, timeout=15_000)
        if chart.get_attribute("data-chart-state") != "drawn" or not chart.locator("svg.marks").is_visible():
            seen.unfinished.append(f"{page.url}: {chart.get_attribute('data-chart')}")


def visit_all(browser: object, site: Path, address: str, viewport: dict) -> Seen:
    """
    Open every page of both editions as one reader.
    """
    with reader(browser, address, viewport=viewport) as (page, seen):
        for name in pages_of(site):
            page.goto(f"{address}/{name}")
            draw_all(page, seen)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                seen.too_wide.append(f"{name}: {width} px")
        return seen


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("way", ["server", "file"])
def test_every_page_works_alone(browser: object, site: Path, served: str, way: str, viewport: dict) -> None:
    """
    Every page of every edition asks no other host, draws every chart, reports no error and fits its screen.
    """
    seen = visit_all(browser, site, served if way == "server" else site.as_uri(), viewport)
    assert (seen.foreign, seen.errors, seen.unfinished, seen.too_wide) == ([], [], [], [])
    assert seen.charts > 0


def test_the_landing_page_leads_to_the_newest_edition(browser: object, site: Path) -> None:
    """
    Opening index.html from a folder ends in the newest edition.
    """
    newest = sorted(path.name for path in site.iterdir() if (path / "index.html").exists())[-1]
    with reader(browser, site.as_uri(), viewport=DESK) as (page, _seen):
        page.goto(f"{site.as_uri()}/index.html")
        page.wait_for_url(f"**/{newest}/index.html", timeout=15_000)


def test_a_chart_stands_as_a_picture_without_scripts(browser: object, site: Path) -> None:
    """
    Without JavaScript each chart is a picture with a text for those who do not see it.
    """
    name = first_page_with_a_chart(site)
    with reader(browser, site.as_uri(), viewport=PHONE, java_script_enabled=False) as (page, _seen):
        page.goto(f"{site.as_uri()}/{name}")
        for picture in page.locator(".tf-chart-static").all():
            picture.scroll_into_view_if_needed()
            assert picture.is_visible() and picture.bounding_box()["height"] > 50
            assert picture.get_attribute("alt")


def test_paper_shows_the_static_picture(browser: object, site: Path) -> None:
    """
    A printed page shows each chart once, as dark ink on white, whatever the theme on screen.
    """
    with reader(browser, site.as_uri(), viewport=DESK, color_scheme="dark") as (page, seen):
        page.goto(f"{site.as_uri()}/{first_page_with_a_chart(site)}")
        draw_all(page, seen)
        page.emulate_media(media="print")
        for chart in page.locator(".tf-chart").all():
            assert chart.locator(".tf-chart-static").is_visible()
            assert not chart.locator(".tf-chart-live").is_visible()


def test_a_drawn_chart_follows_the_theme(browser: object, site: Path) -> None:
    """
    After the reader turns the page dark, the letters of a chart are light.
    """
    with reader(browser, site.as_uri(), viewport=DESK, color_scheme="light") as (page, seen):
        page.goto(f"{site.as_uri()}/{first_page_with_a_chart(site)}")
        draw_all(page, seen)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.wait_for_selector(".tf-chart[data-chart-theme=dark] text[fill='#dddddd']", timeout=15_000)


def test_a_drawn_chart_tells_what_it_shows(browser: object, site: Path) -> None:
    """
    A live chart carries the same text as its picture, for readers who do not see either.
    """
    with reader(browser, site.as_uri(), viewport=DESK) as (page, seen):
        page.goto(f"{site.as_uri()}/{first_page_with_a_chart(site)}")
        draw_all(page, seen)
        chart = page.locator(".tf-chart").first
        expected = chart.locator(".tf-chart-static").get_attribute("alt")
        assert chart.locator(".tf-chart-live").get_attribute("aria-label") == expected


def first_page_with_a_chart(site: Path) -> str:
    """
    A page that shows a chart, relative to the site.
    """
    return next(name for name in pages_of(site) if "tf-chart" in (site / name).read_text(encoding="utf-8"))
