"""
Shared by all tests: upstream files, copies of the data tree, and every edition executed and built afresh.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling

from threefronts.cli import main
from threefronts.editions import read_editions
from threefronts.engine import Means, open_cache, run_edition
from threefronts.site import build_edition, publish_data, publish_feed, write_landing

PROJECT = Path(__file__).resolve().parents[1]
SMALL_UPSTREAM = PROJECT / "tests" / "fixtures" / "upstream"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
APART = {  # files of long tests that share little: each test goes to the worker that is free
    "tests/book/test_site.py",
    "tests/browser/test_keyboard.py",
    "tests/browser/test_kinds.py",
    "tests/browser/test_pages.py",
    "tests/notebooks/test_mutations.py",
    "tests/notebooks/test_warmfork.py",
    "tests/unit/test_warmfork_processes.py",
}
FIRST = (  # what makes the site for all workers, then the longest
    "tests/book/test_catalogue.py",
    "tests/notebooks/",
    "tests/unit/test_engine_cluster.py",
    "tests/browser/test_pages.py",
    "tests/browser/",
    "tests/book/",
)


def _scope(nodeid: str) -> str:
    """
    Name what a worker gets in one piece: one test of a file apart, else the test's file.
    """
    file = nodeid.partition("::")[0]
    return nodeid if file in APART else file


class FilesTogether(LoadScopeScheduling):
    """
    Hands out files whole, and the tests of some files one by one.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """
    Schedule by file, unless another way was asked for; in the order of the items, not by their number.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return FilesTogether(config, log)


def pytest_collection_modifyitems(items):
    """
    Put long work first: what is short comes last, so that no worker waits long for another.
    """
    items.sort(key=lambda item: _place(_scope(item.nodeid)))


def _place(scope: str) -> int:
    return next((place for place, start in enumerate(FIRST) if scope.startswith(start)), len(FIRST))


@pytest.fixture
def data_copy(tmp_path, monkeypatch) -> Path:
    """
    A copy of ``data/`` in which the package works until the test ends; returns its folder.
    """
    folder = tmp_path / "project" / "data"
    shutil.copytree(PROJECT / "data", folder)
    monkeypatch.setenv("THREEFRONTS_ROOT", str(folder.parent))
    return folder


@pytest.fixture
def small_upstream(tmp_path) -> Path:
    """
    A copy of the small upstream files, which a test may damage.
    """
    return Path(shutil.copytree(SMALL_UPSTREAM, tmp_path / "upstream"))


@pytest.fixture
def full_upstream() -> Path:
    """
    The folder of the full upstream files; the test is skipped where ``THREEFRONTS_UPSTREAM`` names none.
    """
    named = os.environ.get("THREEFRONTS_UPSTREAM")
    if not named or not Path(named).is_dir():
        pytest.skip("THREEFRONTS_UPSTREAM names no folder with the full upstream files")
    return Path(named)


@pytest.fixture
def command(capsys, monkeypatch):
    """
    Returns a function that runs ``threefronts`` with words: exit status, output, messages.
    """

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threefronts", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code or 0, COLOUR.sub("", told.out), COLOUR.sub("", told.err)

    return run


@pytest.fixture(scope="session")
def once(tmp_path_factory, request):
    """
    Returns a function that gives the folder *name*, which the first worker that asks makes for all of them.
    """
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent

    def give(name: str, make: Callable[[Path], None]) -> Path:
        folder, begun = shared / name, shared / f"{name}.begun"
        with FileLock(shared / f"{name}.lock"):
            if not folder.exists():
                shutil.rmtree(begun, ignore_errors=True)
                make(begun)
                begun.rename(folder)
        return folder

    return give


def _execute_all(folder: Path) -> None:
    for edition in read_editions():
        run_edition(edition, folder / edition.name, means=Means(cache=open_cache(is_fresh=True)))


def _build_all(executed: dict[str, Path], html: Path) -> None:
    editions = read_editions()
    for edition in editions:
        build_edition(executed[edition.name], edition, html, siblings=editions)
    publish_data(html)
    publish_feed(html)
    write_landing(html, editions)


@pytest.fixture(scope="session")
def executed(once) -> dict[str, Path]:
    """
    Every edition executed afresh: its folder by name.

    Nothing is taken from the cache; what was made is left in it, for the check that follows the tests.
    """
    folder = once("executed", _execute_all)
    return {edition.name: folder / edition.name for edition in read_editions()}


@pytest.fixture(scope="session")
def site(executed, once) -> Path:
    """
    The folder of HTML with every edition and the page that leads to the newest.
    """
    return once("site", partial(_build_all, executed))


@pytest.fixture(scope="session")
def second_site(executed, tmp_path_factory) -> Path:
    """
    The same site from a copy of the execution, read from and built in other folders.
    """
    copies = tmp_path_factory.mktemp("executed_again")
    copied = {name: Path(shutil.copytree(folder, copies / name)) for name, folder in executed.items()}
    html = tmp_path_factory.mktemp("second_site")
    _build_all(copied, html)
    return html
