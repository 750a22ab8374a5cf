"""
Verbs that execute editions: run, book, check, accept.
"""

from pathlib import Path
from typing import Annotated

import typer

from threefronts.cli.console import (
    AsOf,
    Fresh,
    KnownAt,
    Names,
    Out,
    Parameter,
    Scheduler,
    Stem,
    Workers,
    app,
    build_dir,
    console,
    errors,
    overrides_of,
    progress_bar,
    shown,
)
from threefronts.editions import Edition, edition_for, read_edition, read_editions, require_editions
from threefronts.files import replace_file


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
    scheduler: Scheduler = None,
) -> None:
    """
    Execute notebooks: every edition, one date, or one chapter with other assumptions.

    A notebook is executed only where its cells, its parameters, a file it read, the package or the
    environment changed since; its outputs are kept in _build/cache (THREEFRONTS_CACHE names another folder,
    THREEFRONTS_CACHE_MB its size).
    """
    overrides = overrides_of(parameter or [])
    if known_at and not as_of:
        raise typer.BadParameter("--known-at goes with --as-of")
    if build and stem:
        raise typer.BadParameter("--build makes a whole edition: leave the notebooks out")
    editions = [edition_for(as_of, known_at)] if as_of else require_editions()
    for edition in editions:
        folder = _folder(edition, bool(stem or overrides), out, len(editions) > 1)
        outcomes = _execute(edition, folder, stem or [], overrides, workers, fresh, scheduler)
        for outcome in outcomes if explain else ():
            console.print(f"{edition.name} {outcome}", markup=False)
        if build:
            _build([(edition, folder)], landing=False)


@app.command()
def book(names: Names = None, workers: Workers = None, fresh: Fresh = False) -> None:
    """
    Execute the notebooks of every edition and build the book.
    """
    folders = [(edition, build_dir() / "executed" / edition.name) for edition in _named(names)]
    for edition, folder in folders:
        _execute(edition, folder, [], {}, workers, fresh)
    _build(folders, landing=True)


@app.command()
def check(
    names: Names = None,
    workers: Workers = None,
    fresh: Fresh = False,
    summary: Annotated[
        Path | None,
        typer.Option("--summary", help="Also write a Markdown summary, for a job of CI, here."),
    ] = None,
) -> None:
    """
    Execute, compare with the accepted editions, and say what moved and because of which input.

    Flipped verdicts come first, then facts beyond their tolerance, charts, prose and the rest; all of it
    stands in _build/check/report.md and report.json. A notebook that was executed already from the same
    cells, parameters, files, package and environment is not executed again; --fresh does so all the same.
    """
    from threefronts.regress import as_json, markdown, read_reference, screen

    reviews = []
    for edition in _named(names):
        folder = build_dir() / "checked" / edition.name
        _execute(edition, folder, [], {}, workers, fresh)
        reviews.append(_review(edition, folder, read_reference(edition.name)))
    report = build_dir() / "check" / "report.md"
    replace_file(report, markdown(reviews, rows=None))
    replace_file(report.with_suffix(".json"), as_json(reviews))
    if summary is not None:
        replace_file(summary, markdown(reviews))
    has_moved = any(review.moved for review in reviews)
    for line in screen(reviews, f"{shown(report)} and {report.with_suffix('.json').name}"):
        (errors if has_moved else console).print(line, markup=False)
    if has_moved:
        errors.print("If this is meant: threefronts accept; a flipped verdict needs a line in CHANGELOG.md.")
        raise typer.Exit(1)


@app.command()
def accept(
    names: Names = None,
    workers: Workers = None,
    fresh: Fresh = False,
    changelog: Annotated[
        str, typer.Option("--changelog", help="A line for CHANGELOG.md, under Changed; it names what flips.")
    ] = "",
) -> None:
    """
    Execute, and make the result the reference in book/editions/.

    Where a verdict flips, a new line in the newest section of CHANGELOG.md has to name the claim; nothing is
    accepted before. The moves since the edition before are split by their reasons, as diff does, and the
    chapter on changes is executed last. What was executed already from the same cells, parameters, files,
    package and environment is taken as it was; --fresh executes it all the same.
    """
    from threefronts.regress import accept as accept_edition
    from threefronts.regress import add_line, inputs_of, reference_dir, require_named
    from threefronts.site.documents import refresh_documents

    editions, reviews = sorted(_named(names), key=lambda edition: edition.as_of), []
    first = _all_but_changes()
    for edition in editions:
        folder = build_dir() / "executed" / edition.name
        _execute(edition, folder, first, {}, workers, fresh)
        reviews.append(_review(edition, folder, _texts(reference_dir(edition.name)), first))
    known = {review.edition: inputs_of(review.edition).get("changelog", ()) for review in reviews}
    require_named(reviews, known, changelog)
    if changelog:
        add_line(changelog)
    for edition, review in zip(editions, reviews, strict=True):
        folder = build_dir() / "executed" / edition.name
        if first:
            _tell_changes(edition, folder, workers)
        accept_edition(edition.name, folder)
        console.print(f"accepted book/editions/{edition.name}")
        _note_headlines(review)
    _note_later(editions)
    refresh_documents()


