"""
The changelog, which has to name every verdict that flips before the flip is accepted.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from threefronts.files import replace_file, root

if TYPE_CHECKING:
    from threefronts.regress.explain import Finding, Review

CHANGELOG = "CHANGELOG.md"
SECTION, PART, ENTRY = "## ", "### ", "- "
CHANGED = "### Changed"


class UnnamedFlip(Exception):
    """
    A verdict flips and the changelog does not say so.
    """


def newest_lines() -> list[str]:
    """
    Return the lines of the changelog's newest section, headings apart; none where there is no changelog.
    """
    _, section, _ = _split()
    return [line for line in section if line.strip() and not line.startswith((SECTION, PART))]


def line_digest(line: str) -> str:
    """
    Return what an accepted edition keeps of a line, to know it again.
    """
    return hashlib.sha256(line.encode("utf-8")).hexdigest()[:12]


def require_named(reviews: "Sequence[Review]", known: Mapping[str, Iterable[str]], text: str = "") -> None:
    """
    Raise :class:`UnnamedFlip` unless a new line of the newest section names each claim whose verdict flips.

    Args:
        reviews: Of the editions to be accepted.
        known: The digests of the lines that stood there when each edition was accepted last.
        text: A line that is about to be written.
    """
    unnamed = [
        f"edition {review.edition}: {flip.difference.what} {flip.difference.old} → {flip.difference.new}"
        for review in reviews
        for flip in flips(review)
        if not _names(flip.difference.what, [text, *_new_lines(known.get(review.edition, ()))])
    ]
    if unnamed:
        raise UnnamedFlip(
            f"nothing is accepted: a verdict flips and no new line of {CHANGELOG}'s newest section names it "
            f"({'; '.join(unnamed)}). Add a line such as “- {unnamed[0].partition(': ')[2]}: why”, "
            f'or threefronts accept --changelog "text"'
        )


def flips(review: "Review") -> "list[Finding]":
    """
    Return the findings of claims that had a verdict and have another one now, or none.
    """
    return [one for one in review.findings if one.difference.kind == "verdict" and one.difference.old]


def add_line(text: str) -> None:
    """
    Write *text* as the last entry under ``### Changed`` of the newest section, making that part if needed.

    Raises:
        UnnamedFlip: There is no changelog, or no section in it.
    """
    before, section, rest = _split()
    if not section:
        raise UnnamedFlip(f"{CHANGELOG} has no section “{SECTION}version” to write to: add one")
    section = _stripped(section)
    if CHANGED not in section:
        section += ["", CHANGED, ""]
    start = section.index(CHANGED) + 1
    end = next(
        (place for place in range(start, len(section)) if section[place].startswith(PART)), len(section)
    )
    entries, others = _stripped(section[start:end]) or [""], section[end:]
    lines = [*before, *section[:start], *entries, f"{ENTRY}{text}", *_apart(others), *_apart(rest)]
    replace_file(root() / CHANGELOG, "\n".join(lines) + "\n")


def _stripped(lines: list[str]) -> list[str]:
    """
    The lines without empty ones at their end.
    """
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _apart(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _new_lines(known: Iterable[str]) -> list[str]:
    old = set(known)
    return [line for line in newest_lines() if line_digest(line) not in old]


def _names(claim: str, lines: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(claim)}\b", line) for line in lines)


def _split() -> tuple[list[str], list[str], list[str]]:
    """
    The lines before the newest section, its own with the heading, and those after it.
    """
    path = root() / CHANGELOG
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    heads = [place for place, line in enumerate(lines) if line.startswith(SECTION)]
    if not heads:
        return lines, [], []
    end = heads[1] if len(heads) > 1 else len(lines)
    return lines[: heads[0]], lines[heads[0] : end], lines[end:]
