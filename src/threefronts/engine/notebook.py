"""
Read a notebook's source; without nbformat where the file is of the format that everybody writes today.
"""

import json
from pathlib import Path
from typing import Any

from threefronts.engine.errors import RunError


def read_notebook(path: Path) -> dict[str, Any]:
    """
    Return the notebook at *path* in format 4; an older one is converted.

    Raises:
        RunError: It is no notebook.
    """
    try:
        notebook = json.loads(path.read_bytes())
        if notebook["nbformat"] == 4:
            return notebook | {"cells": [_joined(cell) for cell in notebook["cells"]]}
        import nbformat

        return nbformat.read(path, as_version=4)
    except (ValueError, LookupError, TypeError) as error:
        raise RunError(f"{path.name} is no notebook: {error!r}: restore it, or save it in Jupyter") from error


def _joined(cell: dict[str, Any]) -> dict[str, Any]:
    return cell | {"source": "".join(cell["source"])}
