"""
The report card's fixed rows, and where a number went: an arrow stands only where two intervals lie apart.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from threefronts.facts.record import FactError
from threefronts.files import root

CARD_FILE = "book/report_card.yml"
ROWS = 12
NEEDED = {"key", "title", "by", "unit"}
UP, DOWN, WITHIN, SAME, UNKNOWN = "↑", "↓", "within", "same", "unknown"
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """
    One line of the card: the key of a fact, what it is in words, and how its number is written.
    """

    key: str
    title: str
    by: str
    unit: str
    decimals: int | None = None


def read_rows() -> list[Row]:
    """
    Read and check the rows of the card.

    Raises:
        FactError: A row lacks something or holds a word too many, or there are not twelve different keys.
    """
    rows = yaml.safe_load((root() / CARD_FILE).read_text(encoding="utf-8"))
    for row in rows:
        wrong = (NEEDED - set(row)) | (set(row) - NEEDED - {"decimals"})
        if wrong:
            raise FactError(f"{CARD_FILE}: the row {row} has missing or unknown words: {sorted(wrong)}")
    if len({row["key"] for row in rows}) != ROWS:
        raise FactError(f"{CARD_FILE}: the card has {ROWS} rows, each with a key of its own: mend the list")
    return [Row(**row) for row in rows]


def direction(old: Record | None, new: Record | None) -> str:
    """
    Return where a fact went: ``UP`` or ``DOWN`` where the intervals lie apart, else a word.

    An end that is open reaches everywhere; a fact without numbers in one of the editions is ``UNKNOWN``.
    """
    if not (_is_known(old) and _is_known(new)):
        return UNKNOWN
    (low, high), (old_low, old_high) = _ends(new), _ends(old)
    if (low, high) == (old_low, old_high):
        return SAME
    if low <= old_high and old_low <= high:
        return WITHIN
    return UP if low > old_high else DOWN


def _is_known(fact: Record | None) -> bool:
    return fact is not None and any(fact[part] is not None for part in ("value", "low", "high"))


def _ends(fact: Record) -> tuple[float, float]:
    value, low, high = fact["value"], fact["low"], fact["high"]
    if low is None and high is None:
        return value, value
    return -math.inf if low is None else low, math.inf if high is None else high
