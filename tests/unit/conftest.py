"""
Shared by the unit tests.
"""

import pytest

from threefronts.engine.warmfork.terms import PRELOAD_LATER


@pytest.fixture(autouse=True)
def _small_servers(monkeypatch):
    """
    A server of warm kernels imports what every chapter needs, and not what a few of the book's need.

    The notebooks of these tests need none of it, and each of some forty servers would.
    """
    monkeypatch.setenv(PRELOAD_LATER, "")
