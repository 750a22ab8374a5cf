"""
The verb that runs every test.
"""

import os
import subprocess
import sys

import typer

from threefronts.cli.console import app
from threefronts.files import root


@app.command()
def test() -> None:
    """
    Run everything: unit, data, notebook, book and browser tests, nbval over the accepted editions, check.

    The tests execute every edition without the cache and leave the result in it, so that check, which comes
    last and says what a difference means, executes nothing once more.
    """
    runs = (
        ["-m", "pytest", "-n", "auto", "--dist", "loadgroup", "tests"],
        ["-m", "pytest", "-n", "auto", "--dist", "loadfile", "--nbval", "book/editions"],
        ["-c", "from threefronts.cli import main; main()", "check"],
    )
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process compiles all it imports
    codes = [
        subprocess.run([sys.executable, *words], cwd=root(), env=environment).returncode for words in runs
    ]
    raise typer.Exit(max(codes))
