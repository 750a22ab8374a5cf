"""
How to cite an edition: as BibTeX and as CSL-JSON, from the same few words as ``CITATION.cff``.
"""

import json
from pathlib import Path

import yaml

from threefronts.site.address import base_url
from threefronts.site.switcher import known_at
from threefronts.tables import root

NAME = "citation"


def write_citation(folder: Path, edition: object) -> None:
    """
    Write ``citation.bib`` and ``citation.json`` into *folder*, where the project has a ``CITATION.cff``.
    """
    path = root() / "CITATION.cff"
    if path.exists():
        work = yaml.safe_load(path.read_text(encoding="utf-8"))
        (folder / f"{NAME}.bib").write_text(bibtex(work, edition), encoding="utf-8")
        text = json.dumps([csl(work, edition)], ensure_ascii=False, indent=1) + "\n"
        (folder / f"{NAME}.json").write_text(text, encoding="utf-8")


def bibtex(work: dict, edition: object) -> str:
    """
    The edition as an entry of BibTeX; names of groups stand in braces, so that they are not taken apart.
    """
    year, month, _day = known_at(edition).split("-")
    fields = {
        "author": " and ".join(f"{{{author['name']}}}" for author in work["authors"]),
        "title": f"{{{work['title']}}}",
        "edition": edition.title,
        "year": year,
        "month": str(int(month)),
        "version": str(work["version"]),
        "note": f"As of {edition.as_of}, from what had been published by {known_at(edition)}",
    }
    if _address(edition):
        fields["url"] = _address(edition)
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{threefronts-{edition.name},\n{lines}\n}}\n"


def csl(work: dict, edition: object) -> dict:
    """
    The edition as an item of the Citation Style Language.
    """
    item = {
        "id": f"threefronts-{edition.name}",
        "type": "dataset" if work["type"] == "dataset" else "software",
        "title": work["title"],
        "author": [{"literal": author["name"]} for author in work["authors"]],
        "edition": edition.title,
        "issued": {"date-parts": [[int(part) for part in known_at(edition).split("-")]]},
        "version": str(work["version"]),
    }
    return item | ({"URL": _address(edition)} if _address(edition) else {})


def _address(edition: object) -> str:
    return f"{base_url()}{edition.name}/" if base_url() else ""
