"""
Judge a claim in a notebook, by the rule that its table holds.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

import pandas as pd

from threefronts.facts.flip import Lever, flip_text, nearest_flip
from threefronts.facts.record import FactError, glue
from threefronts.facts.rules import RULES, Rule, Verdict, Voice, assess
from threefronts.files import CLAIMS_TABLES
from threefronts.tables import TableError, read_manifest, read_sources
from threefronts.tables.load import read_full

VERDICT_MIME = "application/vnd.threefronts.verdict+json"


def judge(
    claim_id: str,
    voices: Sequence[Voice] = (),
    *,
    as_of: str,
    untestable: str | None = None,
    note: str | None = None,
    levers: Sequence[Lever] = (),
) -> None:
    """
    Record the verdict on one claim.

    Prose shows it as ``verdict_<id>``, its reason as ``verdict_<id>_reason`` and the smallest change that
    would flip it as ``verdict_<id>_flip``.

    Args:
        claim_id: A row of one of the claims tables.
        voices: What each source says for the claim's own period.
        as_of: The edition's day, ISO.
        untestable: The reason, where these data cannot test the claim whatever they say.
        note: What a reader of the verdict should know besides the rule's reason.
        levers: The assumptions behind the voices, searched for what would flip the verdict.

    Raises:
        FactError: No such claim, its rule is unknown, or a voice is not in the register.
    """
    rule, day = read_rule(claim_id), date.fromisoformat(as_of)
    for voice in voices:
        if voice.source_id not in read_sources():
            raise FactError(f"claim {claim_id}: no source {voice.source_id!r} in data/sources.yml")
    verdict = Verdict(claim_id, "untestable", untestable) if untestable else assess(rule, voices, day)
    flip = None if untestable else nearest_flip(rule, voices, day, levers)
    reason = f"{verdict.reason}; {note}" if note else verdict.reason
    turns = flip_text(flip, verdict.verdict)
    recorded = {**asdict(flip), "text": turns} if flip else None
    _glue_verdict(replace(verdict, reason=reason, flip=recorded, flip_text=turns))


def without_rule(claim_id: str, as_of: str) -> Verdict:
    """
    Return the verdict on a claim whose rule is ``none``: as :func:`judge` records it, no voice being asked.
    """
    verdict = assess(read_rule(claim_id), (), date.fromisoformat(as_of))
    return replace(verdict, flip_text=flip_text(None, verdict.verdict))


def _glue_verdict(verdict: Verdict) -> None:
    key = f"verdict_{verdict.claim_id.lower()}"
    glue(key, verdict.verdict, {VERDICT_MIME: {**asdict(verdict), "voices": list(verdict.voices)}})
    glue(f"{key}_reason", verdict.reason, {})
    glue(f"{key}_flip", verdict.flip_text, {})


def voices_of(frame: pd.DataFrame) -> list[Voice]:
    """
    Return one voice for each row of *frame*: ``source_id``, ``value``, and perhaps ``low`` and ``high``.

    A missing bound is open. The register says what a source measures: a lower bound has no upper end, an
    upper bound no lower one.
    """
    sources = read_sources()
    columns = (frame.get(name, frame["value"]) for name in ("low", "high", "value"))
    return [
        _voice(source, sources[source]["measures"], *map(_number, numbers))
        for source, *numbers in zip(frame["source_id"], *columns, strict=True)
    ]


def _voice(source: str, measures: str, low: float | None, high: float | None, value: float | None) -> Voice:
    low = None if measures == "upper_bound" else low
    return Voice(source, low, None if measures == "lower_bound" else high, value)


def read_rule(claim_id: str) -> Rule:
    """
    Read the rule of one claim from its table.

    Raises:
        FactError: The table has no such claim, or its rule is none that the interpreter knows.
    """
    claims = read_claims().set_index("claim_id")
    if claim_id not in claims.index:
        named = " or ".join(f"data/{name}.csv" for name in CLAIMS_TABLES)
        raise FactError(f"there is no claim {claim_id} in {named}")
    row = claims.loc[claim_id]
    if row["rule"] not in RULES:
        raise FactError(f"claim {claim_id}: rule {row['rule']!r} is not one of {', '.join(RULES)}")
    return Rule(
        claim_id=claim_id,
        rule=row["rule"],
        comparison=_or_none(row["comparison"]),
        value=_or_none(row["rule_value"]),
        tolerance_pct=_or_none(row["tolerance_pct"]) or 0.0,
        unit=_or_none(row["rule_unit"]) or "",
        window=_window(row),
        speaker_source=row["source_id"],
    )


def read_claims() -> pd.DataFrame:
    """
    Return the claims of both tables, every row: in any edition a claim is the question, not evidence.

    Raises:
        TableError: A table is missing, or both have a claim of one id.
    """
    tables = [_claims_of(name) for name in CLAIMS_TABLES]
    claims = pd.concat([table for table in tables if len(table)], ignore_index=True)
    twice = claims.loc[claims["claim_id"].duplicated(), "claim_id"]
    if len(twice):
        both = " and ".join(CLAIMS_TABLES)
        raise TableError(f"claim {twice.iloc[0]} is in both {both}: rename the added one")
    return claims


def _claims_of(name: str) -> pd.DataFrame:
    try:
        return read_full(read_manifest(name))
    except FileNotFoundError as error:
        raise TableError(f"data/{name}.csv is missing: restore it") from error


def _window(row: pd.Series) -> tuple[date, date] | None:
    start, end = row["window_start"], row["window_end"]
    return None if pd.isna(start) or pd.isna(end) else (start.date(), end.date())


def _number(value) -> float | None:
    return None if pd.isna(value) else float(value)


def _or_none(value):
    return None if pd.isna(value) else value
