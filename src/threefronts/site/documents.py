"""
The generated part of the README: three headline facts and one chart of the newest accepted edition.
"""

import json
from pathlib import Path

from threefronts.facts.collect import output_bundles
from threefronts.facts.text import number_text, range_text
from threefronts.tables import root
from threefronts.tables.write import replace_file

BEGIN, END = "<!-- headline: begin -->", "<!-- headline: end -->"
CHART_STEM, CHART_ID, CHART_FILE = "battlefield/front_line", "occupied_total", "book/headline.svg"
SVG_MIME, CHART_MIME = "image/svg+xml", "application/vnd.vegalite.v6+json"
HEADLINES = {
    "pace_km2_per_day": ("Pace of the front", "km² a day, net, DeepState's map"),
    "tanks_lost_oryx": ("Russian tanks lost in the last {window_length_days} days", "seen in pictures by Oryx"),
    "months_to_empty_restorable": ("Restorable tanks in storage would last", "months at the testified rate"),
}


def refresh_readme() -> None:
    """
    Rewrite the generated block of the README, and its chart, from the newest accepted edition.
    """
    for path, text in generated().items():
        replace_file(root() / path, text)


def generated() -> dict[str, str]:
    """
    Return what the README and its chart should hold, by path.
    """
    folder = max(path.parent for path in (root() / "book" / "editions").glob("*/facts.json"))
    readme = (root() / "README.md").read_text(encoding="utf-8")
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    block = f"{BEGIN}\n{_block(folder)}\n{END}"
    return {"README.md": f"{before}{block}{after}", CHART_FILE: _chart(folder)}


def _block(folder: Path) -> str:
    content = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    facts, edition = content["facts"], content["edition"]
    window = number_text(facts["window_length_days"]["value"])
    lines = [f"As of {edition['as_of']}, from what had been published by {edition['known_at']}:", ""]
    lines += ["| what | interval | middle | |", "|---|---|---|---|"]
    for key, (what, unit) in HEADLINES.items():
        fact = facts[key]
        decimals = 1 if abs(fact["value"]) < 10 else 0
        interval = range_text(fact["low"], fact["high"], decimals)
        middle = number_text(fact["value"], decimals)
        lines.append(f"| {what.format(window_length_days=window)} | {interval} | {middle} | {unit} |")
    return "\n".join([*lines, "", f"![Area of Ukraine occupied by Russia, by DeepState's map]({CHART_FILE})"])


def _chart(folder: Path) -> str:
    notebook = json.loads((folder / f"{CHART_STEM}.ipynb").read_text(encoding="utf-8"))
    for bundle in output_bundles(notebook):
        if bundle.get(CHART_MIME, {}).get("usermeta", {}).get("threefronts", {}).get("id") == CHART_ID:
            return "".join(bundle[SVG_MIME]).rstrip("\n") + "\n"
    raise LookupError(f"{CHART_STEM} of {folder.name} has no figure {CHART_ID}")
