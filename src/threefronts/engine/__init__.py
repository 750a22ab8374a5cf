"""
Engine: plan the runs of an edition, execute them with papermill, and write what they found.
"""

from threefronts.engine.errors import RunError
from threefronts.engine.plan import Run, plan, stems
from threefronts.engine.run import run_edition

__all__ = ["Run", "RunError", "plan", "run_edition", "stems"]
