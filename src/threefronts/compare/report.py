"""
Tell a comparison of two editions: a screen of lines, Markdown for a release note, JSON.
"""

import json
from dataclasses import dataclass
from typing import Any

from threefronts.compare.moves import STEPS, Flip, Move, Record
from threefronts.editions import Edition
from threefronts.facts.text import number_text, range_text, unit_text

SCREEN = 36  # lines
ROWS = 40  # of the table of facts in a release note
NOTHING = "Nothing moved beyond its interval, and no verdict flipped."


@dataclass(frozen=True)
class Comparison:
    """
    What moved from edition *old* to *new*: verdicts that flipped, facts the farthest first, and for each
    state that could not be made its reason.
    """

    old: Edition
    new: Edition
    flips: tuple[Flip, ...]
    moves: tuple[Move, ...]
    missing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing moved.
        """
        return not (self.flips or self.moves)


def screen(comparison: Comparison, rest: str) -> list[str]:
    """
    Return at most a screen of lines, flipped verdicts first; *rest* names the file that holds all of it.
    """
    lines = [f"{comparison.old.name} → {comparison.new.name}: {summary(comparison)}"]
    if comparison.is_empty:
        return lines
    flips = [f"  verdict {flip.claim}: {flip_text(flip)}" for flip in comparison.flips]
    lines += _first(flips, SCREEN // 2, "verdicts")
    lines += _first([f"  {_line(move)}" for move in comparison.moves], SCREEN - 2 - len(lines), "facts")
    return [*lines, f"All of it, with every step: {rest}"]


def summary(comparison: Comparison) -> str:
    """
    Return how much moved, in words.
    """
    if comparison.is_empty:
        return NOTHING
    known = [move for move in comparison.moves if move.size is not None]
    came = len(comparison.moves) - len(known)
    return (
        f"{len(comparison.flips)} verdicts flipped, {len(known)} facts moved beyond their intervals, "
        f"{came} became known or are known no more"
    )


def markdown(comparison: Comparison) -> str:
    """
    Return the comparison as a release note.
    """
    lines = [f"## From edition {comparison.old.name} to {comparison.new.name}", "", summary(comparison), ""]
    if comparison.flips:
        lines += ["| claim | verdict | over which step | chapter |", "|---|---|---|---|"]
        for flip in comparison.flips:
            causes = "; ".join(flip.causes)
            lines.append(f"| {flip.claim} | {flip.old} → {flip.new} | {causes} | {flip.stem} |")
        lines.append("")
    if comparison.moves:
        lines += [f"| fact | move | {' | '.join(STEPS)} | residual |", f"|---|---|{'---|' * len(STEPS)}---|"]
        lines += [_row(move) for move in comparison.moves[:ROWS]]
    if len(comparison.moves) > ROWS:
        lines += ["", f"{len(comparison.moves) - ROWS} further facts moved less; they stand in the JSON."]
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(comparison: Comparison) -> dict[str, Any]:
    """
    Return the comparison as plain JSON; ``previous`` and ``edition`` are the old and the new edition.
    """
    return {
        "previous": _edition(comparison.old),
        "edition": _edition(comparison.new),
        "steps": list(STEPS),
        "verdicts": {flip.claim: _flip(flip) for flip in comparison.flips},
        "facts": {move.key: _move(move) for move in comparison.moves},
        "not_made": list(comparison.missing),
    }


def flip_text(flip: Flip) -> str:
    """
    Return a flipped verdict and its causes in words.
    """
    return f"{flip.old or 'not judged'} → {flip.new or 'not judged'} ({', '.join(flip.causes)})"


def as_text(comparison: Comparison) -> str:
    """
    Return the comparison as the text of a JSON file.
    """
    return _text(as_json(comparison))


def attribution_text(comparison: Comparison) -> str:
    """
    Return what an accepted edition keeps of the comparison: all but the sources, which stand in its facts.
    """
    told = as_json(comparison)
    for move in told["facts"].values():
        del move["sources"]
    return _text(told)


def _text(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _first(lines: list[str], count: int, what: str) -> list[str]:
    more = len(lines) - count
    return lines if more <= 0 else [*lines[: count - 1], f"  … and {more + 1} more {what}"]


def _line(move: Move) -> str:
    shares = [
        f"{name} {_signed(share)}"
        for name, share in zip((*STEPS, "residual"), (*move.steps, move.residual), strict=True)
        if share
    ]
    size = "" if move.size is None else f" ({move.size:.1f} {_scale(move)})"
    way = f"{_value(move.old)} → {_value(move.new)} {unit_text(move.unit) or move.unit}"
    return f"{move.key}: {way}{size}: {', '.join(shares) or 'not split'}"


def _scale(move: Move) -> str:
    widths = [
        end["high"] - end["low"] for end in (move.old, move.new) if None not in (end["low"], end["high"])
    ]
    return "widths" if any(widths) else "of its value"


def _row(move: Move) -> str:
    shares = " | ".join(_signed(share) for share in (*move.steps, move.residual))
    way = f"{_value(move.old)} → {_value(move.new)} {unit_text(move.unit) or move.unit}"
    return f"| {move.key} | {way} | {shares} |"


def _value(record: Record) -> str:
    if record["value"] is None or (record["low"], record["high"]) == (None, None):
        return number_text(record["value"])
    return f"{number_text(record['value'])} [{range_text(record['low'], record['high'])}]"


def _signed(share: float | None) -> str:
    if share is None:
        return "not made"
    return f"{'+' if share > 0 else ''}{number_text(share)}"


def _edition(edition: Edition) -> dict[str, str]:
    days = {"as_of": edition.as_of.isoformat(), "known_at": edition.known_at.isoformat()}
    return {"name": edition.name, "title": edition.title, **days}


def _flip(flip: Flip) -> dict[str, Any]:
    ways = {"old": flip.old, "new": flip.new, "states": list(flip.states)}
    return {**ways, "causes": flip.causes, "chapter": flip.stem}


def _move(move: Move) -> dict[str, Any]:
    ends = {
        end: {part: record[part] for part in ("value", "low", "high")}
        for end, record in (("old", move.old), ("new", move.new))
    }
    steps = dict(zip(STEPS, move.steps, strict=True))
    return {
        **ends,
        "unit": move.unit,
        "steps": steps,
        "residual": move.residual,
        "size": move.size,
        "sources": sorted({*move.old["sources"], *move.new["sources"]}),
        "chapter": move.stem,
    }
