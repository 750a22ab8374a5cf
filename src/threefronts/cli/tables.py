"""
Verbs that change tables: seal, refresh.
"""

from pathlib import Path
from typing import Annotated

import typer

from threefronts.cli.console import app, console, errors


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
