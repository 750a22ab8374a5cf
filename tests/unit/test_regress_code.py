"""
What a chapter's code uses of the package, read from the sources.
"""

import pytest

from threefronts.regress.code import FAR, STATEMENTS, Code

STOCK = '''
"""Stock."""
from threefronts.models.rates import monthly

SHARE = 0.4
LONG = {long}
UNUSED = 1


def path(start):
    """Roll."""
    return start * SHARE * monthly(12)


def other():
    return UNUSED
'''
RATES = """
import numpy as np

MONTHS = 12


def monthly(rate):
    return np.divide(rate, MONTHS)
"""
FACADE = """
from threefronts.charts.figure import figure
from threefronts.charts import colours

figure.enable()
"""
FIGURE = """
WIDTH = 600


def figure(chart):
    return WIDTH
"""
FILES = {
    "__init__": "",
    "models/__init__": "",
    "models/stock": STOCK.replace("{long}", repr(list(range(40)))),
    "models/rates": RATES,
    "charts/__init__": FACADE,
    "charts/figure": FIGURE,
    "charts/colours": "SEA = '#00f'\nSAND = '#ee0'\n",
    "site/build": "PLACE = 1\n",
    "engine/execute": "def execute_here(task):\n    return task\n",
}


@pytest.fixture
def folder(tmp_path):
    """
    A package of a few modules.
    """
    for name, text in FILES.items():
        (tmp_path / f"{name}.py").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def _uses(folder, source):
    found = Code(folder).uses(source)
    return {f"{module.removeprefix('threefronts.')}.{name}": steps for (module, name), steps in found.items()}


def test_only_what_a_name_leads_to_is_used(folder):
    """
    The function, its constants, what it calls and the package behind it; a neighbour nobody calls is not.
    """
    found = _uses(folder, "from threefronts.models.stock import path\n\npath(3)")
    named = {name: steps for name, steps in found.items() if STATEMENTS not in name and steps < FAR}
    assert named == {
        "models.stock.path": 1,
        "models.stock.SHARE": 2,
        "models.rates.monthly": 2,
        "models.rates.MONTHS": 3,
        ".numpy": 3,
    }


@pytest.mark.parametrize(
    ("source", "used", "unused"),
    [
        ("from threefronts.models import stock\nstock.other()", "models.stock.UNUSED", "models.stock.SHARE"),
        ("import threefronts.models.stock as s\ns.SHARE", "models.stock.SHARE", "models.stock.UNUSED"),
        ("from threefronts.charts import figure\nfigure(1)", "charts.figure.WIDTH", "charts.colours.SEA"),
        ("from threefronts.charts import colours\ncolours.SEA", "charts.colours.SEA", "charts.colours.SAND"),
        ("from threefronts import charts\ncharts.colours.SEA", "charts.colours.SEA", "charts.colours.SAND"),
    ],
    ids=["module", "alias", "handed on, named as its module", "submodule", "two steps"],
)
def test_every_way_to_import_leads_to_the_definition(folder, source, used, unused):
    """
    A module, an alias, a name that a package hands on, an attribute of an attribute.
    """
    found = _uses(folder, source)
    assert used in found
    assert unused not in found


def test_what_importing_runs_is_used(folder):
    """
    A statement at the top of a package on the way takes effect on every chapter that imports it.
    """
    assert f"charts.{STATEMENTS}" in _uses(folder, "from threefronts.charts import colours\ncolours.SEA")
    assert f"charts.{STATEMENTS}" not in _uses(folder, "from threefronts.models.stock import path\npath(1)")


def test_what_executes_every_chapter_is_used_last(folder):
    """
    The engine can move any output, and is the last to be suspected; the site's builder never is.
    """
    found = _uses(folder, "1 + 1")
    assert found["engine.execute.execute_here"] == FAR
    assert "threefronts.site.build" not in Code(folder).told()


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ('"""Roll."""', '"""Roll on."""', {}),
        ("SHARE = 0.4", "SHARE = 0.4  # source: a page", {}),
        ("SHARE = 0.4", "SHARE = 0.5", {"SHARE": ("0.4", "0.5")}),
        ("start * SHARE", "start / SHARE", {"path": "#"}),
        ("39]", "40]", {"LONG": "#"}),
    ],
)
def test_what_cannot_move_a_number_changes_nothing(folder, old, new, moved):
    """
    Comments and docstrings do not count; a short value is kept as it is written, anything else by its hash.
    """
    before = Code(folder).told()["threefronts.models.stock"]
    path = folder / "models" / "stock.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = Code(folder).told()["threefronts.models.stock"]
    found = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert set(found) == set(moved)
    for name, expected in moved.items():
        assert found[name] == expected or {text[0] for text in found[name]} == {expected}


def test_the_package_itself_can_be_read():
    """
    A function of a model leads to its own constants, through the real facades.
    """
    found = Code().uses("from threefronts.facts import judge\njudge('B01', as_of='2025-04-28')")
    assert found["threefronts.facts.judge", "judge"] == 1
    assert ("threefronts.facts.rules", "BELLIGERENTS") in found
    assert ("threefronts.charts.figure", "figure") not in found
