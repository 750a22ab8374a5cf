"""
Where the project's files lie, wherever a notebook or a command was started, and how one is replaced.
"""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

ROOT_VARIABLE = "THREEFRONTS_ROOT"
CLAIMS_TABLES = ("synthesis/founding_claims", "synthesis/added_claims")  # what the book judges
PROJECT = Path(__file__).resolve().parents[2]


def root() -> Path:
    """
    Return the project's top folder: ``THREEFRONTS_ROOT`` where it is set, else the checkout of this package.
    """
    named = os.environ.get(ROOT_VARIABLE)
    return _resolved(named, Path.cwd()) if named else PROJECT


@lru_cache(maxsize=8)
def _resolved(named: str, _folder: Path) -> Path:
    return Path(named).resolve()


def data_dir() -> Path:
    """
    Return the folder of the tables.
    """
    return root() / "data"


def replace_file(path: Path, content: str | bytes) -> None:
    """
    Write *content* to *path* in one step: a reader sees the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
