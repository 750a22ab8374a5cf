"""
Manifests: what one table holds, from whom, and under which terms.
"""

import gzip
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from threefronts.files import data_dir
from threefronts.tables.errors import TableError
from threefronts.tables.words import WARNING_SENTENCES

FIELD_TYPES = ("date", "number", "integer", "boolean", "string")
CLASSES = ("transcribed", "constructed", "snapshot")
LICENCE = {"name", "redistribution", "checked"}
WARNINGS = tuple(WARNING_SENTENCES)


@dataclass(frozen=True)
class Field:
    """
    One column: its type, unit, range and meaning.

    A column with ``cumulative_by`` holds running totals that never fall by ``event_date`` within these
    groups, among the rows that ``cumulative_where`` picks; ``fall_allowed`` gives, by ``source_id``, how far
    one may fall unexplained.
    """

    type: str
    description: str
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    enum: tuple[str, ...] | None = None
    nullable: bool = False
    cumulative_by: tuple[str, ...] | None = None
    cumulative_where: dict[str, Any] | None = None
    fall_allowed: dict[str, float] | None = None


@dataclass(frozen=True, eq=False)
class Manifest:
    """
    The description of one table, as its ``.yml`` gives it; each reading of a changed one is another.
    """

    name: str
    title: str
    description: str
    table_class: str
    builder: str | None
    sources: tuple[str, ...]
    licence: dict[str, Any]
    vintage: date | None
    sha256: str
    rows: int
    key: tuple[str, ...]
    fields: dict[str, Field]
    warnings: tuple[str, ...]
    consumers: tuple[str, ...]

    @property
    def csv_path(self) -> Path:
        """
        The table's CSV; a vintage's is packed.
        """
        plain = data_dir() / f"{self.name}.csv"
        packed = plain.with_name(f"{plain.name}.gz")
        return packed if packed.exists() else plain

    def read_bytes(self) -> bytes:
        """
        Return the bytes of the CSV, unpacked.
        """
        content = self.csv_path.read_bytes()
        return gzip.decompress(content) if self.csv_path.suffix == ".gz" else content

    @property
    def path(self) -> Path:
        """
        The manifest itself.
        """
        return manifest_path(self.name)


def manifest_path(name: str) -> Path:
    """
    Return where the manifest of table *name* (``<front>/<table>``) lies.
    """
    return data_dir() / f"{name}.yml"


def table_names() -> list[str]:
    """
    Return the names of all tables on disk, sorted.
    """
    folder = data_dir()
    return sorted(str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*.csv"))


def read_manifest(name: str) -> Manifest:
    """
    Read and check the manifest of table *name*.

    Raises:
        TableError: There is no such table, or its manifest misses an entry or has a wrong one.
    """
    path = manifest_path(name)
    if not path.exists():
        near = ", ".join(table_names()) or "none"
        raise TableError(f"there is no table {name}: {path.name} is missing. Tables: {near}")
    return _parse_manifest(name, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _parse_manifest(name: str, path: Path, _changed: int) -> Manifest:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return _build(name, raw)
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise TableError(
            f"data/{name}.yml: {type(error).__name__}: {error}. See CONTRIBUTING, 'Add a table'."
        ) from error


def _build(name: str, raw: dict[str, Any]) -> Manifest:
    fields = {column: _field(column, entry) for column, entry in raw["fields"].items()}
    _one_of("class", raw["class"], CLASSES)
    if set(raw["licence"]) != LICENCE:
        raise ValueError(
            f"licence must hold {', '.join(sorted(LICENCE))}, not {', '.join(raw['licence'])}: quote commas"
        )
    for warning in raw["warnings"]:
        _one_of("warnings", warning, WARNINGS)
    for column in raw["key"]:
        _one_of("key", column, tuple(fields))
    return Manifest(
        name=name,
        title=raw["title"],
        description=raw["description"],
        table_class=raw["class"],
        builder=raw["builder"],
        sources=tuple(raw["sources"]),
        licence=raw["licence"],
        vintage=raw["vintage"],
        sha256=raw["integrity"]["sha256"],
        rows=raw["integrity"]["rows"],
        key=tuple(raw["key"]),
        fields=fields,
        warnings=tuple(raw["warnings"]),
        consumers=tuple(raw["consumers"]),
    )


def _field(column: str, entry: dict[str, Any]) -> Field:
    _one_of(f"type of {column}", entry["type"], FIELD_TYPES)
    settings = dict(entry)
    for listed in ("enum", "cumulative_by"):
        if settings.get(listed) is not None:
            settings[listed] = tuple(settings[listed])
    return Field(**settings)


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{what} is {value!r}, which is not one of {', '.join(allowed)}")
