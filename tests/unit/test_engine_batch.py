"""
Batches: a history over many days, a grid of assumptions; each execution once, each absence with its reason.
"""

import pandas as pd
import pytest
from batch_project import make_project, write_tanks

from threefronts.editions import edition_for
from threefronts.engine import Means, RunError, open_cache, run_edition
from threefronts.engine.batch import Batch, open_entries
from threefronts.engine.executors import LocalExecutor
from threefronts.engine.history import cases, course, days, read_table, tidy, write_table
from threefronts.engine.sweep import cases as grid_cases
from threefronts.engine.sweep import grid, with_parameters

WEEKS = ("week", "2022-02-22", "2022-03-08")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """
    The small project as the root; returns its folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path / "project"))
    return make_project(tmp_path / "project")


class Counting(LocalExecutor):
    """
    Counts what it is given.
    """

    def __init__(self) -> None:
        super().__init__(2)
        self.given = []

    def submit(self, task):
        self.given.append((task.stem, task.parameters["as_of"]))
        return super().submit(task)


def _history() -> tuple[pd.DataFrame, list]:
    with Counting() as executor:
        return tidy(Batch(executor, open_entries()).run(cases(days(*WEEKS)))), executor.given


def _row(table: pd.DataFrame, edition: str, key: str) -> pd.Series:
    (row,) = (row for _, row in table[(table["edition"] == edition) & (table["key"] == key)].iterrows())
    return row


def test_every_day_has_a_row_for_every_fact_and_an_absence_says_why(project):
    """
    A day before the data is a row with the notebook's own reason; so is a fact that one day's run left out.
    """
    table, given = _history()
    assert len(given) == 9
    facts = table[table["kind"] == "fact"]
    assert facts.groupby("edition").size().to_dict() == dict.fromkeys(
        ("2022-02-22", "2022-03-01", "2022-03-08"), 4
    )
    early = _row(table, "2022-02-22", "tanks_lost")
    assert (early["status"], early["reason"]) == (
        "no_data",
        "no data before 2022-03-01: the table starts on that day",
    )
    assert _row(table, "2022-03-01", "tanks_lost")["value"] == 10
    assert _row(table, "2022-03-01", "weeks_counted")["status"] == "not_recorded"
    last = _row(table, "2022-03-08", "tanks_lost")
    assert (last["value"], last["low"], last["high"], last["unit"], last["sources"]) == (
        30,
        0,
        1000,
        "vehicles",
        "oryx",
    )


def test_synthesis_is_given_the_facts_of_its_own_day(project):
    """
    The second wave adds up what the first one recorded for the same edition, also where one had no data.
    """
    table, _ = _history()
    assert course(table, "tanks_in_all").set_index("edition")["value"].to_dict() == {
        "2022-02-22": 50,
        "2022-03-01": 60,
        "2022-03-08": 82,
    }


def test_what_was_executed_is_not_executed_again_and_the_bytes_are_the_same(project, tmp_path):
    """
    A second backfill starts no kernel, not even for days without data; one changed row runs its readers only.
    """
    first, _ = _history()
    again, given = _history()
    for name, table in (("a.csv.gz", first), ("b.csv.gz", again)):
        write_table(table, tmp_path / name)
    assert given == []
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
    pd.testing.assert_frame_equal(read_table(tmp_path / "a.csv.gz"), pd.read_csv(tmp_path / "b.csv.gz"))
    write_tanks(project, {"2022-03-01": 11, "2022-03-08": 20})
    _, given = _history()
    assert {stem for stem, _ in given} == {"battlefield/losses", "synthesis/joined"}


def test_an_edition_that_was_run_is_not_executed_again_for_a_batch(project, tmp_path, monkeypatch):
    """
    A comparison takes its ends from what the editions' own runs left in the cache, with the same records.
    """
    monkeypatch.delenv("THREEFRONTS_CACHE", raising=False)
    run_edition(edition_for("2022-03-08"), tmp_path / "out", means=Means(cache=open_cache()))
    asked = cases(days("1", "2022-03-08", "2022-03-08"))
    with Counting() as executor:
        taken = tidy(Batch(executor, open_entries(), notebooks=open_cache()).run(asked))
        assert executor.given == []
        executed = tidy(Batch(executor, open_entries()).run(asked))
        assert len(executor.given) == 3
    pd.testing.assert_frame_equal(taken, executed)


def test_a_failing_notebook_is_a_row_and_runs_again_next_time(project):
    """
    Its day says what failed; the other notebooks of the day are as they were, and the failure is not kept.
    """
    source = project / "notebooks" / "industry" / "stores.ipynb"
    source.write_text(source.read_text().replace("50", "1 / 0"))
    table, _ = _history()
    failed = table[(table["stem"] == "industry/stores") & (table["kind"] == "chapter")]
    assert failed["status"].unique() == ["failed"]
    assert failed["reason"].str.contains("ZeroDivisionError: division by zero").all()
    assert _row(table, "2022-03-08", "tanks_lost")["value"] == 30
    _, given = _history()
    assert {*given} == {("industry/stores", str(day)) for day in days(*WEEKS)}
    joined = table[(table["stem"] == "synthesis/joined") & (table["kind"] == "chapter")]
    assert set(joined["reason"]) == {"synthesis/joined: not run: industry/stores failed"}


def test_a_grid_gives_a_row_for_each_combination_with_its_parameters(project):
    """
    The model of the notebook is applied to each value: the loss is proportional to the share.
    """
    combinations = grid({"share": "0.5:1.5:0.5", "known_at": "2022-03-01,2022-03-08"})
    source = project / "notebooks" / "battlefield" / "losses.ipynb"
    source.write_text(source.read_text().replace("share = 1", "share = 1.0"))
    (case,) = cases(days("1", "2022-03-08", "2022-03-08"))
    asked = grid_cases(case.edition, "battlefield/losses", combinations)
    with LocalExecutor(2) as executor:
        table = with_parameters(tidy(Batch(executor, open_entries()).run(asked)), asked, combinations)
    found = course(table, "tanks_lost").set_index(["share", "known_at"])["value"].to_dict()
    early, late = "2022-03-01", "2022-03-08"
    assert found == {
        (0.5, early): 5,
        (0.5, late): 15,
        (1.0, early): 10,
        (1.0, late): 30,
        (1.5, early): 15,
        (1.5, late): 45,
    }


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"share": "1:0:1"}, "its step leads away"),
        ({"share": "1:2:0"}, "start:stop:step"),
        ({"share": "1:a:1"}, "start:stop:step"),
        ({"share": ","}, "no value"),
        ({"share": "0.3,0.3"}, "stands twice"),
        ({"share": "nan:1:1"}, "start:stop:step"),
        ({"share": "0:inf:1"}, "start:stop:step"),
        ({"share": "0:1000000000:1"}, "1000000001 combinations"),
        ({"share": "1:600:1"}, "600 combinations, more than 500"),
    ],
)
def test_a_grid_that_cannot_be_meant_is_refused(values, told):
    """
    An empty, unreadable or very large grid is one message before anything runs.
    """
    with pytest.raises(RunError, match=told):
        grid(values)
    assert len(grid({"share": "1:600:1"}, is_meant=True)) == 600


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("fortnight", "2022-06-05", "2026-08-22"), "Write week, month or a number of days"),
        (("week", "2022-06-31", "2026-08-22"), "days such as 2022-06-05"),
        (("0", "2022-06-05", "2026-08-22"), "Write week, month"),
        (("week", "2026-08-22", "2022-06-05"), "no day from"),
    ],
)
def test_days_that_cannot_be_read_are_refused(asked, told):
    """
    The step and both days are checked before anything runs.
    """
    with pytest.raises(RunError, match=told):
        days(*asked)


def test_days_are_a_step_apart_and_none_lies_after_the_last():
    """
    Four years of weeks from 5 June 2022 are 220 Sundays; months keep the day of the month.
    """
    weeks = days("week", "2022-06-05", "2026-08-22")
    assert (len(weeks), str(weeks[-1]), {day.weekday() for day in weeks}) == (220, "2026-08-16", {6})
    ends = [str(day) for day in days("month", "2024-10-31", "2025-03-31")]
    assert ends == ["2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28", "2025-03-31"]
    assert [str(day) for day in days("99999999999999", "2025-01-01", "2025-01-31")] == ["2025-01-01"]
    assert days("10 days", "2025-01-01", "2025-01-31") == days("10", "2025-01-01", "2025-01-31")


def test_a_list_may_quote_and_a_range_gives_plain_numbers():
    """
    A value with a comma stands in quotation marks; an integer parameter accepts what a range makes.
    """
    assert [chosen["who"] for chosen in grid({"who": '"a,b",c'})] == ["a,b", "c"]
    assert [chosen["n"] for chosen in grid({"n": "1e3:2e3:5e2"})] == ["1000", "1500", "2000"]


def test_a_key_that_nobody_recorded_is_told_with_its_neighbours(project, tmp_path):
    """
    A slip in a fact's name is answered with the names that are near; another file is named as such.
    """
    table, _ = _history()
    with pytest.raises(RunError, match="Near: tanks_lost"):
        course(table, "tank_lost")
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(RunError, match="no table of a backfill"):
        read_table(tmp_path / "other.csv")
