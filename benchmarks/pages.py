"""
What a reader waits for: how heavy chapters are, when a page can be used and when its first chart is drawn.

Run alone on the built book: ``python benchmarks/pages.py``.
"""

import functools
import gzip
import http.server
import re
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from threefronts.editions import read_editions
from threefronts.files import root
from threefronts.site.chromium import chromium

USABLE, DRAWN, WEIGHT, EDITION = 0.5, 1.0, 150_000, 25_000_000  # seconds and bytes that are hoped for
MEASURED = """() => new Promise((resolve) => {
    const chart = document.querySelector(".tf-chart");
    chart?.scrollIntoView({ behavior: "instant" });
    const look = () => {
        if (chart && chart.dataset.chartState === "static") return requestAnimationFrame(look);
        const [page] = performance.getEntriesByType("navigation");
        resolve([page.domContentLoadedEventEnd, performance.now()]);
    };
    look();
})"""


@dataclass(frozen=True)
class Waited:
    """
    Seconds from the request of a page until it can be used, and until its first chart is drawn.
    """

    usable: float
    drawn: float


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """
    Serves a folder without a word.
    """

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
    return [path for path in sorted(edition.glob("*/*.html")) if "tf-chart" in path.read_text("utf-8")]


def weight(page: Path) -> int:
    """
    Compressed bytes of a page, the data of its charts and the book's own scripts and styles.
    """
    text = page.read_text(encoding="utf-8")
    own = [path for path in (page.parents[1] / "_static").glob("threefronts*")]
    charts = [page.parent / source for source in re.findall(r'data-chart-src="([^"]+)"', text)]
    return sum(len(gzip.compress(path.read_bytes())) for path in (page, *own, *charts))


def waits(edition: Path, times: int = 3) -> dict[str, Waited]:
    """
    The medians of each chapter, each time in a browser profile that has seen nothing.
    """
    found = {}
    with served(edition) as address, chromium() as browser:
        for path in chapters(edition):
            name = path.relative_to(edition).as_posix()
            seconds = [_visit(browser, f"{address}/{name}") for _ in range(times)]
            found[name] = Waited(*map(statistics.median, zip(*seconds, strict=True)))
    return found


def _visit(browser: object, address: str) -> tuple[float, float]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="domcontentloaded")
    usable, drawn = page.evaluate(MEASURED)
    context.close()
    return usable / 1000, drawn / 1000


def told(edition: Path, times: int = 3) -> list[str]:
    """
    Sentences with each figure and what was hoped for.
    """
    found = waits(edition, times)
    weights = {path.relative_to(edition).as_posix(): weight(path) for path in chapters(edition)}
    total = sum(path.stat().st_size for path in edition.rglob("*") if path.is_file())
    usable, drawn = (max(found, key=lambda name: getattr(found[name], what)) for what in ("usable", "drawn"))
    heavy = max(weights, key=weights.get)
    return [
        f"The slowest page can be used after {found[usable].usable:.2f} s (hoped for: {USABLE} s): {usable}.",
        f"The slowest first chart is drawn after {found[drawn].drawn:.2f} s (hoped for: {DRAWN} s): {drawn}.",
        f"The heaviest chapter takes {weights[heavy] / 1e3:.0f} kB (hoped for: {WEIGHT / 1e3:.0f}): {heavy}.",
        f"The whole edition takes {total / 1e6:.1f} MB (hoped for: {EDITION / 1e6:.0f} MB).",
    ]


def main() -> None:
    """
    Print what the pages of the newest edition in ``_build/html`` ask of a reader.
    """
    edition = root() / "_build" / "html" / read_editions()[-1].name
    for name, waited in waits(edition).items():
        seconds = f"usable {waited.usable:.2f} s, first chart {waited.drawn:.2f} s"
        print(f"{name}: {seconds}, {weight(edition / name):,} B")
    print(*told(edition, 1), sep="\n")


if __name__ == "__main__":
    main()
