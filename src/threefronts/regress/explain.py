"""
Review an edition: what is not as accepted, each with the changed inputs behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from threefronts.regress.causes import Cause, Inputs
from threefronts.regress.code import Code
from threefronts.regress.compare import Difference, compare
from threefronts.regress.reference import claim_texts

SYNTHESIS = "synthesis/"
RECORDS = ("verdict", "fact", "evidence", "within tolerance")


@dataclass(frozen=True)
class Finding:
    """
    One difference, and the changed inputs that its chapter uses, the likeliest first.

    ``claim`` is the claim's wording, where the difference is about one.
    """

    difference: Difference
    causes: tuple[Cause, ...]
    claim: str = ""


@dataclass(frozen=True)
class Review:
    """
    What became of *edition*.

    Attributes:
        edition: Its name.
        findings: Worst first.
        is_known: Whether the reference tells which code and packages it was made from.
    """

    edition: str
    findings: tuple[Finding, ...]
    is_known: bool = True

    @property
    def moved(self) -> list[Finding]:
        """
        The findings that make a check fail: not moves within tolerance, not rows that moved nothing.
        """
        return [finding for finding in self.findings if not finding.difference.is_quiet]

    def count(self, kind: str) -> int:
        """
        Return how many differences of *kind* there are.
        """
        return sum(finding.difference.kind == kind for finding in self.findings)


def review(edition: str, old: Mapping[str, str], new: Mapping[str, str], code: Code | None = None) -> Review:
    """
    Compare the accepted and the fresh execution of *edition*, and say which input is behind each move.

    Args:
        edition: Its name.
        old: The accepted notebooks by stem.
        new: The fresh ones.
        code: The sources that the fresh ones were executed with; this package's unless given.
    """
    differences = compare(old, new)
    if not differences:
        return Review(edition, ())
    inputs, claims = Inputs(edition, old, new, code or Code()), claim_texts(edition)
    upstream = sorted({one.stem for one in differences if one.kind in RECORDS and not _joins(one.stem)})
    findings = [
        Finding(one, tuple(_causes(inputs, one, upstream)), claims.get(one.what, "")) for one in differences
    ]
    return Review(edition, tuple(findings), inputs.is_known)


def _causes(inputs: Inputs, difference: Difference, upstream: Sequence[str]) -> list[Cause]:
    """
    The causes of one difference; a chapter that joins the fronts has those of the chapters it reads.
    """
    stems = [difference.stem, *(upstream if _joins(difference.stem) else ())]
    found = {str(cause): cause for stem in stems for cause in inputs.causes(stem)}
    facing = [cause.facing(difference.sources) for cause in found.values()]
    return sorted(facing, key=lambda cause: cause.rank(difference.sources))


def _joins(stem: str) -> bool:
    return stem.startswith(SYNTHESIS)
