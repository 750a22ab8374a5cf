"""
Plant one change in a copy of the project: a cell, a constant, a parameter or a display setting, by chance.
"""

import ast
import csv
import io
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from threefronts.engine.plan import default_parameters
from threefronts.regress import read_reference
from threefronts.tables import read_manifest

EDITION = "2025-04-28"
TABLE = "application/vnd.threefronts.table+json"
KINDS = ("cell", "constant", "parameter", "display")
SHARES = (13, 3, 3, 1)  # of the kinds in twenty
SETTINGS = ("display.precision", "display.max_columns", "display.max_rows", "display.max_colwidth")
SETTINGS_PLACE = "facts/text"  # every chapter imports it
DATES = ("as_of", "known_at")


@dataclass(frozen=True)
class Mutation:
    """
    One change.

    Attributes:
        kind: One of ``KINDS``.
        path: The file it is in, below the project.
        text: The whole file with the change.
        names: What the report has to say first of a fact that it moves, each part of it.
        stems: The chapters it can reach.
    """

    kind: str
    path: Path
    text: str
    names: tuple[str, ...]
    stems: tuple[str, ...]


class Planter:
    """
    A copy of the project in *folder*, and the choice of mutations by *seed* among the chapters *pool*.

    A mutation is tried on *most* chapters that it can reach.
    """

    def __init__(self, folder: Path, pool: Sequence[str], seed: int, most: int = 3) -> None:
        self.folder, self.pool, self.most, self.random = folder, tuple(pool), most, random.Random(seed)
        self.accepted = {stem: json.loads(text) for stem, text in read_reference(EDITION).items()}
        self.make = {
            "cell": self._cell,
            "constant": self._constant,
            "parameter": self._parameter,
            "display": self._display,
        }

    def mutations(self, count: int) -> Iterator[Mutation]:
        """
        Yield *count* mutations, the kinds in turn by their shares.
        """
        kinds = [kind for kind, share in zip(KINDS, SHARES, strict=True) for _ in range(share)]
        self.random.shuffle(kinds)
        for number in range(count):
            found = None
            while found is None:
                found = self.make[kinds[number % len(kinds)]]()
            yield found

    def _cell(self) -> Mutation | None:
        readers = {}
        for stem in self.pool:
            for table in records(self.accepted[stem], TABLE, "table"):
                readers.setdefault(table, []).append(stem)
        table = self.random.choice(sorted(readers))
        manifest = read_manifest(table)
        fields = [name for name, field in manifest.fields.items() if field.type in ("number", "integer")]
        with manifest.csv_path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        columns = [rows[0].index(name) for name in fields if name not in manifest.key]
        if not columns or len(rows) < 2:
            return None
        seen = [number for number, row in enumerate(rows) if number and _published(rows[0], row) <= EDITION]
        if not seen:
            return None
        row, column = self.random.choice(seen), self.random.choice(columns)
        old = rows[row][column]
        if not old:
            return None
        rows[row][column] = _other(old, self.random)
        label = ", ".join(f"{name}={rows[row][rows[0].index(name)]}" for name in manifest.key)
        names = (f"table {table}", f"row {label}", f"column {rows[0][column]}: {old} → {rows[row][column]}")
        path = manifest.csv_path.relative_to(self.folder)
        return Mutation("cell", path, _csv_text(rows), names, tuple(readers[table][: self.most]))

    def _constant(self) -> Mutation | None:
        return self._number_in("models", "constant")

    def _display(self) -> Mutation | None:
        if self.random.random() < 0.5:
            return self._number_in("charts", "display")
        path = Path("src", "threefronts", f"{SETTINGS_PLACE}.py")
        setting, value = self.random.choice(SETTINGS), self.random.choice((1, 2, 3, 7))
        text = (self.folder / path).read_text(encoding="utf-8")
        text += f'\nimport pandas\npandas.set_option("{setting}", {value})\n'
        stems = tuple(self.random.sample(self.pool, 1))
        return Mutation(
            "display", path, text, ("module threefronts.facts.text", "top-level statements"), stems
        )

    def _number_in(self, room: str, kind: str) -> Mutation | None:
        path = self.random.choice(sorted((self.folder / "src" / "threefronts" / room).glob("*.py")))
        text = path.read_text(encoding="utf-8")
        found = [node for node in ast.parse(text).body if isinstance(node, ast.Assign) and _is_number(node)]
        stems = [stem for stem in self.pool if path in self._imported(self._code_of(stem))]
        if not found or not stems:
            return None
        node = self.random.choice(found)
        old = ast.get_source_segment(text, node.value)
        lines = text.splitlines(keepends=True)
        line = lines[node.value.lineno - 1]
        start, end = node.value.col_offset, node.value.end_col_offset
        new = _other(old.replace("_", ""), self.random)
        lines[node.value.lineno - 1] = f"{line[:start]}{new}{line[end:]}"
        names = (f"module threefronts.{room}.{path.stem}", f"{node.targets[0].id}: ", f" → {new}")
        return Mutation(kind, path.relative_to(self.folder), "".join(lines), names, tuple(stems[: self.most]))

    def _parameter(self) -> Mutation | None:
        stem = self.random.choice(self.pool)
        defaults = default_parameters(self.folder / "notebooks" / f"{stem}.ipynb")
        numbers = [
            name
            for name, value in defaults.items()
            if name not in DATES and isinstance(value, int | float) and not isinstance(value, bool)
        ]
        if not numbers:
            return None
        name = self.random.choice(numbers)
        path = Path("editions") / f"{EDITION}.yml"
        content = yaml.safe_load((self.folder / path).read_text(encoding="utf-8"))
        value = yaml.safe_load(_other(str(defaults[name]), self.random))
        content["parameters"] = {**(content.get("parameters") or {}), stem: {name: value}}
        text = yaml.safe_dump(content, sort_keys=False)
        return Mutation(
            "parameter", path, text, (f"parameter {name}: {defaults[name]}", f" → {value}"), (stem,)
        )

    def _code_of(self, stem: str) -> str:
        notebook = json.loads((self.folder / "notebooks" / f"{stem}.ipynb").read_text(encoding="utf-8"))
        return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")

    def _imported(self, code: str) -> set[Path]:
        """
        The files of the package that *code* imports, and those that they import, by the words alone.
        """
        found, waiting = set(), [code]
        while waiting:
            for words in re.findall(r"(?m)^from threefronts(\S*) import (\([^)]*\)|.*)$", waiting.pop()):
                place = self.folder / "src" / "threefronts" / words[0].strip(".").replace(".", "/")
                names = re.findall(r"\w+", words[1])
                for path in (
                    place.with_suffix(".py"),
                    place / "__init__.py",
                    *(place / f"{n}.py" for n in names),
                ):
                    if path.is_file() and path not in found:
                        found.add(path)
                        waiting.append(path.read_text(encoding="utf-8"))
        return found


def cheapest(count: int) -> list[str]:
    """
    Return the chapters of the three fronts whose executions are shortest.
    """
    sizes = {stem: len(text) for stem, text in read_reference(EDITION).items()}
    return sorted((stem for stem in sizes if not stem.startswith("synthesis/")), key=sizes.get)[:count]


def records(notebook: dict, mime: str, name: str) -> dict[str, dict]:
    """
    Return the records of one kind in the outputs of *notebook*, by their *name*.
    """
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    found = (output["data"][mime] for output in outputs if mime in output.get("data", {}))
    return {record[name]: record for record in found}


def _published(header: list[str], row: list[str]) -> str:
    return row[header.index("published_on")] if "published_on" in header else ""


def _is_number(node: ast.Assign) -> bool:
    is_plain = isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant)
    return is_plain and type(node.value.value) in (int, float)


def _other(text: str, random: random.Random) -> str:
    if re.fullmatch(r"-?\d+", text):
        return str(int(text) + random.choice((1, max(1, abs(int(text)) // 10))))
    return repr(round(float(text) * random.choice((0.9, 1.1)) or 0.1, 6))


def _csv_text(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
