"""
What a reader's browser does with the book.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from accessibility import grave_findings

from threefronts.editions import read_editions

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
    grave: list[str] = field(default_factory=list)
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


def pages_of(site: Path, edition: str = "2*") -> list[str]:
    """
    Every HTML page of every edition, or of one, relative to the site.
    """
    found = sorted(path.relative_to(site).as_posix() for path in site.glob(f"{edition}/**/*.html"))
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


def visit_all(browser: object, address: str, names: list[str], viewport: dict) -> Seen:
    """
    Open pages as one reader; on a desk axe looks at each once.
    """
    with reader(browser, address, viewport=viewport) as (page, seen):
        for name in names:
            page.goto(f"{address}/{name}")
            draw_all(page, seen)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                seen.too_wide.append(f"{name}: {width} px")
            if viewport == DESK:
                seen.grave += grave_findings(page)
        return seen


@pytest.mark.parametrize("way, viewport", [("server", DESK), ("file", PHONE)], ids=["desk", "phone"])
@pytest.mark.parametrize("edition", [edition.name for edition in read_editions()])
def test_every_page_works_alone(
    browser: object, site: Path, served: str, edition: str, way: str, viewport: dict
) -> None:
    """
    Every page of an edition asks no other host, draws every chart, reports no error and fits its screen.

    From a server it is a desk's, and axe finds nothing serious or critical; from a folder it is a phone's.
    """
    address = served if way == "server" else site.as_uri()
    seen = visit_all(browser, address, pages_of(site, edition), viewport)
    assert (seen.foreign, seen.errors, seen.unfinished, seen.too_wide, seen.grave) == ([], [], [], [], [])
    assert seen.charts > 0


def test_the_landing_page_leads_to_the_newest_edition(browser: object, site: Path) -> None:
    """
    Opening index.html from a folder ends in the newest edition.
    """
    newest = sorted(path.name for path in site.glob("2*"))[-1]
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


def a_chapter(site: Path) -> str:
    """
    Address of the first chapter of the oldest edition.
    """
    return f"{site.as_uri()}/{first_page_with_a_chart(site)}"


@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_number_tells_of_itself(browser: object, site: Path, viewport: dict, with_scripts: bool) -> None:
    """
    Pointing at a number or reaching it by keyboard shows its card, whole on the screen, scripts or not.
    """
    options = {"viewport": viewport, "java_script_enabled": with_scripts}
    with reader(browser, site.as_uri(), **options) as (page, _seen):
        page.goto(a_chapter(site))
        number = page.locator(".bd-article p .tf-fact:not(.tf-term)").nth(2)
        card = number.locator(".tf-about")
        assert not card.is_visible()
        number.focus()
        assert card.is_visible() and "Who says it" in card.inner_text()
        box = card.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= viewport["width"]
        page.locator(".bd-article h1").click()
        assert not card.is_visible()
        number.hover()
        assert card.is_visible()


def test_escape_closes_a_card_and_the_link_leads_to_its_cell(browser: object, site: Path) -> None:
    """
    A card that hides the text goes away by one key; by keyboard alone its link ends in the cell that made it.
    """
    with reader(browser, site.as_uri(), viewport=DESK) as (page, _seen):
        page.goto(a_chapter(site))
        number = page.locator(".bd-article .tf-fact:has(a[href*='#cell-'])").first
        number.focus()
        page.keyboard.press("Escape")
        assert not number.locator(".tf-about").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        assert number.locator(".tf-about").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#cell-*", timeout=15_000)
        assert page.locator(f"[id='{page.url.split('#')[1]}']").count() == 1


def test_paper_is_white_from_a_dark_page(browser: object, site: Path) -> None:
    """
    What is printed from a dark screen is dark ink, in text, headings and tables alike.
    """
    with reader(browser, site.as_uri(), viewport=DESK, color_scheme="dark") as (page, _seen):
        page.goto(a_chapter(site))
        page.emulate_media(media="print", color_scheme="dark")
        script = "list => list.map(e => Math.max(...getComputedStyle(e).color.match(/\\d+/g).slice(0, 3)))"
        assert max(page.eval_on_selector_all(".bd-article :is(h1, h2, p, td, th, li)", script)) < 120


def test_the_verdict_is_in_sight_on_a_phone(browser: object, site: Path) -> None:
    """
    On a phone a claim is a card, and nobody scrolls sideways to its verdict.
    """
    page_of_claims = next(name for name in pages_of(site) if name.endswith("synthesis/claims.html"))
    with reader(browser, site.as_uri(), viewport=PHONE) as (page, _seen):
        page.goto(f"{site.as_uri()}/{page_of_claims}")
        for verdict in page.locator(".tf-claims .tf-verdict").all()[:5]:
            box = verdict.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_the_theme_s_buttons_work_under_the_policy(browser: object, site: Path) -> None:
    """
    The button that prints prints, though the policy refuses the handler it came with.
    """
    with reader(browser, site.as_uri(), viewport=DESK) as (page, seen):
        page.goto(a_chapter(site))
        page.evaluate("window.print = () => { document.title = 'printed'; }")
        page.locator(".dropdown-download-buttons > button").click()
        page.locator(".btn-download-pdf-button").click()
        assert page.title() == "printed"
        assert seen.errors == []


def test_the_policy_refuses_what_it_should(browser: object, site: Path) -> None:
    """
    From a folder too, neither eval nor a script that the page was not built with runs.
    """
    with reader(browser, site.as_uri(), viewport=DESK) as (page, _seen):
        page.goto(a_chapter(site))
        # Later, from a timer: what the browser's debugger evaluates at once is let through.
        ran = """() => new Promise((resolve) => setTimeout(() => {
            const script = document.createElement("script");
            script.textContent = "window.inserted = true";
            document.head.append(script);
            try { new Function("window.evaluated = true")(); } catch {}
            resolve([Boolean(window.inserted), Boolean(window.evaluated)]);
        }, 50))"""
        assert page.evaluate(ran) == [False, False]


def test_the_bar_leads_to_the_same_chapter_of_another_edition(browser: object, site: Path) -> None:
    """
    A reader who changes the edition stays on the chapter.
    """
    with reader(browser, site.as_uri(), viewport=PHONE) as (page, _seen):
        page.goto(a_chapter(site))
        chapter = page.url.rsplit("/", 2)[1:]
        page.locator(".tf-older a").click()
        page.wait_for_load_state()
        assert page.url.rsplit("/", 2)[1:] == chapter and a_chapter(site) != page.url
        assert page.locator(".tf-older").count() == 0
