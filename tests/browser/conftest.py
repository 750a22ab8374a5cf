"""
One browser for all tests here: the system's Chromium, with no way to any other host.
"""

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from threefronts.site.chromium import chromium
from threefronts.site.errors import BuildError


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """
    A running Chromium; where there is none the tests skip, or fail if THREEFRONTS_REQUIRE_BROWSER=1.
    """
    with ExitStack() as stack:
        try:
            running = stack.enter_context(chromium())
        except BuildError as error:
            reason = f"{error} The pages were not opened in a browser."
            if os.environ.get("THREEFRONTS_REQUIRE_BROWSER") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        yield running


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
