"""
Record a fact or a wording in a notebook: one glued value for prose, one structured record for the API.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from IPython.display import display

from threefronts.facts.text import number_text, range_text, rounded
from threefronts.tables import read_sources

GLUE_PREFIX = "application/papermill.record/"
FACT_MIME = "application/vnd.threefronts.fact+json"
PHRASE_MIME = "application/vnd.threefronts.phrase+json"
KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class FactError(Exception):
    """
    A fact, a wording or a verdict cannot be recorded as it was asked for.
    """


def fact(
    key: str,
    value: float | None,
    *,
    unit: str,
    sources: Iterable[str],
    period: tuple[str, str] | None = None,
    low: float | None = None,
    high: float | None = None,
    tolerance: float = 0,
    decimals: int | None = None,
) -> None:
    """
    Record the number *key* of a chapter, for prose to show and for the edition's ``facts.json``.

    Args:
        key: snake_case, unique in the book, without parameter values.
        value: Plain or NumPy number, kept to six significant digits; ``None`` where it is not known.
        unit: What it counts, such as ``vehicles`` or ``km2/day``.
        sources: Ids of the register that the number rests on.
        period: First and last day that it describes, ISO.
        low, high: The interval; also glued as ``<key>_range``, which reads "not known" without a value.
        tolerance: A move up to this much, in *unit*, is no change to the regression.
        decimals: Digits after the point in prose.

    Raises:
        FactError: Ill-formed key, a NaN, a value outside its interval, or a source that is not registered.
    """
    _check_key(key)
    value, low, high = (_plain(key, number) for number in (value, low, high))
    if value is not None and not (value if low is None else low) <= value <= (
        value if high is None else high
    ):
        raise FactError(f"fact {key}: {value} lies outside its interval {low} to {high}")
    record = {
        "key": key,
        "value": value,
        "unit": unit,
        "low": low,
        "high": high,
        "period": None if period is None else [str(day) for day in period],
        "tolerance": tolerance,
        "sources": registered(key, sources),
    }
    glue(key, number_text(value, decimals), {FACT_MIME: record})
    if value is None or low is not None or high is not None:
        glue(f"{key}_range", range_text(low, high, decimals), {})


def facts(
    found: Mapping[str, Any] | pd.DataFrame,
    *,
    unit: str,
    sources: Iterable[str] = (),
    period: tuple[str, str] | None = None,
    decimals: int | None = None,
) -> None:
    """
    Record several facts of one unit.

    Args:
        found: Either key to value, where a value is a number, ``None``, or anything with ``value``, ``low``
            and ``high``; or a table, one row a fact, with columns ``key``, ``value`` and perhaps ``low``,
            ``high`` (missing is open), and ``source_id`` or ``sources`` (ids, added to *sources*).
        unit, sources, period, decimals: As in :func:`fact`, for all of them.

    Raises:
        FactError: As in :func:`fact`.
    """
    for row in _rows(found):
        own = [*([row["source_id"]] if "source_id" in row else []), *row.get("sources", [])]
        fact(
            row["key"],
            _known(row["value"]),
            unit=unit,
            period=period,
            low=_known(row.get("low")),
            high=_known(row.get("high")),
            sources=[*own, *sources],
            decimals=decimals,
        )


def phrase(key: str, wordings: Mapping[str, bool]) -> None:
    """
    Record the wording whose condition holds, so that a sentence follows the data.

    Args:
        key: snake_case, unique in the book.
        wordings: Each wording with the condition that chooses it.

    Raises:
        FactError: No condition holds, or more than one.
    """
    _check_key(key)
    chosen = [text for text, holds in wordings.items() if bool(holds)]
    if len(chosen) != 1:
        raise FactError(
            f"phrase {key}: exactly one wording must hold, {len(chosen)} do: {chosen or list(wordings)}"
        )
    glue(key, chosen[0], {PHRASE_MIME: {"key": key, "text": chosen[0]}})


def glue(key: str, text: str, records: Mapping[str, Any]) -> None:
    """
    Emit one output that prose can refer to as *key* and that is not shown where it was made.
    """
    data = {f"{GLUE_PREFIX}text/plain": repr(text), **records}
    display(data, raw=True, metadata={"scrapbook": {"name": key, "mime_prefix": GLUE_PREFIX}})


def registered(what: str, sources: Iterable[str]) -> list[str]:
    """
    Return *sources* sorted, each once, after checking that there is one and that the register knows each.
    """
    named, register = sorted(set(sources)), read_sources()
    unknown = [source for source in named if source not in register]
    if not named or unknown:
        raise FactError(f"{what}: sources {unknown or 'are missing'}: name ids of data/sources.yml")
    return named


def _rows(found: Mapping[str, Any] | pd.DataFrame) -> list[dict[str, Any]]:
    if isinstance(found, pd.DataFrame):
        return found.to_dict("records")
    return [_row(key, item) for key, item in found.items()]


def _row(key: str, item: Any) -> dict[str, Any]:
    if hasattr(item, "low"):
        return {"key": key, "value": item.value, "low": item.low, "high": item.high}
    return {"key": key, "value": item}


def _known(number: Any) -> float | int | None:
    if number is None or pd.isna(number):
        return None
    return int(number) if float(number).is_integer() and abs(number) >= 1 else float(number)


def _check_key(key: str) -> None:
    if not KEY.fullmatch(key):
        raise FactError(f"{key!r} is no key: use snake_case words, such as tanks_lost_oryx")


def _plain(key: str, number: Any) -> float | int | None:
    if number is None:
        return None
    if hasattr(number, "item"):
        number = number.item()
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise FactError(f"fact {key}: {number!r} is no finite number; record None where it is not known")
    return rounded(number)
