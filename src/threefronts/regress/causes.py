"""
The inputs that changed since an edition was accepted, and which of them a chapter really uses.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from threefronts.facts import collect
from threefronts.files import CLAIMS_TABLES
from threefronts.regress.code import FAR, Code, Definition
from threefronts.regress.inputs import present_inputs
from threefronts.regress.reference import inputs_of, is_kept
from threefronts.regress.rows import Change, changed_rows, changed_sources, sources_in
from threefronts.tables import read_sources, root_voice

CORRECTED = "no cell of its CSV: its corrections changed"
PARAMETERS, INJECTED = "parameters", "injected-parameters"
MAGIC = ("%", "!")
WORD = re.compile(r"\w+")
KINDS = ("parameter", "table", "register", "cell", "module", "package", "Python")  # the likeliest first


@dataclass(frozen=True)
class Cause:
    """
    One input that changed: a table, the register of sources, a parameter, a cell, code, a package, Python.

    Attributes:
        kind: One of ``KINDS``.
        name: Which one; empty where the changes name it.
        changes: What about it, the nearest to the chapter first.
        steps: How many definitions lie between the chapter and it.
    """

    kind: str
    name: str
    changes: tuple[Change, ...]
    steps: int = 0

    def __str__(self) -> str:
        more = len(self.changes) - 1
        told = (
            f"{self.kind} {self.name}, {self.changes[0]}" if self.name else f"{self.kind} {self.changes[0]}"
        )
        return f"{told} (and {more} more)" if more else told

    def facing(self, sources: Iterable[str]) -> "Cause":
        """
        Return the cause with the changes first that come from *sources*.
        """
        known = set(sources)
        changes = sorted(self.changes, key=lambda change: (not change.is_seen, change.source not in known))
        return Cause(self.kind, self.name, tuple(changes), self.steps)

    def rank(self, sources: Sequence[str]) -> tuple:
        """
        Return what sorts the likeliest cause of a move of something that rests on *sources* first.
        """
        is_named = any(change.source in sources for change in self.changes)
        is_far = self.steps >= FAR or not self.changes[0].is_seen
        return is_far, KINDS.index(self.kind), not is_named, self.steps, self.name


class Inputs:
    """
    The inputs of *edition*: *old* its accepted notebooks by stem, *new* the fresh ones made with *code*.
    """

    def __init__(self, edition: str, old: Mapping[str, str], new: Mapping[str, str], code: Code) -> None:
        self.edition, self._old, self._new, self._code = edition, old, new, code
        self._rows: dict[str, tuple[Change, ...]] = {}
        self._causes: dict[str, list[Cause]] = {}

    def causes(self, stem: str) -> list[Cause]:
        """
        Return the changed inputs that the chapter *stem* uses.
        """
        if stem not in self._causes:
            both = stem in self._old and stem in self._new
            self._causes[stem] = list(self._found(stem)) if both else []
        return self._causes[stem]

    @property
    def is_known(self) -> bool:
        """
        Whether the reference tells what it was made from besides its tables.
        """
        return bool(self._before)

    def _found(self, stem: str) -> Iterator[Cause]:
        old, new = json.loads(self._old[stem]), json.loads(self._new[stem])
        yield from _parameters(old, new)
        yield from self._tables(old, new)
        yield from self._register(old, new)
        yield from _cells(old, new)
        uses = self._code.uses(_source(new))
        yield from self._modules({place: uses[place] for place in self._moved_code if place in uses})
        yield from self._packages({name: steps for (module, name), steps in uses.items() if not module})

    def _tables(self, old: dict, new: dict) -> Iterator[Cause]:
        before, after = collect(old).tables, collect(new).tables
        for table in sorted({*before, *after}):
            if before.get(table) != after.get(table):
                if table not in self._rows:
                    self._rows[table] = tuple(changed_rows(self.edition, table)) or (Change(CORRECTED),)
                yield Cause("table", table, self._rows[table])
        judged = {*collect(old).verdicts, *collect(new).verdicts}
        yield from self._rules(judged, read={*before, *after})

    def _register(self, old: dict, new: dict) -> Iterator[Cause]:
        """
        The changed entries of the register for sources that a chapter names or that stand in what it reads.
        """
        if not self._entries:
            return
        texts = (json.dumps(notebook, ensure_ascii=False) for notebook in (old, new))
        named = {word for text in texts for word in WORD.findall(text)}
        read = {*collect(old).tables, *collect(new).tables}
        known = named.union(*(sources_in(self.edition, table) for table in read))
        known |= {root_voice(source) for source in known & set(read_sources())}
        own = tuple(change for change in self._entries if change.source in known)
        if own:
            yield Cause("register", "data/sources.yml", own)

    @cached_property
    def _entries(self) -> list[Change]:
        return changed_sources(self.edition)

    def _rules(self, judged: set[str], read: set[str]) -> Iterator[Cause]:
        """
        The changed rows of the claims a chapter judges, where it did not load their table itself.
        """
        for table in CLAIMS_TABLES if judged else ():
            if table not in read and is_kept(self.edition, table):
                changes = changed_rows(self.edition, table)
                named = re.compile(rf"claim_id=({'|'.join(map(re.escape, judged))})\b")
                own = [one for one in changes if named.search(one.text)]
                if own:
                    yield Cause("table", table, tuple(own))

    def _modules(self, steps: Mapping[Definition, int]) -> Iterator[Cause]:
        for module in sorted({module for module, _ in steps}):
            names = sorted((count, name) for (place, name), count in steps.items() if place == module)
            changes = tuple(Change(self._told(module, name)) for _, name in names)
            yield Cause("module", module, changes, names[0][0])

    def _told(self, module: str, name: str) -> str:
        before, after = (side["code"].get(module, {}).get(name) for side in (self._before, self._after))
        if before is None or after is None:
            return f"{name} {'added' if before is None else 'removed'}"
        is_written = not before.startswith("#") and not after.startswith("#")
        return f"{name}: {before} → {after}" if is_written else f"{name} changed"

    def _packages(self, steps: Mapping[str, int]) -> Iterator[Cause]:
        """
        Packages of other versions: those that the chapter's code comes to, then the others.
        """
        if not self._before:
            return
        if self._before["Python"] != self._after["Python"]:
            yield Cause("Python", "", (Change(f"{self._before['Python']} → {self._after['Python']}"),))
        before, after = self._before["packages"], self._after["packages"]
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                told = f"{before.get(name, 'not installed')} → {after.get(name, 'not installed')}"
                yield Cause("package", name, (Change(told),), steps.get(name, 2 * FAR))

    @cached_property
    def _before(self) -> dict[str, Any]:
        return inputs_of(self.edition)

    @cached_property
    def _after(self) -> dict[str, Any]:
        return present_inputs(self._code)

    @cached_property
    def _moved_code(self) -> list[Definition]:
        if not self._before:
            return []
        before, after = (
            {(module, name): text for module, told in side["code"].items() for name, text in told.items()}
            for side in (self._before, self._after)
        )
        return sorted(place for place in {*before, *after} if before.get(place) != after.get(place))


def _parameters(old: dict, new: dict) -> Iterator[Cause]:
    before, after = _values(old), _values(new)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            told = f"{name}: {before.get(name, 'none')} → {after.get(name, 'none')}"
            yield Cause("parameter", "", (Change(told),))


def _values(notebook: dict) -> dict[str, str]:
    values = {}
    for cell in notebook["cells"]:
        if {PARAMETERS, INJECTED} & set(_tags(cell)):
            for node in ast.parse(_text(cell)).body:
                if isinstance(node, ast.Assign):
                    values[ast.unparse(node.targets[0])] = ast.unparse(node.value)
    return values


def _cells(old: dict, new: dict) -> Iterator[Cause]:
    """
    Cells that are not as they were, by their place in the notebook that people edit.
    """
    before, after = _by_id(old), _by_id(new)
    for name in [*after, *(name for name in before if name not in after)]:
        place, cell = after.get(name) or before[name]
        if name not in before or name not in after:
            yield Cause("cell", "", (Change(f"{place} {'added' if name in after else 'removed'}"),))
        elif _text(before[name][1]) != _text(cell):
            yield Cause("cell", "", (Change(f"{place} ({_line(_text(before[name][1]), _text(cell))})"),))


def _by_id(notebook: dict) -> dict[Any, tuple[int, dict]]:
    own = [cell for cell in notebook["cells"] if INJECTED not in _tags(cell)]
    cells = enumerate(own)
    return {cell.get("id", place): (place, cell) for place, cell in cells if PARAMETERS not in _tags(cell)}


def _line(old: str, new: str) -> str:
    """
    The first line of a cell that is not as it was.
    """
    known = set(old.splitlines())
    line = next((line for line in new.splitlines() if line not in known), "lines removed")
    return line if len(line) <= 80 else f"{line[:80]}…"


def _source(notebook: dict) -> str:
    """
    The code of a notebook, without what only IPython understands.
    """
    cells = [_text(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    lines = [line for cell in cells for line in cell.splitlines() if not line.startswith(MAGIC)]
    return "\n".join(lines)


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _text(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])
