"""
The feed of flipped verdicts, as Atom (RFC 4287): one entry a verdict and pair of editions.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from threefronts.editions import read_editions
from threefronts.facts.previous import ATTRIBUTION_FILE, editions_dir
from threefronts.facts.read import read_folder
from threefronts.files import replace_file
from threefronts.site.address import base_url

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Three Fronts: verdicts that flipped"
AUTHOR = "Three Fronts"
FEED = "feed.xml"


def publish_feed(site: Path) -> Path:
    """
    Write the flips of every accepted edition below *site*, as each was accepted.

    Returns:
        The file of the feed.
    """
    names = [edition.name for edition in read_editions()]
    paths = [editions_dir() / name / ATTRIBUTION_FILE for name in names]
    replace_file(site / FEED, feed([_accepted(path) for path in paths if path.is_file()], base_url()))
    return site / FEED


def feed(comparisons: Iterable[Mapping[str, Any]], base: str = "") -> bytes:
    """
    Return the feed of *comparisons*, each as ``threefronts diff --json`` writes it, the newest first.

    Args:
        comparisons: A flip may have the claim's wording as ``claim``.
        base: Where the site stands, with its last slash; links are relative to the feed without it.

    An entry's id is made from the editions and the claim, and its date is the day of the newer edition's
    knowledge, so that the same flip is the same entry whenever the feed is written.
    """
    newest = sorted(comparisons, key=lambda found: found["edition"]["known_at"], reverse=True)
    top = ElementTree.Element("feed", xmlns=ATOM)
    _add(top, "id", _id("feed"))
    _add(top, "title", TITLE)
    _add(top, "updated", _moment(newest[0]) if newest else "2022-02-24T00:00:00Z")
    _add(ElementTree.SubElement(top, "author"), "name", AUTHOR)
    ElementTree.SubElement(top, "link", rel="self", href=f"{base}{FEED}")
    for found in newest:
        for claim, flip in sorted(found["verdicts"].items()):
            top.append(_entry(found, claim, flip, base))
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(found: Mapping[str, Any], claim: str, flip: Mapping[str, Any], base: str) -> ElementTree.Element:
    old, new = (found[end]["name"] for end in ("previous", "edition"))
    words = [flip[end] or "not judged" for end in ("old", "new")]
    entry = ElementTree.Element("entry")
    _add(entry, "id", _id(f"{old}/{new}/{claim}"))
    _add(entry, "title", f"Claim {claim}: {words[0]} → {words[1]}")
    _add(entry, "updated", _moment(found))
    ElementTree.SubElement(entry, "link", href=f"{base}{new}/{flip['chapter']}.html")
    said = f"“{flip['claim']}” " if flip.get("claim") else ""
    causes = ", ".join(flip["causes"])
    told = f"{said}From edition {old} to edition {new} the verdict flipped; the step: {causes}."
    _add(entry, "summary", told)
    return entry


def _accepted(path: Path) -> dict[str, Any]:
    """
    Return what moved up to an accepted edition, its flips with the wordings of their claims.
    """
    found = json.loads(path.read_text(encoding="utf-8"))
    claims = read_folder(path.parent).claims
    flips = {
        name: flip | {"claim": claims[name]["claim"]}
        for name, flip in found["verdicts"].items()
        if name in claims
    }
    return found | {"verdicts": found["verdicts"] | flips}


def _moment(found: Mapping[str, Any]) -> str:
    return f"{found['edition']['known_at']}T00:00:00Z"


def _id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"threefronts/verdicts/{name}").urn


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text
