"""
Compare two editions: what moved beyond its interval, what flipped, and how much of it came from where.
"""

from threefronts.compare.moves import STEPS, Flip, Move
from threefronts.compare.report import Comparison, as_json, markdown, screen
from threefronts.compare.states import compare_editions

__all__ = [
    "STEPS",
    "Comparison",
    "Flip",
    "Move",
    "as_json",
    "compare_editions",
    "markdown",
    "screen",
]
