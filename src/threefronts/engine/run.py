"""
Run an edition: the three fronts, then the chapters that join them; written only when all ended well.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from threefronts.editions import Edition
from threefronts.engine.plan import plan
from threefronts.engine.pool import execute_all
from threefronts.engine.results import claims_json, facts_json, records_of
from threefronts.tables.write import replace_file


def run_edition(
    edition: Edition,
    out: Path,
    chosen: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda stem: None,
    workers: int | None = None,
) -> list[Path]:
    """
    Execute the notebooks of *edition* and write them, ``facts.json`` and ``claims.json`` into *out*.

    Args:
        edition: The dates and parameters.
        out: The folder, made where it is missing; notebooks go to ``<front>/<stem>.ipynb`` below it.
        chosen: Stems to run; none means all.
        overrides: Parameters as text that replace the edition's.
        progress: Called with the stem of each notebook that ended.
        workers: Processes at once; as many as cores where it is ``None``.

    Returns:
        The files written.

    Raises:
        RunError: A notebook failed; nothing is written.
    """
    runs = plan(edition, chosen, overrides)
    texts = execute_all([run for run in runs if not run.is_synthesis], None, progress, workers)
    with tempfile.TemporaryDirectory(prefix="threefronts-") as folder:
        _write(Path(folder), _results(edition, texts))
        second = [run for run in runs if run.is_synthesis]
        texts |= execute_all(second, Path(folder), progress, workers)
    notebooks = {f"{stem}.ipynb": text for stem, text in texts.items()}
    return _write(out, notebooks | _results(edition, texts))


def _results(edition: Edition, texts: Mapping[str, str]) -> dict[str, str]:
    records = records_of(texts)
    return {"facts.json": facts_json(edition, records), "claims.json": claims_json(edition, records)}


def _write(out: Path, files: Mapping[str, str]) -> list[Path]:
    for name, text in sorted(files.items()):
        replace_file(out / name, text)
    return [out / name for name in sorted(files)]
