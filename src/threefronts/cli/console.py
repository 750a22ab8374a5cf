"""
What all verbs share: the application, where it prints to, a bar, and the words it is called with.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

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

Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="A Dask scheduler that executes, such as tcp://host:8786.")
]


def build_dir() -> Path:
    """
    Return the folder of everything that can be made again.
    """
    return root() / "_build"


def overrides_of(words: list[str]) -> dict[str, str]:
    """
    Return the parameters of words such as ``window_days=180``, as text.
    """
    pairs = [word.partition("=") for word in words]
    wrong = [word for word, (name, sign, _) in zip(words, pairs, strict=True) if not (name and sign)]
    if wrong:
        raise typer.BadParameter(f"-p {wrong[0]}: write name=value, such as -p window_days=180")
    names = [name for name, _, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise typer.BadParameter(f"-p {twice[0]} stands twice: name each parameter once")
    return {name: value for name, _, value in pairs}


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Callable[[str], None]]:
    """
    Show a bar in a terminal; gives what is to be called with the name of each part that ended.
    """
    if not console.is_terminal:
        yield lambda name: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    told = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    columns = (*told, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(label, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{label}: {name}")


def shown(path: Path) -> str:
    """
    Return *path* as a user would write it from where they stand.
    """
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
