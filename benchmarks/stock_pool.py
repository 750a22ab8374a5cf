"""
Execute notebooks with stock papermill in a pool of two processes: ``stock_pool.py RUNS FOLDER``.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from drive import runs


def execute(place: int, notebook: Path, parameters: dict, folder: Path) -> None:
    """
    Execute one notebook with papermill's own engine; two kernels that start at once share no TCP port.
    """
    import papermill
    from traitlets.config import Config

    sockets = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/{os.getpid()}-{place}"}})
    out = folder / f"{place}.ipynb"
    papermill.execute_notebook(notebook, out, parameters, progress_bar=False, config=sockets)


def main() -> None:
    """
    Execute as many as the command line asks for.
    """
    with ProcessPoolExecutor(2) as pool:
        waiting = [
            pool.submit(execute, place, run.source, run.parameters, Path(sys.argv[2]))
            for place, run in enumerate(runs(int(sys.argv[1])))
        ]
        for done in waiting:
            done.result()


if __name__ == "__main__":
    main()
