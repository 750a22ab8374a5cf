"""
The register of sources: who says it, for whom, and whom they repeat.
"""

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
    path = data_dir() / "sources.yml"
    return _parse(path, path.stat().st_mtime_ns)


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


@lru_cache(maxsize=8)
def _parse(path: Path, _changed: int) -> dict[str, dict[str, Any]]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
