"""
The processes behind a forked kernel: they start and end with whoever needs them, and serve current code only.
"""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from warmfork_notebooks import attempt, children, code, is_alive, notebook, printed, run, shown, wait_until

from threefronts.engine.errors import RunError
from threefronts.engine.executors import LocalExecutor
from threefronts.engine.plan import Run
from threefronts.engine.pool import execute_all
from threefronts.engine.warmfork import processes
from threefronts.engine.warmfork.client import claim
from threefronts.engine.warmfork.terms import OFF, PRELOAD, PRELOAD_LATER

WIDGET = """
from comm import create_comm
state = {"_model_module": "@jupyter-widgets/controls", "_model_name": "IntSliderModel", "value": 3}
create_comm(target_name="jupyter.widget", comm_id="fixed", data={"state": state}, metadata={"version": "2"})
print("shown")
"""
SLEEPER = "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(600)"
POOL = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threefronts.engine.plan import Run
from threefronts.engine.executors import LocalExecutor
from threefronts.engine.pool import execute_all
with LocalExecutor() as executor:
    execute_all([Run("battlefield/slow", Path(sys.argv[1]), {})], None, print, executor)
"""


def _command(kind: str, source: Path) -> list[str]:
    if kind == "pool":
        return [sys.executable, "-c", POOL, str(source)]
    return [sys.executable, "-m", "papermill", "--engine", "warmfork", str(source), "out.ipynb"]


def _server() -> int:
    server = claim()
    server.call(len, ())
    return server.pid


def _family(pid: int) -> list[int]:
    return [pid, *(member for child in children(pid) for member in _family(child))]


def _write(folder: Path, made: dict) -> Path:
    nbformat.write(made, folder / "in.ipynb")
    return folder / "in.ipynb"


def test_what_forks_has_one_thread_and_imports_as_a_notebook_would(tmp_path):
    """
    One thread in the server and in the kernel's parent; pandas took a notebook's widths, progress bars have
    not chosen a console, no theme is turned on, and the stand-in for IPython's shell is gone.
    """
    claimed = claim()
    assert claimed.call(len, ()) == 0
    assert processes.count_threads(claimed.pid) == 1
    asked = """
    import os, sys
    loaded = sys.modules
    len(os.listdir(f"/proc/{os.getppid()}/task")), loaded["pandas"].get_option("display.max_columns")
    """
    assert printed(run(notebook(dedent(asked)), tmp_path)) == "(1, 20)"
    asked = """
    import sys
    loaded, shell = sys.modules, type(get_ipython()).__name__
    loaded["altair"].renderers.active, "tqdm.auto" in loaded, "tqdm.autonotebook" in loaded, shell
    """
    told = "('default', False, False, 'ZMQInteractiveShell')"
    assert printed(run(notebook(dedent(asked)), tmp_path)) == told


@pytest.mark.parametrize("kind", ["papermill", "pool"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_with_the_driver_all_its_processes_end(tmp_path, kind, number):
    """
    Ctrl-C in the middle, or a killed driver: no server, kernel or program of it lives on, no file is half.
    """
    source = _write(tmp_path, notebook("import subprocess; subprocess.Popen(['sleep', '600'])", SLEEPER))
    driver = subprocess.Popen(
        _command(kind, source),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # ignored where the suite is a job
    )
    wait_until((tmp_path / "pid").exists)
    family = _family(driver.pid)
    assert len(family) == 6  # driver, server, the drawer, the kernel's parent, the kernel, its program
    driver.send_signal(number)
    assert driver.wait(30) != 0
    wait_until(lambda: not any(is_alive(pid) for pid in family))
    assert not (tmp_path / "out.ipynb").exists()


def test_what_a_killed_parent_cannot_end_is_ended_by_the_server(tmp_path, monkeypatch):
    """
    The kernel's parent is killed in the middle: its kernel and a program in a session of its own end, too.
    """
    monkeypatch.chdir(tmp_path)
    program = "import subprocess; program = subprocess.Popen(['sleep', '600'], start_new_session=True)"
    told = "import pathlib; pathlib.Path('pids').write_text(f'{os.getppid()} {os.getpid()} {program.pid}')"
    source = _write(tmp_path, notebook(program, f"import os; {told}", "import time; time.sleep(600)"))

    def kill() -> list[int]:
        pids = [int(pid) for pid in wait_until(lambda: _text(tmp_path / "pids")).split()]
        os.kill(pids[0], signal.SIGKILL)
        return pids

    with ThreadPoolExecutor(1) as aside:
        killed = aside.submit(kill)
        with pytest.raises(RunError, match="battlefield/slow: its process was killed"):
            execute_all([Run("battlefield/slow", source, {})], None, lambda *_: None, LocalExecutor())
    wait_until(lambda: not any(is_alive(pid) for pid in killed.result()))


def test_what_few_need_is_imported_while_the_first_notebooks_run(tmp_path, monkeypatch):
    """
    No notebook waits for it: the first does not have it, a later one of the same server does.
    """
    monkeypatch.setenv(PRELOAD_LATER, "colorsys,this_is_no_module")
    server = claim()
    assert not server.call(eval, "'colorsys' in __import__('sys').modules")
    wait_until(lambda: claim().call(eval, "'colorsys' in __import__('sys').modules"))
    assert claim().pid == server.pid


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def test_two_builds_at_once_do_not_meet(tmp_path):
    """
    Each driver has its own server; each notebook its own parameters.
    """
    slow = "import os, time; time.sleep(0.5); print(name, os.getppid())"
    source = _write(tmp_path, notebook(code("name = ''", "parameters"), slow))
    command = [sys.executable, "-m", "papermill", "--engine", "warmfork", str(source)]
    builds = {
        name: subprocess.Popen(
            [*command, f"{name}.ipynb", "-p", "name", name], cwd=tmp_path, stderr=subprocess.DEVNULL
        )
        for name in ("one", "two")
    }
    assert [build.wait(60) for build in builds.values()] == [0, 0]
    told = [printed(nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)).split() for name in builds]
    assert [words[0] for words in told] == ["one", "two"]
    assert told[0][1] != told[1][1]


def test_changed_source_is_never_served_from_an_old_server(tmp_path, monkeypatch):
    """
    A module that is preloaded and then edited is the edited one in the next notebook, in the same driver.
    """
    module = tmp_path / "figures.py"
    module.write_text("VALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv(PRELOAD, "figures")
    made = notebook("import sys; was = 'figures' in sys.modules\nimport figures; print(figures.VALUE, was)")
    before = _server()
    assert printed(run(made, tmp_path)) == "1 True\n"
    module.write_text("VALUE = 22\n")
    assert printed(run(made, tmp_path)) == "22 True\n"
    assert _server() != before
    wait_until(lambda: not is_alive(before))


def test_a_server_is_replaced_but_not_while_it_works(tmp_path, monkeypatch):
    """
    A task that runs when sources change is finished by the server that began it.
    """
    first = claim()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    second = claim()
    assert second.call(len, ()) == 0
    assert second.pid != first.pid
    assert is_alive(first.pid)
    assert first.call(len, ()) == 0
    wait_until(lambda: not is_alive(first.pid))


@pytest.mark.parametrize(
    ("made", "setting", "why"),
    [
        (notebook(WIDGET), {}, "cell 0 shows a widget (ipywidgets)"),
        (notebook("print('shown')"), {OFF: "1"}, f"{OFF} is set"),
        (
            notebook(
                "print('shown')", kernelspec={"name": "other", "display_name": "", "language": "python"}
            ),
            {},
            "the kernel other",
        ),
    ],
    ids=["widgets", "off", "another kernel"],
)
def test_what_needs_a_stock_kernel_gets_one_and_one_line_says_so(
    tmp_path, monkeypatch, caplog, made, setting, why
):
    """
    The result is stock nbclient's, widget state and all.
    """
    spec = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    folder = tmp_path / "kernels" / "other"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec | {"display_name": "Other", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    warm, _ = attempt(made, tmp_path, "warmfork")
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("threefronts")]
    assert line.startswith(f"warmfork: {why}")
    assert line.endswith("; it runs in a stock kernel")
    stock, _ = attempt(made, tmp_path, None)
    assert shown(warm) == shown(stock)
    assert warm.metadata.get("widgets") == stock.metadata.get("widgets")


def test_the_book_falls_back_as_well_and_then_does_not_know_what_was_read(tmp_path, caplog):
    """
    A chapter with a widget runs; its reads are unknown, so that no cache keeps it.
    """
    source = _write(tmp_path, notebook(WIDGET))
    done = execute_all([Run("battlefield/widget", source, {})], None, lambda *_: None, LocalExecutor())
    assert done["battlefield/widget"].reads is None
    assert "battlefield/widget: warmfork: cell 0 shows a widget" in caplog.text


def test_without_warm_kernels_a_run_is_the_same(tmp_path, monkeypatch):
    """
    Where nothing can be forked the book's notebooks run in processes of their own, as before.
    """
    source = _write(tmp_path, notebook("import pandas as pd; pd.Series([1, 2])"))
    runs = [Run("battlefield/series", source, {"as_of": "2025-04-28"})]
    warm = execute_all(runs, None, lambda *_: None, LocalExecutor())["battlefield/series"]
    monkeypatch.setenv(OFF, "1")
    stock = execute_all(runs, None, lambda *_: None, LocalExecutor())["battlefield/series"]
    assert warm.text == stock.text
    assert (warm.reads, stock.reads) == ((), None)
    assert warm.cpu_seconds > 0


def test_one_server_serves_notebook_after_notebook_and_keeps_none(tmp_path):
    """
    The same process forks every kernel of a driver, and each is gone when its notebook is done.
    """
    run(notebook("1"), tmp_path)
    pid = _server()
    run(notebook("2"), tmp_path)
    assert _server() == pid
    assert pid in children()
    wait_until(lambda: len(children(pid)) == 1)  # the drawer
