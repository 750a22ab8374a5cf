"""
Why a notebook runs again: each kind of change is named, with what changed in it.
"""

import json

import pytest

from threefronts.engine.cache import make_record
from threefronts.engine.executed import Read
from threefronts.engine.store import digest
from threefronts.engine.why import listed, why

TEXTS = {
    name: json.dumps(content)
    for name, content in {
        "package": {"models/stock.py": "1", "models/pace.py": "1", "cli.py": "1", "gone.py": "1"},
        "new_package": {"models/stock.py": "2", "models/pace.py": "2", "cli.py": "1", "new.py": "1"},
        "environment": {"Python": "3.11", "lock": "1", "packages": ["numpy-2.4", "pandas-3.1.1"]},
        "new_python": {"Python": "3.12", "lock": "1", "packages": ["numpy-2.4", "pandas-3.1.1"]},
        "new_lock": {"Python": "3.11", "lock": "2", "packages": ["numpy-2.4", "pandas-3.1.2"]},
        "new_zone": {
            "Python": "3.11",
            "lock": "1",
            "packages": ["numpy-2.4", "pandas-3.1.1"],
            "variables": {"TZ": "Europe/Kyiv"},
        },
        "facts": {"facts": {"a": 1, "b": 1, "c": 1, "d": 1}},
        "new_facts": {"facts": {"a": 2, "b": 2, "d": 2, "e": 2}},
        "claims": {"claims": {"I05": "mixed"}},
        "new_claims": {"claims": {"I05": "supported"}},
    }.items()
}
KEPT = {digest(text): text for text in TEXTS.values()}


def _inputs(**overrides) -> dict:
    return {
        "cells": ["a", "b", "c"],
        "kernel": "python3",
        "parameters": {"as_of": "2025-04-28", "window_days": 365},
        "package": digest(TEXTS["package"]),
        "environment": digest(TEXTS["environment"]),
        "facts": None,
    } | overrides


def _facts(facts="facts", claims="claims") -> dict:
    return {"facts.json": digest(TEXTS[facts]), "claims.json": digest(TEXTS[claims])}


def _why(before: dict, now: dict, reads=(), present=None, text=KEPT.get) -> tuple[str, ...]:
    return why(make_record(before, reads), now, (present or {}).get, text)


def test_a_first_run_is_one():
    """
    Without a last execution there is nothing to compare with.
    """
    assert why(None, _inputs(), {}.get, KEPT.get) == ("first run",)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"parameters": {"as_of": "2025-04-28", "window_days": 180}},
            "parameters changed: window_days 365 → 180",
        ),
        (
            {"parameters": {"as_of": "2025-12-31", "window_days": 365, "scenario": "low"}},
            'parameters changed: as_of "2025-04-28" → "2025-12-31", scenario (default) → "low"',
        ),
        ({"cells": ["a", "x", "c"]}, "cell 1 changed"),
        ({"cells": ["x", "b", "x"]}, "cells 0, 2 changed"),
        ({"cells": ["a", "b"]}, "it has 2 cells, not 3"),
        ({"kernel": "julia"}, "its kernel or format changed"),
        (
            {"package": digest(TEXTS["new_package"])},
            "package source changed: gone.py, models/pace.py, models/stock.py and 1 more",
        ),
        ({"package": "of which no list is kept"}, "package source changed"),
        ({"environment": digest(TEXTS["new_python"])}, "Python changed"),
        ({"environment": digest(TEXTS["new_zone"])}, "environment variables changed: TZ"),
        ({"environment": "of which no list is kept"}, "environment changed"),
        ({"facts": {"facts.json": "not kept", "claims.json": "not kept"}}, "facts of the first wave changed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_input_is_named(change, told):
    """
    Parameters with both values, cells by their number from 0, the package by its files.
    """
    assert _why(_inputs(), _inputs(**change)) == (told,)


def test_a_new_lock_file_is_told_with_what_is_installed_now():
    """
    Upgrading a package changes both, and both are said.
    """
    now = _inputs(environment=digest(TEXTS["new_lock"]))
    assert _why(_inputs(), now) == (
        "lock file requirements.txt changed",
        "installed packages changed: pandas-3.1.2",
    )


def test_moved_facts_are_named_up_to_three():
    """
    Facts first, then verdicts; the rest is counted.
    """
    before, now = _inputs(facts=_facts()), _inputs(facts=_facts("new_facts"))
    assert _why(before, now) == ("facts of the first wave changed: a, b, c and 2 more",)
    now = _inputs(facts=_facts(claims="new_claims"))
    assert _why(before, now) == ("facts of the first wave changed: I05",)


def test_changed_files_are_named_up_to_three(tmp_path, monkeypatch):
    """
    Tables by that name, and whether a file came, went or changed.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    (tmp_path / "data" / "industry").mkdir(parents=True)
    paths = ("data/industry", "data/a.csv", "data/b.yml", "data/c.yml", "data/d.csv", "data/e.csv")
    reads = tuple(Read(path, "missing" if path == "data/c.yml" else "1") for path in paths)
    same = dict.fromkeys(paths, "1") | {"data/c.yml": "missing"}
    for changed, told in (
        ({"data/a.csv": "2"}, ("table data/a.csv changed",)),
        ({"data/b.yml": "2"}, ("file data/b.yml changed",)),
        (
            {"data/c.yml": "2", "data/d.csv": "missing"},
            ("file data/c.yml is new", "table data/d.csv is gone"),
        ),
        ({"data/industry": "2"}, ("files came or went in data/industry/",)),
    ):
        assert _why(_inputs(), _inputs(), reads, same | changed) == told
    many = _why(_inputs(), _inputs(), reads, dict.fromkeys(paths, "2"))
    assert many[:2] == ("table data/a.csv changed", "file data/b.yml changed")
    assert many[3] == "3 more files changed"


def test_all_that_changed_is_said_together():
    """
    The nearest to the notebook comes first.
    """
    now = _inputs(cells=["a", "b", "x"], package="other")
    reads = (Read("data/a.csv", "1"),)
    assert _why(_inputs(), now, reads, {"data/a.csv": "2"}) == (
        "cell 2 changed",
        "package source changed",
        "table data/a.csv changed",
    )


def test_a_lost_entry_is_said_to_be_lost():
    """
    Nothing changed and yet it runs: what was kept was removed to make room, or damaged.
    """
    assert _why(_inputs(), _inputs()) == ("its kept copy is gone or damaged",)


def test_a_run_that_was_not_traced_is_said_to_be_that():
    """
    Such a notebook runs each time, whatever else changed.
    """
    told = _why(_inputs(), _inputs(cells=["x", "b", "c"]), reads=None)
    assert told == ("cell 0 changed", "what its last run read is not known")


def test_a_list_ends_with_how_many_more():
    """
    Three names are enough.
    """
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
