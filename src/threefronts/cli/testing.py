"""
The verb that runs every test.
"""

import subprocess
import sys

import typer

from threefronts.cli.console import app
from threefronts.files import root


@app.command()
def test() -> None:
    """
    Run everything: unit, data, notebook, book and browser tests, then nbval over the accepted editions.
    """
    runs = (
        ["-n", "auto", "--dist", "loadgroup", "tests"],
        ["-n", "auto", "--dist", "loadfile", "--nbval", "book/editions"],
    )
    codes = [
        subprocess.run([sys.executable, "-m", "pytest", *words], cwd=root()).returncode for words in runs
    ]
    raise typer.Exit(max(codes))
