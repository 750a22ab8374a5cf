"""
The map's outlines become areas: beside the archive's and never among them, and no outline is kept.
"""

import gzip
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from map_project import FOLDER, NAME, SOURCE, TABLES, TODAY, edit, path_of, widened
from refresh_project import everything

from threefronts.refresh import read_upstreams
from threefronts.refresh.parts import ARCHIVES, recipe_of, table_on_disk
from threefronts.sources import deepstate_outlines
from threefronts.tables import TableError, load_table, read_manifest


def test_a_refresh_gives_exactly_the_committed_bytes(mapped, refreshed):
    """
    The areas of the outlines stand beside the archive's, and the archive's rows are as they were.
    """
    outcome = refreshed()
    assert (outcome.status, outcome.changes[0].added) == ("refreshed", 20)
    current = (TABLES / "occupied_area_current.csv").read_bytes()
    assert (mapped / f"{NAME}.csv").read_bytes() == current
    assert set((TABLES / "occupied_area_stale.csv").read_bytes().splitlines()) <= set(current.splitlines())
    assert read_manifest(NAME).vintage == TODAY


def test_several_runs_end_in_the_same_bytes(mapped, refreshed):
    """
    Day by day or all at once, the same table; and a run without news changes nothing.
    """
    for day in (22, 23, 25, 30, 31):
        assert not refreshed(today=date(2026, 8, day)).has_failed
    assert (mapped / f"{NAME}.csv").read_bytes() == (TABLES / "occupied_area_current.csv").read_bytes()
    before = everything(mapped)
    assert refreshed().status == "unchanged"
    assert everything(mapped) == before


def test_of_each_day_and_week_one_archive_is_used(mapped, refreshed):
    """
    Computed areas are used only where the archive has none, so a series is never of both on one day.
    """
    refreshed()
    areas = load_table(NAME)
    used = areas[areas["is_used"]]
    assert not used[used["scope"].eq("total_daily")].duplicated("event_date").any()
    weekly = used[used["scope"].eq("oblast_weekly")]
    assert (weekly.groupby("week_ending")["archive"].nunique() == 1).all()
    newest = weekly.groupby("archive")["week_ending"].max().dt.strftime("%Y-%m-%d").to_dict()
    assert newest == {"deepstate_map_data": "2026-08-23", "refreshed_outlines": "2026-08-30"}


def test_no_outline_is_kept(mapped, refreshed):
    """
    The licence of the outlines allows figures only.
    """
    before = set(everything(mapped))
    refreshed()
    assert {name for name in set(everything(mapped)) - before if "vintages" not in name} == set()
    assert not any(b"MultiPolygon" in content for content in everything(mapped / "battlefield").values())
    assert not [path for path in mapped.parent.rglob("*.geojson")]


def test_days_that_nobody_copied_are_passed_over(mapped, publisher, refreshed):
    """
    The mirror misses some days; the week then ends on its last map.
    """
    (publisher.folder / path_of("20260830")).unlink()
    assert refreshed().status == "refreshed"
    areas = load_table(NAME)
    week = areas[areas["week_ending"].eq("2026-08-30")]
    assert set(week["event_date"].dt.strftime("%Y-%m-%d")) == {"2026-08-29"}


def test_a_week_that_is_not_over_has_no_areas_by_oblast(mapped, refreshed):
    """
    What is written for a week stays, since a later day of it cannot come.
    """
    refreshed(today=date(2026, 8, 29))
    weeks = load_table(NAME).loc[lambda rows: rows["archive"].eq("refreshed_outlines"), "week_ending"]
    assert weeks.max().strftime("%Y-%m-%d") == "2026-08-23"


def test_a_revised_outline_keeps_the_old_table_as_a_vintage(mapped, publisher, refreshed):
    """
    The days before the newest are read again, and what an edition was made from stays.
    """
    refreshed(today=date(2026, 8, 31))
    old = (mapped / f"{NAME}.csv").read_bytes()
    edit(publisher, "20260829", widened(0.01))
    change = refreshed().changes[0]
    assert (change.added, change.revised, change.withdrawn) == (0, 1, 0)
    assert "total_daily, 2026-08-29, UA, refreshed_outlines: area_km2 17," in str(change.largest)
    kept = mapped / "battlefield" / "vintages" / "occupied_area.2026-08-31.csv.gz"
    assert gzip.decompress(kept.read_bytes()) == old


