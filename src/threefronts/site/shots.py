"""
Pictures of the site's kinds of page: light and dark, on a desk and on a phone, to be looked at.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from threefronts.site.chromium import chromium
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


def take_shots(html: Path, folder: Path, pages: Sequence[str] = SHOWN) -> Iterator[Path]:
    """
    Yield each picture as it is made, the whole page from top to bottom.

    Raises:
        BuildError: A page is not built, or there is no Chromium.
    """
    for page in pages:
        if not (html / f"{page}.html").exists():
            raise BuildError(f"{html / page}.html is missing: run `threefronts book` first.")
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for (screen, viewport), scheme in product(SCREENS.items(), ("light", "dark")):
            context = browser.new_context(viewport=viewport, color_scheme=scheme)
            paper = context.new_page()
            for page in pages:
                address = (html / f"{page}.html").as_uri()
                paper.goto(address + (ASKED if page == "search" else ""))
                paper.evaluate(DRAW)
                path = folder / f"{page.replace('/', '-')}-{scheme}-{screen}.png"
                paper.screenshot(path=path, full_page=True)
                yield path
            context.close()
