"""
One browser for all tests here: the system's Chromium, with no way to any other host.
"""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """
    A running Chromium; where there is none the tests skip, or fail if THREEFRONTS_REQUIRE_BROWSER=1.
    """
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        reason = "no Chromium found (install the package chromium): the pages were not opened in a browser"
        if os.environ.get("THREEFRONTS_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    """
    Serves a folder and keeps the terminal clean.
    """

    def log_message(self, *_arguments: object) -> None:
        """
        Say nothing.
        """


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """
    Address of the built site on a local server.
    """
    handler = functools.partial(_QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
