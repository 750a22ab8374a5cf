"""
The feed of flipped verdicts, as Atom (RFC 4287): one entry a verdict and pair of editions.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Three Fronts: verdicts that flipped"
AUTHOR = "Three Fronts"
FEED = "feed.xml"


def feed(comparisons: Iterable[Mapping[str, Any]]) -> bytes:
    """
    Return the feed of *comparisons*, each as ``threefronts diff --json`` writes it, the newest first.

    An entry's id is made from the editions and the claim, and its date is the day of the newer edition's
    knowledge, so that the same flip is the same entry whenever the feed is written.
    """
    newest = sorted(comparisons, key=lambda found: found["edition"]["known_at"], reverse=True)
    top = ElementTree.Element("feed", xmlns=ATOM)
    _add(top, "id", _id("feed"))
    _add(top, "title", TITLE)
    _add(top, "updated", _moment(newest[0]) if newest else "2022-02-24T00:00:00Z")
    _add(ElementTree.SubElement(top, "author"), "name", AUTHOR)
    ElementTree.SubElement(top, "link", rel="self", href=FEED)
    for found in newest:
        for claim, flip in sorted(found["verdicts"].items()):
            top.append(_entry(found, claim, flip))
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(found: Mapping[str, Any], claim: str, flip: Mapping[str, Any]) -> ElementTree.Element:
    old, new = (found[end]["name"] for end in ("previous", "edition"))
    words = [flip[end] or "not judged" for end in ("old", "new")]
    entry = ElementTree.Element("entry")
    _add(entry, "id", _id(f"{old}/{new}/{claim}"))
    _add(entry, "title", f"Claim {claim}: {words[0]} → {words[1]}")
    _add(entry, "updated", _moment(found))
    ElementTree.SubElement(entry, "link", href=f"{new}/{flip['chapter']}.html")
    causes = ", ".join(flip["causes"])
    _add(
        entry,
        "summary",
        f"From edition {old} to edition {new} the verdict flipped; the step: {causes}.",
    )
    return entry


def _moment(found: Mapping[str, Any]) -> str:
    return f"{found['edition']['known_at']}T00:00:00Z"


def _id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"threefronts/verdicts/{name}").urn


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text
