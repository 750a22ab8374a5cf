"""
What the package's sources define, and which of it the code of a chapter uses, name by name.

It is read from the sources, not from a run: a warm process has imported more than one chapter needs.
"""

import ast
import hashlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import threefronts

PACKAGE = "threefronts"
STATEMENTS = "top-level statements"
EXECUTES = (f"{PACKAGE}.engine.execute", "execute_here")  # every chapter goes through it
APART = ("cli", "refresh", "regress", "site", "sources")  # rooms that no execution enters
FAR = 100  # steps from a chapter to what executes it: more than between any two definitions
SHORT = 60  # characters; a value up to this is kept as it is written, a longer one by its hash

Definition = tuple[str, str]  # module and name; the module is empty for another package


@dataclass
class Module:
    """
    One module: its definitions as text or hash, the names each refers to, and what its imports bring.
    """

    told: dict[str, str] = field(default_factory=dict)
    refers: dict[str, set[str]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


class Code:
    """
    The sources below *folder*, those of this package unless another is given.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(threefronts.__file__).parent

    @cached_property
    def modules(self) -> dict[str, Module]:
        """
        Every module by its dotted name.
        """
        found = sorted(self.folder.rglob("*.py"))
        paths = [path for path in found if path.relative_to(self.folder).parts[0] not in APART]
        return {
            _dotted(path.relative_to(self.folder)): read_module(path.read_text("utf-8")) for path in paths
        }

    def told(self) -> dict[str, dict[str, str]]:
        """
        Return each module's definitions as they are written or by hash; equal where nothing can have moved.
        """
        return {name: module.told for name, module in self.modules.items() if module.told}

    def uses(self, source: str) -> dict[Definition, int]:
        """
        Return the definitions that the code *source* uses, with the steps it takes to reach each.

        Other packages stand under an empty module. What executes every chapter comes last.
        """
        chapter = read_module(source)
        near = {name for names in chapter.refers.values() for name in names}
        start = [place for name in sorted(near) for place in self._resolve(chapter, name)]
        start += [place for target in chapter.imports.values() for place in self._run_by(target)]
        return self._reached([EXECUTES], FAR, self._reached(start, 1, {}))

    def _reached(
        self, start: list[Definition], depth: int, found: dict[Definition, int]
    ) -> dict[Definition, int]:
        waiting = deque((place, depth) for place in start)
        while waiting:
            place, steps = waiting.popleft()
            if place in found:
                continue
            found[place] = steps
            waiting.extend((other, steps + 1) for other in self._next(*place))
        return found

    def _next(self, name: str, definition: str) -> Iterator[Definition]:
        if name not in self.modules:
            return
        module = self.modules[name]
        for reference in sorted(module.refers.get(definition, ())):
            first = reference.partition(".")[0]
            yield from [(name, first)] if first in module.told else self._resolve(module, reference)
        targets = {f"{name}:"} if definition != STATEMENTS else set(module.imports.values())
        for target in sorted(targets):
            yield from self._run_by(target)

    def _resolve(self, module: Module, reference: str) -> list[Definition]:
        first, _, rest = reference.partition(".")
        return self._locate(module.imports[first], rest) if first in module.imports else []

    def _locate(self, target: str, rest: str) -> list[Definition]:
        """
        Where the name is defined that an import of *target* and the attributes *rest* lead to.
        """
        name, _, attribute = target.partition(":")
        if name not in self.modules:
            return [("", name.partition(".")[0])]
        words = [word for word in (attribute, *rest.split(".")) if word]
        if not words:
            return [(name, STATEMENTS)]
        first, further, module = words[0], ".".join(words[1:]), self.modules[name]
        if first in module.told:
            return [(name, first)]
        if module.imports.get(first) not in (None, f"{name}:{first}"):
            return self._locate(module.imports[first], further)
        return self._locate(f"{name}.{first}:", further) if f"{name}.{first}" in self.modules else []

    def _run_by(self, target: str) -> list[Definition]:
        """
        The modules that an import of *target* runs, each with its top-level statements.
        """
        words = target.replace(":", ".").split(".")
        names = [".".join(words[:count]) for count in range(1, len(words) + 1)]
        return [(name, STATEMENTS) for name in names if name in self.modules]


@lru_cache(maxsize=1024)
def read_module(source: str) -> Module:
    """
    Read what *source* defines, refers to and imports; comments and docstrings do not count.
    """
    module, tree = Module(), ast.parse(source)
    for node in ast.walk(tree):
        _without_docstring(node)
        module.imports.update(_imported(node))
    for statement in _flat(tree.body):
        for name, text in _defined(statement):
            module.told[name] = _joined(module.told.get(name), text)
            module.refers.setdefault(name, set()).update(_references(statement))
    return module


def _flat(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in statements:
        if isinstance(statement, ast.If | ast.Try):
            yield from _flat([*statement.body, *statement.orelse])
        elif not isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass):
            yield statement


def _defined(statement: ast.stmt) -> list[tuple[str, str]]:
    text = ast.unparse(statement)
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [(statement.name, _hash(text))]
    if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
        value = ast.unparse(statement.value)
        text = value if len(value) <= SHORT else _hash(value)
        return [(name, text) for name in names if name != "__all__"]
    return [(STATEMENTS, _hash(text))]


def _references(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name | ast.Attribute):
            words = []
            while isinstance(node, ast.Attribute):
                words.append(node.attr)
                node = node.value
            if isinstance(node, ast.Name):
                yield ".".join([node.id, *reversed(words)])


def _imported(node: ast.AST) -> Mapping[str, str]:
    if isinstance(node, ast.Import):
        names = [
            (alias.asname, alias.name if alias.asname else alias.name.split(".")[0]) for alias in node.names
        ]
        return {own or name: f"{name}:" for own, name in names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {alias.asname or alias.name: f"{node.module}:{alias.name}" for alias in node.names}
    return {}


def _without_docstring(node: ast.AST) -> None:
    if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
        node.body = node.body[1:] or [ast.Pass()]


def _joined(before: str | None, text: str) -> str:
    return text if before is None else _hash(before + text)


def _hash(text: str) -> str:
    return f"#{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _dotted(path: Path) -> str:
    parts = [PACKAGE, *path.with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
