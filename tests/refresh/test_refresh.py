"""
A refresh brings a table that is behind to what the publishers say now, and keeps what they said before.
"""

import gzip
import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from refresh_project import SOURCES, TABLES, TODAY, everything, state_file

from threefronts.refresh import RefreshError, read_upstreams, refresh
from threefronts.tables import read_manifest
from threefronts.tables.vintages import vintage_for

EQUIPMENT = "PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/main/data/russia_losses_equipment.json"
SECOND = "lod-db/orc-losses/main/russian-losses.json"
LOSSES = "battlefield/equipment_losses"


def _tables(folder: Path) -> dict[str, bytes]:
    return {
        f"{name}{end}": (folder / f"{name}{end}").read_bytes() for name in TABLES for end in (".csv", ".yml")
    }


def _revise(publisher, path: str, day: str, **values: int) -> None:
    file = publisher.folder / path
    days = json.loads(file.read_text(encoding="utf-8"))
    next(entry for entry in days if entry["date"] == day).update(values)
    file.write_text(json.dumps(days), encoding="utf-8")


def test_a_refresh_gives_exactly_the_bytes_of_the_merged_files(stale, current_project, run):
    """
    From the publishers' own files over a stale copy to the tables that the merged CSVs give, to the byte.
    """
    outcomes = run(*SOURCES)
    assert {outcome.status for outcome in outcomes.values()} == {"refreshed"}
    assert _tables(stale) == _tables(current_project / "data")
    assert {name for name in everything(stale) if "vintages" in name} == set()


def test_the_order_and_the_number_of_runs_do_not_matter(stale, current_project, run):
    """
    One source a run, last first, ends in the same bytes as all at once.
    """
    for source in reversed(SOURCES):
        assert not run(source)[source].has_failed
    assert _tables(stale) == _tables(current_project / "data")


def test_the_summary_counts_what_moved(stale, publisher, run):
    """
    Rows added, revised and withdrawn are the source's own, and the largest revision shows both values.
    """
    _revise(publisher, EQUIPMENT, "2026-03-04", tank=11_759, APC=24_197)
    losses, people = run("general_staff_petro")["general_staff_petro"].changes
    assert (losses.added, losses.revised, losses.withdrawn) == (28, 2, 0)
    assert (people.table, people.added, people.revised) == ("battlefield/personnel_losses_claimed", 2, 0)
    assert "2026-03-04: value" in str(losses.largest)


def test_a_second_refresh_asks_for_newer_versions_only(stale, publisher, run):
    """
    The second run sends the versions it holds, gets 304 and changes nothing.
    """
    run("general_staff_petro", "missiles")
    before, asked = everything(stale), len(publisher.asked)
    outcomes = run("general_staff_petro", "missiles")
    assert {outcome.message for outcome in outcomes.values()} == {"nothing new upstream"}
    assert all("If-None-Match" in headers for _, headers in publisher.asked[asked:])
    assert everything(stale) == before


def test_one_newer_file_of_two_brings_both(stale, publisher, run):
    """
    A source of two files is read from both, also where only one of them is newer.
    """
    run("general_staff_petro")
    _revise(publisher, EQUIPMENT, "2026-08-08", tank=12_300)
    outcome = run("general_staff_petro")["general_staff_petro"]
    assert outcome.changes[0].revised == 1


def test_a_table_put_back_is_fetched_again(stale, stale_project, run):
    """
    The versions remembered hold only for the tables they were written to.
    """
    run("missiles")
    shutil.copytree(stale_project / "data", stale, dirs_exist_ok=True)
    assert run("missiles")["missiles"].status == "refreshed"


def test_a_dry_run_writes_nothing(stale, run):
    """
    It says what would change, and neither tables nor remembered versions move.
    """
    before = everything(stale)
    outcomes = run(*SOURCES, dry_run=True)
    assert {outcome.status for outcome in outcomes.values()} == {"would_refresh"}
    assert all(outcome.changes for outcome in outcomes.values())
    assert everything(stale) == before
    assert not state_file().exists()


def test_a_revision_keeps_the_old_table_as_a_vintage(stale, publisher, run):
    """
    What an older edition was made from stays, byte for byte, under the day it was copied.
    """
    old = (stale / f"{LOSSES}.csv").read_bytes()
    _revise(publisher, EQUIPMENT, "2026-03-04", drone=160_000)
    assert run("general_staff_petro")["general_staff_petro"].status == "refreshed"
    kept = stale / "battlefield" / "vintages" / "equipment_losses.2026-07-01"
    assert gzip.decompress(Path(f"{kept}.csv.gz").read_bytes()) == old
    assert Path(f"{kept}.corrections.yml").exists()
    manifest = read_manifest("battlefield/vintages/equipment_losses.2026-07-01")
    assert (manifest.vintage, read_manifest(LOSSES).vintage) == (date(2026, 7, 1), TODAY)
    assert "because:" in manifest.path.read_text(encoding="utf-8")
    assert not list(kept.parent.glob("personnel*"))


