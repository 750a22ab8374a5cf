"""
Shells, missiles and drones: what is made, supplied, fired and left.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.production import table_rows


def build_shells(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/shell_output``: shells, rockets, charges and explosives.
    """
    return table_rows(upstream, "industry/shell_output")


def build_missiles(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``industry/missile_output_and_stock``: missiles, drones and guided bombs.
    """
    return table_rows(upstream, "industry/missile_output_and_stock")
