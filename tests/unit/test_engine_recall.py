"""
What an execution depends on, and what one run of an edition takes from the cache and gives to it.
"""

import json
from datetime import date

import nbformat
import pytest

from threefronts.editions import Edition
from threefronts.engine import inputs
from threefronts.engine.cache import Cache
from threefronts.engine.executed import Executed, Read
from threefronts.engine.inputs import inputs_of, surroundings
from threefronts.engine.plan import Run
from threefronts.engine.recall import Recall
from threefronts.engine.store import Store
from threefronts.engine.trace import fingerprint

EDITION = Edition("2025-04-28", "x", date(2025, 4, 28), date(2025, 4, 28))
MEGABYTE = 2**20


@pytest.fixture
def cache(tmp_path) -> Cache:
    """
    An empty cache of ten megabytes.
    """
    return Cache(Store(tmp_path / "cache", 10 * MEGABYTE))


@pytest.fixture
def run(tmp_path, monkeypatch) -> Run:
    """
    The run of a small notebook in a project of its own.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    cells = [nbformat.v4.new_markdown_cell("words"), nbformat.v4.new_code_cell("1 + 1")]
    path = tmp_path / "x.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return Run("battlefield/x", path, {"as_of": "2025-04-28", "days": 1})


def _edit(run, change) -> None:
    notebook = json.loads(run.source.read_text())
    change(notebook)
    run.source.write_text(json.dumps(notebook))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("cells", lambda notebook: notebook["cells"][1].update(source="1 + 2")),
        ("cells", lambda notebook: notebook["cells"][0].update(source="other words")),
        ("cells", lambda notebook: notebook["cells"][1]["metadata"].update(tags=["hide-input"])),
        ("cells", lambda notebook: notebook["cells"].pop()),
        ("kernel", lambda notebook: notebook["metadata"].update(kernelspec={"name": "other"})),
    ],
    ids=["code", "words", "tags", "fewer cells", "kernel"],
)
def test_a_change_of_the_notebook_is_another_input(run, part, change):
    """
    Cells with their tags, and the kernel, enter the key, each under its own name.
    """
    before = inputs_of(run, surroundings(), None)
    _edit(run, change)
    after = inputs_of(run, surroundings(), None)
    assert {name for name in before if before[name] != after[name]} == {part}


def test_what_an_execution_adds_to_a_notebook_is_no_input(run):
    """
    Outputs and counts of a notebook saved from Jupyter, and how its lines are stored, change nothing.
    """

    def save(notebook):
        notebook["cells"][1].update(execution_count=7, source=["1 ", "+ 1"])
        notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2"}]
        notebook["cells"][1]["metadata"]["execution"] = {"iopub.status.busy": "now"}

    before = inputs_of(run, surroundings(), None)
    _edit(run, save)
    assert inputs_of(run, surroundings(), None) == before


@pytest.mark.parametrize(
    ("name", "value", "counts"),
    [
        ("TZ", "Pacific/Auckland", True),
        ("LC_TIME", "uk_UA.UTF-8", True),
        ("PYTHONHASHSEED", "7", True),
        ("PYTHONUNBUFFERED", "yes", False),
        ("EDITOR", "ed", False),
    ],
)
def test_a_variable_counts_where_an_output_may_depend_on_it(run, monkeypatch, name, value, counts):
    """
    Zone, language and what Python takes, the variables apart that only say how it writes.
    """
    before = inputs_of(run, surroundings(), None)
    monkeypatch.setenv(name, value)
    assert (inputs_of(run, surroundings(), None) != before) is counts


def test_the_package_the_lock_and_the_facts_are_inputs(run, tmp_path, monkeypatch):
    """
    Any file of the package, the lock file, and the facts of the first wave by content.
    """
    package = tmp_path / "package"
    (package / "models").mkdir(parents=True)
    monkeypatch.setattr(inputs, "PACKAGE", package)
    seen = [inputs_of(run, surroundings(), None)]
    (package / "models" / "stock.py").write_text("1")
    seen.append(inputs_of(run, surroundings(), None))
    (tmp_path / "requirements.txt").write_text("pandas==3.1.1")
    seen.append(inputs_of(run, surroundings(), None))
    seen += [inputs_of(run, surroundings(), {"facts.json": text}) for text in ("{}", "{ }")]
    changed = [
        {name for name in one if one[name] != other[name]} for one, other in zip(seen, seen[1:], strict=False)
    ]
    assert changed == [{"package"}, {"environment"}, {"facts"}, {"facts"}]
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "stock.pyc").write_text("1")
    assert inputs_of(run, surroundings(), {"facts.json": "{ }"}) == seen[-1]


def _executed(text="done", reads=()) -> Executed:
    return Executed(text, reads, 1.0, 1.0)


def test_an_execution_is_taken_as_it_was_given(run, cache):
    """
    The second run of an edition finds the notebook and says that nothing changed.
    """
    first, second = Recall(EDITION, cache), Recall(EDITION, cache)
    assert first.take(run, None) is None
    first.give(run, None, _executed())
    assert second.take(run, None) == "done"
    assert str(first.outcomes[run.stem]) == "battlefield/x: executed: first run"
    assert str(second.outcomes[run.stem]) == "battlefield/x: kept: nothing changed"


def test_a_notebook_edited_while_it_ran_is_not_kept(run, cache):
    """
    Nobody knows which of the two texts was executed.
    """
    recall = Recall(EDITION, cache)
    recall.take(run, None)
    _edit(run, lambda notebook: notebook["cells"][1].update(source="1 + 2"))
    recall.give(run, None, _executed())
    assert recall.outcomes[run.stem].reasons == ("first run", "not kept: its inputs changed while it ran")
    assert Recall(EDITION, cache).take(run, None) is None


def test_an_execution_whose_reads_are_not_known_is_not_kept(run, cache):
    """
    A stock kernel is not traced: its notebook runs each time, and says why.
    """
    first, second = Recall(EDITION, cache), Recall(EDITION, cache)
    first.take(run, None)
    first.give(run, None, _executed(reads=None))
    assert first.outcomes[run.stem].reasons == ("first run", "not kept: what it read is not known")
    assert second.take(run, None) is None
    assert second.outcomes[run.stem].reasons == ("what its last run read is not known",)


def test_a_folder_that_cannot_be_written_costs_only_time(run, tmp_path):
    """
    The run goes on, and the explanation says that nothing was kept.
    """
    (tmp_path / "file").write_text("")
    recall = Recall(EDITION, Cache(Store(tmp_path / "file", MEGABYTE)))
    assert recall.take(run, None) is None
    recall.give(run, None, _executed())
    recall.end()
    assert recall.outcomes[run.stem].reasons[1].startswith("not kept: [Errno ")


def test_a_file_beside_one_that_was_read_is_seen_to_come(run, cache, tmp_path):
    """
    A table's corrections count even where there were none: the folder's names are among the reads.
    """
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_text("1")
    reads = tuple(Read(path, fingerprint(tmp_path / path)) for path in ("data", "data/x.csv"))
    first, second, third = (Recall(EDITION, cache) for _ in range(3))
    first.take(run, None)
    first.give(run, None, _executed(reads=reads))
    assert second.take(run, None) == "done"
    (tmp_path / "data" / "x.corrections.yml").write_text("")
    assert third.take(run, None) is None
    assert third.outcomes[run.stem].reasons == ("files came or went in data/",)