def test_an_edition_reads_the_earliest_vintage_copied_after_it(stale, publisher, run):
    """
    An edition of April 2025 reads the copy of July 2026, one of November 2026 the present table.
    """
    _revise(publisher, EQUIPMENT, "2026-03-04", drone=160_000)
    run("general_staff_petro")
    assert vintage_for(LOSSES, date(2025, 4, 28)) == "battlefield/vintages/equipment_losses.2026-07-01"
    assert vintage_for(LOSSES, date(2026, 7, 1)) == "battlefield/vintages/equipment_losses.2026-07-01"
    assert vintage_for(LOSSES, date(2026, 7, 2)) is None
    assert vintage_for("battlefield/air_attacks", date(2025, 4, 28)) is None


@pytest.mark.parametrize(
    ("day", "values"), [("2026-08-08", {"tank": 99_000}), ("2026-08-08", {"drone": 2_000_000})]
)
def test_a_jump_is_taken_when_it_is_accepted(stale, publisher, run, day, values):
    """
    A person who has looked may take what a bound would stop.
    """
    _revise(publisher, EQUIPMENT, day, **values)
    assert run("general_staff_petro")["general_staff_petro"].has_failed
    assert run("general_staff_petro", accept_revision=True)["general_staff_petro"].status == "refreshed"


def test_rows_gone_are_taken_when_it_is_accepted(stale, publisher, run):
    """
    A withdrawn day leaves the table, and the vintage still has it.
    """
    for path in (EQUIPMENT, SECOND):
        file = publisher.folder / path
        days = [day for day in json.loads(file.read_text(encoding="utf-8")) if day["date"] != "2026-03-04"]
        file.write_text(json.dumps(days), encoding="utf-8")
    names = ("general_staff_petro", "general_staff_lod_db")
    assert all(outcome.has_failed for outcome in run(*names).values())
    outcomes = run(*names, accept_revision=True)
    assert [outcome.changes[0].withdrawn for outcome in outcomes.values()] == [13, 13]
    assert "2026-03-04" not in (stale / f"{LOSSES}.csv").read_text(encoding="utf-8")
    assert (stale / "battlefield" / "vintages" / "equipment_losses.2026-07-01.csv.gz").exists()


def test_a_correction_entry_explains_a_fall(stale, publisher, run):
    """
    A fall that both mirrors have is taken once an entry says why, and needs both mirrors to be sound.
    """
    for path, label in ((EQUIPMENT, "tank"), (SECOND, "tanks")):
        _revise(publisher, path, "2026-08-08", **{label: 12_240})
    names = ("general_staff_petro", "general_staff_lod_db")
    assert "accept: falls" in run(*names)["general_staff_petro"].message
    with (stale / f"{LOSSES}.corrections.yml").open("a", encoding="utf-8") as file:
        where = "{event_date: 2026-08-08, source_id: general_staff_ua, source_class: tank, is_used: true}"
        file.write(
            f"- where: {where}\n  expect: {{value: 12240, mirror: both}}\n  accept: falls\n  reason: a test\n"
        )
    assert {outcome.status for outcome in run(*names).values()} == {"refreshed"}


def test_a_correction_entry_explains_a_jump(stale, publisher, run):
    """
    A slip of a digit that an entry drops does not stop the source.
    """
    _revise(publisher, EQUIPMENT, "2026-08-08", submarines=22)
    assert "submarines, 2026-08-08: value" in run("general_staff_petro")["general_staff_petro"].message
    with (stale / f"{LOSSES}.corrections.yml").open("a", encoding="utf-8") as file:
        where = "{event_date: 2026-08-08, source_class: submarines, mirror: petro}"
        file.write(f"- where: {where}\n  expect: {{value: 22}}\n  drop: true\n  reason: a test\n")
    assert run("general_staff_petro")["general_staff_petro"].status == "refreshed"


def test_a_publisher_without_a_newer_month_is_told(stale, publisher, run):
    """
    Daily files that are nowhere to be found are a failure, unless the month is days old; those of a later day
    of the month are found.
    """
    folder = publisher.folder / "leedrake5/Russia-Ukraine/main/data/byType"
    text = (folder / "2026-10-01.csv").read_text(encoding="utf-8").replace("2026-10-01", "2026-09-03")
    (folder / "2026-10-01.csv").unlink()
    assert "no file for any month after 2026-07-01" in run("oryx_leedrake5")["oryx_leedrake5"].message
    assert run("oryx_leedrake5", today=date(2026, 8, 4))["oryx_leedrake5"].status == "unchanged"
    (folder / "2026-09-03.csv").write_text(text, encoding="utf-8")
    assert run("oryx_leedrake5")["oryx_leedrake5"].changes[0].added == 22


