"""
Every table on disk: paired with its manifest, valid, sealed, its sources known.
"""

import json
import time

import pandas as pd
import pytest

from threefronts.sources.outlines import area_km2, laid_out
from threefronts.tables import data_dir, load_table, read_manifest, read_sources, table_names, validate
from threefronts.tables.corrections import read_corrections
from threefronts.tables.load import check_seal
from threefronts.tables.text import read_text_table

TABLES = table_names()
BATTLEFIELD = [
    "battlefield/air_attacks",
    "battlefield/equipment_classes",
    "battlefield/equipment_losses",
    "battlefield/occupied_area",
    "battlefield/personnel_losses_claimed",
    "battlefield/weapon_groups",
    "shared/oblasts",
]


def test_every_csv_has_a_manifest_and_back():
    """
    No table can be added without a manifest, and no manifest can outlive its table.
    """
    manifests = sorted(
        str(path.relative_to(data_dir()).with_suffix(""))
        for path in data_dir().glob("*/*.yml")
        if not path.name.endswith(".corrections.yml")
    )
    assert manifests == TABLES


def test_every_corrections_file_belongs_to_a_table():
    """
    A correction of a renamed table would silently stop to apply.
    """
    names = {
        str(path.relative_to(data_dir())).removesuffix(".corrections.yml")
        for path in data_dir().glob("*/*.corrections.yml")
    }
    assert names <= set(TABLES)
    assert all(read_corrections(name) for name in names)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_obeys_its_manifest(name):
    """
    Columns, types, ranges, keys and running totals are as the manifest says, and the bytes are sealed.
    """
    manifest = read_manifest(name)
    check_seal(manifest)
    assert len(validate(read_text_table(manifest.csv_path, name), manifest)) == manifest.rows


@pytest.mark.parametrize("name", TABLES)
def test_every_manifest_is_short_and_complete(name):
    """
    A manifest is read by people: 45 lines at most, a builder unless transcribed, a dated licence.
    """
    manifest = read_manifest(name)
    assert len(manifest.path.read_text(encoding="utf-8").splitlines()) <= 45
    assert manifest.table_class == "transcribed" or manifest.builder
    assert {"name", "redistribution", "checked"} <= set(manifest.licence)
    assert manifest.consumers


@pytest.mark.parametrize("name", TABLES)
def test_every_source_is_in_the_register(name):
    """
    Who says it can be looked up for the table and for each of its rows.
    """
    frame = load_table(name)
    cited = set(read_manifest(name).sources)
    if "source_id" in frame.columns:
        cited |= set(frame["source_id"].dropna())
    assert cited - set(read_sources()) == set()


@pytest.mark.parametrize("name", BATTLEFIELD)
def test_loading_is_fast_enough_for_notebooks(name):
    """
    Every notebook loads its tables at each run.
    """
    load_table(name)
    started = time.perf_counter()
    load_table(name)
    assert time.perf_counter() - started < 0.5
    assert read_manifest(name).csv_path.stat().st_size < 5_000_000


def test_every_label_of_the_losses_is_mapped_as_the_mapping_says():
    """
    The mapping table is the one place of mapping: the losses repeat it and add nothing.
    """
    losses, classes = load_table("battlefield/equipment_losses"), load_table("battlefield/equipment_classes")
    pairs = losses[["source_id", "source_class", "equipment_class"]].drop_duplicates()
    joined = pairs.merge(classes, on=["source_id", "source_class"], how="left", suffixes=("", "_mapped"))
    assert joined["equipment_class"].tolist() == joined["equipment_class_mapped"].tolist()


def test_successors_of_labels_are_labels_of_the_same_source():
    """
    A label that was taken over names an existing one.
    """
    classes = load_table("battlefield/equipment_classes")
    labels = set(zip(classes["source_id"], classes["source_class"], strict=True))
    named = classes.dropna(subset="superseded_by")
    assert set(zip(named["source_id"], named["superseded_by"], strict=True)) <= labels


def test_of_rival_mirrors_exactly_one_value_is_used():
    """
    Where mirrors differ both values stay, one is used; where they agree there is one row.
    """
    losses = load_table("battlefield/equipment_losses")
    used = losses.groupby(["source_id", "country", "source_class", "event_date"])["is_used"].agg(
        ["sum", "size"]
    )
    assert set(used["sum"]) == {1}
    assert set(used["size"]) == {1, 2}
    assert len(losses[~losses["is_used"]]) == 108


