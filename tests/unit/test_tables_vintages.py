"""
Vintages: an edition reads the copy of a table that was made soonest after its day.
"""

import gzip
import shutil

import pytest
import yaml
from tables_project import NAME, ROWS, make_project, manifest, row, write_rows

from threefronts.tables import TableError, load_table, read_manifest, seal

REVISED = [ROWS[0], row(value="11"), ROWS[2]]


@pytest.fixture
def revised(tmp_path, monkeypatch):
    """
    A table whose second day was revised on 2024-06-01, with its state of 2024-02-01 kept beside it.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    data = make_project(tmp_path)
    folder = data / "battlefield" / "vintages"
    folder.mkdir()
    kept = folder / "losses.2024-02-01.csv.gz"
    kept.write_bytes(gzip.compress((data / f"{NAME}.csv").read_bytes(), mtime=0))
    shutil.copyfile(data / f"{NAME}.yml", folder / "losses.2024-02-01.yml")
    (data / f"{NAME}.yml").write_text(yaml.safe_dump(manifest(), sort_keys=False), encoding="utf-8")
    write_rows(data, REVISED)
    seal(NAME)
    return data


@pytest.mark.parametrize(
    ("known_at", "second_day"), [("2024-01-10", 12), ("2024-02-01", 12), ("2024-02-02", 11), (None, 11)]
)
def test_an_edition_reads_what_was_known_then(revised, known_at, second_day):
    """
    Up to the day of the kept copy its text counts; later editions, and no edition, read the revision.
    """
    assert load_table(NAME, known_at)["value"].tolist()[1] == second_day


def test_a_kept_copy_is_held_against_its_own_manifest(revised):
    """
    A packed copy that was changed is refused like any table, by its name.
    """
    kept = revised / "battlefield" / "vintages" / "losses.2024-02-01.csv.gz"
    kept.write_bytes(gzip.compress(b"changed"))
    with pytest.raises(TableError, match="vintages/losses.2024-02-01"):
        load_table(NAME, "2024-01-10")
    assert read_manifest(NAME).csv_path.suffix == ".csv"
