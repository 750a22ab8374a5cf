"""
Where the project's folders are, wherever a notebook or a command was started.
"""

import os
from pathlib import Path


def root() -> Path:
    """
    Return the project's top folder: ``THREEFRONTS_ROOT`` where it is set, else the checkout of this package.
    """
    named = os.environ.get("THREEFRONTS_ROOT")
    return Path(named).resolve() if named else Path(__file__).resolve().parents[3]


def data_dir() -> Path:
    """
    Return the folder of the tables.
    """
    return root() / "data"