def test_what_nobody_publishes_for_machines_says_where_to_look(stale, run, publisher):
    """
    A transcribed table and a register behind a form are not fetched; the message says where a person looks.
    """
    outcomes = run("diplomacy/events", "sipri_transfers")
    assert {outcome.status for outcome in outcomes.values()} == {"by_hand"}
    assert "no machine-readable upstream exists" in outcomes["diplomacy/events"].message
    assert "https://armstransfers.sipri.org" in outcomes["sipri_transfers"].message
    assert "threefronts refresh --from DIR industry/arms_transfers" in outcomes["sipri_transfers"].message
    assert publisher.asked == []


def test_a_table_means_every_source_that_feeds_it(stale, publisher, run):
    """
    A reader knows tables, not the ids of mirrors.
    """
    outcomes = run("battlefield/personnel_losses_claimed")
    assert list(outcomes) == ["general_staff_petro", "general_staff_lod_db"]


def test_a_name_that_is_none_is_refused(stale, run, tmp_path):
    """
    A typing error is told with what would have been right.
    """
    with pytest.raises(RefreshError, match="no source or table missile. Sources: general_staff_petro"):
        run("missile")
    with pytest.raises(RefreshError, match="is no folder"):
        run(folder=tmp_path / "nowhere")


def test_the_address_can_be_set_from_outside(stale, publisher, monkeypatch):
    """
    THREEFRONTS_UPSTREAM_BASE lets the command line fetch from another server.
    """
    monkeypatch.setenv("THREEFRONTS_UPSTREAM_BASE", publisher.base)
    assert [outcome.status for outcome in refresh(["missiles"], today=TODAY)] == ["refreshed"]


def test_files_already_downloaded_are_read_from_a_folder(stale, current_project, published, tmp_path, run):
    """
    The publishers' own files in a folder give the same tables as from the network.
    """
    for file in (file for name in SOURCES for file in read_upstreams()[name].files):
        file = file.on("2026-10-01")
        (tmp_path / "here" / file.file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(published / urlsplit(file.address).path.lstrip("/"), tmp_path / "here" / file.file)
    outcomes = run(*SOURCES, folder=tmp_path / "here")
    assert {outcome.status for outcome in outcomes.values()} == {"refreshed"}
    assert _tables(stale) == _tables(current_project / "data")


def test_merged_files_in_a_folder_are_read_table_by_table(stale, small_upstream, run):
    """
    A table named with --from is built by its adapter; a missing file stops that table alone.
    """
    (small_upstream / "missile_attacks" / "missile_attacks_daily_2026-06-07.csv").unlink()
    outcomes = run(*TABLES, folder=small_upstream)
    assert outcomes["battlefield/air_attacks"].has_failed
    assert "does not exist" in outcomes["battlefield/air_attacks"].message
    assert {outcomes[name].status for name in TABLES[1:]} == {"refreshed"}
    assert {change.added for change in outcomes[LOSSES].changes} == {28, 52}


def test_a_table_built_anew_from_merged_files_is_no_vintage(stale, small_upstream, run):
    """
    An adapter's new reading of files already here is summarised and guarded, but no other day's copy.
    """
    path = small_upstream / "general_staff" / "general_staff_cumulative_petro.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2022-02-26,4300,", "2022-02-26,4200,"), encoding="utf-8")
    name = "battlefield/personnel_losses_claimed"
    assert [change.revised for change in run(name, folder=small_upstream)[name].changes] == [1, 0]
    assert read_manifest(name).vintage == date(2026, 7, 1)
    assert not list(stale.rglob("vintages"))


@pytest.mark.parametrize("is_new", [True, False])
def test_a_table_that_cannot_be_compared_is_built(stale, small_upstream, run, is_new):
    """
    A table without a CSV yet, or with a column added to its manifest, has nothing to be compared with.
    """
    name = "battlefield/air_attacks"
    table = stale / f"{name}.csv"
    if is_new:
        table.unlink()
    else:
        table.write_text("before\n1\n", encoding="utf-8")
        digest = hashlib.sha256(table.read_bytes()).hexdigest()
        manifest = read_manifest(name)
        manifest.path.write_text(manifest.path.read_text(encoding="utf-8").replace(manifest.sha256, digest))
    outcome = run(name, folder=small_upstream)[name]
    assert (outcome.status, outcome.changes[0].added) == ("refreshed", read_manifest(name).rows)
