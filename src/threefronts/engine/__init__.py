"""
Engine: plan the runs of an edition, execute those that are not in the cache, and write what they found.
"""

from threefronts.engine.cache import Cache, open_cache
from threefronts.engine.errors import RunError
from threefronts.engine.plan import Run, plan, stems
from threefronts.engine.run import Means, Outcome, run_edition

__all__ = [
    "Cache",
    "Means",
    "Outcome",
    "Run",
    "RunError",
    "open_cache",
    "plan",
    "run_edition",
    "stems",
]
