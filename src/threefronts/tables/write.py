"""
Write a table: validated first, then replaced in one step.
"""

import hashlib
import re

import pandas as pd

from threefronts.files import replace_file
from threefronts.tables.manifest import Manifest, read_manifest
from threefronts.tables.text import read_text_table
from threefronts.tables.validate import validate


def write_table(name: str, frame: pd.DataFrame) -> bool:
    """
    Validate *frame* against the manifest of *name*, write the CSV and seal it. The same rows give the same
    bytes.

    Args:
        name: The table; its manifest must be on disk.
        frame: Its rows in any order. An index of text names each row's place upstream, for messages.

    Returns:
        Whether the file changed.

    Raises:
        TableError: *frame* breaks the manifest; the table on disk is left as it was.
    """
    manifest = read_manifest(name)
    text = to_csv_text(validate(frame, manifest), manifest)
    content = text.encode("utf-8")
    same = manifest.csv_path.exists() and manifest.csv_path.read_bytes() == content
    if not same:
        replace_file(manifest.csv_path, text)
    if not same or (manifest.sha256, manifest.rows) != (hashlib.sha256(content).hexdigest(), len(frame)):
        _rewrite_integrity(manifest, len(frame))
    return not same


def seal(name: str) -> tuple[int, str]:
    """
    Rewrite rows and hash in the manifest of *name* after its CSV was edited on purpose.

    Returns:
        The rows and the new sha256.

    Raises:
        TableError: The edited CSV breaks a rule of the manifest; nothing is rewritten.
    """
    manifest = read_manifest(name)
    frame = validate(read_text_table(manifest.csv_path, f"data/{name}.csv"), manifest)
    return _rewrite_integrity(manifest, len(frame))


def to_csv_text(frame: pd.DataFrame, manifest: Manifest) -> str:
    """
    Return the one CSV text of a validated *frame*: rows by key, ISO days, whole numbers without a point.
    """
    ordered = frame.sort_values(list(manifest.key), kind="stable")
    columns = {column: _cells(ordered[column], field.type) for column, field in manifest.fields.items()}
    return pd.DataFrame(columns).to_csv(index=False, lineterminator="\n")


def _cells(column: pd.Series, kind: str) -> pd.Series:
    if kind == "date":
        return column.dt.strftime("%Y-%m-%d")
    if kind == "boolean":
        return column.map({True: "true", False: "false"})
    if kind in ("number", "integer"):
        return column.map(_number_text, na_action="ignore")
    return column


def _number_text(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _rewrite_integrity(manifest: Manifest, rows: int) -> tuple[int, str]:
    digest = hashlib.sha256(manifest.csv_path.read_bytes()).hexdigest()
    text = manifest.path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(  sha256: ).*$", rf"\g<1>{digest}", text, count=1)
    text = re.sub(r"(?m)^(  rows: ).*$", rf"\g<1>{rows}", text, count=1)
    replace_file(manifest.path, text)
    return rows, digest
