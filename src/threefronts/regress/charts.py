"""
Compare the charts of two executions: which dataset, row and column.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from threefronts.facts.collect import CHART_MIME, output_bundles

Change = tuple[str, Any, Any]


def compare_charts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """
    Yield, for each chart that differs between two executed notebooks, (what, old value, new value).
    """
    before, after = charts_of(old), charts_of(new)
    for name in sorted({*before, *after}):
        if name not in before or name not in after:
            yield name, "drawn" if name in before else None, "drawn" if name in after else None
        elif before[name] != after[name]:
            yield _first_change(name, before[name], after[name])


def charts_of(notebook: Mapping[str, Any]) -> dict[str, dict]:
    """
    Return the chart specifications of an executed notebook by figure id.
    """
    specs = [bundle[CHART_MIME] for bundle in output_bundles(notebook) if CHART_MIME in bundle]
    return {spec["usermeta"]["threefronts"]["id"]: spec for spec in specs}


def _first_change(name: str, old: dict, new: dict) -> Change:
    for number, before, after in _pairs(old.get("datasets", {}), new.get("datasets", {})):
        dataset = f"{name}, dataset {number}" if len(old["datasets"]) > 1 else name
        if len(before) != len(after):
            return f"{dataset}, rows of data", len(before), len(after)
        cells = [
            (row, column)
            for row, (one, other) in enumerate(zip(before, after, strict=True))
            for column in sorted({*one, *other})
            if one.get(column) != other.get(column)
        ]
        if cells:
            row, column = cells[0]
            label = ", ".join(
                f"{key}={value}" for key, value in before[row].items() if isinstance(value, str)
            )
            more = f", {len(cells)} cells in all" if len(cells) > 1 else ""
            what = f"{dataset}, row {row} ({label[:80]}), column {column}{more}"
            return what, before[row].get(column), after[row].get(column)
    return f"{name}, drawing or caption", "as accepted", "changed"


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[int, list, list]]:
    gone = [(number, _rows(old[name])) for number, name in enumerate(old, 1) if name not in new]
    come = [_rows(new[name]) for name in new if name not in old]
    for number, before in gone:
        columns = set(before[0]) if before else set()
        match = next((after for after in come if after and set(after[0]) == columns), None)
        if match is not None:
            come.remove(match)
            yield number, before, match


def _rows(data: Any) -> list[Mapping[str, Any]]:
    """
    The rows of a dataset: the features of a map with their properties, a plain value as a row of its own.
    """
    rows = data.get("features", [data]) if isinstance(data, Mapping) else data
    return [_cells(row) if isinstance(row, Mapping) else {"value": row} for row in rows]


def _cells(row: Mapping[str, Any]) -> Mapping[str, Any]:
    if row.get("type") != "Feature":
        return row
    return {**(row.get("properties") or {}), "geometry": row.get("geometry")}
