"""
Many executions in one go, for a history or a sweep: each ends as an entry, also where there were no data.

An entry is what a notebook recorded, as plain JSON. It is kept under what the execution depended on, so that
a batch that was killed goes on where it was.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache as remember
from typing import Any

from threefronts.editions import Edition
from threefronts.engine.cache import Cache
from threefronts.engine.errors import NoDataRun, RunError
from threefronts.engine.execute import task_of
from threefronts.engine.executed import Executed, Read
from threefronts.engine.executors import Executor
from threefronts.engine.inputs import inputs_of, surroundings
from threefronts.engine.plan import Run
from threefronts.engine.recall import NOTEBOOK
from threefronts.engine.results import claims_json, facts_json
from threefronts.engine.store import Store
from threefronts.engine.trace import fingerprint
from threefronts.files import root

RECORDED, NO_DATA, FAILED = "recorded", "no_data", "failed"
ENTRY = "entry"
Facts = Mapping[str, str] | None
Progress = Callable[[str], None]
ENTRIES_MB = 1024


@dataclass(frozen=True)
class Case:
    """
    One member of a batch: the notebooks that run together, for one edition.
    """

    name: str
    edition: Edition
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Entry:
    """
    What became of one notebook.

    Attributes:
        status: ``recorded``, ``no_data`` or ``failed``.
        reason: Why nothing was recorded; empty where something was.
        facts: The records of facts by key.
        verdicts: The records of verdicts by claim.
    """

    status: str
    reason: str
    facts: dict[str, dict[str, Any]]
    verdicts: dict[str, dict[str, Any]]


@dataclass
class Batch:
    """
    Executes cases side by side.

    Attributes:
        executor: Where notebooks are executed.
        cache: Where entries are taken from and kept; no executed notebook is among them.
        progress: Called with the name of each run that ended.
        notebooks: Where executed notebooks of editions are kept; what lies there is not executed again.
    """

    executor: Executor
    cache: Cache
    progress: Progress = lambda name: None
    notebooks: Cache | None = None

    def __post_init__(self) -> None:
        self._around = surroundings()
        self._present = remember(lambda path: fingerprint(root() / path))

    def run(self, cases: Sequence[Case]) -> Iterator[tuple[Case, dict[str, Entry]]]:
        """
        Yield each case with the entries of its notebooks by stem, in the order given.

        So many cases are under way that the executor always has work while one of them waits for its end.

        Raises:
            RunError: The package or the environment changed meanwhile, so that entries cannot be kept.
        """
        if not cases:
            return
        at_once = 2 + self.executor.width // len(cases[0].runs)
        threads = ThreadPoolExecutor(at_once)  # they only wait
        try:
            yield from zip(cases, threads.map(self._case, cases), strict=True)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            self.cache.make_room()

    def _case(self, case: Case) -> dict[str, Entry]:
        first = self._wave(case, [run for run in case.runs if not run.is_synthesis], None)
        second = [run for run in case.runs if run.is_synthesis]
        if not second:
            return first
        try:
            facts = _facts_of(case, first)
        except RunError as error:
            for run in second:
                self.progress(f"{case.name} {run.stem}")
            return first | {
                run.stem: Entry(FAILED, f"{run.stem}: not run: {error}", {}, {}) for run in second
            }
        return first | self._wave(case, second, facts)

    def _wave(self, case: Case, runs: Sequence[Run], facts: Facts) -> dict[str, Entry]:
        inputs = {run.stem: inputs_of(run, self._around, facts) for run in runs}
        entries = {run.stem: self._kept(inputs[run.stem]) for run in runs}
        waiting = {
            run.stem: self.executor.submit(replace(task_of(run, facts), is_drawn=False))
            for run in runs
            if entries[run.stem] is None
        }
        found = {}
        for stem, kept in entries.items():
            entry, reads = (kept, None) if kept else _entry_of(waiting[stem])
            found[stem] = entry
            if reads is not None:
                self._keep(inputs[stem], reads, entry)
            self.progress(f"{case.name} {stem}")
        return found

    def _kept(self, inputs: Mapping[str, Any]) -> Entry | None:
        kept = self.cache.find({ENTRY: inputs}, self._present)
        if kept is not None:
            return Entry(**json.loads(kept.texts[ENTRY]))
        executed = self.notebooks.find(inputs, self._present) if self.notebooks else None
        return _recorded(executed.texts[NOTEBOOK]) if executed else None

    def _keep(self, inputs: Mapping[str, Any], reads: tuple[Read, ...], entry: Entry) -> None:
        if surroundings() != self._around:
            raise RunError("the package or the environment changed while notebooks ran: start again")
        self.cache.keep({ENTRY: inputs}, reads, {ENTRY: json.dumps(asdict(entry), sort_keys=True)})


def _facts_of(case: Case, first: Mapping[str, Entry]) -> dict[str, str]:
    """
    Return what the second wave is given.

    Raises:
        RunError: A notebook of the first wave failed, so that its facts are missing, or two record one key.
    """
    failed = [stem for stem, entry in first.items() if entry.status == FAILED]
    if failed:
        raise RunError(f"{', '.join(failed)} failed")
    return {"facts.json": facts_json(case.edition, first), "claims.json": claims_json(case.edition, first)}


def open_entries() -> Cache:
    """
    Return the cache of entries, in ``_build/history/cache``.
    """
    return Cache(Store(root() / "_build" / "history" / "cache", ENTRIES_MB * 2**20))


def _entry_of(future: Future[Executed]) -> tuple[Entry, tuple[Read, ...] | None]:
    """
    Return what became of an execution, and what it read; ``None`` where it is not to be kept.
    """
    try:
        executed = future.result()
    except NoDataRun as error:
        return Entry(NO_DATA, error.reason, {}, {}), error.reads
    except RunError as error:
        return Entry(FAILED, str(error), {}, {}), None
    return _recorded(executed.text), executed.reads


def _recorded(text: str) -> Entry:
    from threefronts.facts import collect

    records = collect(json.loads(text))
    return Entry(RECORDED, "", records.facts, records.verdicts)
