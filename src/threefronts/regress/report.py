"""
Tell reviews to an editor: a screen of lines, a Markdown summary, and everything as JSON.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from threefronts.regress.compare import ORDER, TOLERATED, shown
from threefronts.regress.explain import Finding, Review

SCREEN = 34  # lines told of the editions; with what the command itself says, forty
WIDTH = 220  # characters of a line; what is cut stands in the file
NAMED = 3  # causes told of one difference
ROWS = 30  # of a Markdown table in a summary
CHANGES = 200  # of one cause in the file
ALL_IS_WELL = "Every edition is as accepted."
QUIET_ONLY = "No conclusion moved; threefronts accept makes the reference current."
UNRECORDED = "no recorded input: a startup file or a variable of this machine, or chance"
UNKNOWN = "no table, cell or parameter; its code and packages were not kept: threefronts accept"
COUNTED = {
    "notebook": ("chapter came or went", "chapters came or went"),
    "verdict": ("verdict flipped", "verdicts flipped"),
    "fact": ("fact moved", "facts moved"),
    "chart": ("chart changed", "charts changed"),
    "wording": ("wording changed", "wordings changed"),
    "evidence": ("verdict rests on other evidence", "verdicts rest on other evidence"),
    "output": ("other output changed", "other outputs changed"),
    "source": ("chapter has other cells", "chapters have other cells"),
    "reading": ("table read otherwise moved nothing", "tables read otherwise moved nothing"),
    TOLERATED: ("fact moved within its tolerance", "facts moved within their tolerance"),
}


def screen(reviews: Sequence[Review], rest: str) -> list[str]:
    """
    Return at most a screen of lines, the worst first; *rest* names the file that holds all of it.
    """
    told = [review for review in reviews if review.findings]
    if not told:
        return [ALL_IS_WELL]
    budget = SCREEN // len(told)
    lines = [line for review in told for line in _section(review, budget)]
    last = [] if any(review.moved for review in told) else [QUIET_ONLY]
    return [*(_cut(line, WIDTH) for line in lines), *last, f"All of it, with every changed row: {rest}"]


def summary(review: Review) -> str:
    """
    Return how many differences there are of each kind, in words.
    """
    counts = [(review.count(kind), COUNTED[kind]) for kind in ORDER]
    told = [f"{count} {one if count == 1 else many}" for count, (one, many) in counts if count]
    return ", ".join(told) or "as accepted"


def markdown(reviews: Sequence[Review], rows: int | None = ROWS) -> str:
    """
    Return the reviews as Markdown: a summary for a job of CI, or with ``rows=None`` the whole report.
    """
    lines = ["# Check against the accepted editions", ""]
    for review in reviews:
        lines += [f"## Edition {review.edition}: {summary(review)}", ""]
        if review.findings:
            lines += _table(review, len(review.findings) if rows is None else rows)
        if review.findings and rows is None:
            lines += _inputs(review)
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(reviews: Sequence[Review]) -> str:
    """
    Return the reviews as the text of a JSON file, by edition.
    """
    content = {
        review.edition: {"summary": summary(review), "differences": _records(review)} for review in reviews
    }
    return json.dumps({"editions": content}, ensure_ascii=False, indent=1) + "\n"


def cause_texts(finding: Finding, review: Review) -> list[str]:
    """
    Return the causes of *finding* in words, the likeliest first; why none is known, where none is.
    """
    if not finding.causes:
        return [UNRECORDED if review.is_known else UNKNOWN]
    return [str(cause) for cause in finding.causes]


def _section(review: Review, budget: int) -> Iterator[str]:
    yield f"edition {review.edition}: {summary(review)}"
    left, before = budget - 1, None
    for position, finding in enumerate(review.findings):
        causes = _because(cause_texts(finding, review))
        lines = [*(causes if causes != before else ()), f"    {_line(finding)}"]
        is_last = position == len(review.findings) - 1
        if len(lines) > left - (not is_last):
            yield f"  … and {len(review.findings) - position} more"
            return
        yield from lines
        left, before = left - len(lines), causes


def _because(causes: Sequence[str]) -> list[str]:
    lines = [f"  because {causes[0]}", *(f"       or {cause}" for cause in causes[1:NAMED])]
    more = len(causes) - NAMED
    return [*lines, f"       or {more} more"] if more > 0 else lines


def _line(finding: Finding) -> str:
    one = finding.difference
    claim = f" “{_cut(finding.claim, 70)}”" if finding.claim else ""
    what = f" {one.what}{claim}" if one.what else ""
    return f"{one.kind} {one.stem}{what}: {_cut(shown(one.old), 80)} → {_cut(shown(one.new), 80)}{one.note}"


def _table(review: Review, rows: int) -> list[str]:
    lines = ["| | what | accepted | now | because |", "|---|---|---|---|---|"]
    for finding in review.findings[:rows]:
        one, causes = finding.difference, cause_texts(finding, review)[:NAMED]
        what = f"{one.what or 'notebook'} ({one.stem}){one.note}"
        cells = (one.kind, what, shown(one.old), shown(one.new), "; or ".join(causes))
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    more = len(review.findings) - rows
    return [*lines, *(["", f"… and {more} more"] if more > 0 else []), ""]


def _inputs(review: Review) -> list[str]:
    named, others = {}, {}
    for cause in (cause for finding in review.findings for cause in finding.causes):
        named.setdefault((cause.kind, cause.name), cause) if cause.name else others.setdefault(str(cause))
    lines = ["### Inputs that changed", ""]
    for cause in named.values():
        told = [f"  - {_cell(change.text)}" for change in cause.changes[:CHANGES]]
        more = len(cause.changes) - CHANGES
        lines += [f"- {cause.kind} {cause.name}", *told, *([f"  - … and {more} more"] if more > 0 else [])]
    return [*lines, *(f"- {_cell(text)}" for text in others), ""]


def _records(review: Review) -> list[dict[str, Any]]:
    return [
        {
            "kind": finding.difference.kind,
            "chapter": finding.difference.stem,
            "what": finding.difference.what,
            "claim": finding.claim or None,
            "accepted": finding.difference.old,
            "now": finding.difference.new,
            "note": finding.difference.note.strip() or None,
            "because": [
                {
                    "kind": cause.kind,
                    "name": cause.name or None,
                    "changes": [change.text for change in cause.changes[:CHANGES]],
                    "n_changes": len(cause.changes),
                }
                for cause in finding.causes
            ],
        }
        for finding in review.findings
    ]


def _cell(text: str) -> str:
    return _cut(" ".join(text.replace("|", "\\|").split()), 300)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
