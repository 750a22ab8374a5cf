"""
backfill, history and sweep at the command line: tables that are whole, and one clear message for each slip.
"""

import pandas as pd
import pytest
from batch_project import make_project

WEEKS = ("--every", "week", "--from", "2022-02-22", "--to", "2022-03-08")
DAY = ("--as-of", "2022-03-08")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """
    The small project as the root and its parent as the working folder; returns its folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path / "project"))
    monkeypatch.chdir(tmp_path)
    return make_project(tmp_path / "project")


def test_a_backfill_has_a_row_for_every_edition_and_fact_and_its_history_is_drawn(project, command):
    """
    The day before the first row is a row with its reason; a second backfill writes the same bytes.
    """
    status, told, _ = command("backfill", *WEEKS, "-o", "all.csv")
    assert (status, told.strip()) == (0, "all.csv: 21 rows of 3 editions")
    first = (project.parent / "all.csv").read_bytes()
    table = pd.read_csv(project.parent / "all.csv")
    facts = table[table["kind"] == "fact"]
    assert not facts.duplicated(["edition", "stem", "key"]).any()
    assert (facts.groupby("key").size() == 3).all()
    early = facts[(facts["edition"] == "2022-02-22") & (facts["key"] == "tanks_lost")].iloc[0]
    assert early["status"] == "no_data"
    assert early["reason"] == "no data before 2022-03-01: the table starts on that day"
    assert command("backfill", *WEEKS, "-o", "all.csv")[0] == 0
    assert (project.parent / "all.csv").read_bytes() == first

    status, told, _ = command("history", "tanks_lost", "--table", "all.csv", "-o", "drawn")
    assert status == 0
    assert "2022-02-22  no_data: no data before 2022-03-01: the table starts on that day" in told
    assert "2022-03-08  30 vehicles  [0, 1,000]" in told
    assert {path.suffix for path in (project.parent / "drawn").iterdir()} == {".svg", ".png", ".json"}


def test_a_sweep_has_a_row_for_every_combination(project, command):
    """
    The fact follows the parameter.
    """
    words = ("sweep", "battlefield/losses", "-p", "share=1:3:1", *DAY, "-o", "grid")
    assert command(*words)[0] == 0
    table = pd.read_csv(project.parent / "grid" / "facts.csv")
    lost = table[table["key"] == "tanks_lost"].set_index("share")["value"]
    assert lost.to_dict() == {1: 30, 2: 60, 3: 90}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("backfill", "--every", "fortnight"), "Write week, month or a number of days"),
        (("backfill", "--from", "2022-03-08", "--to", "2022-03-01"), "no day from 2022-03-08 to 2022-03-01"),
        (("backfill", *WEEKS, "--only", "industry/tanks"), "there is no notebook industry/tanks"),
        (("backfill", *WEEKS, "--scheduler", "tls://127.0.0.1:9"), "no Dask scheduler answers at tls://"),
        (("history", "tanks_lost", "--table", "none.csv"), "none.csv is no table of a backfill"),
        (("sweep", "battlefield/losses"), "name at least one parameter"),
        (("sweep", "battlefield/losses", "-p", "share=3:1:1", *DAY), "the range is empty"),
        (
            ("sweep", "battlefield/losses", "-p", "part=1,2", *DAY),
            "no notebook that runs has the parameter part",
        ),
    ],
)
def test_a_slip_is_one_message_and_writes_nothing(project, command, words, message):
    """
    What, where and what to do; no traceback, no file.
    """
    before = sorted(project.parent.rglob("*.csv*"))
    status, _, told = command(*words)
    assert status != 0
    assert message in " ".join(told.replace("│", " ").split())
    assert "Traceback" not in told
    assert sorted(project.parent.rglob("*.csv*")) == before
