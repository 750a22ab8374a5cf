"""
Two editions beside each other: facts that moved, verdicts that flipped, and the fixed rows of the card.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from threefronts.facts.card import Row, direction
from threefronts.facts.moves import interval_width, move_size, moved_beyond, unknown
from threefronts.facts.previous import Attribution, Previous
from threefronts.facts.read import SYNTHESIS, Found
from threefronts.facts.text import amount_text, number_text, range_text

NOT_JUDGED = "not_yet_judged"
RESIDUAL = "residual"
NOT_SPLIT = "not worked out"
MOVE_COLUMNS = (
    "key",
    "chapter",
    "old",
    "new",
    "was",
    "became",
    "change",
    "size",
    "has_interval",
    "steps",
    "told",
)
FLIP_COLUMNS = ("claim_id", "claim", "chapter", "old", "new", "causes", "reason_before", "reason_now")
CARD_COLUMNS = (
    "key",
    "title",
    "by",
    "told",
    "direction",
    "value",
    "low",
    "high",
    "old",
    "old_low",
    "old_high",
)


def compared(now: Found, previous: Previous | None) -> list[str]:
    """
    Return the facts that can be compared: of the three fronts, recorded in either edition.

    Facts of the chapters that join the fronts are made from these and would count each move once more.
    """
    return sorted({*of_fronts(now), *of_fronts(previous.found)}) if previous else []


def of_fronts(found: Found) -> list[str]:
    """
    Return the facts that the three fronts record.
    """
    return [key for key, fact in found.facts.items() if not fact["chapter"].startswith(f"{SYNTHESIS}/")]


def moves(now: Found, previous: Previous | None, attribution: Attribution | None) -> pd.DataFrame:
    """
    Return the facts that moved beyond their interval, those that moved farthest first.

    Returns:
        ``old`` and ``new`` are number and interval in words, ``was`` and ``became`` the numbers alone, and
        ``change`` is the difference; ``size`` is in widths of the wider interval, in shares of
        the larger value where no interval has a width (``has_interval`` false), and missing where a fact
        became known or is known no more; ``steps`` is each step's share by name, ``None`` where it is not
        worked out, and ``told`` the same in words.
    """
    found = [_move(key, now, previous, attribution) for key in compared(now, previous)]
    table = pd.DataFrame([move for move in found if move], columns=list(MOVE_COLUMNS))
    table = table.astype({"change": "float64", "size": "float64", "has_interval": "bool"})
    order = ["has_interval", "size", "key"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def step_shares(moved: pd.DataFrame) -> pd.DataFrame:
    """
    Return what each step adds to each move: columns key, step, change (signed) and share of all steps.
    """
    rows = []
    for key, steps in zip(moved["key"], moved["steps"], strict=True):
        known = {NOT_SPLIT: 1.0} if steps is None else {name: one for name, one in steps.items() if one}
        whole = sum(map(abs, known.values()))
        rows += [(key, name, one, abs(one) / whole) for name, one in known.items()]
    return pd.DataFrame(rows, columns=["key", "step", "change", "share"])


def flips(now: Found, previous: Previous | None, attribution: Attribution | None) -> pd.DataFrame:
    """
    Return the verdicts that flipped, in the order of the claims, each with its cause and both reasons.
    """
    before = previous.found.claims if previous else {}
    rows = []
    for claim_id in sorted({*now.claims, *before}) if previous else ():
        old, new = (_verdict(claims.get(claim_id)) for claims in (before, now.claims))
        if old != new:
            claim = now.claims.get(claim_id) or before[claim_id]
            told = attribution.verdicts.get(claim_id) if attribution else None
            is_told = told is not None and (told["old"], told["new"]) == (old, new)
            reasons = [(claims.get(claim_id) or {}).get("reason") or "" for claims in (before, now.claims)]
            words = [word or "not judged" for word in (old, new)]
            causes = ", then ".join(told["causes"]) if is_told else NOT_SPLIT
            rows.append((claim_id, claim["claim"], claim["judged_in"] or "", *words, causes, *reasons))
    return pd.DataFrame(rows, columns=list(FLIP_COLUMNS))


def card(rows: Sequence[Row], now: Found, previous: Previous | None) -> pd.DataFrame:
    """
    Return the fixed rows of the report card: both ends with their intervals, and where the number went.
    """
    before = previous.found.facts if previous else {}
    found = [_card_row(row, now.facts.get(row.key), before.get(row.key), previous is None) for row in rows]
    numbers = dict.fromkeys(CARD_COLUMNS[5:], "float64")
    return pd.DataFrame(found, columns=list(CARD_COLUMNS)).astype(numbers)


def interval_text(record: Mapping[str, Any], decimals: int | None = None) -> str:
    """
    Write a fact: its interval where it has one, else its number.
    """
    if (record["low"], record["high"]) == (None, None):
        return number_text(record["value"], decimals)
    return range_text(record["low"], record["high"], decimals)


def _move(key: str, now: Found, previous: Previous, attribution: Attribution | None) -> tuple | None:
    old, new = previous.found.facts.get(key), now.facts.get(key)
    old, new = old or unknown(new), new or unknown(old)
    if not moved_beyond(old, new):
        return None
    steps = _steps(attribution, key, old, new)
    words = value_text(old), amount_text(value_text(new), new["unit"])
    numbers = [record["value"] for record in (old, new)]
    change = None if None in numbers else numbers[1] - numbers[0]
    how_far = change, move_size(old, new), interval_width(old, new) > 0
    return key, new["chapter"], *words, *map(number_text, numbers), *how_far, steps, _told(steps)


def value_text(record: Mapping[str, Any]) -> str:
    """
    Write a fact with its number first and its interval, where it has one with a width, in brackets.
    """
    value, low, high = record["value"], record["low"], record["high"]
    if (low, high) == (None, None) or low == high:
        return number_text(value)
    return f"{number_text(value)} ({range_text(low, high)})" if value is not None else range_text(low, high)


def _steps(attribution: Attribution | None, key: str, old: dict, new: dict) -> dict[str, float] | None:
    """
    Return each step's share by name; ``None`` where nobody has worked it out for just these two numbers.
    """
    told = attribution.facts.get(key) if attribution else None
    if told is None or any(told[end]["value"] != one["value"] for end, one in (("old", old), ("new", new))):
        return None
    steps = {name: told["steps"][name] for name in attribution.steps} | {RESIDUAL: told["residual"]}
    known = {name: share for name, share in steps.items() if share is not None}
    return known if any(known.values()) else None


def _told(steps: Mapping[str, float] | None) -> str:
    if steps is None:
        return NOT_SPLIT
    shares = [
        f"{name} {'+' if share > 0 else ''}{number_text(share)}" for name, share in steps.items() if share
    ]
    return ", ".join(shares)


def _verdict(claim: Mapping[str, Any] | None) -> str | None:
    word = claim["verdict"] if claim else None
    return None if word == NOT_JUDGED else word


def _card_row(row: Row, new: dict | None, old: dict | None, is_first: bool) -> tuple:
    new, old = new or _NOTHING, old or _NOTHING
    words = [interval_text(record, row.decimals) for record in (old, new)]
    told = amount_text(words[1], row.unit) if is_first else f"{words[0]} → {amount_text(words[1], row.unit)}"
    numbers = [record[part] for record in (new, old) for part in ("value", "low", "high")]
    return row.key, row.title, row.by, told, "" if is_first else direction(old, new), *numbers


_NOTHING = {"value": None, "low": None, "high": None}