def _all_but_changes() -> list[str]:
    """
    The notebooks that are executed before an edition is compared with another; none where that is all.
    """
    from threefronts.engine.plan import CHANGES

    known = _stems()
    return [stem for stem in known if stem != CHANGES] if CHANGES in known else []


def _tell_changes(edition: Edition, folder: Path, workers: int | None) -> None:
    """
    Work out what moved since the edition before, and why, and execute the chapter that tells it.

    The edition before has been accepted by then, and everything else of this one lies in the cache.
    """
    from threefronts.cli.compare import comparison
    from threefronts.compare.report import attribution_text
    from threefronts.facts.previous import edition_before
    from threefronts.regress import note_attribution

    before = edition_before(edition.as_of.isoformat())
    found = comparison(before, edition, [], workers) if before else None
    note_attribution(edition.name, attribution_text(found) if found else None)
    _execute(edition, folder, [], {}, workers, fresh=False)


def _note_later(accepted: list[Edition]) -> None:
    """
    Name the editions whose chapter on changes compares with one that was accepted just now.
    """
    from threefronts.facts.previous import edition_before

    names = {edition.name for edition in accepted}
    for edition in read_editions():
        before = edition_before(edition.as_of.isoformat())
        if edition.name not in names and before is not None and before.name in names:
            console.print(f"note: {edition.name} is told against {before.name}: accept it too", markup=False)


def _named(names: list[str] | None) -> list[Edition]:
    return [read_edition(name) for name in names] if names else require_editions()


def _review(edition: Edition, folder: Path, accepted: dict[str, str], stems: list[str] | None = None):
    from threefronts.regress import review

    chosen = set(stems or _stems())
    fresh = {stem: text for stem, text in _texts(folder).items() if stem in chosen}
    gone = set(_stems()) - chosen if stems else set()
    return review(edition.name, {stem: accepted[stem] for stem in accepted if stem not in gone}, fresh)


def _texts(folder: Path) -> dict[str, str]:
    paths = {str(path.relative_to(folder).with_suffix("")): path for path in folder.glob("*/*.ipynb")}
    return {stem: path.read_text(encoding="utf-8") for stem, path in paths.items()}


def _note_headlines(review) -> None:
    from threefronts.site.documents import HEADLINES

    for finding in review.moved:
        one = finding.difference
        if one.kind == "fact" and one.what in HEADLINES:
            console.print(f"note: the README's {one}; CHANGELOG.md may want to say why", markup=False)


def _folder(edition: Edition, partial: bool, out: Path | None, several: bool) -> Path:
    if out is not None:
        return out / edition.name if several else out
    listed = edition.name in {known.name for known in read_editions()}
    return build_dir() / ("executed" if listed and not partial else "runs") / edition.name


def _execute(
    edition: Edition,
    folder: Path,
    chosen: list[str],
    overrides: dict[str, str],
    workers: int | None,
    fresh: bool,
    scheduler: str | None = None,
) -> list:
    from threefronts.engine import Means, open_cache, plan, run_edition

    total = len(plan(edition, chosen, overrides))
    with progress_bar(f"execute {edition.name}", total) as advance:
        means = Means(workers, open_cache(is_fresh=fresh), advance, scheduler)
        outcomes = run_edition(edition, folder, chosen, overrides, means)
    executed = sum(not outcome.is_kept for outcome in outcomes)
    console.print(f"{edition.name}: {executed} of {total} notebooks executed, all in {shown(folder)}")
    return outcomes


def _build(folders: list[tuple[Edition, Path]], landing: bool) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from threefronts.site import build_edition, publish_data, publish_feed, write_landing

    out, editions = build_dir() / "html", [edition for edition, _ in folders]
    publish_data(out)
    publish_feed(out)
    with ThreadPoolExecutor() as pool:  # each build waits for a process of its own
        builds = [
            pool.submit(build_edition, folder, edition, out, siblings=editions) for edition, folder in folders
        ]
        for edition, build in zip(editions, builds, strict=True):
            console.print(f"built {edition.name}: {shown(build.result())}")
    if landing:
        console.print(f"Open {shown(write_landing(out, editions))}")


def _stems() -> list[str]:
    from threefronts.engine import stems

    return stems()
