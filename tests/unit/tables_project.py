"""
One small project with one sealed table, for tests that spoil it.
"""

from datetime import date
from pathlib import Path

import yaml

from threefronts.tables import seal

NAME = "battlefield/losses"
HEADER = "event_date,published_on,source_id,class,value,share,is_used,note"
FIELDS = {
    "event_date": {"type": "date", "description": "Day"},
    "published_on": {"type": "date", "nullable": True, "description": "Known since"},
    "source_id": {"type": "string", "enum": ["one", "two"], "description": "Who"},
    "class": {"type": "string", "description": "What"},
    "value": {
        "type": "integer",
        "min": 0,
        "cumulative_by": ["source_id", "class"],
        "cumulative_where": {"is_used": True},
        "fall_allowed": {"two": 5},
        "description": "Total",
    },
    "share": {"type": "number", "min": 0, "max": 1, "nullable": True, "description": "Share"},
    "is_used": {"type": "boolean", "description": "Used"},
    "note": {"type": "string", "nullable": True, "description": "Note"},
}
ROWS = [
    "2024-01-01,2024-01-01,one,tank,10,0.5,true,",
    "2024-01-02,2024-01-02,one,tank,12,,true,why",
    "2024-01-03,2024-01-05,one,tank,15,1,true,",
]


def make_project(folder: Path) -> Path:
    """
    Write the table and its manifest into *folder* and seal it; returns the data folder.
    """
    data = folder / "data"
    (data / "battlefield").mkdir(parents=True)
    (data / f"{NAME}.yml").write_text(yaml.safe_dump(manifest(), sort_keys=False), encoding="utf-8")
    write_rows(data, ROWS)
    seal(NAME)
    return data


def manifest(**overrides) -> dict:
    """
    Return the table's manifest, with other entries where they are given.
    """
    return {
        "title": "Losses",
        "description": "One row a day.",
        "class": "transcribed",
        "builder": None,
        "sources": ["one", "two"],
        "licence": {"name": "MIT", "redistribution": "allowed", "checked": date(2026, 11, 23)},
        "vintage": None,
        "integrity": {"sha256": "0", "rows": 0},
        "key": ["source_id", "class", "event_date", "is_used"],
        "fields": FIELDS,
        "warnings": ["cumulative"],
        "consumers": ["battlefield/attrition"],
    } | overrides


def write_rows(folder: Path, rows: list[str]) -> None:
    """
    Replace the table's rows; nothing is sealed.
    """
    (folder / f"{NAME}.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")


def row(**overrides) -> str:
    """
    Return the second row, with other cells where they are given.
    """
    cells = dict(zip(HEADER.split(","), ROWS[1].split(","), strict=True)) | overrides
    return ",".join(cells.values())


def correct(folder: Path, *entries: dict) -> None:
    """
    Write the table's corrections.
    """
    (folder / f"{NAME}.corrections.yml").write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
