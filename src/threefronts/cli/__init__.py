"""
The command line: the only room that prints or exits. One module holds the verbs of one kind.
"""

import sys
from contextlib import contextmanager

from threefronts.cli import (  # noqa: F401  each adds its verbs
    batches,
    compare,
    editions,
    keeping,
    tables,
    testing,
)
from threefronts.cli.console import app, errors

__all__ = ["app", "main"]


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
    from threefronts.regress import StaleReference, UnnamedFlip
    from threefronts.site import BuildError
    from threefronts.tables import TableError

    return TableError, EditionError, RunError, FactError, StaleReference, UnnamedFlip, BuildError


def main() -> None:
    """
    Run the command line.
    """
    with _one_message():
        app()
