"""
The front page of an edition: its report card and its count of verdicts, where the prose asks for them.
"""

import json
from pathlib import Path

from threefronts.facts.rules import VERDICTS
from threefronts.site.history import read_history
from threefronts.site.report_card import Findings, card_html, verdicts_html

CARD_PLACE, VERDICTS_PLACE = "<!-- report card -->", "<!-- verdicts -->"
FRONTS = ("diplomacy", "battlefield", "industry")


def front_page(text: str, executed: Path, about: dict) -> str:
    """
    The prose of the front page with what this edition found.

    Args:
        text: The page in MyST; a page that asks for neither part is left as it is.
        executed: Folder of the edition's ``facts.json``; those of other editions stand beside it.
        about: As ``about_edition`` returns it.
    """
    if CARD_PLACE not in text and VERDICTS_PLACE not in text:
        return text
    now = _findings(executed)
    earlier = [other["name"] for other in about["all"] if other["as_of"] < about["as_of"]]
    known = [name for name in earlier if (executed.parent / name / "facts.json").exists()]
    before = _findings(executed.parent / known[-1]) if known else None
    card = card_html(now, before, read_history(about["as_of"]))
    verdicts = verdicts_html(now.claims, VERDICTS, FRONTS)
    return text.replace(CARD_PLACE, card).replace(VERDICTS_PLACE, verdicts)


def _findings(folder: Path) -> Findings:
    facts, claims = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("facts", "claims")
    )
    return Findings(facts["edition"]["as_of"], facts["facts"], claims["claims"])
