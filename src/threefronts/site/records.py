"""
What the chapters of an edition recorded, as prose may show it: each text with what stands behind its number.
"""

import ast
import json
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat

from threefronts.facts.collect import FACT_MIME
from threefronts.facts.record import GLUE_PREFIX
from threefronts.facts.text import amount_text, number_text, range_text
from threefronts.tables import read_sources
from threefronts.tables.words import words_for_date

RECORDS_FILE = "_records.json"
NAMED_SOURCES = 4
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def write_records(executed: Path, known_at: str, source: Path) -> None:
    """
    Write what :func:`chapter_records` finds in every notebook below *executed*, by stem, for the extension.
    """
    records = {
        path.relative_to(executed).with_suffix("").as_posix(): chapter_records(path, known_at)
        for path in sorted(executed.glob("*/*.ipynb"))
    }
    text = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    (source / RECORDS_FILE).write_text(text + "\n", encoding="utf-8")


def chapter_records(path: Path, known_at: str) -> dict:
    """
    The records of one executed notebook.

    Returns:
        ``title`` of the chapter, and ``texts``: by key the ``text`` that prose shows, the number of the
        ``cell`` that recorded it (``None`` where readers do not see it), and ``about``, lines that tell of
        the number, empty for a wording.
    """
    notebook = nbformat.read(path, as_version=4)
    texts, facts = {}, {}
    for number, cell in enumerate(notebook.cells):
        shown = None if "remove-cell" in cell.metadata.get("tags", []) else number
        for output in cell.get("outputs", []):
            key = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if key is None:
                continue
            facts[key] = output.data.get(FACT_MIME) or facts.get(key.removesuffix("_range"))
            text = ast.literal_eval(output.data[f"{GLUE_PREFIX}text/plain"])
            about = about_fact(facts[key], known_at) if facts[key] else []
            texts[key] = {"text": text, "cell": shown, "about": about}
    return {"title": title_of(notebook) or path.stem, "texts": texts}


def title_of(notebook: nbformat.NotebookNode) -> str:
    """
    The first heading of a notebook; empty without one.
    """
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = _TITLE.search(prose)
    return found[1].strip() if found else ""


def about_fact(fact: dict, known_at: str) -> list[str]:
    """
    Interval with unit, period, sources and the day of knowledge of a fact, a line each.
    """
    lines = [_size(fact), f"Who says it: {source_names(fact['sources'])}."]
    if fact.get("period"):
        first, last = map(words_for_date, fact["period"])
        lines.append(f"For {last}." if first == last else f"For {first} to {last}.")
    return [*lines, f"Known by {words_for_date(known_at)}."]


def _size(fact: dict) -> str:
    value, low, high, unit = (fact[name] for name in ("value", "low", "high", "unit"))
    if low is None and high is None:
        return f"{amount_text(number_text(value), unit)}, no interval given."
    middle = "" if value is None or low == high else f"; {number_text(value)} in the middle"
    return f"Interval: {amount_text(range_text(low, high), unit)}{middle}."


def source_names(sources: Sequence[str]) -> str:
    """
    Who published these sources of the register, each once, a long list cut short.
    """
    register = read_sources()
    names = list(dict.fromkeys(str(register.get(source, {}).get("producer", source)) for source in sources))
    more = len(names) - NAMED_SOURCES
    return "; ".join(names[:NAMED_SOURCES]) + (f"; and {more} more" if more > 0 else "")
