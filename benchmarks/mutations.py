"""
Mutations: plant one change at a time and hold what check says against stock papermill.

One cell of one table, one constant of a model, one parameter or one display setting is changed in a copy of
the project. The chapters it can reach are executed twice: by the warm engine, whose result check reviews, and
by stock papermill, whose facts are compared with ``facts.json`` here, without any code of check. Every fact
that moved beyond its tolerance has to be reported with the planted change named first; what moves nothing
must not be reported.

``python benchmarks/mutations.py --count 200`` prints what came of them, and fails where one was missed.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import nbformat
import papermill
from planting import EDITION, TABLE, Mutation, Planter, cheapest, records

from threefronts.editions import read_edition
from threefronts.engine import RunError, run_edition
from threefronts.engine.normalise import normalise
from threefronts.engine.warmfork.client import end_server
from threefronts.files import PROJECT
from threefronts.regress import read_reference, review
from threefronts.regress.code import Code
from threefronts.regress.inputs import INPUTS_FILE, inputs_text, present_inputs
from threefronts.tables import TableError, seal

FACT = "application/vnd.threefronts.fact+json"
PARTS = ("value", "low", "high")


@dataclass(frozen=True)
class Result:
    """
    What came of one mutation: facts that moved by the oracle, and what was wrong with the report.
    """

    mutation: Mutation
    moved: tuple[str, ...]
    complaints: tuple[str, ...]


def make_project(folder: Path) -> Path:
    """
    Copy the project into *folder*, its reference made with the sources as they are; returns the folder.
    """
    for part in ("data", "notebooks", "editions", "book/editions", "src"):
        copytree(PROJECT / part, folder / part)
    (folder / "requirements.txt").write_bytes((PROJECT / "requirements.txt").read_bytes())
    inputs = inputs_text(present_inputs(_code(folder)))
    (folder / "book" / "editions" / EDITION / INPUTS_FILE).write_text(inputs, encoding="utf-8")
    return folder


def try_out(folder: Path, mutation: Mutation) -> Result | None:
    """
    Plant *mutation*, execute, review, ask the oracle, take it back; ``None`` where the table refuses it.
    """
    with _planted(folder, mutation) as is_planted:
        if not is_planted:
            return None
        old = {stem: text for stem, text in read_reference(EDITION).items() if stem in mutation.stems}
        plain = {stem: _stock(folder, stem) for stem in mutation.stems}
        try:
            with tempfile.TemporaryDirectory() as out:
                run_edition(read_edition(EDITION), Path(out), mutation.stems)
                new = {
                    stem: Path(out, f"{stem}.ipynb").read_text(encoding="utf-8") for stem in mutation.stems
                }
        except RunError as error:
            wrong = [] if None in plain.values() else [f"only the engine stopped: {error}"]
            return Result(mutation, (), tuple(wrong))
        found = review(EDITION, old, new, _code(folder))
    return _compared(mutation, plain, old, found)


def _compared(mutation: Mutation, plain: dict, old: dict[str, str], found: Any) -> Result:
    told = {one.difference.what: one for one in found.moved if one.difference.kind == "fact"}
    moved = {key for stem, notebook in plain.items() for key in _moved(stem, notebook)}
    wrong = [f"not told: {key}" for key in sorted(moved - set(told))]
    wrong += [f"told, but did not move: {key}" for key in sorted(set(told) - moved)]
    for key in sorted(moved & set(told)):
        first = str(told[key].causes[0]) if told[key].causes else "nothing"
        if not all(name in first for name in mutation.names):
            wrong.append(f"{key}: {first} is named first")
    if found.moved and all(_outputs(plain[stem]) == _outputs(json.loads(old[stem])) for stem in plain):
        wrong.append(f"told, but nothing moved: {found.moved[0].difference}")
    return Result(mutation, tuple(sorted(moved)), tuple(wrong))


def _moved(stem: str, notebook: dict) -> Iterator[str]:
    """
    The facts of *stem* that are not as accepted, by the file and the notebook alone.
    """
    path = Path(os.environ["THREEFRONTS_ROOT"], "book", "editions", EDITION, "facts.json")
    accepted = json.loads(path.read_text(encoding="utf-8"))["facts"]
    before = {key: record for key, record in accepted.items() if record["chapter"] == stem}
    after = records(notebook, FACT, "key")
    for key in {*before, *after}:
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            yield key
            continue
        pairs = [(one[part], other[part]) for part in PARTS]
        is_far = any(a != b and (None in (a, b) or abs(a - b) > one["tolerance"]) for a, b in pairs)
        if is_far or any(one[part] != other[part] for part in ("unit", "period", "sources")):
            yield key


def _stock(folder: Path, stem: str) -> dict | None:
    """
    Execute *stem* as anyone with papermill would; ``None`` where it stops.
    """
    source = folder / "notebooks" / f"{stem}.ipynb"
    try:
        notebook = papermill.execute_notebook(
            source,
            None,
            parameters=read_edition(EDITION).values(stem),
            kernel_name="python3",
            progress_bar=False,
        )
    except papermill.PapermillExecutionError:
        return None
    return json.loads(normalise(nbformat.from_dict(notebook)))


def _outputs(notebook: dict) -> list:
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output for output in outputs if TABLE not in output.get("data", {})]


@contextmanager
def _planted(folder: Path, mutation: Mutation) -> Iterator[bool]:
    path = folder / mutation.path
    files = [path, path.with_suffix(".yml")] if mutation.kind == "cell" else [path]
    before = {file: file.read_bytes() for file in files}
    was = os.environ.get("PYTHONPATH")
    path.write_text(mutation.text, encoding="utf-8")
    try:
        if mutation.kind == "cell":
            seal(str(mutation.path.relative_to("data").with_suffix("")))
        elif path.suffix == ".py":
            os.environ["PYTHONPATH"] = str(folder / "src")
            end_server()  # it watches the sources of this process, not those of the copy
        yield True
    except TableError:
        yield False
    finally:
        os.environ.pop("PYTHONPATH", None)
        if was is not None:
            os.environ["PYTHONPATH"] = was
        for file, content in before.items():
            file.write_bytes(content)


def _code(folder: Path) -> Code:
    return Code(folder / "src" / "threefronts")


def main() -> int:
    """
    Plant as many as were asked for; the exit status is 1 where the report was wrong about one.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--chapters", type=int, default=99, help="only the so many cheapest")
    options = parser.parse_args()
    started, results = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        project = make_project(Path(folder) / "project")
        os.environ["THREEFRONTS_ROOT"] = str(project)
        planter = Planter(project, cheapest(options.chapters), options.seed)
        for mutation in planter.mutations(options.count):
            result = try_out(project, mutation)
            results += [result] if result else []
            for complaint in result.complaints if result else ():
                print(
                    f"{mutation.kind} {', '.join(mutation.names)} [{', '.join(mutation.stems)}]: {complaint}"
                )
    kinds = Counter(result.mutation.kind for result in results)
    wrong = sum(bool(result.complaints) for result in results)
    moving = sum(bool(result.moved) for result in results)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"{len(results)} mutations ({told}): {moving} moved a fact, {wrong} told wrongly, "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
