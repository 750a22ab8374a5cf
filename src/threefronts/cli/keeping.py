"""
Verbs for keeping and writing: pdf, shots, new-chapter.
"""

from pathlib import Path
from typing import Annotated

import typer

from threefronts.cli.console import app, build_dir, console, shown
from threefronts.editions import Edition, read_edition, require_editions

Name = Annotated[str | None, typer.Argument(help="An edition such as 2025-04-28; none means the newest.")]


@app.command()
def pdf(
    name: Name = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The file to write.")] = None,
) -> None:
    """
    Print the built book of an edition into one PDF, with contents, bookmarks and page numbers.
    """
    from threefronts.site.paper import write_pdf

    edition = _edition(name)
    target = out or build_dir() / "pdf" / f"threefronts-{edition.name}.pdf"
    count = write_pdf(build_dir() / "html" / edition.name, edition, target)
    console.print(f"{shown(target)}: {count} pages")


@app.command()
def shots(name: Name = None) -> None:
    """
    Take pictures of the kinds of page of an edition, light and dark, on a desk and on a phone.
    """
    from threefronts.site.chromium import chromium
    from threefronts.site.shots import take_shots

    edition = _edition(name)
    folder = build_dir() / "shots" / edition.name
    with chromium() as browser:
        made = list(take_shots(build_dir() / "html" / edition.name, folder, browser))
    console.print(f"{shown(folder)}: {len(made)} pictures")


@app.command("new-chapter")
def new_chapter(
    stem: Annotated[str, typer.Argument(help="A front and a name, such as industry/drone_output.")],
    table: Annotated[str, typer.Option("--table", help="The table that it reads first.")],
    title: Annotated[str, typer.Option("--title", help="The heading; default: the name.")] = "",
) -> None:
    """
    Write a notebook with the anatomy of a chapter, which runs as it is, to be filled.
    """
    from threefronts.engine.new_chapter import new_chapter as write

    path = write(stem, title, table)
    console.print(f"written: {shown(path)}")
    console.print(f"Next: list {stem} in _toc.yml and under consumers in data/{table}.yml, then:")
    console.print(f"threefronts run {stem} --as-of 2025-04-28")


def _edition(name: str | None) -> Edition:
    return read_edition(name) if name else require_editions()[-1]
