"""
Shared by all tests: upstream files, copies of the data tree, and every edition executed and built afresh.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from threefronts.cli import main
from threefronts.editions import read_editions
from threefronts.engine import Means, open_cache, run_edition
from threefronts.site import build_edition, publish_data, publish_feed, write_landing

PROJECT = Path(__file__).resolve().parents[1]
SMALL_UPSTREAM = PROJECT / "tests" / "fixtures" / "upstream"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
EXPENSIVE = {"executed", "site", "second_site"}
TOGETHER = {  # files whose tests share what is made once a process: each group stays on one worker
    "tests/book/test_catalogue.py": "site",
    "tests/book/test_site.py": "site",
    "tests/browser/test_kinds.py": "site",
    "tests/browser/test_pages.py": "site",
    "tests/notebooks/test_reference.py": "site",
}
APART = {  # files of long tests that share little: each test goes to the worker that is free
    "tests/notebooks/test_mutations.py",
    "tests/notebooks/test_warmfork.py",
    "tests/unit/test_warmfork_processes.py",
}
LONG = (
    "site",
    "tests/unit/test_engine_cluster.py",
    "tests/notebooks/",
    "tests/browser/",
)  # the longest first


def _scope(nodeid: str) -> str:
    """
    Name what a worker gets in one piece: a group of files, one test of a file apart, else the test's file.
    """
    file = nodeid.partition("::")[0]
    return nodeid if file in APART else TOGETHER.get(file, file)


class GroupsTogether(LoadScopeScheduling):
    """
    Hands out files whole, groups of files too, and the tests of some files one by one.

    xdist's own marks for groups have no effect under pytest 9.2, which has no node id that can be set.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """
    Schedule by group, unless another way was asked for; in the order of the items, not by their number.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return GroupsTogether(config, log)


def pytest_collection_modifyitems(items):
    """
    Refuse a test that uses an expensive fixture outside the files that share it; put long work first.

    What is short comes last, so that no worker waits long for the other.
    """
    for item in items:
        file = item.nodeid.partition("::")[0]
        if EXPENSIVE & set(getattr(item, "fixturenames", ())) and TOGETHER.get(file) != "site":
            raise pytest.UsageError(f"{item.nodeid} uses a whole edition: list {file} in TOGETHER")
    items.sort(key=lambda item: _place(_scope(item.nodeid)))


def _place(scope: str) -> int:
    return next((place for place, start in enumerate(LONG) if scope.startswith(start)), len(LONG))


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


def _execute_all(folder: Path, means: Means) -> dict[str, Path]:
    for edition in read_editions():
        run_edition(edition, folder / edition.name, means=means)
    return {edition.name: folder / edition.name for edition in read_editions()}


def _build_all(executed: dict[str, Path], folder: Path) -> Path:
    editions = read_editions()
    for edition in editions:
        build_edition(executed[edition.name], edition, folder / "html", siblings=editions)
    publish_data(folder / "html")
    publish_feed(folder / "html")
    write_landing(folder / "html", editions)
    return folder / "html"


@pytest.fixture(scope="session")
def executed(tmp_path_factory) -> dict[str, Path]:
    """
    Every edition executed afresh: its folder by name.

    Nothing is taken from the cache; what was made is left in it, for the check that follows the tests.
    """
    return _execute_all(tmp_path_factory.mktemp("executed"), Means(cache=open_cache(is_fresh=True)))


@pytest.fixture(scope="session")
def site(executed, tmp_path_factory) -> Path:
    """
    The folder of HTML with every edition and the page that leads to the newest.
    """
    return _build_all(executed, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def second_site(executed, tmp_path_factory) -> Path:
    """
    The same site from a copy of the execution, read from and built in other folders.
    """
    copies = tmp_path_factory.mktemp("executed_again")
    copied = {name: Path(shutil.copytree(folder, copies / name)) for name, folder in executed.items()}
    return _build_all(copied, tmp_path_factory.mktemp("second_site"))
