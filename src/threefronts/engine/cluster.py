"""
A Dask cluster as an executor: each task carries its notebook and its tables by content.

The tables go to the scheduler once, as one archive under its sha256, and from there to each worker that has a
task; a worker needs this package, in the same version, and no disk in common with anybody.
"""

import gzip
import io
import tarfile
import tempfile
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Self

from threefronts.engine.errors import RunError
from threefronts.engine.execute import Task, execute
from threefronts.engine.executed import Executed
from threefronts.engine.inputs import surroundings
from threefronts.engine.store import digest
from threefronts.files import root

CARRIED = ("data", "editions")  # what a notebook may read, below the project's top folder
ANSWER_SECONDS = 5
HOW_TO = "the page on clusters says how one is started"
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
        self._tables_digest, self._package = digest(tables), digest(surroundings().package)
        self._tables = self._client.submit(bytes, tables, key=f"tables-{self._tables_digest}")
        self._waiting: set[Any] = set()

    def submit(self, task: Task) -> Future[Executed]:
        """
        Have *task* executed by one of the workers.
        """
        future: Future[Executed] = Future()
        asked = (task, self._tables, self._tables_digest, self._package)
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
    Return the tables and editions below *top* as one archive; equal files give equal bytes.
    """
    content = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=content, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for part in CARRIED:
            for path in sorted(path for path in (top / part).rglob("*") if path.is_file()):
                member = tarfile.TarInfo(str(path.relative_to(top)))
                member.size = path.stat().st_size
                with path.open("rb") as file:
                    archive.addfile(member, file)
    return content.getvalue()


def work(task: Task, tables: bytes, tables_digest: str, package: str) -> Executed:
    """
    Execute *task* on a worker, with *tables* laid out there once.

    Raises:
        RunError: The worker has another version of this package, or as in ``execute``.
    """
    if _package() != package:
        raise RunError(f"{task.stem}: a worker has another version of threefronts: install this one there")
    with _laying_out:
        folder = _laid_out(tables_digest)
        if not any(Path(folder.name).iterdir()):
            with tarfile.open(fileobj=io.BytesIO(tables)) as archive:
                archive.extractall(folder.name, filter="data")
    return execute(task, Path(folder.name).resolve())[0]


@cache
def _package() -> str:
    return digest(surroundings().package)


@cache
def _laid_out(tables_digest: str) -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix=f"threefronts-{tables_digest[:12]}-")  # as long as the worker


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise RunError("a cluster needs Dask: pip install 'threefronts[cluster]'") from None
    try:
        return Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(f"no Dask scheduler answers at {address} ({error}): {HOW_TO}") from None
