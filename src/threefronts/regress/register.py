"""
The register of sources as a table: one row a source, one column a field that an execution can turn on.
"""

import pandas as pd

from threefronts.tables import read_sources

REGISTER = "sources.yml"  # its name among the tables that an accepted edition keeps
KEY = "source_id"
INERT = ("archives", "licence", "accessed")  # what nothing in a chapter follows


def register_csv() -> bytes:
    """
    Return the register of now as CSV, every field as text.
    """
    rows = [{KEY: source_id, **_plain(entry)} for source_id, entry in sorted(read_sources().items())]
    return pd.DataFrame(rows).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _plain(entry: dict) -> dict[str, str]:
    """
    The fields of one source; those of its reliability by their own names, a missing one empty.
    """
    flat = entry | {f"reliability.{name}": text for name, text in (entry.get("reliability") or {}).items()}
    return {
        name: "" if value is None else str(value)
        for name, value in flat.items()
        if name not in INERT and not isinstance(value, dict)
    }
