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
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import nbformat
import papermill
from measure import Timing
from planting import EDITION, TABLE, Mutation, Planter, cheapest, records
from registry import Result as BenchResult
from registry import benchmark

from threefronts.drawing import UNDRAWN
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
PICTURE = "image/svg+xml"
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
    Execute *stem* as anyone with papermill would, no picture drawn; ``None`` where it stops.
    """
    source = folder / "notebooks" / f"{stem}.ipynb"
    os.environ[UNDRAWN] = "yes"
    try:
        notebook = papermill.execute_notebook(
            source,
            None,
            parameters=read_edition(EDITION).values(stem),
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            extra_arguments=["--log-level=50"],
        )
    except papermill.PapermillExecutionError:
        return None
    finally:
        del os.environ[UNDRAWN]
    return json.loads(normalise(nbformat.from_dict(notebook)))


def _outputs(notebook: dict) -> list:
    """
    What readers see, each picture by the specification it is drawn from.
    """
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    seen = [output for output in outputs if TABLE not in output.get("data", {})]
    return [output | {"data": _without_picture(output.get("data", {}))} for output in seen]


def _without_picture(data: dict) -> dict:
    return {mime: content for mime, content in data.items() if mime != PICTURE}


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


@dataclass(frozen=True)
class Plan:
    """
    What to plant: *count* mutations by *seed* among the *chapters* cheapest, numbered from 0.

    Each of *shards* processes takes every so-manieth, from number *start* on; a mutation is tried on *most*
    chapters that it can reach.
    """

    count: int
    seed: int = 8
    chapters: int = 99
    shards: int = 2
    start: int = 0
    most: int = 3


def plant(plan: Plan) -> list[Result]:
    """
    Plant them all and print each complaint; the results come by shard.
    """
    spawn = multiprocessing.get_context("spawn")  # each has an environment of its own
    with ProcessPoolExecutor(plan.shards, spawn) as pool:
        return [one for found in pool.map(partial(_shard, plan), range(plan.shards)) for one in found]


def _shard(plan: Plan, shard: int) -> list[Result]:
    results = []
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        project = make_project(Path(folder) / "project")
        os.environ["THREEFRONTS_ROOT"] = str(project)
        planter = Planter(project, cheapest(plan.chapters), plan.seed, plan.most)
        for number, mutation in enumerate(planter.mutations(plan.count)):
            if number >= plan.start and number % plan.shards == shard:
                result = try_out(project, mutation)
                results += [result] if result else []
                print(*_told(number, mutation, result), sep="\n", flush=True)
    end_server()
    return [replace(one, mutation=replace(one.mutation, text="")) for one in results]


def _told(number: int, mutation: Mutation, result: Result | None) -> Iterator[str]:
    came = "refused by its table" if result is None else f"{len(result.moved)} facts moved"
    yield f"{number} {mutation.kind} {', '.join(mutation.names)} [{', '.join(mutation.stems)}]: {came}"
    yield from (f"  WRONG {complaint}" for complaint in (result.complaints if result else ()))


def tally(results: Sequence[Result]) -> str:
    """
    Return in a sentence what came of *results*.
    """
    kinds = Counter(result.mutation.kind for result in results)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    moving = [result for result in results if result.moved]
    right = sum(not result.complaints for result in moving)
    alarms = sum(bool(result.complaints) and not result.moved for result in results)
    return (
        f"{len(results)} mutations ({told}): {len(moving)} moved a fact, and {right} of these were told with "
        f"the planted change named first; {alarms} of the other {len(results) - len(moving)} "
        "raised a false alarm."
    )


@benchmark("Planted changes, and what check says of them")
def measure_mutations(result: BenchResult, is_quick: bool) -> None:
    """
    Add what planting two hundred took, or twenty, and what came of them.
    """
    plan, started = Plan(20 if is_quick else 200), time.monotonic()
    before = sum(os.times()[:4])
    found = plant(plan)
    timing = Timing(time.monotonic() - started, sum(os.times()[:4]) - before)
    result.add("changes planted and executed by both", timing, len(found), plan.shards)
    result.told.append(tally(found))


def main() -> int:
    """
    Plant as many as were asked for; the exit status is 1 where the report was wrong about one.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--chapters", type=int, default=99, help="only the so many cheapest")
    parser.add_argument("--shards", type=int, default=2, help="processes at once")
    parser.add_argument("--start", type=int, default=0, help="leave out the numbers before, done earlier")
    parser.add_argument("--most", type=int, default=3, help="chapters that one is tried on")
    results = plant(Plan(**vars(parser.parse_args())))
    print(tally(results))
    return 1 if any(result.complaints for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
