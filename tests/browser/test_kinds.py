"""
Six kinds of page under each condition that a reader may have.
"""

import base64
import re
from pathlib import Path

import pytest
from accessibility import grave_findings
from opening import DESK, PHONE, newest, opened

from threefronts.tables import root

pytestmark = pytest.mark.site
KINDS = (
    "index",
    "battlefield/attrition",
    "industry/replacement",
    "synthesis/claims",
    "tables",
    "search",
)
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


@pytest.mark.parametrize(
    ("kind", "place"), [("synthesis/sources", "source-"), ("battlefield/front_line", "fig-")]
)
def test_a_link_to_a_place_ends_there(browser: object, site: Path, kind: str, place: str) -> None:
    """
    On a phone a link to the last place of a long page ends at it, whatever charts are drawn on the way.
    """
    path = sorted(site.glob("2*"))[-1] / f"{kind}.html"
    last = re.findall(rf'id="({place}[^"]+)"', path.read_text(encoding="utf-8"))[-1]
    with opened(browser, f"{path.as_uri()}#{last}", viewport=PHONE) as page:
        page.wait_for_timeout(1500)  # longer than a smooth way there takes
        top = page.locator(f"[id='{last}']").evaluate("place => place.getBoundingClientRect().top")
        assert 0 <= top < PHONE["height"] / 2


def test_the_lines_for_a_page_of_the_web_run(browser: object, site: Path, served: str) -> None:
    """
    The JavaScript that the page of files prints reads what it says, in a page of an edition.
    """
    lines = re.search(
        r"```javascript\n(.*?)```", (root() / "book/api.md").read_text(encoding="utf-8"), re.DOTALL
    )
    told = "[Object.keys(facts).length, claims.B01.verdict, figure.length, about.id, files.length]"
    with opened(browser, f"{served}/{Path(newest(site)).name}/api.html", viewport=DESK) as page:
        facts, verdict, letters, figure, files = page.evaluate(f"async () => {{ {lines[1]} return {told}; }}")
    assert facts > 500 and letters > 1000 and files > 100
    assert verdict in ("supported", "contradicted", "mixed", "untestable") and figure == "occupied_total"


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
