"""
Run an edition: the three fronts, then the chapters that join them; written only when all ended well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from threefronts.editions import Edition
from threefronts.engine.cache import Cache
from threefronts.engine.executed import Executed
from threefronts.engine.plan import Run, plan
from threefronts.engine.recall import Facts, Outcome, Recall
from threefronts.files import replace_file

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Means:
    """
    How an edition is run.

    Attributes:
        workers: Processes at once; as many as cores where it is ``None``.
        cache: Where executions are kept and taken from; ``None`` executes everything and keeps nothing.
        progress: Called with the stem of each notebook that ended.
        scheduler: The address of a Dask cluster that executes; this machine where it is ``None``.
    """

    workers: int | None = None
    cache: Cache | None = None
    progress: Progress = lambda stem: None
    scheduler: str | None = None


def run_edition(
    edition: Edition,
    out: Path,
    chosen: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
    means: Means | None = None,
) -> list[Outcome]:
    """
    Execute the notebooks of *edition* and write them, ``facts.json`` and ``claims.json`` into *out*.

    Args:
        edition: The dates and parameters.
        out: The folder, made where it is missing; notebooks go to ``<front>/<stem>.ipynb`` below it. A file
            that holds already what it should is left as it is.
        chosen: Stems to run; none means all.
        overrides: Parameters as text that replace the edition's.
        means: Workers, cache and progress.

    Returns:
        What became of each notebook, in the order of the plan.

    Raises:
        RunError: A notebook failed; nothing is written, but what ended well is kept in the cache.
    """
    runs, means = plan(edition, chosen, overrides), means or Means()
    recall = Recall(edition, means.cache)
    try:
        texts = _wave([run for run in runs if not run.is_synthesis], None, recall, means)
        results = recall.results(texts)
        second = [run for run in runs if run.is_synthesis]
        if second:
            texts |= _wave(second, results, recall, means)
            results = recall.results(texts)
    finally:
        recall.end()
    _write(out, {f"{stem}.ipynb": text for stem, text in texts.items()} | results)
    return [recall.outcomes[run.stem] for run in runs]


def _wave(runs: Sequence[Run], facts: Facts, recall: Recall, means: Means) -> dict[str, str]:
    taken = {run.stem: recall.take(run, facts) for run in runs}
    texts = {stem: text for stem, text in taken.items() if text is not None}
    for stem in texts:
        means.progress(stem)
    missing = {run.stem: run for run in runs if run.stem not in texts}
    return texts | (_execute(missing, facts, recall, means) if missing else {})


def _execute(runs: Mapping[str, Run], facts: Facts, recall: Recall, means: Means) -> dict[str, str]:
    from threefronts.engine.executors import open_executor  # brings papermill
    from threefronts.engine.pool import execute_all

    def ended(stem: str, executed: Executed | None) -> None:
        if executed is not None:
            recall.give(runs[stem], facts, executed)
        means.progress(stem)

    with open_executor(means.workers, means.scheduler) as executor:
        done = execute_all(list(runs.values()), facts, ended, executor)
    return {stem: executed.text for stem, executed in done.items()}


def _write(out: Path, files: Mapping[str, str]) -> None:
    for name, text in sorted(files.items()):
        path, content = out / name, text.encode("utf-8")
        if not (path.is_file() and path.read_bytes() == content):
            replace_file(path, content)
