"""
What one run of an edition takes from the cache, and what it gives.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache as remember
from typing import Any

from threefronts.editions import Edition
from threefronts.engine.cache import Cache, make_record
from threefronts.engine.executed import Executed, Read
from threefronts.engine.inputs import inputs_of, surroundings
from threefronts.engine.plan import Run
from threefronts.engine.results import edition_json, results_of
from threefronts.engine.store import digest
from threefronts.engine.trace import fingerprint
from threefronts.engine.why import why
from threefronts.files import CLAIMS_TABLES, data_dir, root

NOTEBOOK = "notebook"
Facts = Mapping[str, str] | None


@dataclass(frozen=True)
class Outcome:
    """
    Whether a notebook was taken from the cache or executed, and why.
    """

    stem: str
    is_kept: bool
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.stem}: {'kept' if self.is_kept else 'executed'}: {'; '.join(self.reasons)}"


@dataclass
class Recall:
    """
    One run of *edition* before its *cache*; without one everything is executed and nothing kept.

    Attributes:
        outcomes: What became of each notebook so far, by stem.
    """

    edition: Edition
    cache: Cache | None
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._around = surroundings() if self.cache else None
        self._inputs: dict[str, dict[str, Any]] = {}
        self._present: Callable[[str], str] = remember(_fingerprint)

    def take(self, run: Run, facts: Facts) -> str | None:
        """
        Return the executed notebook of *run*, ``None`` where it has to be executed.
        """
        if self.cache is None:
            self.outcomes[run.stem] = Outcome(run.stem, False, ("there is no cache",))
            return None
        inputs = self._inputs[run.stem] = inputs_of(run, self._around, facts)
        kept = self.cache.find(inputs, self._present)
        if kept is None:
            self.outcomes[run.stem] = Outcome(run.stem, False, self._why(run, inputs, facts))
            return None
        self.cache.note_last(self.edition.name, run.stem, kept.record)
        self.outcomes[run.stem] = Outcome(run.stem, True, ("nothing changed",))
        return kept.texts[NOTEBOOK]

    def give(self, run: Run, facts: Facts, executed: Executed) -> None:
        """
        Keep an executed notebook, unless what it was made from is not known or changed meanwhile.
        """
        if self.cache is None:
            return
        inputs = self._inputs[run.stem]
        if inputs_of(run, surroundings(), facts) != inputs:
            self._add(run, "not kept: its inputs changed while it ran")
        elif executed.reads is None:
            self.cache.note_last(self.edition.name, run.stem, make_record(inputs, None))
            self._add(run, "not kept: what it read is not known")
        else:
            self._keep(run, inputs, executed)

    def results(self, texts: Mapping[str, str]) -> dict[str, str]:
        """
        Return ``facts.json`` and ``claims.json`` of the executed notebooks *texts* by stem.
        """
        if self.cache is None:
            return results_of(self.edition, texts)
        inputs = {
            "edition": edition_json(self.edition),
            "notebooks": {stem: digest(text) for stem, text in sorted(texts.items())},
            "package": digest(self._around.package),
            "environment": digest(self._around.environment),
        }
        kept = self.cache.find(inputs, self._present)
        if kept is not None:
            return kept.texts
        before = _claims_reads()
        found = results_of(self.edition, texts)
        if _claims_reads() == before:
            with suppress(OSError):  # to work it out again costs little
                self.cache.keep(inputs, before, found)
        return found

    def end(self) -> None:
        """
        Let the cache make room for what it was given.
        """
        if not all(outcome.is_kept for outcome in self.outcomes.values()) and self.cache is not None:
            self.cache.make_room()

    def _why(self, run: Run, inputs: Mapping[str, Any], facts: Facts) -> tuple[str, ...]:
        if self.cache.is_fresh:
            return ("asked to run whatever is kept",)
        present = (self._around.package, self._around.environment, *(facts or {}).values())
        texts = {digest(text): text for text in present}
        last = self.cache.last(self.edition.name, run.stem)
        return why(last, inputs, self._present, lambda sha256: texts.get(sha256) or self.cache.text(sha256))

    def _keep(self, run: Run, inputs: Mapping[str, Any], executed: Executed) -> None:
        try:
            record = self.cache.keep(inputs, executed.reads, {NOTEBOOK: executed.text})
            self.cache.keep_texts(self._around.package, self._around.environment)
        except OSError as error:
            self._add(run, f"not kept: {error}")
        else:
            self.cache.note_last(self.edition.name, run.stem, record)

    def _add(self, run: Run, reason: str) -> None:
        outcome = self.outcomes[run.stem]
        self.outcomes[run.stem] = replace(outcome, reasons=(*outcome.reasons, reason))


def _fingerprint(path: str) -> str:
    return fingerprint(root() / path)


def _claims_reads() -> tuple[Read, ...]:
    """
    Return the files that describe the claims, which ``claims.json`` is made from besides the notebooks.
    """
    tables = [data_dir() / name for name in CLAIMS_TABLES]
    folder = tables[0].parent
    starts = tuple(f"{table.name}." for table in tables)
    paths = sorted(path for path in folder.glob("*") if path.name.startswith(starts))
    named = [str(path.relative_to(root())) for path in (folder, *paths)]
    return tuple(Read(path, _fingerprint(path)) for path in named)
