"""
Compare two executions of the same notebooks: verdicts, facts, charts, wordings, and the rest.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from threefronts.facts import Records, collect
from threefronts.facts.collect import glued
from threefronts.facts.text import unit_text
from threefronts.regress.charts import compare_charts

TOLERATED, READING = "within tolerance", "reading"
QUIET = (TOLERATED, READING)  # no conclusion moved, though the accepted text is not current
ORDER = (
    "notebook",
    "verdict",
    "fact",
    "chart",
    "wording",
    "evidence",
    "output",
    "source",
    *QUIET[::-1],
)
NUMBERS, ABOUT = ("value", "low", "high"), ("unit", "period", "sources")
WITHOUT = "no interval", "exact"  # a fact whose interval is open on both sides, or the value itself
EVIDENCE = ("verdict", "evidence")
REACH = {frozenset({"supported", "contradicted"}): 2.0}  # from one end to the other is worse than halfway


@dataclass(frozen=True)
class Difference:
    """
    One thing that is not as it was accepted.

    Attributes:
        kind: One of ``ORDER``.
        stem: The notebook.
        what: A key, an id, a place.
        old, new: What was accepted, and what a fresh execution gives.
        note: Unit and interval of a fact, and what else of it changed.
        size: How far it moved, to put the worst first among its kind.
        sources: What a fact or verdict rests on.
    """

    kind: str
    stem: str
    what: str
    old: Any
    new: Any
    note: str = ""
    size: float = 0.0
    sources: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """
        Whether no conclusion moved: a fact within its tolerance, or other rows that moved nothing.
        """
        return self.kind in QUIET

    def __str__(self) -> str:
        what = f" {self.what}" if self.what else ""
        return f"{self.kind} {self.stem}{what}: {shown(self.old)} → {shown(self.new)}{self.note}"


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """
    Compare executed notebooks by stem, *old* accepted and *new* fresh.

    Returns:
        Flipped verdicts first, then facts, charts, wordings and other outputs, the largest move of each kind
        first; moves within a fact's tolerance last. Nothing where the texts are equal.
    """
    differences = []
    for stem in sorted({*old, *new}):
        if old.get(stem) != new.get(stem):
            differences += _notebook(stem, old.get(stem), new.get(stem))
    return sorted(differences, key=lambda difference: (ORDER.index(difference.kind), -difference.size))


def shown(value: Any) -> str:
    """
    Return *value* for a line of a report.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = f"{value:,}" if is_number else str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _notebook(stem: str, old: str | None, new: str | None) -> list[Difference]:
    if old is None or new is None:
        told = "accepted" if old else "not accepted", "made" if new else "gone"
        return [Difference("notebook", stem, "", *told)]
    before, after = json.loads(old), json.loads(new)
    records, fresh = collect(before), collect(after)
    found = [*_verdicts(stem, records, fresh), *_facts(stem, records, fresh)]
    found += [Difference("chart", stem, *change) for change in compare_charts(before, after)]
    found += _changed("wording", stem, _texts(records), _texts(fresh))
    found += _prose(stem, before, after, found)
    return found or _reads(stem, records, fresh) or _rest(stem, before, after)


def _verdicts(stem: str, old: Records, new: Records) -> Iterator[Difference]:
    for claim in sorted({*old.verdicts, *new.verdicts}):
        before, after = old.verdicts.get(claim), new.verdicts.get(claim)
        if before == after:
            continue
        words = tuple(record and record["verdict"] for record in (before, after))
        sources = _sources(record for record in (before, after) if record)
        if words[0] != words[1]:
            size = REACH.get(frozenset(words), 1.0)
            yield Difference("verdict", stem, claim, *words, size=size, sources=sources)
        else:
            yield Difference("evidence", stem, claim, *_evidence(before, after), sources=sources)


