"""
The catalogue: every table as a section of a page, as a file to download, and as a Frictionless data package.
"""

import json
import shutil
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from threefronts.files import replace_file
from threefronts.tables import Field, Manifest, read_manifest, read_sources, table_names
from threefronts.tables.load import read_full
from threefronts.tables.words import WARNING_SENTENCES, words_for_date

PAGE = "tables.md"
DATA_FOLDER = "data"
SPANS = (("event_date", "event_date"), ("period_start", "period_end"), ("published_on", "published_on"))
LISTED_SOURCES = 6


def catalogue_page(chapters: Sequence[str]) -> str:
    """
    Return the page of tables in MyST: what a row is, from whom, under which terms, and a link to the file.

    Args:
        chapters: Stems of the edition's chapters, which a table may lead to.
    """
    manifests = [read_manifest(name) for name in table_names()]
    head = [
        "# The tables",
        "",
        "This page is made from the manifests of the tables.",
        "It describes whole tables, of which an edition reads the rows that had been published by its day.",
        "",
        f'All of them as a data package: <a href="../{DATA_FOLDER}/datapackage.json">datapackage.json</a>.',
        "",
    ]
    for front, tables in groupby(manifests, key=lambda manifest: manifest.name.split("/")[0]):
        head += [f"## {front.capitalize()}", ""]
        head += [line for manifest in tables for line in _section(manifest, chapters)]
    return "\n".join(head) + "\n"


def publish_data(site: Path) -> Path:
    """
    Copy every table below *site*, with its manifest and ``datapackage.json``.

    Returns:
        The folder of the data.
    """
    folder = site / DATA_FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name in table_names():
        manifest = read_manifest(name)
        target = folder / f"{name}.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(manifest.csv_path, target)
        shutil.copyfile(manifest.path, target.with_suffix(".yml"))
    replace_file(folder / "datapackage.json", json.dumps(data_package(), ensure_ascii=False, indent=1) + "\n")
    return folder


def data_package() -> dict[str, Any]:
    """
    Return the descriptor of all tables in the Frictionless Data Package standard, version 1.
    """
    return {
        "profile": "tabular-data-package",
        "name": "threefronts",
        "title": "Three Fronts: tables on the war in Ukraine",
        "resources": [_resource(read_manifest(name)) for name in table_names()],
    }


def _resource(manifest: Manifest) -> dict[str, Any]:
    schema = {
        "fields": [_field(name, field) for name, field in manifest.fields.items()],
        "primaryKey": list(manifest.key),
        "missingValues": [""],
    }
    return {
        "profile": "tabular-data-resource",
        "name": manifest.name.replace("/", "-").replace("_", "-"),
        "path": f"{manifest.name}.csv",
        "title": manifest.title,
        "description": manifest.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": manifest.csv_path.stat().st_size,
        "hash": f"sha256:{manifest.sha256}",
        "licenses": [{"title": manifest.licence["name"] or "none stated"}],
        "sources": [
            {"title": _producer(source), "path": read_sources()[source]["url"] or ""}
            for source in manifest.sources
        ],
        "schema": schema,
    }


def _field(name: str, field: Field) -> dict[str, Any]:
    limits = {"required": not field.nullable, "minimum": field.min, "maximum": field.max, "enum": field.enum}
    kept = {
        key: list(limit) if key == "enum" else limit for key, limit in limits.items() if limit is not None
    }
    unit = {"unit": field.unit} if field.unit else {}
    return {"name": name, "type": field.type, "description": field.description, **unit, "constraints": kept}


def _section(manifest: Manifest, chapters: Sequence[str]) -> list[str]:
    terms = manifest.licence
    warnings = " ".join(WARNING_SENTENCES[warning] for warning in manifest.warnings)
    links = [f"[{stem}]({stem}.ipynb)" if stem in chapters else stem for stem in manifest.consumers]
    path = f"../{DATA_FOLDER}/{manifest.name}"
    facts = {
        "Rows": f"{manifest.rows:,}{_span(manifest)}",
        "Who says it": _sources(manifest),
        "Copied": words_for_date(manifest.vintage) if manifest.vintage else "kept by hand",
        "Licence": f"{terms['name'] or 'none stated'} ({terms['redistribution'].replace('_', ' ')})",
        "Mind": warnings or "nothing beyond what the description says",
        "For": ", ".join(links) or "no chapter yet",
        "File": f'<a href="{path}.csv">{manifest.name}.csv</a>, <a href="{path}.yml">manifest</a>',
    }
    lines = [f"### {manifest.title}", "", _escaped(manifest.description), ""]
    lines += [f"- **{name}.** {text}" for name, text in facts.items()]
    return [*lines, "", _columns(manifest), ""]


def _columns(manifest: Manifest) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("column", "type", "unit", "meaning"))
    rows = "".join(
        f'<tr><th scope="row"><code>{name}</code></th>'
        + "".join(f"<td>{escape(cell or '')}</td>" for cell in (field.type, field.unit, field.description))
        + "</tr>"
        for name, field in manifest.fields.items()
    )
    table = f'<table class="tf-fields"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<details class="tf-table"><summary>Columns</summary>{table}</details>'


def _span(manifest: Manifest) -> str:
    for first, last in SPANS:
        if first in manifest.fields and last in manifest.fields:
            frame = read_full(manifest)
            start, end = frame[first].min(), frame[last].max()
            return "" if start != start or end != end else f", {start:%Y-%m-%d} to {end:%Y-%m-%d}"
    return ""


def _sources(manifest: Manifest) -> str:
    if not manifest.sources:
        return "named in each row; see [who says it](synthesis/sources.ipynb)"
    named = [_escaped(_producer(source)) for source in manifest.sources]
    more = len(named) - LISTED_SOURCES
    return "; ".join(named[:LISTED_SOURCES]) + (f"; and {more} more" if more > 0 else "")


def _producer(source: str) -> str:
    return read_sources()[source]["producer"]


def _escaped(text: str) -> str:
    return (
        " ".join(text.split())
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("<", "&lt;")
        .replace("$", "\\$")
    )
