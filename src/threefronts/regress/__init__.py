"""
Regression: hold a fresh execution against the accepted one, and say what moved and why.
"""

from threefronts.regress.changelog import UnnamedFlip, add_line, require_named
from threefronts.regress.compare import Difference, compare
from threefronts.regress.explain import Finding, Review, review
from threefronts.regress.reference import (
    StaleReference,
    accept,
    inputs_of,
    note_attribution,
    read_reference,
    reference_dir,
)
from threefronts.regress.report import as_json, markdown, screen

__all__ = [
    "Difference",
    "Finding",
    "Review",
    "StaleReference",
    "UnnamedFlip",
    "accept",
    "add_line",
    "as_json",
    "compare",
    "inputs_of",
    "markdown",
    "note_attribution",
    "read_reference",
    "reference_dir",
    "require_named",
    "review",
    "screen",
]
