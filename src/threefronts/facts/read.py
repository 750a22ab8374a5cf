"""
The facts and verdicts of an edition, for the chapters that join the fronts.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from threefronts.facts.judge import without_rule
from threefronts.facts.record import FactError
from threefronts.tables import root

RUN_IN_PROGRESS = "THREEFRONTS_FACTS"
SYNTHESIS = "synthesis"


@dataclass(frozen=True)
class Reading:
    """
    What an edition found: ``facts`` and ``claims``, one row each.
    """

    facts: pd.DataFrame
    claims: pd.DataFrame


@dataclass(frozen=True)
class Found:
    """
    The same as records: facts by key, claims by id.
    """

    facts: dict[str, dict]
    claims: dict[str, dict]


def read(as_of: str, known_at: str = "") -> Reading:
    """
    Read the facts and verdicts of the edition for *as_of*.

    During a run these are the ones the three fronts have just recorded; in Jupyter or under nbval, those
    of the accepted edition.

    Args:
        as_of: The day described, ISO.
        known_at: The day by which figures were published; empty for the same day.

    Raises:
        FactError: No accepted edition is for this day.
    """
    found = read_records(as_of, known_at)
    return Reading(_frame(found.facts, "key"), _frame(found.claims, "claim_id"))


def read_records(as_of: str, known_at: str = "") -> Found:
    """
    Read the same as :func:`read`, as records by key and by claim.

    Raises:
        FactError: No accepted edition is for this day.
    """
    running = os.environ.get(RUN_IN_PROGRESS)
    found = read_folder(Path(running) if running else _accepted(as_of, known_at or as_of))
    settled = {claim_id: _settled(claim_id, claim, as_of) for claim_id, claim in found.claims.items()}
    return Found(found.facts, settled)


def read_folder(folder: Path) -> Found:
    """
    Read the ``facts.json`` and ``claims.json`` that lie in *folder*.

    Raises:
        FileNotFoundError: One of them is missing.
    """
    facts, claims = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))[name]
        for name in ("facts", "claims")
    )
    return Found(facts, claims)


def _settled(claim_id: str, claim: dict, as_of: str) -> dict:
    """
    Give a claim without a rule, owned by a chapter of this wave, the only verdict that it can have.
    """
    stem = f"{SYNTHESIS}/{claim['chapter']}"
    if claim["rule"] != "none" or not (root() / "notebooks" / f"{stem}.ipynb").is_file():
        return claim
    found = {**asdict(without_rule(claim_id, as_of)), "voices": [], "judged_in": stem}
    return claim | {name: value for name, value in found.items() if name not in ("claim_id", "unit")}


def _accepted(as_of: str, known_at: str) -> Path:
    folders = sorted((root() / "book" / "editions").glob("*/facts.json"))
    for path in folders:
        edition = json.loads(path.read_text(encoding="utf-8"))["edition"]
        if (edition["as_of"], edition["known_at"]) == (as_of, known_at):
            return path.parent
    raise FactError(
        f"no accepted edition is as of {as_of}, known at {known_at}: "
        f"threefronts run --as-of {as_of} --known-at {known_at} makes the three fronts first"
    )


def _frame(records: dict[str, dict], index: str) -> pd.DataFrame:
    return (
        pd.DataFrame.from_dict(records, orient="index").rename_axis(index).reset_index(names=index)
        if records
        else pd.DataFrame()
    )
