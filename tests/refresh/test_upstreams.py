"""
The list of upstreams names what exists, and its bounds fit the series that the tables hold.
"""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from local_upstream import serving
from refresh_project import TODAY, everything

from threefronts.refresh import read_upstreams, refresh
from threefronts.refresh.compare import compare
from threefronts.refresh.errors import RefreshError
from threefronts.refresh.guard import check_bound
from threefronts.refresh.parts import MIRRORS, WHOLE, recipe_of, table_on_disk, typed
from threefronts.sources import ADAPTERS, general_staff, general_staff_json, import_tables
from threefronts.tables import data_dir, load_table, read_manifest, read_sources, table_names
from threefronts.tables.write import to_csv_text

UPSTREAMS = read_upstreams()
FED = sorted({table for upstream in UPSTREAMS.values() for table in upstream.tables})
BULLETINS = ("general_staff_petro", "general_staff_lod_db")


def test_a_count_in_a_key_is_the_same_count_whatever_its_type():
    """
    A key that holds a number names one row, whether it was read as a whole number or not.
    """
    name = "battlefield/confirmed_deaths"
    old = load_table(name)
    assert compare(name, old, old.assign(value=old["value"].astype("float64"))).is_empty


@pytest.mark.parametrize("name", UPSTREAMS)
def test_every_upstream_feeds_tables_that_exist(name):
    """
    A mistyped table or source would never be refreshed.
    """
    upstream = UPSTREAMS[name]
    entry = yaml.safe_load((data_dir() / "upstreams.yml").read_text(encoding="utf-8"))[name]
    assert set(upstream.tables) <= set(ADAPTERS) & set(table_names())
    assert entry["source"] in read_sources()
    assert upstream.look.startswith("https://")
    assert all(entry["source"] in read_manifest(table).sources for table in upstream.tables)


@pytest.mark.parametrize("name", [name for name in UPSTREAMS if UPSTREAMS[name].files])
def test_an_upstream_names_every_file_its_adapter_reads(name):
    """
    Files have one place each, below one folder, and a cap.
    """
    files = UPSTREAMS[name].files
    assert len({file.file for file in files}) == len(files)
    assert all(len(Path(file.file).parts) >= 2 and 0 < file.max_bytes <= 50_000_000 for file in files)


@pytest.mark.parametrize("table", FED)
def test_a_table_taken_apart_and_put_together_is_the_same(table):
    """
    What each upstream says stands in the table whole, so one can be refreshed without the others.
    """
    recipe, manifest = recipe_of(table), read_manifest(table)
    again = typed(table, recipe.combine(recipe.split(table_on_disk(table))))
    assert to_csv_text(again, manifest).encode("utf-8") == manifest.csv_path.read_bytes()


@pytest.mark.parametrize("name", ["general_staff_petro", "general_staff_lod_db", "missiles", "kiel", "sipri"])
def test_no_day_so_far_is_beyond_its_bound(name):
    """
    A bound that real figures break would stop every refresh.
    """
    for table, bound in UPSTREAMS[name].tables.items():
        part = recipe_of(table).split(table_on_disk(table))[name if name in MIRRORS else WHOLE]
        check_bound(compare(table, part.iloc[:0], part), part, bound)


def test_a_bound_stops_a_slip_of_a_digit():
    """
    Ten times the newest day's figures is beyond every bound.
    """
    upstream = UPSTREAMS["general_staff_petro"]
    for table, bound in upstream.tables.items():
        part = recipe_of(table).split(table_on_disk(table))[upstream.name]
        for label in part.loc[part["event_date"].eq(part["event_date"].max()), "source_class"]:
            newest = part["source_class"].eq(label) & part["event_date"].eq(part["event_date"].max())
            if part.loc[newest, "value"].item() < 30:
                continue
            slipped = part.assign(value=part["value"].where(~newest, part["value"] * 10))
            with pytest.raises(RefreshError, match="beyond the bound"):
                check_bound(compare(table, part, slipped), slipped, bound)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"files": []}, "needs either files or by_hand"),
        (
            {"files": [{"address": "http://a", "file": "a/b", "content": "json", "max_bytes": 1}]},
            "must be https",
        ),
        ({"files": [{"address": "https://a"}]}, "TypeError"),
        ({"tables": {"a/b": {"of": "jump", "column": "v", "by": "c", "daily_bound": {}}}}, "of is 'jump'"),
        ({"look": None, "whole": None, "tables": None}, "AttributeError"),
    ],
)
def test_a_wrong_entry_is_told(stale, change, told):
    """
    A slip in data/upstreams.yml is one message.
    """
    path = stale / "upstreams.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries["missiles"] |= change
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    with pytest.raises(RefreshError, match=told):
        read_upstreams()


def test_the_json_of_both_mirrors_is_the_merged_csvs(full_upstream):
    """
    What the mirrors publish gives the very rows of the CSVs that were merged from it.
    """
    by_key = ["source_class", "event_date", "mirror"]
    pairs = general_staff_json.read_first(full_upstream), general_staff_json.read_second(full_upstream)
    from_json = general_staff.reconcile(*pairs).sort_values(by_key).reset_index(drop=True)
    from_csv = general_staff.parse(full_upstream).sort_values(by_key).reset_index(drop=True)
    assert from_json.equals(from_csv)
    for table, file in (
        (general_staff_json.first_table(full_upstream), general_staff.FIRST),
        (general_staff_json.second_table(full_upstream), general_staff.SECOND),
    ):
        header = (full_upstream / file).read_text(encoding="utf-8").splitlines()[0]
        assert ",".join(table.columns) == header


def test_a_refresh_over_stale_copies_gives_exactly_the_committed_tables(data_copy, full_upstream, tmp_path):
    """
    The General Staff's tables, weeks behind, become the committed ones to the byte; nothing else moves.
    """
    names = list(UPSTREAMS[BULLETINS[0]].tables)
    committed = _without_vintage(everything(data_copy))
    old = tmp_path / "old"
    for folder in ("general_staff", "oryx"):
        shutil.copytree(full_upstream / folder, old / folder)
    for file in (general_staff.FIRST, general_staff.SECOND):
        header, *lines = (full_upstream / file).read_text(encoding="utf-8").splitlines(keepends=True)
        (old / file).chmod(0o644)
        (old / file).write_text(
            header + "".join(line for line in lines if line < "2026-07-02"), encoding="utf-8"
        )
    import_tables(names, old)
    assert _without_vintage(everything(data_copy)) != committed
    for file in (file for name in BULLETINS for file in UPSTREAMS[name].files):
        served = tmp_path / "served" / urlsplit(file.address).path.lstrip("/")
        served.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(full_upstream / file.file, served)
    with serving(tmp_path / "served") as server:
        outcomes = refresh(BULLETINS, base=server.base, today=TODAY)
    assert [outcome.status for outcome in outcomes] == ["refreshed", "refreshed"]
    assert _without_vintage(everything(data_copy)) == committed


def _without_vintage(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: re.sub(rb"(?m)^vintage: .*$", b"vintage:", content) for name, content in files.items()}
