"""
Pictures of the site's kinds of page: light and dark, on a desk and on a phone, to be looked at.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from threefronts.site.errors import BuildError

SHOWN = (
    "index",
    "diplomacy/terms",
    "battlefield/front_line",
    "industry/replacement",  # with sliders
    "synthesis/claims",
    "figures",
    "search",
)
SCREENS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
ASKED = "?q=tanks"
SHEET = 5_000  # pixels: beyond 16,384 Chromium draws no more, and long before that nobody can look
DRAW = """async () => {
    for (const chart of document.querySelectorAll(".tf-chart")) {
        chart.scrollIntoView({ behavior: "instant" });
        for (let waited = 0; chart.dataset.chartState === "static" && waited < 200; waited += 1) {
            await new Promise((done) => setTimeout(done, 50));
        }
    }
    window.scrollTo({ left: 0, top: 0, behavior: "instant" });
    await new Promise((done) => setTimeout(done, 200));
}"""


def take_shots(html: Path, folder: Path, browser: object, pages: Sequence[str] = SHOWN) -> Iterator[Path]:
    """
    Yield each picture as it is made; a long page is cut into sheets, numbered from the top.

    Raises:
        BuildError: A page is not built.
    """
    for page in pages:
        if not (html / f"{page}.html").exists():
            raise BuildError(f"{html / page}.html is missing: run `threefronts book` first.")
    folder.mkdir(parents=True, exist_ok=True)
    for (screen, viewport), scheme in product(SCREENS.items(), ("light", "dark")):
        context = browser.new_context(viewport=viewport, color_scheme=scheme)
        paper = context.new_page()
        for page in pages:
            address = (html / f"{page}.html").as_uri()
            paper.goto(address + (ASKED if page == "search" else ""))
            paper.evaluate(DRAW)
            yield from _sheets(paper, folder / f"{page.replace('/', '-')}-{scheme}-{screen}.png")
        context.close()


def _sheets(paper: object, path: Path) -> Iterator[Path]:
    """
    Yield the pictures of the open page *paper*, which together show all of it.
    """
    width, height = paper.viewport_size["width"], paper.evaluate("document.documentElement.scrollHeight")
    tops = range(0, height, SHEET)
    for number, top in enumerate(tops, start=1):
        sheet = path.with_stem(f"{path.stem}-{number}") if len(tops) > 1 else path
        clip = {"x": 0, "y": top, "width": width, "height": min(SHEET, height - top)}
        paper.screenshot(path=sheet, full_page=True, clip=clip)
        yield sheet
