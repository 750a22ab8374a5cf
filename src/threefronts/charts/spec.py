"""
Make a Vega-Lite spec small and the same on every run: prune, round, rename by content.
"""

import hashlib
import json
import math
import re

SIGNIFICANT_DIGITS = 6
_AUTO_NAME = re.compile(r"\b(view|param)_[0-9a-f]{16}(?:_\d+)?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS_ONLY = ("description", "usermeta", "title", "$schema", "config", "datasets")


def stable(spec: dict) -> dict:
    """
    Spec with only the columns it uses, numbers rounded and every generated name stable.

    Args:
        spec: Vega-Lite spec as Altair writes it; it is left untouched.

    Returns:
        A new spec; equal charts give equal bytes in every process.
    """
    spec = round_numbers(spec)
    datasets = spec.pop("datasets", {})
    spec = _inline_to_datasets(spec, datasets)
    text = " ".join(_strings(spec))
    days = _temporal_fields(spec)
    cleaned = {name: _with_full_days(prune(rows, text), days) for name, rows in datasets.items()}
    names = {name: content_name(rows) for name, rows in cleaned.items()}
    if cleaned:
        spec["datasets"] = {names[name]: cleaned[name] for name in sorted(names, key=names.get)}
    return _rename(spec, names)


def content_name(rows: object) -> str:
    """
    Dataset name derived from its content alone.
    """
    payload = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    return "data_" + hashlib.sha256(payload.encode()).hexdigest()[:12]


def round_numbers(value: object) -> object:
    """
    Copy with floats cut to 6 significant digits; whole numbers stay exact, NaN becomes null.
    """
    if isinstance(value, dict):
        return {key: round_numbers(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [round_numbers(item) for item in value]
    if isinstance(value, float):
        return _round(value)
    return value


def _round(value: float) -> float | int | None:
    """
    One float, rounded.
    """
    if not math.isfinite(value):
        return None
    if value.is_integer():
        return int(value)
    rounded = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def prune(rows: object, text: str) -> object:
    """
    Rows with only the columns whose name occurs as a word in the spec's own strings.

    GeoJSON keeps its geometry; only the properties are pruned.
    """
    if isinstance(rows, dict) and rows.get("type") == "FeatureCollection":
        return rows | {"features": prune(rows["features"], text)}
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return rows
    columns = {name for row in rows for name in [*row, *row.get("properties", {})]}
    used = {name for name in columns if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
    return [_prune_row(row, used) for row in rows]


def _prune_row(row: dict, used: set[str]) -> dict:
    """
    One row or GeoJSON feature with only the used columns.
    """
    if row.get("type") != "Feature":
        return {key: value for key, value in row.items() if key in used}
    kept = {key: value for key, value in row.items() if key in used | {"type", "geometry", "id"}}
    kept["properties"] = {k: v for k, v in (row.get("properties") or {}).items() if k in used}
    return kept


def _strings(value: object) -> list[str]:
    """
    Every string of the spec that may name a column: words for readers are left out.
    """
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    if isinstance(value, dict):
        return [text for key, item in value.items() if key not in _WORDS_ONLY for text in _strings(item)]
    return []


def _temporal_fields(value: object) -> set[str]:
    """
    Fields encoded as dates.
    """
    if isinstance(value, list):
        return set().union(*(_temporal_fields(item) for item in value))
    if not isinstance(value, dict):
        return set()
    found = set().union(*(_temporal_fields(item) for key, item in value.items() if key != "datasets"))
    if value.get("type") == "temporal" and isinstance(value.get("field"), str):
        found.add(value["field"])
    return found


def _with_full_days(rows: object, fields: set[str]) -> object:
    """
    Rows whose bare ISO days carry a midnight, since JavaScript reads a bare day as UTC.
    """
    if not fields or not isinstance(rows, list):
        return rows
    return [{key: _full_day(item) if key in fields else item for key, item in row.items()} for row in rows]


def _full_day(value: object) -> object:
    """
    ``2025-04-28`` as local midnight; anything else as it is.
    """
    return f"{value}T00:00:00" if isinstance(value, str) and _ISO_DAY.fullmatch(value) else value


def _inline_to_datasets(value: object, datasets: dict) -> object:
    """
    Copy of the spec whose inline data moved into *datasets*; the ``values`` of an axis or a legend stay.
    """
    if isinstance(value, list):
        return [_inline_to_datasets(item, datasets) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _named(item, datasets) if key == "data" else _inline_to_datasets(item, datasets)
        for key, item in value.items()
    }


def _named(data: object, datasets: dict) -> object:
    """
    Where a view's data are, by name; what it holds itself is put into *datasets*.
    """
    if not isinstance(data, dict) or not isinstance(data.get("values"), list | dict):
        return data
    key = f"inline-{len(datasets)}"
    datasets[key] = data["values"]
    return {"name": key} | ({"format": data["format"]} if "format" in data else {})


def _rename(spec: dict, datasets: dict[str, str]) -> dict:
    """
    Copy with dataset names replaced, and generated view and parameter names numbered by appearance.
    """
    seen: dict[str, str] = {}

    def number(match: re.Match) -> str:
        return seen.setdefault(match[0], f"{match[1]}_n{len(seen) + 1}")

    def walk(value: object) -> object:
        if isinstance(value, str):
            return datasets.get(value) or _AUTO_NAME.sub(number, value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            return {key: item if key == "datasets" else walk(item) for key, item in value.items()}
        return value

    return walk(spec)
