"""
What a reader waits for: how heavy chapters are, when a page can be used and when its first chart is drawn.

Run alone on the built book: ``python benchmarks/pages.py``, for every chapter.
"""

import functools
import gzip
import http.server
import re
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import Timing
from registry import Result, benchmark

from threefronts.editions import read_editions
from threefronts.files import root
from threefronts.site.chromium import chromium

USABLE, DRAWN, WEIGHT, EDITION = 0.5, 1.0, 150_000, 25_000_000  # seconds and bytes that are hoped for
PATIENCE = 60_000  # milliseconds
# The reader jumps to the first chart as soon as the page has been read.
WATCH = """
document.addEventListener("DOMContentLoaded", () => {
    const chart = document.querySelector(".tf-chart");
    const picture = chart.querySelector(".tf-chart-static");
    const note = (name) => { (window.tfSeen ||= {})[name] ||= performance.now(); };
    picture.addEventListener("load", () => note("shown"));
    new MutationObserver(() => { note("shown"); note(chart.dataset.chartState); }).observe(
        chart, { attributes: true, attributeFilter: ["data-chart-state"] });
    chart.scrollIntoView({ behavior: "instant" });
});
"""
SEEN = "() => window.tfSeen && (tfSeen.drawn || tfSeen.failed)"
TIMES = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const [painted] = performance.getEntriesByName("first-contentful-paint");
    return [Math.max(page.domContentLoadedEventEnd, painted.startTime), tfSeen.shown, tfSeen.drawn];
}"""


@dataclass(frozen=True)
class Waited:
    """
    Seconds from the request of a page, and seconds of processor time until its first chart was drawn.

    Attributes:
        usable: Its text stands on the screen and all its scripts have run: links, menu and search answer.
        shown: The picture of its first chart is there.
        drawn: The chart itself is, which answers to pointer, theme and sliders.
        cpu: What the page's process worked for that.
    """

    usable: float
    shown: float
    drawn: float
    cpu: float


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """
    Serves a folder without a word, many files by one connection as any server does.
    """

    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """
        Say nothing.
        """


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """
    The address of a local server of *folder*.
    """
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_gone: None  # a browser that leaves early
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def chapters(edition: Path) -> list[Path]:
    """
    The built pages with charts of an edition.
    """
    return [path for path in sorted(edition.glob("*/*.html")) if "tf-chart-live" in path.read_text("utf-8")]


def weight(page: Path) -> int:
    """
    Compressed bytes of a page, the data of its charts, the book's own scripts and the one style sheet.
    """
    text = page.read_text(encoding="utf-8")
    static = page.parents[1] / "_static"
    charts = [page.parent / source for source in re.findall(r'data-chart-src="([^"]+)"', text)]
    files = (page, *static.glob("threefronts*"), static / "book.css", *charts)
    return sum(len(gzip.compress(path.read_bytes())) for path in files)


def heaviest(edition: Path) -> list[Path]:
    """
    The heaviest chapter of each front, and of the synthesis.
    """
    fronts: dict[str, Path] = {}
    for path in sorted(chapters(edition), key=weight):
        fronts[path.parent.name] = path
    return [fronts[front] for front in sorted(fronts)]


def waits(edition: Path, pages: Sequence[Path], times: int) -> dict[str, Waited]:
    """
    The medians of each page, each time in a browser profile that has seen nothing.
    """
    found = {}
    with served(edition) as address, chromium() as browser:
        for path in pages:
            name = path.relative_to(edition).as_posix()
            seconds = [_visit(browser, f"{address}/{name}") for _ in range(times)]
            found[name] = Waited(*map(statistics.median, zip(*seconds, strict=True)))
    return found


def _visit(browser: object, address: str) -> tuple[float, float, float, float]:
    context = browser.new_context()
    page = context.new_page()
    meter = context.new_cdp_session(page)
    meter.send("Performance.enable")
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load")
    page.wait_for_function(SEEN, timeout=PATIENCE)
    usable, shown, drawn = page.evaluate(TIMES)
    counted = {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}
    context.close()
    if drawn is None:
        raise RuntimeError(f"The first chart of {address} could not be drawn.")
    return usable / 1000, shown / 1000, drawn / 1000, counted["ProcessTime"]


def told(edition: Path, found: dict[str, Waited]) -> list[str]:
    """
    Sentences with each figure and what was hoped for.
    """
    weights = {path.relative_to(edition).as_posix(): weight(path) for path in chapters(edition)}
    total = sum(path.stat().st_size for path in edition.rglob("*") if path.is_file())
    usable, drawn = (max(found, key=lambda name: getattr(found[name], what)) for what in ("usable", "drawn"))
    heavy = max(weights, key=weights.get)
    return [
        "A page can be used once its text stands on the screen and all its scripts have run.",
        "Its first chart is drawn once the reader, who jumps there at once, has the chart itself; "
        "its picture comes before.",
        "Seconds are medians from the request on, in profiles that have seen nothing.",
        f"The slowest page can be used after {found[usable].usable:.2f} s (hoped for: {USABLE} s): {usable}.",
        f"The slowest first chart is drawn after {found[drawn].drawn:.2f} s (hoped for: {DRAWN} s): {drawn}.",
        f"The heaviest chapter takes {weights[heavy] / 1e3:.0f} kB (hoped for: {WEIGHT / 1e3:.0f}): {heavy}.",
        f"The whole edition takes {total / 1e6:.1f} MB (hoped for: {EDITION / 1e6:.0f} MB).",
    ]


def _built() -> Path:
    """
    The newest edition in ``_build/html``.

    Raises:
        RuntimeError: It has not been built.
    """
    edition = root() / "_build" / "html" / read_editions()[-1].name
    if not (edition / "index.html").exists():
        raise RuntimeError(f"No book at {edition}: run make book first.")
    return edition


@benchmark("What a reader waits for")
def pages(result: Result, is_quick: bool) -> None:
    """
    The heaviest chapter of each front, in Chromium and from a local server.
    """
    edition, times = _built(), 5 if is_quick else 11
    found = waits(edition, heaviest(edition), times)
    for name, waited in found.items():
        result.add(f"{name}: it can be used", Timing(waited.usable, 0), times)
        result.add(f"{name}: the picture of its first chart", Timing(waited.shown, 0), times)
        result.add(f"{name}: its first chart, drawn", Timing(waited.drawn, waited.cpu), times)
    result.told += told(edition, found)


def main() -> None:
    """
    Print what every chapter of the newest edition asks of a reader.
    """
    edition = _built()
    found = waits(edition, chapters(edition), 3)
    for name, one in found.items():
        seconds = f"usable {one.usable:.2f} s, first chart shown {one.shown:.2f} s, drawn {one.drawn:.2f} s"
        print(f"{name}: {seconds}, cpu {one.cpu:.2f} s, {weight(edition / name):,} B")
    print(*told(edition, found), sep="\n")


if __name__ == "__main__":
    main()
