"""
What an edition was made from besides tables and notebooks: code, packages, Python; kept with the reference.
"""

import json
import platform
import re
from collections.abc import Mapping
from importlib.metadata import distributions
from typing import Any

from threefronts.files import PROJECT, root
from threefronts.regress.changelog import line_digest, newest_lines
from threefronts.regress.code import Code

INPUTS_FILE, LOCK = "inputs.json", "requirements.txt"
LOCKED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==")


def present_inputs(code: Code) -> dict[str, Any]:
    """
    Return what every execution is made from now: the definitions of *code*, locked packages, Python.

    The lines of the changelog's newest section stand beside them, to tell later which are new.
    """
    return {
        "code": code.told(),
        "packages": _packages(),
        "Python": platform.python_version(),
        "changelog": sorted(line_digest(line) for line in newest_lines()),
    }


def inputs_text(inputs: Mapping[str, Any]) -> str:
    """
    Return *inputs* as the text of their file.
    """
    return json.dumps(inputs, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _packages() -> dict[str, str]:
    """
    The versions of the locked packages; what else is installed can be no chapter's input.
    """
    locks = [folder / LOCK for folder in (root(), PROJECT)]
    lock = next((path for path in locks if path.exists()), None)
    locked = set(map(_plain, LOCKED.findall(lock.read_text("utf-8")))) if lock else set()
    found = {_plain(package.name): package.version for package in distributions()}
    return {name: found[name] for name in sorted(found) if name in locked}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
