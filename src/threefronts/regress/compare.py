"""
Compare two executions of the same notebooks: verdicts, facts, charts, wordings, and the rest.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from threefronts.facts import Records, collect
from threefronts.regress.charts import compare_charts

ORDER = ("notebook", "verdict", "fact", "chart", "wording", "output", "reading")
FACT_PARTS = ("value", "low", "high", "unit", "period", "sources")


@dataclass(frozen=True)
class Difference:
    """
    One thing that is not as it was accepted.
    """

    kind: str
    stem: str
    what: str
    old: Any
    new: Any

    def __str__(self) -> str:
        what = f" {self.what}" if self.what else ""
        return f"{self.kind} {self.stem}{what}: {_show(self.old)} → {_show(self.new)}"


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """
    Compare executed notebooks by stem, *old* accepted and *new* fresh.

    Returns:
        Verdicts first, then facts, charts, wordings and other outputs; nothing where the texts are equal.
    """
    differences = []
    for stem in sorted({*old, *new}):
        if old.get(stem) != new.get(stem):
            differences += _notebook(stem, old.get(stem), new.get(stem))
    return sorted(differences, key=lambda difference: ORDER.index(difference.kind))


def _notebook(stem: str, old: str | None, new: str | None) -> list[Difference]:
    if old is None or new is None:
        return [
            Difference("notebook", stem, "", "accepted" if old else "not accepted", "made" if new else "gone")
        ]
    before, after = json.loads(old), json.loads(new)
    records, fresh = collect(before), collect(after)
    found = [*_verdicts(stem, records, fresh), *_facts(stem, records, fresh)]
    found += [Difference("chart", stem, *change) for change in compare_charts(before, after)]
    found += _changed("wording", stem, _texts(records), _texts(fresh))
    return found or _reads(stem, records, fresh) or _rest(stem, before, after)


def _verdicts(stem: str, old: Records, new: Records) -> list[Difference]:
    found = _changed("verdict", stem, _parts(old.verdicts, "verdict"), _parts(new.verdicts, "verdict"))
    same = {claim for claim in old.verdicts if claim not in {difference.what for difference in found}}
    evidence = {claim: _evidence(old.verdicts[claim]) for claim in same}
    return found + _changed(
        "verdict", stem, evidence, {claim: _evidence(new.verdicts[claim]) for claim in same}
    )


def _facts(stem: str, old: Records, new: Records) -> list[Difference]:
    found = []
    for key in sorted({*old.facts, *new.facts}):
        before, after = old.facts.get(key), new.facts.get(key)
        if before is None or after is None:
            found.append(Difference("fact", stem, key, before and before["value"], after and after["value"]))
            continue
        for part in FACT_PARTS:
            if before[part] != after[part] and not _repeats_value(part, before, after):
                name = key if part == "value" else f"{key} ({part})"
                found.append(Difference("fact", stem, name, before[part], after[part]))
    return found


def _repeats_value(part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return part in ("low", "high") and (old[part], new[part]) == (old["value"], new["value"])


def _reads(stem: str, old: Records, new: Records) -> list[Difference]:
    changed = sorted(
        table for table in {*old.tables, *new.tables} if old.tables.get(table) != new.tables.get(table)
    )
    return [
        Difference("reading", stem, table, "rows as accepted", "other rows, no result moved")
        for table in changed
    ]


def _rest(stem: str, old: dict, new: dict) -> list[Difference]:
    for index, (before, after) in enumerate(zip(old["cells"], new["cells"], strict=False)):
        for part in ("source", "outputs", "metadata"):
            if before.get(part) != after.get(part):
                kind = "notebook" if part != "outputs" else "output"
                return [Difference(kind, stem, f"cell {index} ({part})", before.get(part), after.get(part))]
    return [Difference("notebook", stem, "number of cells", len(old["cells"]), len(new["cells"]))]


def _changed(kind: str, stem: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return [Difference(kind, stem, key, old.get(key), new.get(key)) for key in keys]


def _texts(records: Records) -> dict[str, str]:
    return _parts(records.phrases, "text")


def _parts(records: Mapping[str, dict], part: str) -> dict[str, Any]:
    return {key: record[part] for key, record in records.items()}


def _evidence(record: Mapping[str, Any]) -> str:
    return f"{record['verdict']} ({record['reason']}; margin {record['margin']})"


def _show(value: Any) -> str:
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
