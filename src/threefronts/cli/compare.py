"""
The verb that compares two editions: diff.
"""

from pathlib import Path
from typing import Annotated

import typer

from threefronts.cli.console import Workers, app, build_dir, console, progress_bar, shown
from threefronts.files import replace_file

Target = Path | None


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="An edition such as 2025-04-28.")],
    new: Annotated[str, typer.Argument(help="Another edition.")],
    only: Annotated[list[str] | None, typer.Option("--only", help="A notebook, repeatable.")] = None,
    json: Annotated[Target, typer.Option("--json", help="Write all of it here, as JSON.")] = None,
    markdown: Annotated[Target, typer.Option("--markdown", help="Write a release note here.")] = None,
    atom: Annotated[Target, typer.Option("--atom", help="Write a feed of flipped verdicts here.")] = None,
    workers: Workers = None,
) -> None:
    """
    Show what moved between two editions, split into time passed, new rows, revised rows and parameters.

    One is replaced after the other, from the earlier edition to the later one, and the notebooks are executed
    again after each; entries are kept, so that a second comparison is quick.
    """
    from threefronts import compare
    from threefronts.compare.report import as_text
    from threefronts.editions import read_edition
    from threefronts.site.feed import feed

    found = comparison(read_edition(old), read_edition(new), only or [], workers)
    whole = json or build_dir() / "diff" / f"{old}_{new}.json"
    replace_file(whole, as_text(found))
    if markdown is not None:
        replace_file(markdown, compare.markdown(found))
    if atom is not None:
        replace_file(atom, feed([compare.as_json(found)]))
    for line in compare.screen(found, shown(whole)):
        console.print(line, markup=False)


def comparison(old, new, only: list[str], workers: int | None):
    """
    Return what moved between two editions, showing a bar meanwhile.
    """
    from threefronts.compare import compare_editions
    from threefronts.engine import open_cache, stems
    from threefronts.engine.batch import Batch, open_entries
    from threefronts.engine.executors import open_executor

    with (
        open_executor(workers, None) as executor,
        progress_bar("diff", 4 * len(only or stems())) as advance,
    ):
        return compare_editions(old, new, Batch(executor, open_entries(), advance, open_cache()), only)