def test_the_debris_of_26_december_2022_is_restored():
    """
    The heading cut in two gives its printed total of 1,849; no piece of it remains.
    """
    losses = load_table("battlefield/equipment_losses")
    day = losses[losses["event_date"].eq("2022-12-26") & losses["country"].eq("russia")]
    assert day.loc[day["source_class"].eq("Infantry Fighting Vehicles"), "value"].tolist() == [1849]
    assert not losses["source_class"].str.contains("tured|of which").any()


def test_vehicles_go_on_without_a_step_when_two_lines_became_one():
    """
    Vehicles and fuel tanks, printed apart until April 2022, sum to the later line.
    """
    losses = load_table("battlefield/equipment_losses")
    vehicles = losses[losses["equipment_class"].eq("vehicle") & losses["source_id"].eq("general_staff_ua")]
    totals = vehicles[vehicles["is_used"]].groupby("event_date")["value"].sum()
    assert totals.loc["2022-04-30":"2022-05-01"].tolist() == [1701 + 76, 1796]


def test_oblasts_are_the_25_units_in_our_spelling():
    """
    Crimea is in Ukraine, and names are Kyiv, Odesa, Lviv and Zaporizhzhia whatever a source writes.
    """
    oblasts = load_table("shared/oblasts").set_index("oblast_id")["oblast"]
    assert len(oblasts) == 25
    assert oblasts["UA-43"] == "Crimea"
    spelled = [oblasts[unit] for unit in ("UA-32", "UA-51", "UA-46", "UA-23")]
    assert spelled == ["Kyiv Oblast", "Odesa Oblast", "Lviv Oblast", "Zaporizhzhia Oblast"]


def test_areas_are_of_known_oblasts_and_within_them():
    """
    Areas and outlines join by id, and no oblast is more than full.
    """
    areas = load_table("battlefield/occupied_area")
    weekly = areas[areas["scope"].eq("oblast_weekly")]
    assert set(weekly["oblast_id"]) <= set(load_table("shared/oblasts")["oblast_id"])
    assert (weekly["area_km2"] <= weekly["oblast_area_km2"]).all()


def test_oblasts_add_up_to_the_daily_total_but_for_the_coast_and_sevastopol():
    """
    Weekly areas leave out 1,660 to 2,130 km2 of coast and Sevastopol, as the manifest says.
    """
    areas = load_table("battlefield/occupied_area")
    weekly = areas[areas["scope"].eq("oblast_weekly")].groupby("event_date")["area_km2"].sum()
    daily = areas[areas["scope"].eq("total_daily") & areas["is_used"]].set_index("event_date")["area_km2"]
    outside = (daily - weekly).dropna()
    assert len(outside) > 200
    assert (outside.min().round(-1), outside.max().round(-1)) == (1660, 2130)


def test_the_simplified_oblasts_are_nearly_as_large_as_those_the_archives_were_clipped_by():
    """
    A refresh clips areas by the simplified outlines, which are up to 0.3 % off as the manifest says.
    """
    areas = load_table("battlefield/occupied_area")
    clipped = areas[areas["scope"].eq("oblast_weekly") & areas["archive"].ne("refreshed_outlines")]
    full = clipped.groupby("oblast_id")["oblast_area_km2"].last()
    drawn = load_table("shared/oblasts").set_index("oblast_id")["geometry"].loc[full.index]
    simple = drawn.map(lambda text: area_km2(laid_out(json.loads(text), "shared/oblasts")))
    off = (100 * (simple - full) / full).abs().round(1)
    assert (off.max(), off.idxmax()) == (0.3, "UA-43")
    assert (simple - full).abs().max() < 85


def test_the_outline_of_crimea_was_redrawn_in_september_2022():
    """
    The one break of the series is where the manifest says, and it is no conquest.
    """
    areas = load_table("battlefield/occupied_area")
    crimea = areas[areas["oblast_id"].eq("UA-43")].set_index("event_date")["area_km2"]
    assert crimea.loc["2022-09-11":"2022-09-18"].tolist() == [26083.7, 26847.3]
    daily = areas[areas["scope"].eq("total_daily") & areas["is_used"]].set_index("event_date")["area_km2"]
    assert daily.loc["2022-09-17":"2022-09-18"].diff().iloc[-1].round() == 796


def test_an_edition_sees_nothing_published_later():
    """
    Every dated table is cut at the day by which its rows had been published.
    """
    for name in TABLES:
        frame = load_table(name, known_at="2024-12-31")
        if "published_on" in frame.columns:
            assert frame.empty or frame["published_on"].max() <= pd.Timestamp("2024-12-31")
