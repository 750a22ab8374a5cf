"""
The cache of executions: what was computed once from the same inputs and files is not computed again.

An execution is kept under its inputs (see :mod:`threefronts.engine.inputs`) together with everything it read,
and found again only while each of these files and folders is what it was then.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threefronts.engine.errors import RunError
from threefronts.engine.executed import Read
from threefronts.engine.store import Store, canonical, digest, read_sealed, sealed
from threefronts.files import replace_file, root

FOLDER_VARIABLE, LIMIT_VARIABLE = "THREEFRONTS_CACHE", "THREEFRONTS_CACHE_MB"
DEFAULT_LIMIT_MB = 512
Fingerprint = Callable[[str], str]


@dataclass(frozen=True)
class Kept:
    """
    An execution from the cache: its record, and the texts it made by name.
    """

    record: dict[str, Any]
    texts: dict[str, str]


@dataclass(frozen=True)
class Cache:
    """
    Executions by what they depend on.

    Attributes:
        store: Where they lie.
        is_fresh: Find nothing, so that everything is executed, and kept, once more.
    """

    store: Store
    is_fresh: bool = False

    def find(self, inputs: Mapping[str, Any], fingerprint: Fingerprint) -> Kept | None:
        """
        Return what was made from *inputs*, if all it read is as it was.

        Args:
            inputs: What the execution depends on, besides the files it reads.
            fingerprint: Gives the present fingerprint of a path below the root.
        """
        for record in () if self.is_fresh else self.store.records(_key(inputs)):
            if all(fingerprint(path) == sha256 for path, sha256 in record["reads"]):
                texts = {name: self.store.get(sha256) for name, sha256 in record["texts"].items()}
                if None not in texts.values():
                    return Kept(record, texts)
        return None

    def keep(
        self, inputs: Mapping[str, Any], reads: tuple[Read, ...], texts: Mapping[str, str]
    ) -> dict[str, Any]:
        """
        Keep the *texts* made from *inputs* and *reads*; return their record.
        """
        kept = {name: self.store.put(text) for name, text in sorted(texts.items())}
        record = make_record(inputs, reads) | {"texts": kept}
        self.store.put_record(_key(inputs), digest(canonical(record["reads"])), record)
        return record

    def text(self, sha256: str) -> str | None:
        """
        Return a kept text by its sha256, ``None`` where it is no longer kept.
        """
        return self.store.get(sha256)

    def keep_texts(self, *texts: str) -> None:
        """
        Keep *texts*, whose sha256 some inputs hold, to say later what in them changed.
        """
        for text in texts:
            self.store.put(text)

    def make_room(self) -> None:
        """
        Keep to the limit.
        """
        self.store.make_room()

    def last(self, edition: str, stem: str) -> dict[str, Any] | None:
        """
        Return the record of the last execution of *stem* for *edition*, kept or not.
        """
        return read_sealed(self._last(edition, stem))

    def note_last(self, edition: str, stem: str, record: Mapping[str, Any]) -> None:
        """
        Note *record* as the last execution of *stem* for *edition*.
        """
        if self.last(edition, stem) != record:
            with suppress(OSError):  # only an explanation is lost
                replace_file(self._last(edition, stem), sealed(record))

    def _last(self, edition: str, stem: str) -> Path:
        return self.store.folder / "last" / edition / f"{stem}.json"


def make_record(inputs: Mapping[str, Any], reads: tuple[Read, ...] | None) -> dict[str, Any]:
    """
    Return the record of an execution: its inputs and what it read, ``None`` where that is not known.
    """
    listed = None if reads is None else sorted([read.path, read.sha256] for read in reads)
    return {"inputs": dict(inputs), "reads": listed}


def open_cache(is_fresh: bool = False) -> Cache:
    """
    Return the cache in ``THREEFRONTS_CACHE``, else in ``_build/cache``, of ``THREEFRONTS_CACHE_MB`` at most.

    Raises:
        RunError: The size is no number.
    """
    folder, limit = os.environ.get(FOLDER_VARIABLE), os.environ.get(LIMIT_VARIABLE) or str(DEFAULT_LIMIT_MB)
    if not limit.isdecimal():
        raise RunError(f"{LIMIT_VARIABLE} is {limit!r}: write whole megabytes, such as {DEFAULT_LIMIT_MB}")
    return Cache(Store(Path(folder or root() / "_build" / "cache"), int(limit) * 2**20), is_fresh)


def _key(inputs: Mapping[str, Any]) -> str:
    return digest(canonical(inputs))
