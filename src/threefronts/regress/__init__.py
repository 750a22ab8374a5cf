"""
Regression: hold a fresh execution against the accepted one, and say what moved and why.
"""

from threefronts.regress.compare import Difference, compare
from threefronts.regress.explain import explain
from threefronts.regress.reference import StaleReference, accept, read_reference, reference_dir

__all__ = ["Difference", "StaleReference", "accept", "compare", "explain", "read_reference", "reference_dir"]
