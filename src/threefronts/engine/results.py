"""
What an edition found, as files: ``facts.json`` and ``claims.json``.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from threefronts.editions import Edition
from threefronts.engine.errors import RunError

if TYPE_CHECKING:  # they bring pandas, which a run that finds everything in the cache can do without
    from threefronts.facts import Records

CLAIM_COLUMNS = (
    "front",
    "chapter",
    "speaker",
    "said_on",
    "claim",
    "metric",
    "value",
    "unit",
    "rule",
    "rule_value",
)
NOT_YET_JUDGED = "not_yet_judged"


def results_of(edition: Edition, texts: Mapping[str, str]) -> dict[str, str]:
    """
    Return the texts of both files by name, from the executed notebooks *texts* by stem.

    Raises:
        RunError: Two chapters record the same key, or one judged another's claim.
    """
    records = records_of(texts)
    return {"facts.json": facts_json(edition, records), "claims.json": claims_json(edition, records)}


def records_of(texts: Mapping[str, str]) -> "dict[str, Records]":
    """
    Return the records of executed notebooks by stem.
    """
    from threefronts.facts import collect

    return {stem: collect(json.loads(text)) for stem, text in sorted(texts.items())}


def facts_json(edition: Edition, records: "Mapping[str, Records]") -> str:
    """
    Return the text of ``facts.json``: every fact by key, with its chapter.

    Raises:
        RunError: Two chapters record the same key.
    """
    facts: dict[str, dict] = {}
    for stem, recorded in records.items():
        for key, record in recorded.facts.items():
            if key in facts:
                raise RunError(f"fact {key} is recorded by {facts[key]['chapter']} and by {stem}: rename one")
            facts[key] = {**{name: value for name, value in record.items() if name != "key"}, "chapter": stem}
    return _text({"edition": edition_json(edition), "facts": facts})


def claims_json(edition: Edition, records: "Mapping[str, Records]") -> str:
    """
    Return the text of ``claims.json``: every claim of the table with its verdict, or ``not_yet_judged``.

    Raises:
        RunError: A chapter judged a claim that another one owns.
    """
    from threefronts.facts.judge import read_claims

    rows = read_claims()
    owners = dict(zip(rows["claim_id"], rows["chapter"], strict=True))
    judged = {}
    for stem, found in records.items():
        for claim_id, record in found.verdicts.items():
            if owners.get(claim_id) != stem.split("/")[1]:
                owner = owners.get(claim_id)
                raise RunError(f"claim {claim_id} belongs to the chapter {owner}, but {stem} judged it")
            judged[claim_id] = (stem, record)
    claims = {}
    for row in rows.to_dict("records"):
        claim_id = row["claim_id"]
        stem, record = judged.get(claim_id, (None, {"verdict": NOT_YET_JUDGED}))
        claims[claim_id] = {name: _plain(row[name]) for name in CLAIM_COLUMNS}
        claims[claim_id] |= {
            name: value for name, value in record.items() if name not in ("claim_id", "unit")
        }
        claims[claim_id]["judged_in"] = stem
    return _text({"edition": edition_json(edition), "claims": claims})


def edition_json(edition: Edition) -> dict[str, str]:
    """
    Return how both files name *edition*.
    """
    return {
        "name": edition.name,
        "title": edition.title,
        "as_of": edition.as_of.isoformat(),
        "known_at": edition.known_at.isoformat(),
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "date"):
        return value.date().isoformat()
    return None if value != value else value


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
