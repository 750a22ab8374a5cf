"""
Normalise an executed notebook: the same run gives the same bytes.
"""

import json
from typing import Any

KEPT_METADATA = ("kernelspec", "language_info")
DROPPED_CELL_METADATA = ("papermill", "execution")
INJECTED = "injected-parameters"


def normalise(notebook: dict[str, Any]) -> str:
    """
    Return *notebook* as text without timings, paths and random ids, keys sorted.

    The cell that papermill injects gets a fixed id and is kept out of the book; cells keep their tags.
    """
    cells = [_cell(cell) for cell in notebook["cells"]]
    clean = {
        "cells": cells,
        "metadata": {key: notebook["metadata"][key] for key in KEPT_METADATA if key in notebook["metadata"]},
        "nbformat": notebook["nbformat"],
        "nbformat_minor": notebook["nbformat_minor"],
    }
    clean["metadata"].get("language_info", {}).pop("version", None)
    return json.dumps(clean, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    clean = {key: value for key, value in cell.items() if key != "metadata"}
    clean["metadata"] = {
        key: value for key, value in cell["metadata"].items() if key not in DROPPED_CELL_METADATA
    }
    clean["source"] = _lines(cell["source"])
    tags = clean["metadata"].get("tags", [])
    if INJECTED in tags:
        clean["id"] = INJECTED
        clean["metadata"]["tags"] = [INJECTED, "remove-cell"]
        clean["source"] = [line for line in clean["source"] if not line.startswith("# Parameters")]
    if not tags:
        clean["metadata"].pop("tags", None)
    if "outputs" in clean:
        clean["outputs"] = [_output(output) for output in clean["outputs"]]
    return clean


def _output(output: dict[str, Any]) -> dict[str, Any]:
    clean = dict(output)
    for key in ("text", "traceback"):
        if isinstance(clean.get(key), str):
            clean[key] = _lines(clean[key])
    return clean


def _lines(text: str | list[str]) -> list[str]:
    return ("".join(text)).splitlines(keepends=True)
