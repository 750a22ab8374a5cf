"""
One page of the newest edition in a fresh browser profile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


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
