"""
The accepted executions in ``book/editions/``, with the tables they read.
"""

import gzip
import hashlib
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from threefronts.facts import collect
from threefronts.tables import data_dir, read_manifest, root
from threefronts.tables.load import read_csv
from threefronts.tables.write import replace_file

TABLES_FILE = "tables.json"


class StaleReference(Exception):
    """
    The accepted execution is missing, or is not what a fresh one gives.
    """


def editions_dir() -> Path:
    """
    Return the folder of all accepted editions.
    """
    return root() / "book" / "editions"


def reference_dir(edition: str) -> Path:
    """
    Return the folder of one accepted edition.
    """
    return editions_dir() / edition


def read_reference(edition: str) -> dict[str, str]:
    """
    Return the accepted notebooks of *edition* as text, by stem.

    Raises:
        StaleReference: Nothing was accepted for it.
    """
    folder = reference_dir(edition)
    notebooks = sorted(folder.glob("*/*.ipynb"))
    if not notebooks:
        raise StaleReference(f"nothing is accepted for edition {edition}: threefronts accept {edition}")
    stems = {path: str(path.relative_to(folder).with_suffix("")) for path in notebooks}
    return {stem: path.read_text(encoding="utf-8") for path, stem in stems.items()}


def accept(edition: str, executed: Path) -> Path:
    """
    Make the execution in *executed* the reference of *edition*, and keep the tables it read.

    The tables are stored gzipped under their hash, so that a changed row can be named without git.
    """
    folder = reference_dir(edition)
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(executed, folder)
    texts = read_reference(edition)
    read = sorted({table for text in texts.values() for table in collect(json.loads(text)).tables})
    kept = {table: _keep(data_dir() / f"{table}.csv") for table in read}
    replace_file(folder / TABLES_FILE, json.dumps(kept, indent=1, sort_keys=True) + "\n")
    _prune()
    return folder


def kept_table(edition: str, table: str) -> pd.DataFrame | None:
    """
    Return *table* as it was when *edition* was accepted, uncorrected; ``None`` if it was not read then.
    """
    listed = _kept(reference_dir(edition))
    if table not in listed:
        return None
    packed = (_store() / f"{listed[table]}.csv.gz").read_bytes()
    return read_csv(read_manifest(table), io.BytesIO(gzip.decompress(packed)))


def _keep(path: Path) -> str:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    target = _store() / f"{digest}.csv.gz"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(content, 9, mtime=0))
    return digest


def _prune() -> None:
    used = {digest for folder in editions_dir().iterdir() for digest in _kept(folder).values()}
    for path in _store().glob("*.csv.gz"):
        if path.name.removesuffix(".csv.gz") not in used:
            path.unlink()


def _kept(folder: Path) -> Mapping[str, str]:
    path = folder / TABLES_FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _store() -> Path:
    return editions_dir() / "tables"
