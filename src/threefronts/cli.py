"""
The command line: the only room that prints or exits.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from threefronts.editions import Edition, edition_for, read_edition, read_editions
from threefronts.files import root

app = typer.Typer(
    help="Three Fronts: claims about the war in Ukraine, set beside counts and judged by rule.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

Stem = Annotated[
    list[str] | None, typer.Argument(help="Notebooks such as battlefield/attrition; none means all.")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day described, such as 2025-12-31.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="Only figures published by this day count.")]
Parameter = Annotated[list[str] | None, typer.Option("-p", "--parameter", help="name=value, repeatable.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="The folder to write to.")]
Names = Annotated[list[str] | None, typer.Argument(help="Editions such as 2025-04-28; none means all.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes at once; default: the cores.")
]
Fresh = Annotated[
    bool, typer.Option("--no-cache", "--fresh", help="Execute every notebook, also where nothing changed.")
]


def build_dir() -> Path:
    """
    Return the folder of everything that can be made again.
    """
    return root() / "_build"


@app.command()
def run(
    stem: Stem = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    parameter: Parameter = None,
    out: Out = None,
    build: Annotated[bool, typer.Option("--build", help="Build the book of it as well.")] = False,
    workers: Workers = None,
    fresh: Fresh = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say for each notebook why it was executed, or was not.")
    ] = False,
) -> None:
    """
    Execute notebooks: every edition, one date, or one chapter with other assumptions.

    A notebook is executed only where its cells, its parameters, a file it read, the package or the
    environment changed since; its outputs are kept in _build/cache (THREEFRONTS_CACHE names another folder,
    THREEFRONTS_CACHE_MB its size).
    """
    overrides = _overrides(parameter or [])
    if known_at and not as_of:
        raise typer.BadParameter("--known-at goes with --as-of")
    if build and stem:
        raise typer.BadParameter("--build makes a whole edition: leave the notebooks out")
    editions = [edition_for(as_of, known_at)] if as_of else read_editions()
    for edition in editions:
        folder = _folder(edition, bool(stem or overrides), out, len(editions) > 1)
        outcomes = _execute(edition, folder, stem or [], overrides, workers, fresh)
        for outcome in outcomes if explain else ():
            console.print(f"{edition.name} {outcome}", markup=False)
        if build:
            _build([(edition, folder)], landing=False)


@app.command()
def book(names: Names = None, workers: Workers = None, fresh: Fresh = False) -> None:
    """
    Execute the notebooks of every edition and build the book.
    """
    editions = [read_edition(name) for name in names] if names else read_editions()
    folders = [(edition, build_dir() / "executed" / edition.name) for edition in editions]
    for edition, folder in folders:
        _execute(edition, folder, [], {}, workers, fresh)
    _build(folders, landing=True)


@app.command()
def check(names: Names = None, workers: Workers = None, fresh: Fresh = False) -> None:
    """
    Execute, compare with the accepted editions, and say what moved and because of which row.

    A notebook that was executed already from the same cells, parameters, files, package and environment is
    not executed again; --fresh does so all the same.
    """
    from threefronts.regress import explain, read_reference

    moved = []
    for edition in [read_edition(name) for name in names] if names else read_editions():
        folder = build_dir() / "checked" / edition.name
        _execute(edition, folder, [], {}, workers, fresh)
        found = {stem: (folder / f"{stem}.ipynb").read_text(encoding="utf-8") for stem in _stems()}
        moved += explain(edition.name, read_reference(edition.name), found)
    for line in moved:
        errors.print(line, markup=False)
    if moved:
        errors.print("If this is meant: threefronts accept, and a line in CHANGELOG.md.", markup=False)
        raise typer.Exit(1)
    console.print("Every edition is as accepted.")


@app.command()
def accept(names: Names = None, workers: Workers = None, fresh: Fresh = False) -> None:
    """
    Execute, and make the result the reference in book/editions/.

    What was executed already from the same cells, parameters, files, package and environment is taken as it
    was; --fresh executes it all the same.
    """
    from threefronts.regress import accept as accept_edition
    from threefronts.site.documents import refresh_documents

    for edition in [read_edition(name) for name in names] if names else read_editions():
        folder = build_dir() / "executed" / edition.name
        _execute(edition, folder, [], {}, workers, fresh)
        accept_edition(edition.name, folder)
        console.print(f"accepted book/editions/{edition.name}")
    refresh_documents()


@app.command()
def seal(table: Annotated[str, typer.Argument(help="A table such as battlefield/air_attacks.")]) -> None:
    """
    Check an edited table and rewrite rows and hash in its manifest.
    """
    from threefronts.tables import seal as seal_table

    rows, digest = seal_table(table)
    console.print(f"sealed data/{table}.csv: {rows} rows, sha256 {digest[:12]}…")


@app.command()
def refresh(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources of data/upstreams.yml, or tables; none means all.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--from", help="Read files that lie in this folder instead of fetching.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    accept_revision: Annotated[
        bool, typer.Option("--accept-revision", help="Take a jump, lost rows or an older file as meant.")
    ] = False,
) -> None:
    """
    Fetch what the publishers say now, check it, and put it into the tables.
    """
    from threefronts.refresh import refresh as refresh_tables

    def report(line: str) -> None:
        console.print(line, markup=False)

    settings = {"folder": folder, "dry_run": dry_run, "accept_revision": accept_revision}
    outcomes = refresh_tables(sources or [], report=report, **settings)
    for outcome in outcomes:
        (errors if outcome.has_failed else console).print(str(outcome), markup=False)
    if any(outcome.has_failed for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def test() -> None:
    """
    Run everything: unit, data, notebook, book and browser tests, then nbval over the accepted editions.
    """
    import subprocess

    runs = (
        ["-n", "auto", "--dist", "loadgroup", "tests"],
        ["-n", "auto", "--dist", "loadfile", "--nbval", "book/editions"],
    )
    codes = [
        subprocess.run([sys.executable, "-m", "pytest", *words], cwd=root()).returncode for words in runs
    ]
    raise typer.Exit(max(codes))


@contextmanager
def _one_message():
    """
    Turn the errors a user can mend into one message and exit status 1.
    """
    try:
        yield
    except Exception as error:
        if not isinstance(error, _mendable()):
            raise
        errors.print(f"threefronts: {error}", markup=False)
        sys.exit(1)


def _mendable() -> tuple[type[Exception], ...]:
    from threefronts.editions import EditionError
    from threefronts.engine import RunError
    from threefronts.facts import FactError
    from threefronts.regress import StaleReference
    from threefronts.site import BuildError
    from threefronts.tables import TableError

    return TableError, EditionError, RunError, FactError, StaleReference, BuildError


def _overrides(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    wrong = [word for word, (name, sign, _) in zip(words, pairs, strict=True) if not (name and sign)]
    if wrong:
        raise typer.BadParameter(f"-p {wrong[0]}: write name=value, such as -p window_days=180")
    return {name: value for name, _, value in pairs}


def _folder(edition: Edition, partial: bool, out: Path | None, several: bool) -> Path:
    if out is not None:
        return out / edition.name if several else out
    listed = edition.name in {known.name for known in read_editions()}
    return build_dir() / ("executed" if listed and not partial else "runs") / edition.name


def _execute(
    edition: Edition, folder: Path, chosen: list[str], overrides: dict[str, str], workers, fresh: bool
) -> list:
    from threefronts.engine import Means, open_cache, plan, run_edition

    total = len(plan(edition, chosen, overrides))
    with _bar(f"execute {edition.name}", total) as advance:
        means = Means(workers, open_cache(is_fresh=fresh), advance)
        outcomes = run_edition(edition, folder, chosen, overrides, means)
    executed = sum(not outcome.is_kept for outcome in outcomes)
    console.print(f"{edition.name}: {executed} of {total} notebooks executed, all in {_shown(folder)}")
    return outcomes


@contextmanager
def _bar(label: str, total: int) -> Iterator[Callable[[str], None]]:
    """
    Show a bar in a terminal; gives what is to be called with the name of each part that ended.
    """
    if not console.is_terminal:
        yield lambda name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(label, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{label}: {name}")


def _build(folders: list[tuple[Edition, Path]], landing: bool) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from threefronts.site import build_edition, publish_data, write_landing

    out, editions = build_dir() / "html", [edition for edition, _ in folders]
    publish_data(out)
    with ThreadPoolExecutor() as pool:  # each build waits for a process of its own
        builds = [
            pool.submit(build_edition, folder, edition, out, siblings=editions) for edition, folder in folders
        ]
        for edition, build in zip(editions, builds, strict=True):
            console.print(f"built {edition.name}: {_shown(build.result())}")
    if landing:
        console.print(f"Open {_shown(write_landing(out, editions))}")


def _stems() -> list[str]:
    from threefronts.engine import stems

    return stems()


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def main() -> None:
    """
    Run the command line.
    """
    with _one_message():
        app()
