"""
The cache of executions: found only from the same inputs and files, whatever is killed, shared or damaged.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from threefronts.engine import RunError, open_cache
from threefronts.engine.cache import Cache
from threefronts.engine.executed import Read
from threefronts.engine.store import LEFT_BEHIND, Store

MEGABYTE = 2**20
TEXTS = {"notebook": "an executed notebook"}
READ = (Read("data/x.csv", "1"),)

WRITER = """
import sys
from pathlib import Path
from threefronts.engine.cache import Cache
from threefronts.engine.executed import Read
from threefronts.engine.store import Store

cache = Cache(Store(Path(sys.argv[1]), int(sys.argv[2])))
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    asked, text = {"number": number % 20}, f"text of {number % 20} " * 20_000
    found = cache.find(asked, lambda path: "1")
    assert found is None or found.texts == {"notebook": text}, "a wrong text was found"
    cache.keep(asked, (Read("data/x.csv", "1"),), {"notebook": text})
    if number % 7 == 0:
        cache.store.make_room()
"""


@pytest.fixture
def cache(tmp_path) -> Cache:
    """
    An empty cache of ten megabytes.
    """
    return Cache(Store(tmp_path / "cache", 10 * MEGABYTE))


def _unchanged(_path: str) -> str:
    return "1"


def _writer(folder, limit=50 * MEGABYTE, times=10**6) -> subprocess.Popen:
    words = [sys.executable, "-c", WRITER, str(folder), str(limit), str(times)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_is_found_from_the_same_inputs_alone(cache):
    """
    Any other input is another execution.
    """
    asked = {"cells": ["a"], "parameters": {"days": 1}}
    cache.keep(asked, READ, TEXTS)
    assert cache.find(dict(reversed(asked.items())), _unchanged).texts == TEXTS
    assert cache.find(asked | {"cells": ["b"]}, _unchanged) is None
    assert cache.find(asked | {"parameters": {"days": True}}, _unchanged) is None


def test_it_is_found_only_while_all_it_read_is_as_it_was(cache):
    """
    Data that change hide it, data that change back show it again, and both states are kept side by side.
    """
    old, new = (Read("a", "1"), Read("b", "1")), (Read("a", "1"), Read("b", "2"))
    cache.keep({}, old, {"notebook": "old"})
    assert cache.find({}, {"a": "1", "b": "2"}.get) is None
    cache.keep({}, new, {"notebook": "new"})
    assert cache.find({}, {"a": "1", "b": "2"}.get).texts == {"notebook": "new"}
    assert cache.find({}, {"a": "1", "b": "1"}.get).texts == {"notebook": "old"}


def test_a_fresh_cache_finds_nothing_and_keeps_everything(cache):
    """
    Asked to run afresh, it does, and what comes of it serves the next.
    """
    cache.keep({}, READ, TEXTS)
    fresh = Cache(cache.store, is_fresh=True)
    assert fresh.find({}, _unchanged) is None
    fresh.keep({}, READ, {"notebook": "again"})
    assert cache.find({}, _unchanged).texts == {"notebook": "again"}


@pytest.mark.parametrize("part", ["objects", "records"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
        lambda content: os.urandom(200),
    ],
    ids=["empty", "half", "cut by one byte", "first bit", "late bit", "noise"],
)
def test_a_damaged_entry_is_not_found_and_is_replaced(cache, part, damage):
    """
    Whatever happened to a file, it never gives another text, and the next execution mends it.
    """
    cache.keep({}, READ, TEXTS)
    (path,) = _files(cache.store.folder / part)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.find({}, _unchanged) is None
    cache.keep({}, READ, TEXTS)
    assert cache.find({}, _unchanged).texts == TEXTS


def test_an_entry_of_another_text_is_not_taken_for_this_one(cache):
    """
    A whole file in the wrong place is damage too.
    """
    cache.keep({}, READ, TEXTS)
    (path,) = _files(cache.store.folder / "objects")
    other = Cache(Store(cache.store.folder.parent / "other", MEGABYTE))
    other.keep({}, READ, {"notebook": "other"})
    path.write_bytes(_files(other.store.folder / "objects")[0].read_bytes())
    assert cache.find({}, _unchanged) is None


def test_killed_writers_leave_nothing_that_misleads(cache):
    """
    Killed at any moment, a writer leaves whole entries or none; the next one goes on, and old remains go.
    """
    moments = random.Random(0)
    for _ in range(10):
        writer = _writer(cache.store.folder)
        assert writer.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.05))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        for number in range(20):
            found = cache.find({"number": number}, _unchanged)
            assert found is None or found.texts == {"notebook": f"text of {number} " * 20_000}
    (cache.store.folder / "objects" / ".left.gz.abc").write_bytes(b"half")
    half_written = [path for path in _files(cache.store.folder) if path.name.startswith(".")]
    assert half_written
    for path in half_written:
        os.utime(path, (0, time.time() - LEFT_BEHIND - 1))
    cache.store.make_room()
    assert not [path for path in _files(cache.store.folder) if path.name.startswith(".")]
    finished = _writer(cache.store.folder, times=20)
    assert (finished.communicate()[1], finished.returncode) == ("", 0)
    assert all(cache.find({"number": number}, _unchanged) for number in range(20))


def test_processes_share_one_folder(tmp_path):
    """
    Three processes read, write and make room at once in too little of it: none errs, none sees a wrong text.
    """
    writers = [_writer(tmp_path / "cache", limit=3000, times=60) for _ in range(3)]
    ended = [(writer.communicate()[1], writer.returncode) for writer in writers]
    assert ended == [("", 0)] * 3


def test_the_size_is_bounded_and_what_was_used_last_stays(tmp_path):
    """
    Beyond the limit, what was used longest ago goes; a find counts as use.
    """
    cache = Cache(Store(tmp_path, 50_000))
    for number in range(30):
        cache.keep({"number": number}, READ, {"notebook": random.Random(number).randbytes(2000).hex()})
        for path in _files(tmp_path):
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    assert cache.find({"number": 3}, _unchanged)
    cache.store.make_room()
    assert 40_000 < sum(path.stat().st_size for path in _files(tmp_path)) <= 50_000
    still = [number for number in range(30) if cache.find({"number": number}, _unchanged)]
    assert still == [3, *range(still[1], 30)]


def test_equal_texts_are_kept_once(cache):
    """
    A change of the package that changes no output costs a record, not another copy of each notebook.
    """
    for package in ("a", "b", "c"):
        cache.keep({"package": package}, READ, TEXTS)
    assert len(_files(cache.store.folder / "objects")) == 1
    assert len(_files(cache.store.folder / "records")) == 3


def test_the_environment_names_folder_and_size(tmp_path, monkeypatch):
    """
    ``THREEFRONTS_CACHE`` and ``THREEFRONTS_CACHE_MB``; the default lies in ``_build``.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    monkeypatch.delenv("THREEFRONTS_CACHE", raising=False)
    monkeypatch.delenv("THREEFRONTS_CACHE_MB", raising=False)
    assert open_cache().store == Store(tmp_path.resolve() / "_build" / "cache", 512 * MEGABYTE)
    monkeypatch.setenv("THREEFRONTS_CACHE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("THREEFRONTS_CACHE_MB", "20")
    assert open_cache().store == Store(tmp_path / "elsewhere", 20 * MEGABYTE)
    monkeypatch.setenv("THREEFRONTS_CACHE_MB", "large")
    with pytest.raises(RunError, match="THREEFRONTS_CACHE_MB is 'large': write whole megabytes"):
        open_cache()
