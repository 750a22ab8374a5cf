"""
The register of sources: who says it, for whom, and whom they repeat.
"""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from threefronts.files import data_dir
from threefronts.tables.errors import TableError


def read_sources() -> dict[str, dict[str, Any]]:
    """
    Return the register ``data/sources.yml``, one entry a source id.
    """
    path = _path()
    return _read(path, path.stat().st_mtime_ns)


def learn_sources() -> None:
    """
    Parse the register ahead of those who will read it: a fork of this process then parses only another one.
    """
    with suppress(OSError, yaml.YAMLError):  # it is the reader's to see
        _parse(_path().read_bytes())


def root_voice(source_id: str) -> str:
    """
    Return the source that *source_id* in the end repeats: itself, unless the register says whom it relays.

    Raises:
        TableError: An id on the way is not in the register, or two sources relay each other.
    """
    sources, seen = read_sources(), [source_id]
    while True:
        if seen[-1] not in sources:
            raise TableError(
                f"data/sources.yml has no source {seen[-1]!r} (asked for by {source_id!r}): add it there"
            )
        relayed = sources[seen[-1]].get("relays")
        if relayed is None:
            return seen[-1]
        if relayed in seen:
            raise TableError(
                f"data/sources.yml: {' -> '.join([*seen, relayed])} relay one another in a circle"
            )
        seen.append(relayed)


def _path() -> Path:
    return data_dir() / "sources.yml"


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> dict[str, dict[str, Any]]:
    return _parse(path.read_bytes())


@lru_cache(maxsize=2)
def _parse(content: bytes) -> dict[str, dict[str, Any]]:
    return yaml.load(content, Loader=yaml.CSafeLoader)
