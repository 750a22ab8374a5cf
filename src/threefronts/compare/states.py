"""
The states between two editions, executed: the day is replaced first, then what was known, copies, parameters.

The order runs from the earlier edition to the later one whichever is asked for first, so that a comparison
the other way round is its mirror.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from threefronts.compare.moves import STEPS, Flip, Move, split
from threefronts.compare.report import Comparison
from threefronts.editions import Edition
from threefronts.engine.batch import RECORDED, Batch, Case, Entry
from threefronts.engine.plan import CHANGES, plan, stems
from threefronts.facts.moves import move_size, moved_beyond, unknown
from threefronts.tables import table_names
from threefronts.tables.vintages import copy_for

Entries = Mapping[str, Entry]


@dataclass(frozen=True)
class State:
    """
    An edition as it would be with one thing after another replaced; ``copies_of`` as in a run of the engine.
    """

    edition: Edition
    copies_of: str = ""


def compare_editions(old: Edition, new: Edition, batch: Batch, chosen: Sequence[str] = ()) -> Comparison:
    """
    Execute the states between *old* and *new* and return what moved.

    Args:
        old, new: Two editions in either order.
        batch: Executes what is not among its entries.
        chosen: The notebooks to compare; none means all but the chapter that tells what is found here.
    """
    is_mirror = _order(new) < _order(old)
    earlier, later = (new, old) if is_mirror else (old, new)
    states = between(earlier, later)
    entries = _execute(states, batch, [stem for stem in chosen or stems() if stem != CHANGES])
    if is_mirror:
        entries.reverse()
    missing = {
        f"{stem}: {entry.reason}": None
        for state in entries
        for stem, entry in state.items()
        if entry.status != RECORDED
    }
    courses = {stem: [state[stem] for state in entries] for stem in entries[0]}
    moves = [move for stem, course in courses.items() for move in _moves(stem, course, is_mirror)]
    flips = [flip for stem, course in courses.items() for flip in _flips(stem, course, is_mirror)]
    return Comparison(old, new, tuple(flips), tuple(sorted(moves, key=_rank)), tuple(missing))


def between(earlier: Edition, later: Edition) -> list[State]:
    """
    Return the five states: *earlier*, one after each step, of which the last is *later*.

    A day described may lie after the day of knowledge here, which no edition of the book may have.
    """
    name = f"{earlier.name} to {later.name}"
    time = replace(earlier, name=name, as_of=later.as_of)
    known = replace(time, known_at=later.known_at)
    before = earlier.known_at.isoformat()
    has_copies = any(copy_for(table, before) != copy_for(table, later.known_at) for table in table_names())
    rows = State(known, before if has_copies else "")
    return [State(earlier), State(time), rows, State(known), State(later)]


def _order(edition: Edition) -> tuple:
    return edition.known_at, edition.as_of, edition.name


def _execute(states: Sequence[State], batch: Batch, chosen: list[str]) -> list[Entries]:
    """
    Execute each state once, however often it stands among *states*.
    """
    asked = {_inputs(state): state for state in states}
    cases = {key: _case(state, chosen) for key, state in asked.items()}
    found = dict(zip(cases, (entries for _, entries in batch.run(list(cases.values()))), strict=True))
    return [found[_inputs(state)] for state in states]


def _inputs(state: State) -> str:
    edition = state.edition
    return repr((edition.as_of, edition.known_at, sorted(edition.parameters.items()), state.copies_of))


def _case(state: State, chosen: list[str]) -> Case:
    runs = plan(state.edition, chosen)
    return Case(
        state.edition.name, state.edition, tuple(replace(run, copies_of=state.copies_of) for run in runs)
    )


def _moves(stem: str, entries: Sequence[Entry], is_mirror: bool) -> list[Move]:
    first, last = entries[0].facts, entries[-1].facts
    found = []
    for key in sorted({*first, *last}):
        old, new = first.get(key) or unknown(last[key]), last.get(key) or unknown(first[key])
        if not moved_beyond(old, new):
            continue
        values = [entry.facts.get(key, {}).get("value") for entry in entries]
        steps, residual = split(values)
        steps = steps[::-1] if is_mirror else steps
        found.append(Move(key, stem, new["unit"], old, new, steps, residual, move_size(old, new)))
    return found


def _flips(stem: str, entries: Sequence[Entry], is_mirror: bool) -> list[Flip]:
    found = []
    for claim in sorted({*entries[0].verdicts, *entries[-1].verdicts}):
        words = [entry.verdicts.get(claim, {}).get("verdict") for entry in entries]
        if words[0] != words[-1]:
            found.append(Flip(claim, stem, tuple(words), STEPS[::-1] if is_mirror else STEPS))
    return found


def _rank(move: Move) -> tuple:
    return -1 if move.size is None else -move.size, move.key