def _sources(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    voices = [voice for record in records for voice in record.get("voices", ())]
    return tuple(sorted({voice["source_id"] for voice in voices}))


def _facts(stem: str, old: Records, new: Records) -> Iterator[Difference]:
    for key in sorted({*old.facts, *new.facts}):
        before, after = old.facts.get(key), new.facts.get(key)
        if before is None or after is None:
            values = before and before["value"], after and after["value"]
            sources = tuple((before or after)["sources"])
            yield Difference("fact", stem, key, *values, size=float("inf"), sources=sources)
        elif any(before[part] != after[part] for part in (*NUMBERS, *ABOUT)):
            yield _moved(stem, key, before, after)


def _moved(stem: str, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    is_tolerated = _within_tolerance(old, new)
    return Difference(
        TOLERATED if is_tolerated else "fact",
        stem,
        key,
        old["value"],
        new["value"],
        note=_note(old, new),
        size=max(_move(old, new, part) for part in NUMBERS),
        sources=tuple(sorted({*old["sources"], *new["sources"]})),
    )


def _within_tolerance(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if any(old[part] != new[part] for part in ABOUT):
        return False
    for part in NUMBERS:
        one, other = old[part], new[part]
        if one != other and (one is None or other is None or abs(other - one) > old["tolerance"]):
            return False
    return True


def _move(old: Mapping[str, Any], new: Mapping[str, Any], part: str) -> float:
    """
    How far a number moved, over the fact's interval or, where that has no width, over its value.
    """
    one, other = old[part], new[part]
    if one == other:
        return 0.0
    if one is None or other is None:
        return float("inf")
    width = old["high"] - old["low"] if None not in (old["low"], old["high"]) else 0
    return abs(other - one) / (width or abs(old["value"] or 0) or 1.0)


def _note(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    units = [unit_text(record["unit"]) or record["unit"] for record in (old, new)]
    intervals = [_interval(record) for record in (old, new)]
    unit, interval = (" → ".join(dict.fromkeys(pair)) for pair in (units, intervals))
    other = [part for part in ABOUT[1:] if old[part] != new[part]]
    parts = [f"; {part} {_list(old[part])} → {_list(new[part])}" for part in other]
    return f" {unit}{'' if set(intervals) <= set(WITHOUT) else f' ({interval})'}{''.join(parts)}"


def _interval(record: Mapping[str, Any]) -> str:
    ends = [record["low"], record["high"]]
    if ends == [None, None] or ends == [record["value"]] * 2:
        return WITHOUT[0] if ends == [None, None] else WITHOUT[1]
    low, high = ("open" if end is None else shown(end) for end in ends)
    return f"{low} to {high}"


def _reads(stem: str, old: Records, new: Records) -> list[Difference]:
    changed = sorted(
        table for table in {*old.tables, *new.tables} if old.tables.get(table) != new.tables.get(table)
    )
    return [
        Difference(READING, stem, table, "rows as accepted", "other rows, no result moved")
        for table in changed
    ]


def _rest(stem: str, old: dict, new: dict) -> list[Difference]:
    cells = list(zip(old["cells"], new["cells"], strict=False))
    for part in ("outputs", "source", "metadata"):
        for index, (before, after) in enumerate(cells):
            if before.get(part) != after.get(part):
                kind = "output" if part == "outputs" else "source"
                place, *values = _first_apart(before.get(part), after.get(part))
                return [Difference(kind, stem, f"cell {index} ({part}{place})", *values)]
    return [Difference("source", stem, "number of cells", len(old["cells"]), len(new["cells"]))]


def _first_apart(old: Any, new: Any) -> tuple[str, Any, Any]:
    """
    Where two JSON values first differ, and what stands there.
    """
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
    elif isinstance(old, dict) and isinstance(new, dict) and set(old) == set(new):
        pairs = ((name, (old[name], new[name])) for name in sorted(old))
    else:
        return "", old, new
    name, (one, other) = next(item for item in pairs if item[1][0] != item[1][1])
    place, *values = _first_apart(one, other)
    return f", {name}{place}", *values


def _prose(stem: str, old: dict, new: dict, told: Iterable[Difference]) -> Iterator[Difference]:
    """
    The texts that prose shows, where they differ without what they are made from.
    """
    known = tuple(f"verdict_{one.what.lower()}" if one.kind in EVIDENCE else one.what for one in told)
    before, after = glued(old), glued(new)
    for one in _changed("wording", stem, before, after):
        if not any(one.what in (key, f"{key}_range", f"{key}_reason", f"{key}_flip") for key in known):
            yield one


def _changed(kind: str, stem: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return [Difference(kind, stem, key, old.get(key), new.get(key)) for key in keys]


def _texts(records: Records) -> dict[str, str]:
    return {key: record["text"] for key, record in records.phrases.items()}


def _evidence(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    """
    Reason and margin, or what else of one verdict changed.
    """
    parts = [part for part in ("reason", "margin") if old[part] != new[part]]
    parts = parts or [part for part in sorted({*old, *new}) if old.get(part) != new.get(part)]
    one, other = ("; ".join(f"{part} {record.get(part)}" for part in parts) for record in (old, new))
    return one, other


def _list(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
