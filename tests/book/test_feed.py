"""
The feed of flipped verdicts: valid Atom, the newest edition first, whole addresses where they are known.
"""

import json
import re
from xml.etree import ElementTree

import pytest
import yaml

from threefronts.facts.previous import ATTRIBUTION_FILE
from threefronts.site import publish_feed
from threefronts.site.address import BASE_VARIABLE
from threefronts.site.feed import ATOM

EDITIONS = ("2025-01-01", "2025-06-01", "2026-01-01")
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """
    Three accepted editions, one claim flipping at each of the later two; returns the folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    monkeypatch.delenv(BASE_VARIABLE, raising=False)
    (tmp_path / "editions").mkdir()
    for before, name in zip((None, *EDITIONS), EDITIONS, strict=False):
        text = yaml.safe_dump({"title": name, "as_of": name, "known_at": name})
        (tmp_path / "editions" / f"{name}.yml").write_text(text)
        folder = tmp_path / "book" / "editions" / name
        folder.mkdir(parents=True)
        claims = {"I07": {"claim": "Said < done", "verdict": "mixed"}}
        (folder / "claims.json").write_text(json.dumps({"claims": claims}))
        (folder / "facts.json").write_text(json.dumps({"facts": {}}))
        if before:
            flip = {"old": "mixed", "new": "supported", "causes": ["new rows"], "chapter": "industry/shells"}
            told = {
                "previous": {"name": before, "known_at": before},
                "edition": {"name": name, "known_at": name},
                "verdicts": {"I07": flip},
            }
            (folder / ATTRIBUTION_FILE).write_text(json.dumps(told))
    return tmp_path


def _feed(project) -> ElementTree.Element:
    return ElementTree.parse(publish_feed(project / "html")).getroot()


def _texts(parent: ElementTree.Element, name: str) -> list[str]:
    return [node.text for node in parent.iter(f"{{{ATOM}}}{name}")]


def _links(parent: ElementTree.Element) -> list[str]:
    return [node.get("href") for node in parent.iter(f"{{{ATOM}}}link")]


def test_the_flips_of_all_editions_stand_in_it_the_newest_first(project):
    """
    What Atom asks for is there: ids that are unique and stay, days, an author; and the claim's own words.
    """
    top = _feed(project)
    entries = top.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}updated")[:10] for entry in entries] == ["2026-01-01", "2025-06-01"]
    assert top.findtext(f"{{{ATOM}}}updated")[:10] == "2026-01-01"
    assert all(RFC_3339.fullmatch(moment) for moment in _texts(top, "updated"))
    ids = _texts(top, "id")
    assert len(set(ids)) == len(ids) == 3
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert ids == _texts(_feed(project), "id")
    assert top.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name")
    assert "Said < done" in entries[0].findtext(f"{{{ATOM}}}summary")
    assert _links(entries[0]) == ["2026-01-01/industry/shells.html"]


def test_an_edition_that_is_listed_no_more_has_no_entry(project):
    """
    A link to a page that is not built would lead nowhere; an edition without a split has no entry either.
    """
    (project / "editions" / f"{EDITIONS[2]}.yml").unlink()
    assert [link.split("/")[0] for link in _links(_feed(project))[1:]] == [EDITIONS[1]]
    (project / "book" / "editions" / EDITIONS[1] / ATTRIBUTION_FILE).unlink()
    assert _links(_feed(project)) == ["feed.xml"]


def test_where_the_address_is_known_the_links_are_whole(project, monkeypatch):
    """
    A reader of feeds that took the file from elsewhere still finds the pages.
    """
    monkeypatch.setenv(BASE_VARIABLE, "https://example.org/book/")
    assert all(link.startswith("https://example.org/book/") for link in _links(_feed(project)))
