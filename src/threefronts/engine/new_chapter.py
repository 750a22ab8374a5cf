"""
A new chapter: a notebook with the anatomy of the book, which runs as it is and asks to be filled.
"""

import json
import re
from pathlib import Path

from threefronts.engine.errors import RunError
from threefronts.engine.plan import stems
from threefronts.files import replace_file, root
from threefronts.tables import table_names

FRONTS = ("diplomacy", "battlefield", "industry", "synthesis")
_STEM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
TEMPLATE = Path(__file__).with_name("new_chapter.ipynb")  # its words between @ are filled in


def new_chapter(stem: str, title: str, table: str) -> Path:
    """
    Write ``notebooks/<stem>.ipynb``.

    Args:
        stem: ``<front>/<name>``, in small letters with underscores.
        title: The heading; empty makes it of the name.
        table: The table that the chapter reads first, such as ``industry/shell_output``.

    Returns:
        The path of the notebook.

    Raises:
        RunError: The front, the name or the table is none, or the chapter exists.
    """
    front, _, name = stem.partition("/")
    if front not in FRONTS or not _STEM.fullmatch(name):
        raise RunError(
            f"{stem}: write a front ({', '.join(FRONTS)}), a slash and a name such as drone_output."
        )
    if name in {known.partition("/")[2] for known in stems()}:
        raise RunError(f"{stem}: there is a chapter {name} already; choose another name.")
    if table not in table_names():
        raise RunError(f"{table}: no such table; the folder data/ holds {', '.join(table_names())}.")
    heading = title or name.replace("_", " ").capitalize()
    words = {"label": name.replace("_", "-"), "title": heading, "name": name, "table": table}
    text = TEMPLATE.read_text(encoding="utf-8")
    for word, filling in words.items():
        text = text.replace(f"@{word}@", json.dumps(filling, ensure_ascii=False)[1:-1])
    path = root() / "notebooks" / f"{stem}.ipynb"
    replace_file(path, text)
    return path
