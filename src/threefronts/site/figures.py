"""
The files of one figure: spec, script, picture and data.
"""

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

from threefronts.facts.collect import CHART_MIME

FIGURES = "api/figures"  # within an edition
FIGURE_MIME = "application/vnd.threefronts.figure+json"
SVG_MIME = "image/svg+xml"
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?Z?")
_SIZE = re.compile(r'<svg [^>]*?width="(\d+)[^"]*" height="(\d+)')


@dataclass(frozen=True)
class Figure:
    """
    A chart taken out of a notebook's output.
    """

    id: str
    caption: str
    note: str
    alt: str
    spec: dict
    svg: str

    @classmethod
    def from_bundle(cls, bundle: dict) -> "Figure | None":
        """
        Figure of a mime bundle; None when the output is no figure of the book.
        """
        spec = bundle.get(CHART_MIME)
        about = (spec or {}).get("usermeta", {}).get("threefronts")
        if not about:
            return None
        svg = bundle.get(SVG_MIME, "")
        svg = svg if isinstance(svg, str) else "".join(svg)
        return cls(about["id"], about["caption"], about["note"], spec.get("description", ""), spec, svg)

    @property
    def label(self) -> str:
        """
        Name to refer to: ``fig-`` and the id with hyphens.
        """
        return "fig-" + self.id.replace("_", "-")

    @property
    def size(self) -> tuple[int, int]:
        """
        Width and height of the static picture in CSS pixels.
        """
        found = _SIZE.search(self.svg)
        return (int(found[1]), int(found[2])) if found else (640, 360)

    def write(self, folder: Path) -> None:
        """
        Write ``<id>.json``, ``.js``, ``.svg`` and ``.csv`` into *folder*.
        """
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{self.id}.json").write_text(text + "\n", encoding="utf-8")
        (folder / f"{self.id}.js").write_text(_script(self.id, text), encoding="utf-8")
        (folder / f"{self.id}.svg").write_text(self.svg, encoding="utf-8")
        (folder / f"{self.id}.csv").write_text(data_as_csv(self.spec), encoding="utf-8", newline="")


def _script(figure_id: str, spec: str) -> str:
    """
    The spec as a script, as a page opened from a folder may not fetch JSON.
    """
    safe = spec.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(window.threefrontsFigures=window.threefrontsFigures||{{}})[{json.dumps(figure_id)}]={safe};\n"


def data_as_csv(spec: dict) -> str:
    """
    All rows a chart draws, as CSV; the first column numbers the datasets when there are several.
    """
    datasets = flat_datasets(spec)
    rows = [
        ({"dataset": number} if len(datasets) > 1 else {}) | row
        for number, rows in enumerate(datasets, start=1)
        for row in rows
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    if columns:
        writer.writeheader()
    writer.writerows({key: plain(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def flat_datasets(spec: dict) -> list[list[dict]]:
    """
    The datasets of a chart as rows of plain cells, without empty ones.
    """
    datasets = [_flat_rows(rows) for rows in spec.get("datasets", {}).values()]
    return [rows for rows in datasets if rows]


def _flat_rows(rows: object) -> list[dict]:
    """
    Rows of a dataset; of GeoJSON features only the properties.
    """
    if isinstance(rows, dict):
        rows = rows.get("features", [rows])
    flat = []
    for row in rows:
        row = row if isinstance(row, dict) else {"value": row}
        kept = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
        if row.get("type") == "Feature":
            kept.pop("type")
            kept |= row.get("properties") or {}
        flat.append(kept)
    return [row for row in flat if row]


def plain(value: object) -> object:
    """
    A cell as readers write it: days without their midnight.
    """
    found = _MIDNIGHT.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else value
