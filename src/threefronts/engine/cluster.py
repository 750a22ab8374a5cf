"""
A Dask cluster as an executor: each task carries its notebook and its tables by content.

The tables go to the scheduler once, as one archive under its sha256, and from there to each worker that has a
task; a worker needs this package and what it stands on, in the same versions, and no disk in common.
"""

import gzip
import io
import re
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from threading import Lock
from typing import Any, Self

from threefronts.engine.errors import RunError
from threefronts.engine.execute import Task, execute
from threefronts.engine.executed import Executed
from threefronts.engine.inputs import surroundings
from threefronts.engine.store import digest
from threefronts.files import root

CARRIED = (  # what a notebook may read, below the project's top folder
    "data/**/*",
    "editions/*",
    "book/report_card.yml",
    "book/editions/*/*.json",
)
ANSWER_SECONDS = 5
HOW_TO = "the page on clusters says how one is started"
THIS = "threefronts"
_laying_out = Lock()


class ClusterExecutor:
    """
    The workers of the Dask scheduler at *address*, such as ``tcp://127.0.0.1:8786``.

    A task whose worker is killed is given to another one.

    Raises:
        RunError: Dask is not installed, no scheduler answers, or it has no worker.
    """

    def __init__(self, address: str) -> None:
        self._client = _connect(address)
        threads = self._client.nthreads()
        if not threads:
            self._client.close()
            raise RunError(f"the scheduler at {address} has no worker: {HOW_TO}")
        self.width = 2 * sum(threads.values())  # one waits where one runs
        tables = pack(root())
        self._tables_digest = digest(tables)
        self._tables = self._client.submit(bytes, tables, key=f"tables-{self._tables_digest}")
        self._waiting: set[Any] = set()

    def submit(self, task: Task) -> Future[Executed]:
        """
        Have *task* executed by one of the workers.
        """
        future: Future[Executed] = Future()
        asked = (task, self._tables, self._tables_digest, dict(versions()))
        remote = self._client.submit(work, *asked, pure=False)
        self._waiting.add(remote)
        remote.add_done_callback(lambda ended: self._settle(ended, future, task.stem))
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            self._client.cancel(list(self._waiting))
        self._client.close()

    def _settle(self, remote: Any, future: Future[Executed], stem: str) -> None:
        self._waiting.discard(remote)
        try:
            future.set_result(remote.result())
        except RunError as error:
            future.set_exception(error)
        except BaseException as error:  # a worker killed again and again, or a cluster that is gone
            future.set_exception(RunError(f"{stem}: the cluster could not run it: {error}"))


def pack(top: Path) -> bytes:
    """
    Return what notebooks read below *top* as one archive; equal files give equal bytes.
    """
    content = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=content, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for part in CARRIED:
            for path in sorted(path for path in top.glob(part) if path.is_file()):
                member = tarfile.TarInfo(str(path.relative_to(top)))
                member.size = path.stat().st_size
                with path.open("rb") as file:
                    archive.addfile(member, file)
    return content.getvalue()


def work(task: Task, tables: bytes, tables_digest: str, needed: Mapping[str, str]) -> Executed:
    """
    Execute *task* on a worker, with *tables* laid out there once.

    Raises:
        RunError: The worker has not the versions *needed*, or as in ``execute``.
    """
    if found := _differences(needed, versions()):
        raise RunError(f"{task.stem}: a worker differs ({found}): install this checkout's lock file there")
    with _laying_out:
        top = Path(_own_folder().name).resolve() / tables_digest
        if not top.exists():
            _lay_out(tables, top)
    return execute(task, top)[0]


@cache
def versions() -> Mapping[str, str]:
    """
    Return what numbers and pictures depend on here: Python, this package's sources, the packages it names.
    """
    names = [re.match(r"[\w.-]+", line)[0] for line in requires(THIS) or () if "extra ==" not in line]
    return {
        "Python": ".".join(map(str, sys.version_info[:3])),
        THIS: digest(surroundings().package)[:12],
        **{name: _version(name) for name in sorted(names)},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _differences(needed: Mapping[str, str], present: Mapping[str, str]) -> str:
    return ", ".join(
        f"{name} {present.get(name, 'missing')} there, {wanted} here"
        for name, wanted in needed.items()
        if present.get(name) != wanted
    )


def _lay_out(tables: bytes, top: Path) -> None:
    """
    Unpack *tables* to *top*, which is there only once all of them are.
    """
    with tempfile.TemporaryDirectory(dir=top.parent) as folder:
        whole = Path(folder) / "whole"
        with tarfile.open(fileobj=io.BytesIO(tables)) as archive:
            archive.extractall(whole, filter="data")
        whole.rename(top)


@cache
def _own_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="threefronts-")  # as long as the worker


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise RunError("a cluster needs Dask: pip install 'threefronts[cluster]'") from None
    try:
        return Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:  # Dask has one for each kind of slip
        raise RunError(f"no Dask scheduler answers at {address} ({error}): {HOW_TO}") from None
