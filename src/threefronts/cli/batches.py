"""
Verbs that execute many editions or many assumptions: backfill, sweep, and history, which shows them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threefronts.cli.console import (
    AsOf,
    KnownAt,
    Parameter,
    Scheduler,
    Workers,
    app,
    build_dir,
    console,
    errors,
    overrides_of,
    progress_bar,
    shown,
)
from threefronts.files import root

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

SHOWN_FAILURES = 20
HISTORY = "history.csv.gz"
Folder = Annotated[Path | None, typer.Option("-o", "--out", help="The folder to write to.")]


@app.command()
def backfill(
    every: Annotated[str, typer.Option("--every", help="week, month or a number of days.")] = "week",
    first: Annotated[str, typer.Option("--from", help="The first day.")] = "2022-06-05",
    last: Annotated[str, typer.Option("--to", help="No day lies after it.")] = "2026-08-22",
    only: Annotated[list[str] | None, typer.Option("--only", help="A notebook, repeatable.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The table, .csv or .csv.gz.")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
) -> None:
    """
    Make an edition for each of many days, and collect facts and verdicts into one table.

    What was executed before is not executed again, so a backfill that was stopped goes on where it was. A day
    without data is a row with its reason; a notebook that fails is one too, and is listed at the end.
    """
    from threefronts.engine.history import cases, days, write_table

    asked = cases(days(every, first, last), only or [])
    table = _table_of(asked, "backfill", workers, scheduler)
    path = out or build_dir() / "history" / HISTORY
    write_table(table, path)
    console.print(f"{shown(path)}: {len(table)} rows of {len(asked)} editions")
    _end(table)


@app.command()
def sweep(
    stem: Annotated[str, typer.Argument(help="A notebook such as industry/replacement.")],
    parameter: Parameter = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    fact: Annotated[str | None, typer.Option("--fact", help="The fact to draw over the grid.")] = None,
    out: Folder = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    yes: Annotated[bool, typer.Option("--yes", help="Run a large grid all the same.")] = False,
) -> None:
    """
    Execute a notebook for a grid of parameters: -p name=20:120:10 is a range, -p name=one,other a list.

    Writes facts.csv, one row a combination and fact, and with --fact a chart of that fact.
    """
    from threefronts.charts.course import sweep_chart
    from threefronts.editions import edition_for, require_editions
    from threefronts.engine.history import course, write_table
    from threefronts.engine.sweep import cases, grid, with_parameters

    if not parameter:
        raise typer.BadParameter("name at least one parameter: -p name=20:120:10 or -p name=one,other")
    edition = edition_for(as_of, known_at) if as_of else require_editions()[-1]
    combinations = grid(overrides_of(parameter), yes)
    asked = cases(edition, stem, combinations)
    table = with_parameters(_table_of(asked, "sweep", workers, scheduler), asked, combinations)
    folder = out or build_dir() / "sweeps" / stem
    write_table(table, folder / "facts.csv")
    console.print(f"{shown(folder / 'facts.csv')}: {len(table)} rows of {len(combinations)} combinations")
    if fact:
        _save(sweep_chart(course(table, fact), fact, list(combinations[0])), folder / fact)
    _end(table)


@app.command()
def history(
    key: Annotated[str, typer.Argument(help="A fact such as tanks_lost_oryx, or a claim such as I05.")],
    table: Annotated[
        Path | None,
        typer.Option("--table", help="The table of a backfill; default: your last, or the book's."),
    ] = None,
    out: Folder = None,
) -> None:
    """
    Show the course of one fact or verdict over the editions of a backfill, and draw it.
    """
    from threefronts.charts.course import course_chart
    from threefronts.engine.history import course, read_table

    rows = course(read_table(table or _newest_table()), key)
    for _, row in rows.iterrows():
        console.print(_line(row), markup=False)
    _save(course_chart(rows, key), (out or build_dir() / "history") / key)


def _newest_table() -> Path:
    own = build_dir() / "history" / HISTORY
    return own if own.exists() else root() / "book" / HISTORY


def _table_of(asked: list, label: str, workers: int | None, scheduler: str | None) -> "pd.DataFrame":
    from threefronts.engine.batch import Batch, open_entries
    from threefronts.engine.executors import open_executor
    from threefronts.engine.history import tidy

    with (
        open_executor(workers, scheduler) as executor,
        progress_bar(label, sum(len(case.runs) for case in asked)) as advance,
    ):
        return tidy(Batch(executor, open_entries(), advance).run(asked))


def _end(table: "pd.DataFrame") -> None:
    """
    List what failed, and exit with status 1 if anything did.
    """
    failed = table[(table["kind"] == "chapter") & (table["status"] == "failed")]
    for reason in failed["reason"].head(SHOWN_FAILURES):
        errors.print(reason, markup=False)
    if len(failed):
        more = len(failed) - SHOWN_FAILURES
        errors.print(f"{len(failed)} notebooks failed" + (f", {more} of them not shown" if more > 0 else ""))
        raise typer.Exit(1)


def _save(chart: "alt.TopLevelMixin", stem: Path) -> None:
    from threefronts.charts.course import save

    for made in save(chart, stem):
        console.print(f"drawn: {shown(made)}", markup=False)


def _line(row: "pd.Series") -> str:
    if row["status"] != "recorded":
        return f"{row['edition']}  {row['status']}: {row['reason']}"
    ends = [_number(end) if end == end else "open" for end in (row["low"], row["high"])]
    span = "" if ends == ["open", "open"] else f"  [{ends[0]}, {ends[1]}]"
    told = row["verdict"] if row["kind"] == "verdict" else f"{_number(row['value'])} {row['unit']}"
    return f"{row['edition']}  {told}{span}"


def _number(value: float) -> str:
    """
    All the digits that the table holds, in groups.
    """
    if value != value:
        return "not known"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
