"""
What the chapter on changes reads besides its own edition: the accepted edition before, and why things moved.

Both lie in ``book/editions/``, where only ``threefronts accept`` writes, so that no stage reads a later one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threefronts.editions import Edition, read_editions
from threefronts.facts.read import Found, read_folder
from threefronts.files import root

ATTRIBUTION_FILE = "changes.json"


@dataclass(frozen=True)
class Previous:
    """
    The edition before: its name and day, and what it found.
    """

    name: str
    title: str
    as_of: str
    found: Found


@dataclass(frozen=True)
class Attribution:
    """
    How much of each move came from where, as ``threefronts accept`` worked it out.

    Attributes:
        steps: What was replaced, one after the other.
        facts: By key: ``old`` and ``new`` as they were then, ``steps`` and ``residual``.
        verdicts: By claim: ``old``, ``new`` and ``causes``.
    """

    steps: tuple[str, ...]
    facts: Mapping[str, Mapping[str, Any]]
    verdicts: Mapping[str, Mapping[str, Any]]


def editions_dir() -> Path:
    """
    Return the folder of all accepted editions.
    """
    return root() / "book" / "editions"


def edition_before(as_of: str) -> Edition | None:
    """
    Return the newest edition of the book that describes a day before *as_of* and was accepted, if any.
    """
    before = [edition for edition in read_editions() if edition.as_of.isoformat() < as_of]
    return next((edition for edition in reversed(before) if _found(edition.name)), None)


def read_previous(as_of: str) -> Previous | None:
    """
    Read what the edition before *as_of* found, as it was accepted; ``None`` where there is none.
    """
    edition = edition_before(as_of)
    found = _found(edition.name) if edition else None
    return Previous(edition.name, edition.title, edition.as_of.isoformat(), found) if found else None


def read_attribution(as_of: str, known_at: str, previous: Previous | None) -> Attribution | None:
    """
    Read how the moves from *previous* to the edition for *as_of* were split.

    Returns:
        ``None`` where there is no such edition, or nobody has worked it out, or only from another edition.
    """
    days = as_of, known_at or as_of
    names = [one.name for one in read_editions() if (one.as_of.isoformat(), one.known_at.isoformat()) == days]
    if previous is None or not names:
        return None
    try:
        text = (editions_dir() / names[0] / ATTRIBUTION_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    told = json.loads(text)
    if told["previous"]["name"] != previous.name:
        return None
    return Attribution(tuple(told["steps"]), told["facts"], told["verdicts"])


def _found(name: str) -> Found | None:
    """
    Return what the edition *name* found; it is opened, not asked for, so that a trace sees also its absence.
    """
    try:
        return read_folder(editions_dir() / name)
    except FileNotFoundError:
        return None
