"""
The generated parts of README.md and LICENSE-DATA.md: headline facts, one chart, the terms of each table.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from threefronts.facts.collect import CHART_MIME, output_bundles
from threefronts.facts.text import number_text, range_text
from threefronts.files import replace_file
from threefronts.tables import read_manifest, root, table_names

CHART_STEM, CHART_ID, CHART_FILE = "battlefield/front_line", "occupied_total", "book/headline.svg"
SVG_MIME = "image/svg+xml"
HEADLINES = {
    "pace_km2_per_day": ("Pace of the front", "km² a day, net, DeepState's map"),
    "tanks_lost_oryx": (
        "Russian tanks lost in the last {window_length_days} days",
        "seen in pictures by Oryx",
    ),
    "months_to_empty_restorable": ("Restorable tanks in storage would last", "months at the testified rate"),
}


def refresh_documents() -> None:
    """
    Rewrite the generated blocks, and the README's chart, from the manifests and the newest accepted edition.
    """
    for path, text in generated().items():
        replace_file(root() / path, text)


def generated() -> dict[str, str]:
    """
    Return what the documents with a generated block and the README's chart should hold, by path.
    """
    newest = max(path.parent for path in (root() / "book" / "editions").glob("*/facts.json"))
    return {
        "README.md": _with_block("README.md", "headline", _headlines(newest)),
        "LICENSE-DATA.md": _with_block("LICENSE-DATA.md", "tables", _licences()),
        CHART_FILE: _chart(newest),
    }


def _with_block(path: str, name: str, block: str) -> str:
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = (root() / path).read_text(encoding="utf-8").split(begin)
    return f"{before}{begin}\n{block}\n{end}{rest.split(end)[1]}"


def _headlines(folder: Path) -> str:
    content = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    facts, edition = content["facts"], content["edition"]
    window = number_text(facts["window_length_days"]["value"])
    lines = [f"As of {edition['as_of']}, from what had been published by {edition['known_at']}:", ""]
    lines += ["| what | interval | middle | |", "|---|---|---|---|"]
    for key, (what, unit) in HEADLINES.items():
        interval, middle = _interval(facts[key])
        lines.append(f"| {what.format(window_length_days=window)} | {interval} | {middle} | {unit} |")
    return "\n".join([*lines, "", f"![Area of Ukraine occupied by Russia, by DeepState's map]({CHART_FILE})"])


def _interval(fact: Mapping) -> tuple[str, str]:
    decimals = 1 if abs(fact["value"]) < 10 else 0
    is_bounded = fact["low"] is not None and fact["high"] is not None
    middle = number_text(fact["value"], decimals) if is_bounded else ""
    return range_text(fact["low"], fact["high"], decimals), middle


def _licences() -> str:
    lines = ["| table | licence | redistribution | checked |", "|---|---|---|---|"]
    for name in table_names():
        terms = read_manifest(name).licence
        cells = (f"`{name}`", terms["name"] or "none stated", terms["redistribution"], str(terms["checked"]))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _chart(folder: Path) -> str:
    notebook = json.loads((folder / f"{CHART_STEM}.ipynb").read_text(encoding="utf-8"))
    for bundle in output_bundles(notebook):
        if bundle.get(CHART_MIME, {}).get("usermeta", {}).get("threefronts", {}).get("id") == CHART_ID:
            return "".join(bundle[SVG_MIME]).rstrip("\n") + "\n"
    raise LookupError(f"{CHART_STEM} of {folder.name} has no figure {CHART_ID}")
