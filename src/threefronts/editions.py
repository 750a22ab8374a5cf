"""
Editions: one execution of all notebooks for one day, with what had been published by another.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from threefronts.files import root


class EditionError(Exception):
    """
    An edition is not described as it should be, or there is none of that name.
    """


@dataclass(frozen=True)
class Edition:
    """
    One edition: the day it describes, the day of its knowledge, and the parameters of its notebooks by stem.
    """

    name: str
    title: str
    as_of: date
    known_at: date
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)

    def values(self, stem: str) -> dict[str, Any]:
        """
        Return the parameters of notebook *stem* in this edition.
        """
        known_at = "" if self.known_at == self.as_of else self.known_at.isoformat()
        return {"as_of": self.as_of.isoformat(), "known_at": known_at, **self.parameters.get(stem, {})}


def read_editions() -> list[Edition]:
    """
    Read every edition in ``editions/``, oldest first.
    """
    return sorted(
        (_read(path) for path in (root() / "editions").glob("*.yml")), key=lambda edition: edition.as_of
    )


def require_editions() -> list[Edition]:
    """
    Read every edition, oldest first, for whoever can do nothing without one.

    Raises:
        EditionError: There is none, or a file is wrong.
    """
    editions = read_editions()
    if not editions:
        raise EditionError("there is no edition: write one to editions/, such as editions/2025-04-28.yml")
    return editions


def read_edition(name: str) -> Edition:
    """
    Read the edition called *name*.

    Raises:
        EditionError: There is none, or its file is wrong.
    """
    path = root() / "editions" / f"{name}.yml"
    if not path.exists():
        names = ", ".join(edition.name for edition in read_editions()) or "none"
        raise EditionError(f"there is no edition {name}: editions/{name}.yml is missing. Editions: {names}")
    return _read(path)


def edition_for(as_of: str, known_at: str | None = None) -> Edition:
    """
    Return the listed edition for *as_of* and *known_at*, or an unlisted one made for them.

    Raises:
        EditionError: A date is not ISO, or *known_at* lies before *as_of*.
    """
    described = _day("as_of", as_of)
    known = _day("known_at", known_at) if known_at else described
    _refuse_ignorance("", described, known)
    for edition in read_editions():
        if (edition.as_of, edition.known_at) == (described, known):
            return edition
    name = f"{described}" if known == described else f"{described}-known-{known}"
    return Edition(name, f"As of {described}", described, known)


def _read(path: Path) -> Edition:
    where = f"editions/{path.name}"
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        missing = {"title", "as_of", "known_at"} - set(raw)
        unknown = set(raw) - {"title", "as_of", "known_at", "parameters"}
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise EditionError(f"{where}: {error}: write title, as_of, known_at and parameters") from error
    if missing or unknown:
        raise EditionError(f"{where}: missing entries {sorted(missing)}, unknown entries {sorted(unknown)}")
    as_of, known_at = (_day(f"{where}: {name}", raw[name]) for name in ("as_of", "known_at"))
    _refuse_ignorance(f"{where}: ", as_of, known_at)
    return Edition(
        name=path.stem,
        title=raw["title"],
        as_of=as_of,
        known_at=known_at,
        parameters=raw.get("parameters") or {},
    )


def _refuse_ignorance(where: str, as_of: date, known_at: date) -> None:
    if known_at < as_of:
        raise EditionError(
            f"{where}known_at {known_at} lies before as_of {as_of}: an edition knows the day it describes"
        )


def _day(what: str, value: str | date) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise EditionError(f"{what} is {value!r}, which is not an ISO day such as 2025-04-28") from error
