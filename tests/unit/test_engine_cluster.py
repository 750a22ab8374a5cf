"""
A Dask cluster gives the results of this machine, without a disk in common, and loses nothing with a worker.
"""

import os
import re
import shutil
import signal

import psutil
import pytest
from batch_project import make_project

from threefronts.engine import RunError
from threefronts.engine.cluster import _lay_out, pack, versions, work
from threefronts.engine.execute import Task, task_of
from threefronts.engine.executors import LocalExecutor, open_executor
from threefronts.engine.history import cases, days

SLOW_ONCE = """
import os, time
from pathlib import Path
mark = Path({mark!r})
if not mark.exists():
    mark.write_text(str(os.getpid()))
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def cluster():
    """
    Two workers, each a process of its own.
    """
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.fixture
def project(tmp_path, monkeypatch):
    """
    The small project as the root; returns its folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path / "project"))
    return make_project(tmp_path / "project")


def _tasks() -> list[Task]:
    (case,) = cases(days("1", "2022-03-08", "2022-03-08"))
    return [task_of(run) for run in case.runs if not run.is_synthesis]


def _worker_of(kernel: int) -> int:
    """
    Return the id of the worker whose forked kernel *kernel* is: the last process of Dask on the way up.
    """
    process = psutil.Process(kernel)
    return next(above.pid for above in process.parents() if "spawn_main" in " ".join(above.cmdline()))


def test_the_bytes_and_the_reads_are_those_of_this_machine(cluster, project):
    """
    Notebook text and what was read agree, so that one cache serves both.
    """
    tasks = _tasks()
    with LocalExecutor(2) as local, open_executor(scheduler=cluster.scheduler_address) as remote:
        here = [future.result() for future in [local.submit(task) for task in tasks]]
        there = [future.result() for future in [remote.submit(task) for task in tasks]]
    assert [executed.text for executed in here] == [executed.text for executed in there]
    assert [executed.reads for executed in here] == [executed.reads for executed in there]
    assert any(read.path == "data/battlefield/tanks.csv" for read in there[0].reads)


def test_workers_need_no_disk_in_common(cluster, project):
    """
    Once a task was sent, the project's own folder may be gone.
    """
    tasks = _tasks()
    with open_executor(scheduler=cluster.scheduler_address) as remote:
        shutil.rmtree(project / "data")
        texts = [remote.submit(task).result().text for task in tasks]
    assert '"value": 30' in texts[0]


def test_a_failure_is_told_as_on_this_machine(cluster, project):
    """
    The message names notebook, dates, error and cell.
    """
    (losses, _) = _tasks()
    broken = Task("battlefield/losses", losses.notebook.replace("known.empty", "1 / 0"), losses.parameters)
    with open_executor(scheduler=cluster.scheduler_address) as remote, pytest.raises(RunError) as caught:
        remote.submit(broken).result()
    assert str(caught.value) == (
        "battlefield/losses (as_of=2022-03-08): ZeroDivisionError: division by zero [cell 2]"
    )


def test_a_killed_worker_loses_nothing(cluster, project, tmp_path):
    """
    The worker that sleeps in a notebook is killed; the task runs again elsewhere and ends.
    """
    (losses, stores) = _tasks()
    mark = tmp_path / "mark"
    first = SLOW_ONCE.format(mark=str(mark)).replace("\n", "\\n")
    slow = Task(
        "industry/stores", stores.notebook.replace("from threef", f"{first}from threef"), stores.parameters
    )
    with open_executor(scheduler=cluster.scheduler_address) as remote:
        future, others = remote.submit(slow), [remote.submit(losses) for _ in range(3)]
        while not mark.exists() or not mark.read_text():
            assert not future.done()
        os.kill(_worker_of(int(mark.read_text())), signal.SIGKILL)
        assert '"value": 50' in future.result(60).text
        assert all('"value": 30' in other.result(60).text for other in others)


def test_a_scheduler_that_does_not_answer_is_one_message(project):
    """
    A wrong address ends at once with what can be done.
    """
    with pytest.raises(RunError, match="no Dask scheduler answers at tcp://127.0.0.1:9"):
        open_executor(scheduler="tcp://127.0.0.1:9")
    with pytest.raises(RunError, match="no Dask scheduler answers at nowhere"):
        open_executor(scheduler="nowhere")


def test_equal_tables_make_equal_archives(project):
    """
    Times and owners of files are no content.
    """
    before = pack(project)
    path = project / "data" / "sources.yml"
    os.utime(path, (0, 0))
    assert pack(project) == before
    path.write_text(path.read_text() + "\n")
    assert pack(project) != before


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "tls://127.0.0.1:9", "tcp://", "8786"])
def test_an_address_of_another_kind_is_one_message_too(project, address):
    """
    Whatever Dask makes of it, the user reads what to do.
    """
    with pytest.raises(RunError, match=re.escape(f"no Dask scheduler answers at {address}")):
        open_executor(scheduler=address)


def test_a_worker_with_other_versions_is_refused_by_name():
    """
    Another pandas, or none, may give other numbers: the message names both versions.
    """
    here = dict(versions())
    assert {"Python", "threefronts", "pandas", "altair", "vl-convert-python"} <= set(here)
    with pytest.raises(RunError, match=f"pandas {here['pandas']} there, 2.0.0 here.*lock file"):
        work(Task("battlefield/losses", "", {}), b"", "0", here | {"pandas": "2.0.0"})


def test_half_an_archive_is_not_taken_for_a_whole_one(project, tmp_path):
    """
    An extraction that is cut off leaves nothing that a later task would read.
    """
    top, whole = tmp_path / "tables", pack(project)
    with pytest.raises((EOFError, OSError)):
        _lay_out(whole[: len(whole) // 2], top)
    assert list(tmp_path.glob("tables*")) == []
    _lay_out(whole, top)
    assert (top / "data" / "sources.yml").read_bytes() == (project / "data" / "sources.yml").read_bytes()
