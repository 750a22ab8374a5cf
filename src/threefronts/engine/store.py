"""
A content-addressed store on disk: bytes under their sha256, and small records that name them.

Every file is written beside its place and renamed into it, and is checked against its name or its first line
when it is read. So a process that is killed leaves nothing that another could mistake for a result, several
may share one folder, and what is damaged counts as absent and is written again.
"""

import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from threefronts.files import replace_file

LEFT_BEHIND = 3600  # seconds after which a half-written file has no writer any more
ROOM = 0.9  # of the limit is kept when it was passed, so that not every run has to make room


def digest(content: str | bytes) -> str:
    """
    Return the sha256 of *content*; text counts as UTF-8.
    """
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def canonical(value: Any) -> str:
    """
    Return *value* as the one JSON text that equal values have.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(record: Any) -> str:
    """
    Return *record* as text with the sha256 of the rest in its first line.
    """
    text = canonical(record)
    return f"{digest(text)}\n{text}"


def read_sealed(path: Path) -> Any | None:
    """
    Return the record that :func:`sealed` made the file at *path* of; ``None`` where it is gone or damaged.
    """
    with suppress(OSError, ValueError):
        told, text = path.read_text(encoding="utf-8").split("\n")
        if told == digest(text):
            return json.loads(text)
    return None


@dataclass(frozen=True)
class Store:
    """
    The folder, and how many bytes it may hold.
    """

    folder: Path
    limit: int

    def put(self, text: str) -> str:
        """
        Keep *text* and return the sha256 to get it by.
        """
        sha256 = digest(text)
        if self.get(sha256) is None:
            replace_file(self._object(sha256), zlib.compress(text.encode("utf-8"), wbits=zlib.MAX_WBITS | 16))
        return sha256

    def get(self, sha256: str) -> str | None:
        """
        Return the text whose sha256 this is; ``None`` where it is not kept, or damaged.
        """
        path = self._object(sha256)
        try:
            content = zlib.decompress(path.read_bytes(), wbits=zlib.MAX_WBITS | 16)
        except (OSError, zlib.error):
            return None
        if digest(content) != sha256:
            return None
        _touch(path)
        return content.decode("utf-8")

    def put_record(self, key: str, name: str, record: Any) -> None:
        """
        Keep *record* under *key*, in the place of any of the same *name* there.
        """
        replace_file(self._records(key) / f"{key}-{name}", sealed(record))

    def records(self, key: str) -> Iterator[Any]:
        """
        Yield the whole records under *key*, the one used last first; damaged ones are passed over.
        """
        found = [file for file in _files(self._records(key)) if file.path.name.startswith(key)]
        for file in sorted(found, reverse=True):
            record = read_sealed(file.path)
            if record is not None:
                _touch(file.path)
                yield record

    def make_room(self) -> None:
        """
        Remove what was not used for longest until the folder keeps to its limit, and what killed writers
        left.
        """
        files, now = sorted(_files(self.folder)), time.time()
        total = sum(file.size for file in files)
        excess = total - self.limit * ROOM if total > self.limit else 0
        for file in files:
            is_half_written = file.path.name.startswith(".")
            if now - file.used > LEFT_BEHIND if is_half_written else excess > 0:
                file.path.unlink(missing_ok=True)
                excess -= file.size

    def _object(self, sha256: str) -> Path:
        return self.folder / "objects" / sha256[:2] / f"{sha256}.gz"

    def _records(self, key: str) -> Path:
        return self.folder / "records" / key[:2]


class _File(NamedTuple):
    used: float
    size: int
    path: Path


def _files(folder: Path) -> Iterator[_File]:
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # another process may have removed it
                path = Path(place, name)
                status = path.stat()
                yield _File(status.st_mtime, status.st_size, path)


def _touch(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)  # its age is the time since it was last used