@pytest.mark.parametrize(
    ("degrees", "told"),
    [
        (0.05, "but 17,205.3 in archives: more than the 2 apart of data/upstreams.yml"),
        (0.003, "more than the 2 apart of data/upstreams.yml: look whether the method changed"),
    ],
)
def test_areas_unlike_the_archives_are_refused(mapped, publisher, refreshed, degrees, told):
    """
    On the days that both have, the totals are of the same outlines: another area means another method.
    """
    for day in ("20260821", "20260822"):
        edit(publisher, day, widened(degrees))
    before = everything(mapped)
    outcome = refreshed()
    assert outcome.has_failed
    assert told in outcome.message
    assert everything(mapped) == before
    assert refreshed(accept_revision=True).status == "refreshed"


def test_areas_that_cannot_be_compared_are_refused(mapped, publisher, refreshed):
    """
    Without a day that the archive has too, nothing tells whether the areas are of one kind.
    """
    for day in ("20260815", "20260816", "20260821", "20260822"):
        (publisher.folder / path_of(day)).unlink()
    assert "no row is shared with what the table has from archives" in refreshed().message


@pytest.mark.parametrize("library", ["shapely", "pyproj"])
def test_without_the_extra_one_message_names_it(mapped, refreshed, monkeypatch, library):
    """
    Whoever refreshes the map alone needs the libraries of geometry.
    """
    monkeypatch.setitem(sys.modules, library, None)
    outcome = refreshed()
    assert outcome.has_failed
    assert f"{library} is not installed" in outcome.message
    assert "pip install 'threefronts[refresh]'" in outcome.message


def test_outlines_already_downloaded_are_read_from_a_folder(mapped, published, tmp_path, refreshed):
    """
    The publisher's own files in a folder give the same table; older ones there are not read.
    """
    here = Path(shutil.copytree(published / FOLDER, tmp_path / "here" / "deepstate"))
    (here / "deepstatemap_data_20240708.geojson").write_text("{}")
    (here / "deepstatemap_data_latest.geojson").write_text("{}")
    assert refreshed(folder=tmp_path / "here").status == "refreshed"
    assert (mapped / f"{NAME}.csv").read_bytes() == (TABLES / "occupied_area_current.csv").read_bytes()


def test_archives_read_anew_leave_computed_areas(stale, small_upstream, run, refreshed):
    """
    The adapter of the archives knows nothing of the outlines, and does not withdraw what they gave.
    """
    refreshed()
    computed = table_on_disk(NAME).query("archive == 'refreshed_outlines'").drop(columns="is_used")
    outcome = run(NAME, folder=small_upstream, accept_revision=True)[NAME]
    assert outcome.status == "refreshed"
    left = table_on_disk(NAME).query("archive == 'refreshed_outlines'").drop(columns="is_used")
    assert left.to_csv(index=False) == computed.to_csv(index=False)


def test_no_step_of_the_archives_since_2023_is_beyond_the_bound():
    """
    A bound that real days break would stop the refresh; autumn 2022 would, and then a person looks.
    """
    bound = read_upstreams()[SOURCE].tables[NAME]
    areas = recipe_of(NAME).split(table_on_disk(NAME))[ARCHIVES].query("is_used").sort_values("event_date")
    for scope, limit in bound.daily.items():
        rows = areas[areas["scope"].eq(scope) & areas["event_date"].ge("2023-01-01")]
        grouped = rows.groupby("oblast_id")
        steps = (grouped["area_km2"].diff() / grouped["event_date"].diff().dt.days).abs()
        assert limit / 3 < steps.max() < limit


def test_a_file_named_otherwise_is_refused(tmp_path):
    """
    The day of a file is in its name alone.
    """
    (tmp_path / "deepstate").mkdir()
    with pytest.raises(TableError, match="deepstate/ holds no outlines"):
        deepstate_outlines.build(tmp_path, load_table("shared/oblasts"))
    for name in ("deepstatemap_data_20260231", "today"):
        path = tmp_path / "deepstate" / f"{name}.geojson"
        path.write_text("{}")
        with pytest.raises(TableError, match=f"{name}.geojson: must be deepstatemap_data_"):
            deepstate_outlines.build(tmp_path, load_table("shared/oblasts"))
        path.unlink()
