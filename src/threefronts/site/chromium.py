"""
A browser without a window: the system's Chromium, with no way to any other host.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from threefronts.site.errors import BuildError

NAMES = ("chromium", "chromium-browser", "google-chrome")
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


@contextmanager
def chromium() -> Iterator[object]:
    """
    A running browser of Playwright's.

    Raises:
        BuildError: There is no Chromium, or no Playwright to steer it.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise BuildError("No Chromium found: install the system's package chromium.")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise BuildError("Playwright is missing: install the package with its extra pdf.") from error
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()
