"""
Corrections: known upstream errors are put right when a table is loaded, as long as their guards hold.
"""

from datetime import date
from pathlib import Path

import pytest
from tables_project import NAME, ROWS, correct, make_project, row, write_rows

from threefronts.tables import TableError, load_table, seal


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """
    A project with one sealed table; returns its data folder.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    return make_project(tmp_path)


FALL = {
    "where": {"event_date": date(2024, 1, 2), "source_id": "one"},
    "expect": {"value": 8},
    "accept": "falls",
    "reason": "as published",
}


def test_an_accepted_fall_passes_and_its_guard_holds(project):
    """
    A fall needs an entry, and the entry only covers the value it was written for.
    """
    correct(project, FALL)
    write_rows(project, [ROWS[0], row(value="8"), ROWS[2]])
    assert seal(NAME)[0] == 3
    write_rows(project, [ROWS[0], row(value="7"), ROWS[2]])
    with pytest.raises(TableError, match="entry 1: value is 7, not the expected 8: review the entry"):
        seal(NAME)


def test_corrections_set_and_drop_when_loaded_but_not_on_disk(project):
    """
    The CSV keeps what upstream wrote; the reader sees what is right.
    """
    where = {"event_date": date(2024, 1, 3)}
    correct(
        project,
        {
            "where": where,
            "expect": {"value": 15},
            "set": {"value": 14, "note": "slip"},
            "reason": "typing error",
        },
        {
            "where": {"event_date": date(2024, 1, 2)},
            "expect": {"value": 12},
            "drop": True,
            "reason": "debris",
        },
    )
    assert load_table(NAME)[["value", "note"]].fillna("").values.tolist() == [[10, ""], [14, "slip"]]
    assert ROWS[2] in (project / f"{NAME}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"where": {"event_date": date(2023, 1, 1)}}, "no row fits"),
        ({"where": {"klass": "tank"}}, "names the column 'klass'"),
        ({"expect": {"value": 99}}, "value is 12, not the expected 99"),
        ({"expect": {}}, "lacks expect"),
        ({"reason": ""}, "lacks reason"),
        ({"drop": True}, "needs exactly one of"),
        ({"set": {"klass": 1}}, "sets the column 'klass'"),
        ({"set": {"value": "many"}}, "cannot set value to 'many'"),
    ],
)
def test_a_correction_that_no_longer_fits_is_refused(project, change, told):
    """
    When upstream repairs its error the entry has to go; it must not hit another row.
    """
    entry = {
        "where": {"event_date": date(2024, 1, 2)},
        "expect": {"value": 12},
        "set": {"value": 11},
        "reason": "r",
    }
    correct(project, entry | change)
    with pytest.raises(TableError, match=f"corrections.yml, entry 1: .*{told}"):
        load_table(NAME)


def test_a_correction_may_not_break_the_manifest(project):
    """
    The corrected table obeys the same rules as the raw one.
    """
    where = {"event_date": date(2024, 1, 3)}
    correct(project, {"where": where, "expect": {"value": 15}, "set": {"value": 11}, "reason": "r"})
    with pytest.raises(TableError, match="a cumulative count falls by 1 here"):
        seal(NAME)
