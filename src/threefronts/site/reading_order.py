"""
The order of the pages, which ``_toc.yml`` holds.
"""

from pathlib import Path

import yaml


def reading_order(folder: Path) -> list[str]:
    """
    Return the pages of ``folder/_toc.yml`` without suffix, the front page first.
    """
    toc = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    parts = toc.get("parts", [{"chapters": toc.get("chapters", [])}])
    return [toc["root"], *(chapter["file"] for part in parts for chapter in part["chapters"])]
