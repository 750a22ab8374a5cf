"""
Keep a table as it was before a revision, so that an older edition can be made from what was known then.

A vintage lies in ``data/<front>/vintages/`` under the day its rows were copied from upstream:
``<table>.<day>.csv.gz``, ``<table>.<day>.yml`` (the manifest of that day, with a note ``replaced``) and,
where there are any, ``<table>.<day>.corrections.yml``. An edition reads the earliest vintage copied on or
after its ``known_at``, and the current table where there is none: see ``threefronts.tables.vintages``.
"""

import gzip
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import yaml

from threefronts.files import replace_file
from threefronts.refresh.compare import Change
from threefronts.tables import Manifest, data_dir, read_manifest
from threefronts.tables.vintages import FOLDER


def keep_vintage(name: str, today: date, changes: Sequence[Change]) -> list[Path]:
    """
    Keep table *name* as it is now, before it is replaced.

    Args:
        name: The table.
        today: The day of the refresh. A table copied on that very day is not kept: its last state is the
            day's.
        changes: What the refresh changes, for the note.

    Returns:
        The files written; none where nothing of the past is rewritten, or that day is kept already.
    """
    manifest = read_manifest(name)
    past = [change for change in changes if change.rewrites_the_past]
    if not past or manifest.vintage is None or manifest.vintage >= today:
        return []
    stem = data_dir() / vintage_name(manifest)
    packed, described = _beside(stem, ".csv.gz"), _beside(stem, ".yml")
    if described.exists():
        return []
    packed.parent.mkdir(exist_ok=True)
    packed.write_bytes(gzip.compress(manifest.csv_path.read_bytes(), mtime=0))
    note = yaml.safe_dump(
        {"replaced": {"on": today, "because": [str(change) for change in past]}}, allow_unicode=True
    )
    replace_file(described, manifest.path.read_text(encoding="utf-8") + note)
    written = [packed, described]
    corrections = data_dir() / f"{name}.corrections.yml"
    if corrections.exists():
        written.append(_beside(stem, ".corrections.yml"))
        replace_file(written[-1], corrections.read_text(encoding="utf-8"))
    return written


def vintage_name(manifest: Manifest) -> str:
    """
    Return the name under which the present state of a table is kept.
    """
    front, table = manifest.name.split("/")
    return f"{front}/{FOLDER}/{table}.{manifest.vintage}"


def stamp(name: str, today: date) -> None:
    """
    Write *today* as the day table *name* was copied.
    """
    manifest = read_manifest(name)
    text = manifest.path.read_text(encoding="utf-8")
    replace_file(manifest.path, re.sub(r"(?m)^vintage: .*$", f"vintage: {today}", text, count=1))


def _beside(stem: Path, ending: str) -> Path:
    return stem.with_name(stem.name + ending)
