"""
A notebook that fails in a forked kernel is told as plainly as can be, and harms no other.
"""

import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from warmfork_notebooks import attempt, code, is_alive, notebook, printed, run, shown

from threefronts.engine.warmfork.client import claim
from threefronts.engine.warmfork.terms import MEMORY_MB, OUTPUT_MB

SEGFAULT = "import ctypes; ctypes.string_at(0)"
ENDLESS_IN_C = "import re; re.match(r'(a+)+b', 'a' * 60)"  # keeps the interpreter's lock


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("import os; os._exit(3)", r"Kernel died: it ended with status 3 \[cell 1\]"),
        (SEGFAULT, r"Kernel died: it was ended by signal 11 \(Segmentation fault\) \[cell 1\]"),
        ("import os; os.kill(os.getpid(), 9)", "signal 9 .*when memory runs out.* \\[cell 1\\]"),
    ],
)
def test_a_kernel_that_dies_says_how_and_where_and_what_came_before_is_saved(tmp_path, last, told):
    """
    The process is gone, its output so far is not, and the next notebook runs.
    """
    with pytest.raises(DeadKernelError, match=told) as caught:
        run(notebook("print('before')", last), tmp_path)
    assert printed(caught.value.notebook, 0) == "before\n"
    assert printed(run(notebook("print('after')"), tmp_path)) == "after\n"


@pytest.mark.parametrize("cell", ["while True: pass", ENDLESS_IN_C], ids=["python", "c"])
def test_an_endless_cell_is_stopped_at_its_time(tmp_path, cell):
    """
    The time-out is nbclient's, and the process does not outlive it, whatever it is busy with.
    """
    begin = "import os; print(os.getpid())"
    with pytest.raises(CellTimeoutError, match="Cell execution timed out") as caught:
        run(notebook(begin, cell), tmp_path, execution_timeout=1)
    assert not is_alive(int(printed(caught.value.notebook, 0)))


def test_an_interrupt_at_the_time_out_goes_to_the_cell(tmp_path):
    """
    nbclient's option reaches the forked kernel: the cell ends in a KeyboardInterrupt.
    """
    with pytest.raises(PapermillExecutionError, match="KeyboardInterrupt"):
        made = notebook("import time\ntime.sleep(60)")
        run(made, tmp_path, execution_timeout=1, interrupt_on_timeout=True)


def test_memory_beyond_the_limit_is_an_ordinary_error(tmp_path, monkeypatch):
    """
    With a limit the cell sees a MemoryError, and a cell that catches it goes on.
    """
    monkeypatch.setenv(MEMORY_MB, "200")
    caught = "try: b = bytearray(10**9)\nexcept MemoryError: print('caught')"
    assert printed(run(notebook(caught), tmp_path)) == "caught\n"
    with pytest.raises(PapermillExecutionError, match="MemoryError"):
        run(notebook("b = bytearray(10**9)"), tmp_path)
    monkeypatch.setenv(MEMORY_MB, "much")
    with pytest.raises(ValueError, match="WARMFORK_MEMORY_MB is 'much': write whole megabytes"):
        run(notebook("1"), tmp_path)


@pytest.mark.parametrize("cell", ["while True: print('x' * 1000)", "'x' * 10**8"], ids=["many", "one"])
def test_a_flood_of_output_is_stopped_and_kept_small(tmp_path, monkeypatch, cell):
    """
    Output without end is an error that says what to do, and does not fill the disk.
    """
    monkeypatch.setenv(OUTPUT_MB, "1")
    with pytest.raises(PapermillExecutionError, match=f"more than 1 MB: print less, or set {OUTPUT_MB}"):
        run(notebook(cell), tmp_path)
    assert (tmp_path / "out-warmfork.ipynb").stat().st_size < 10 * 2**20


@pytest.mark.parametrize("last", ["1 / 0", "import sys; sys.exit()"], ids=["error", "exit"])
def test_an_error_is_the_stock_one(tmp_path, last):
    """
    The same exception for the caller, the same file with its marker, and an exit without status is none.
    """
    made = notebook("x = 1", last, code("x", "late"))
    (stock, told), (warm, said) = (attempt(made, tmp_path, engine) for engine in (None, "warmfork"))
    assert told == said
    assert shown(stock) == shown(warm)


def test_what_a_notebook_leaves_running_ends_with_it(tmp_path):
    """
    Programs it started are gone when it is, and its exit handlers have run.
    """
    begin = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"
    last = "import atexit, pathlib; atexit.register(pathlib.Path('bye').touch)"
    executed = run(notebook(begin, last), tmp_path)
    assert not is_alive(int(printed(executed, 0)))
    assert (tmp_path / "bye").exists()


def test_a_fork_beside_threads_is_refused(tmp_path, monkeypatch):
    """
    A preloaded module that starts a thread could lock up any kernel: the message says so.
    """
    source = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
    (tmp_path / "threaded.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("WARMFORK_PRELOAD", "threaded")
    with pytest.raises(RuntimeError, match="2 threads run where one may: a module that was preloaded"):
        run(notebook("1"), tmp_path)


def test_a_killed_server_fails_what_it_runs_and_no_more(tmp_path):
    """
    Its kernels end with it, the notebook is told, and the next one gets a new server.
    """
    server = claim()
    server.call(len, ())
    kill = notebook(f"import os; os.kill({server.pid}, 9)", "import time; time.sleep(600)")
    with pytest.raises(DeadKernelError, match="Kernel died"):
        run(kill, tmp_path)
    assert printed(run(notebook("import os; os.getppid()"), tmp_path)).isdecimal()


def test_each_kernel_draws_its_own_random_numbers(tmp_path):
    """
    Forks of one process do not share its generators' state; a seed still fixes them.
    """
    draw = "import random, numpy; print(random.random(), numpy.random.random())"
    first, second = (printed(run(notebook(draw), tmp_path)).split() for _ in range(2))
    assert not set(first) & set(second)
    seeded = notebook(f"import random, numpy; random.seed(1); numpy.random.seed(1)\n{draw}")
    assert len({printed(run(seeded, tmp_path)) for _ in range(2)}) == 1


def test_the_environment_and_the_folder_are_the_callers_of_now(tmp_path, monkeypatch):
    """
    A server started before sees neither old variables nor an old folder.
    """
    ask = notebook("import os; print(os.environ.get('ASKED'), os.getcwd())")
    assert printed(run(ask, tmp_path)).split() == ["None", str(tmp_path)]
    monkeypatch.setenv("ASKED", "yes")
    other = tmp_path / "other"
    other.mkdir()
    assert printed(run(ask, other)).split() == ["yes", str(other)]
