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
from typing import Any

import pandas as pd

from threefronts.facts import collect
from threefronts.facts.previous import ATTRIBUTION_FILE, editions_dir
from threefronts.files import CLAIMS_TABLES, data_dir, replace_file
from threefronts.regress.code import Code
from threefronts.regress.inputs import INPUTS_FILE, inputs_text, present_inputs
from threefronts.regress.register import REGISTER, register_csv
from threefronts.tables import Manifest, read_manifest
from threefronts.tables.manifest import manifest_path
from threefronts.tables.vintages import copy_for

TABLES_FILE, FACTS_FILE, CLAIMS_FILE = "tables.json", "facts.json", "claims.json"


class StaleReference(Exception):
    """
    The accepted execution is missing, or is not what a fresh one gives.
    """


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
    texts = _texts(reference_dir(edition))
    if not texts:
        raise StaleReference(f"nothing is accepted for edition {edition}: threefronts accept {edition}")
    return texts


def accept(edition: str, executed: Path) -> Path:
    """
    Make the execution in *executed* the reference of *edition*, and keep what it was made from.

    The split of its moves, which :func:`note_attribution` wrote before, stays as it is.

    The tables it read and the register of sources are stored gzipped under their hash, so that a changed row
    can be named without git; the code and packages of today are listed for the same end.

    Raises:
        StaleReference: *executed* holds no notebook; the reference is left as it was.
    """
    texts = _texts(executed)
    if not texts:
        raise StaleReference(f"there is no executed notebook in {executed}: threefronts accept {edition}")
    folder = reference_dir(edition)
    _clear(folder)
    shutil.copytree(executed, folder, dirs_exist_ok=True)
    read = {table for text in texts.values() for table in collect(json.loads(text)).tables}
    read |= {table for table in CLAIMS_TABLES if manifest_path(table).exists()}  # every judgement reads them
    kept = {table: _keep(copy_read(edition, table).read_bytes()) for table in sorted(read)}
    if (data_dir() / REGISTER).exists():
        kept[REGISTER] = _keep(register_csv())
    replace_file(folder / TABLES_FILE, json.dumps(kept, indent=1, sort_keys=True) + "\n")
    replace_file(folder / INPUTS_FILE, inputs_text(present_inputs(Code())))
    _prune()
    return folder


def note_attribution(edition: str, text: str | None) -> None:
    """
    Keep beside the reference of *edition* how its moves are split; ``None`` where none came before it.

    The chapter on changes reads it, so it is written before that chapter is executed.
    """
    path = reference_dir(edition) / ATTRIBUTION_FILE
    if text is None:
        path.unlink(missing_ok=True)
    elif not (path.is_file() and path.read_text(encoding="utf-8") == text):
        replace_file(path, text)


def kept_table(edition: str, table: str) -> pd.DataFrame | None:
    """
    Return *table* as it was when *edition* was accepted, every cell as text; ``None`` if it was not read.

    Raises:
        StaleReference: The store lost the copy.
    """
    listed = _kept(reference_dir(edition))
    if table not in listed:
        return None
    packed = _store() / f"{listed[table]}.csv.gz"
    if not packed.exists():
        raise StaleReference(
            f"the copy of table {table} that edition {edition} read is missing ({packed.name}): "
            f"restore it, or threefronts accept {edition}"
        )
    return read_as_text(io.BytesIO(gzip.decompress(packed.read_bytes())))


def is_kept(edition: str, table: str) -> bool:
    """
    Return whether *table* was kept when *edition* was accepted.
    """
    return table in _kept(reference_dir(edition))


def copy_read(edition: str, table: str) -> Manifest:
    """
    Return the manifest of the copy of *table* that *edition* reads today: a vintage, or the table itself.
    """
    return read_manifest(copy_for(table, known_at(edition)))


def known_at(edition: str) -> str | None:
    """
    Return the day of *edition*'s knowledge, as it was accepted; ``None`` where it has no facts.
    """
    return _json(reference_dir(edition) / FACTS_FILE).get("edition", {}).get("known_at")


def claim_texts(edition: str) -> dict[str, str]:
    """
    Return the wording of each claim of *edition* by id.
    """
    claims = _json(reference_dir(edition) / CLAIMS_FILE).get("claims", {})
    return {claim_id: claim["claim"] for claim_id, claim in claims.items()}


def inputs_of(edition: str) -> dict[str, Any]:
    """
    Return what *edition* was made from besides tables and notebooks; empty where that was not kept.
    """
    return _json(reference_dir(edition) / INPUTS_FILE)


def read_as_text(source: Path | io.BytesIO) -> pd.DataFrame:
    """
    Read a CSV with every cell as text, an empty one as the empty string.
    """
    return pd.read_csv(source, dtype="str", keep_default_na=False)


def _texts(folder: Path) -> dict[str, str]:
    notebooks = sorted(folder.glob("*/*.ipynb"))
    stems = {path: str(path.relative_to(folder).with_suffix("")) for path in notebooks}
    return {stem: path.read_text(encoding="utf-8") for path, stem in stems.items()}


def _keep(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    target = _store() / f"{digest}.csv.gz"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(content, 9, mtime=0))
    return digest


def _clear(folder: Path) -> None:
    for path in folder.glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != ATTRIBUTION_FILE:
            path.unlink()


def _prune() -> None:
    used = {digest for folder in editions_dir().iterdir() for digest in _kept(folder).values()}
    for path in _store().glob("*.csv.gz"):
        if path.name.removesuffix(".csv.gz") not in used:
            path.unlink()


def _kept(folder: Path) -> Mapping[str, str]:
    return _json(folder / TABLES_FILE)


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _store() -> Path:
    return editions_dir() / "tables"
