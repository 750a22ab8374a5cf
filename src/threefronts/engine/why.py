"""
Say why a notebook runs again: what differs between its last execution and this one.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from threefronts.engine.trace import MISSING
from threefronts.files import root

NAMED = 3  # files or facts told by name; the others are counted
Text = Callable[[str], str | None]


def why(
    last: Mapping[str, Any] | None,
    inputs: Mapping[str, Any],
    fingerprint: Callable[[str], str],
    text: Text,
) -> tuple[str, ...]:
    """
    Return the reasons for an execution, the nearest to the notebook first.

    Args:
        last: The record of its last execution; ``None`` where there is none.
        inputs: What it depends on now.
        fingerprint: Gives the present fingerprint of a path below the root.
        text: Gives a kept text by its sha256, where it is still kept.
    """
    if last is None:
        return ("first run",)
    before = last["inputs"]
    changed = [name for name in sorted(inputs) if before.get(name) != inputs[name]]
    told = [
        line for name in ORDER if name in changed for line in TELL[name](before[name], inputs[name], text)
    ]
    if last["reads"] is None:
        return (*told, "what its last run read is not known")
    told += _reads(last["reads"], fingerprint)
    return tuple(told) or ("its kept copy is gone or damaged",)


def listed(names: Sequence[str]) -> str:
    """
    Return the first names, and how many more there are.
    """
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _parameters(before: Mapping[str, Any], now: Mapping[str, Any], _text: Text) -> Iterator[str]:
    moved = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    told = [f"{name} {_shown(before, name)} → {_shown(now, name)}" for name in moved]
    yield f"parameters changed: {', '.join(told)}"


def _shown(values: Mapping[str, Any], name: str) -> str:
    return json.dumps(values[name], ensure_ascii=False) if name in values else "(default)"


def _cells(before: Sequence[str], now: Sequence[str], _text: Text) -> Iterator[str]:
    if len(before) != len(now):
        yield f"it has {len(now)} cells, not {len(before)}"
        return
    moved = [str(number) for number, (one, other) in enumerate(zip(before, now, strict=True)) if one != other]
    yield f"cell{'s' if len(moved) > 1 else ''} {listed(moved)} changed"


def _kernel(_before: str, _now: str, _text: Text) -> Iterator[str]:
    yield "its kernel or format changed"


def _package(before: str, now: str, text: Text) -> Iterator[str]:
    moved = _moved(text(before), text(now))
    yield "package source changed" + (f": {listed(moved)}" if moved else "")


def _environment(before: str, now: str, text: Text) -> Iterator[str]:
    moved = _moved(text(before), text(now))
    if "Python" in moved or not moved:
        yield "environment changed" if not moved else "Python changed"
    if "lock" in moved:
        yield "lock file requirements.txt changed"
    if "packages" in moved:
        old, new = (set(json.loads(text(side))["packages"]) for side in (before, now))
        yield f"installed packages changed: {listed(sorted(new - old) or sorted(old - new))}"
    if "variables" in moved:
        old, new = (json.loads(text(side)).get("variables", {}) for side in (before, now))
        names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        yield f"environment variables changed: {listed(names)}"


def _facts(before: Mapping[str, str] | None, now: Mapping[str, str] | None, text: Text) -> Iterator[str]:
    moved = [
        key
        for name, part in (("facts.json", "facts"), ("claims.json", "claims"))
        for key in _moved(text((before or {}).get(name, "")), text((now or {}).get(name, "")), part)
    ]
    yield "facts of the first wave changed" + (f": {listed(moved)}" if moved else "")


def _moved(before: str | None, now: str | None, part: str | None = None) -> list[str]:
    """
    Return the keys whose values differ between two JSON texts, or their *part*; none where one is not kept.
    """
    if before is None or now is None:
        return []
    old, new = json.loads(before), json.loads(now)
    if part is not None:
        old, new = old[part], new[part]
    return [key for key in sorted({*old, *new}) if old.get(key) != new.get(key)]


def _reads(reads: Sequence[Sequence[str]], fingerprint: Callable[[str], str]) -> list[str]:
    now = {path: fingerprint(path) for path, _ in reads}
    moved = [(path, sha256) for path, sha256 in reads if now[path] != sha256]
    told = [_file(path, sha256, now[path]) for path, sha256 in moved]
    return told if len(told) <= NAMED else [*told[:NAMED], f"{len(told) - NAMED} more files changed"]


def _file(path: str, before: str, now: str) -> str:
    if (root() / path).is_dir():
        return f"files came or went in {path}/"
    kind = "table" if path.endswith((".csv", ".csv.gz")) else "file"
    if now == MISSING:
        return f"{kind} {path} is gone"
    if before == MISSING:
        return f"{kind} {path} is new"
    return f"{kind} {path} changed"


TELL = {
    "parameters": _parameters,
    "cells": _cells,
    "kernel": _kernel,
    "package": _package,
    "environment": _environment,
    "facts": _facts,
}
ORDER = tuple(TELL)
