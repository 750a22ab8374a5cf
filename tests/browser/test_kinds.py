"""
Six kinds of page under each condition that a reader may have, by keyboard alone too.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from accessibility import grave_findings

pytestmark = pytest.mark.site
KINDS = (
    "index",
    "battlefield/attrition",
    "industry/replacement",
    "synthesis/claims",
    "tables",
    "search",
)
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
CONDITIONS = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
    "paper": {"viewport": {"width": 700, "height": 900}, "color_scheme": "dark"},
    "no-scripts": {"viewport": PHONE, "java_script_enabled": False},
}
CORNER = """async (picture) => {
    const image = new Image();
    image.src = "data:image/png;base64," + picture;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, 1, 1).data];
}"""
LOOKED_AT = {("dark", "index"), ("dark", "battlefield/attrition"), ("phone", "industry/replacement")}


def newest(site: Path) -> str:
    """
    Address of the newest edition in its folder.
    """
    return sorted(site.glob("2*"))[-1].as_uri()


@contextmanager
def opened(browser: object, address: str, **options: object) -> Iterator[object]:
    """
    One page of a fresh browser profile.
    """
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_each_kind_of_page_fits_and_can_be_read(browser: object, site: Path, condition: str) -> None:
    """
    Nothing is wider than the screen or the paper, the heading is in sight, and axe finds nothing grave in the
    dark and on a phone either; as it looks at every page on a desk, three pages do here.
    """
    options = CONDITIONS[condition]
    for kind in KINDS:
        with opened(browser, f"{newest(site)}/{kind}.html", **options) as page:
            page.emulate_media(media="print" if condition == "paper" else "screen")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= options["viewport"]["width"], kind
            assert page.locator("h1:visible").count() == 1, kind
            if (condition, kind) in LOOKED_AT:
                assert grave_findings(page) == []


def test_the_search_shows_excerpts_from_a_folder(browser: object, site: Path) -> None:
    """
    Typed by keyboard into a book in a folder, a word brings pages, each with the words around it.
    """
    with opened(browser, f"{newest(site)}/search.html", viewport=DESK) as page:
        page.locator(".bd-search-container input[name=q]").focus()
        page.keyboard.type("refurbished tanks")
        page.keyboard.press("Enter")
        page.wait_for_selector("ul.search li p.context", timeout=15_000)
        excerpts = page.locator("ul.search li p.context").all_inner_texts()
        assert any("tanks" in excerpt for excerpt in excerpts)
        assert not any("&" in excerpt and ";" in excerpt.partition("&")[2][:8] for excerpt in excerpts)
        page.locator("ul.search li a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".tf-edition ~ * .prev-next-footer a, .bd-article h1", timeout=15_000)
        assert "search.html" not in page.url


def test_the_menu_opens_by_keyboard(browser: object, site: Path) -> None:
    """
    On a phone the menu opens on Enter, and its links lead on.
    """
    with opened(browser, f"{newest(site)}/index.html", viewport=PHONE) as page:
        menu = page.locator(".primary-toggle:visible").first
        menu.focus()
        page.keyboard.press("Enter")
        link = page.locator(".bd-sidebar-primary a[href$='talks.html']").first
        link.wait_for(state="visible", timeout=15_000)
        link.press("Enter")
        page.wait_for_url("**/diplomacy/talks.html*", timeout=15_000)


def test_a_slider_moves_by_keyboard(browser: object, site: Path) -> None:
    """
    An arrow key moves an assumption, and the number beside it.
    """
    with opened(browser, f"{newest(site)}/industry/replacement.html", viewport=DESK) as page:
        for chart in page.locator(".tf-chart").all():
            chart.scroll_into_view_if_needed()
            page.wait_for_function(
                "chart => chart.dataset.chartState !== 'static'", arg=chart.element_handle(), timeout=15_000
            )
        slider = page.locator(".vega-bind input[type=range]").first
        before = slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert slider.input_value() != before


def test_a_fold_opens_by_keyboard(browser: object, site: Path) -> None:
    """
    The data behind a chart open on Enter.
    """
    with opened(browser, f"{newest(site)}/battlefield/attrition.html", viewport=DESK) as page:
        fold = page.locator(".tf-data summary").first
        fold.focus()
        page.keyboard.press("Enter")
        assert page.locator(".tf-data table").first.is_visible()


def test_a_code_fold_names_what_a_click_does(browser: object, site: Path) -> None:
    """
    It offers to show the code or to hide it, never both at once.
    """
    with opened(browser, f"{newest(site)}/battlefield/attrition.html", viewport=DESK) as page:
        summary = page.locator("details.hide > summary").first
        assert summary.inner_text() == "Show code cell source"
        summary.click()
        assert summary.inner_text() == "Hide code cell source"


def test_a_term_tells_its_meaning(browser: object, site: Path) -> None:
    """
    Where a chapter first uses a word of the glossary, focus shows what the book means by it.
    """
    with opened(browser, f"{newest(site)}/battlefield/front_line.html", viewport=DESK) as page:
        term = page.locator(".tf-term").first
        term.focus()
        card = term.locator(".tf-about")
        assert card.is_visible() and "In the glossary" in card.inner_text()


def test_a_chapter_downloads_as_its_notebook(browser: object, site: Path, served: str) -> None:
    """
    The download is a valid notebook with the edition's days put in and with its charts, for Jupyter Lab.
    """
    edition = sorted(path.name for path in site.glob("2*"))[-1]
    with opened(browser, f"{served}/{edition}/battlefield/attrition.html", viewport=DESK) as page:
        page.locator(".dropdown-download-buttons > button").click()
        with page.expect_download() as waiting:
            page.locator(".btn-download-source-button").click()
        notebook = nbformat.read(waiting.value.path(), as_version=4)
    nbformat.validate(notebook)
    cell = next(c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", []))
    assert f'as_of = "{edition}"' in cell.source
    kinds = {mime for c in notebook.cells for out in c.get("outputs", []) for mime in out.get("data", {})}
    assert {"application/vnd.vegalite.v6+json", "image/svg+xml"} <= kinds


@pytest.mark.parametrize("pale", ["color: #ccc", "background: #555"], ids=["letters", "ground"])
def test_one_pale_line_among_many_alike_is_found(browser: object, pale: str) -> None:
    """
    Of letters that look alike axe is shown a few; what differs by its own style or its ground is shown too.
    """
    lines = ["<div><p>dark on white</p></div>"] * 40
    lines[30] = f'<div style="{pale}"><p>hard to read</p></div>'
    with opened(browser, "about:blank", viewport=DESK) as page:
        page.set_content(f'<html lang="en"><title>lines</title><main><h1>lines</h1>{"".join(lines)}</main>')
        assert ["color-contrast" in found for found in grave_findings(page)] == [True]


def test_a_picture_without_words_is_found(browser: object) -> None:
    """
    The other rules look at the whole page.
    """
    with opened(browser, "about:blank", viewport=DESK) as page:
        page.set_content('<html lang="en"><title>p</title><main><h1>p</h1><img src="data:,"></main>')
        assert ["image-alt" in found for found in grave_findings(page)] == [True]


def test_a_chart_follows_the_room_it_has(browser: object, site: Path) -> None:
    """
    Where a menu takes room from a chart and the window stays as it is, the chart is drawn anew and not cut.
    """
    with opened(browser, f"{newest(site)}/industry/shells.html", viewport=DESK) as page:
        page.evaluate("document.querySelector('.tf-chart').scrollIntoView()")
        page.wait_for_selector(".tf-chart[data-chart-state=drawn]", timeout=30_000)
        page.evaluate("document.querySelector('.tf-chart').style.width = '400px'")
        page.wait_for_function("() => document.querySelector('.tf-chart svg').getAttribute('width') <= 400")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_is_saved_as_a_picture_from_a_folder(browser: object, site: Path, scheme: str) -> None:
    """
    The button under a chart gives a PNG on white, twice the size of the published chart, whatever the
    theme of the page; without scripts there is none that does nothing.
    """
    address = f"{newest(site)}/battlefield/attrition.html"
    with opened(browser, address, viewport=DESK, color_scheme=scheme) as page:
        chart = page.locator(".tf-chart").first
        with page.expect_download() as expected:
            page.get_by_role("button", name="image (PNG)").first.click()
        picture = Path(expected.value.path()).read_bytes()
        published = [int(chart.locator("img").get_attribute(side)) for side in ("width", "height")]
        assert expected.value.suggested_filename == f"{chart.get_attribute('data-chart')}.png"
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
        assert abs(width - 2 * published[0]) <= 2
        assert abs(height - 2 * published[1]) <= 2
        corner = page.evaluate(CORNER, base64.b64encode(picture).decode())
        assert corner == [255, 255, 255, 255]
    with opened(browser, address, java_script_enabled=False) as page:
        assert page.get_by_role("button", name="image (PNG)").count() == 0
