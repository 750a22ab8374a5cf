"""
Addresses, citations and the lists that are made of the book.
"""

import json
from importlib.metadata import version

import pytest
import sample
import yaml

from threefronts.site import BuildError
from threefronts.site.address import BASE_VARIABLE, base_url
from threefronts.site.citation import bibtex, csl, write_citation
from threefronts.site.reading_order import reading_order
from threefronts.tables import root

EDITION = sample.EDITIONS[0]
WORK = yaml.safe_load((root() / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_file_is_true() -> None:
    """
    CITATION.cff names the version that is installed.
    """
    assert WORK["version"] == version("threefronts")


def test_an_edition_is_cited_as_itself(tmp_path, monkeypatch) -> None:
    """
    Both forms carry title, version, the day of knowledge and, where it is known, the edition's address.
    """
    monkeypatch.setenv(BASE_VARIABLE, "https://example.org/book/")
    write_citation(tmp_path, EDITION)
    item = json.loads((tmp_path / "citation.json").read_text(encoding="utf-8"))[0]
    assert item["issued"] == {"date-parts": [[2025, 4, 28]]}
    assert (item["title"], item["version"]) == (WORK["title"], WORK["version"])
    assert item["URL"] == f"https://example.org/book/{EDITION.name}/"
    entry = (tmp_path / "citation.bib").read_text(encoding="utf-8")
    assert entry.startswith(f"@misc{{threefronts-{EDITION.name},\n") and entry.count("{") == entry.count("}")
    assert f"url = {{{item['URL']}}}" in entry and "year = {2025}" in entry


def test_without_an_address_none_is_invented(monkeypatch) -> None:
    """
    A book in a folder is cited without an address.
    """
    monkeypatch.delenv(BASE_VARIABLE, raising=False)
    assert "URL" not in csl(WORK, EDITION) and "url" not in bibtex(WORK, EDITION)


@pytest.mark.parametrize("named", ["example.org/book", "ftp://example.org", "https://", "https://a.org/?q=1"])
def test_an_address_that_is_none_is_refused(monkeypatch, named: str) -> None:
    """
    The message names the variable and shows an address.
    """
    monkeypatch.setenv(BASE_VARIABLE, named)
    with pytest.raises(BuildError, match=f"{BASE_VARIABLE}=.*https://example.org/book/"):
        base_url()


def test_the_reading_order_is_that_of_the_toc() -> None:
    """
    The front page comes first, then the parts as they are listed.
    """
    order = reading_order(root())
    assert order[:2] == ["index", "diplomacy/talks"] and len(order) == len(set(order))


def test_no_page_offers_to_launch_anything() -> None:
    """
    Launch links name another host; they are off.
    """
    buttons = yaml.safe_load((root() / "_config.yml").read_text(encoding="utf-8"))["launch_buttons"]
    assert set(buttons) == {"notebook_interface"}
