"""
Shared by the tests of refresh: a local publisher, and small projects that are current and that are behind.
"""

import csv
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from local_upstream import LocalUpstream, serving
from map_project import NAME as MAP
from map_project import SOURCE as MAP_SOURCE
from map_project import TABLES as MAP_TABLES
from map_project import TODAY as MAP_TODAY
from openpyxl import Workbook
from refresh_project import TABLES, TODAY

from threefronts.refresh import Limits, Outcome, read_upstreams, refresh
from threefronts.refresh.vintage import stamp
from threefronts.sources import import_tables
from threefronts.tables import read_sources
from threefronts.tables.write import seal

TESTS = Path(__file__).resolve().parents[1]
PUBLISHED = TESTS / "fixtures" / "refresh"
SMALL = TESTS / "fixtures" / "upstream"
LIMITS = Limits(silence=0.3, total=1.0, tries=3, pause=0.01)
FIRST = "general_staff/general_staff_cumulative_petro.csv"
SECOND = "general_staff/general_staff_cumulative_lod-db.csv"
ATTACKS = "missile_attacks/missile_attacks_daily_2026-06-07.csv"
ARCHIVE = "oryx/oryx_daily_by_type_2022-03_2025-07_scarnecchia.csv"
DATED = "oryx/oryx_snapshots_leedrake5.csv"
KIEL = [f"kiel/{stem}.csv" for stem in ("bilateral_activities", "tidsserier_maanedlig", "country_summary")]
SPENDING = "sipri/sipri_milex_long_1990-2025.csv"
BESIDE = (
    *("upstreams", "battlefield/equipment_classes", "battlefield/weapon_groups", "battlefield/occupied_area"),
    *("diplomacy/events", "shared/oblasts"),
)
REGISTERED = (
    *("general_staff_ua", "oryx", "air_force_ua", "deepstate", "openstreetmap"),
    *("kiel_support_tracker_release_28", "sipri_milex"),
)
KEPT_SINCE = "2026-05-05"


def _small_upstream(folder: Path) -> Path:
    upstream = Path(shutil.copytree(SMALL, folder / "upstream"))
    text = (upstream / SPENDING).read_text(encoding="utf-8")
    (upstream / SPENDING).write_text(re.sub(r"\d\.\d{10,}", _shortened, text), encoding="utf-8")
    return upstream


def _shortened(number: re.Match) -> str:
    # pandas reads 0.043000000000000003 as another number than Python does
    return f"{float(number.group()):.6g}"


def _project(folder: Path, upstream: Path, copied: date, monkeypatch) -> Path:
    _copy_data(TESTS.parent / "data", folder / "data")
    monkeypatch.setenv("THREEFRONTS_ROOT", str(folder))
    import_tables(TABLES, upstream)
    for table in TABLES:
        stamp(table, copied)
    return folder


def _copy_data(data: Path, folder: Path) -> None:
    for name in (*TABLES, *BESIDE):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for path in data.glob(f"{name}.*"):
            shutil.copyfile(path, folder / path.relative_to(data))
    register = read_sources()
    small = {name: entry for name, entry in register.items() if name in REGISTERED}
    (folder / "sources.yml").write_text(yaml.safe_dump(small), encoding="utf-8")


def _cut(path: Path, is_kept: Callable[[str], bool]) -> None:
    header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(filter(is_kept, lines)), encoding="utf-8")


def _add(path: Path, file: Path, day: str, labels: list[str] | None) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if not row["equipment_type"].startswith("Losses of")]
    columns = ["country", "equipment_type", "destroyed", "abandoned", "captured", "damaged", "type_total"]
    with path.open("a", encoding="utf-8", newline="") as opened:
        for row in rows:
            row["equipment_type"] = row["equipment_type"].strip()
            if labels is None or row["equipment_type"] in labels:
                writer = csv.writer(opened, lineterminator="\n")
                writer.writerow([day, *(row[column] for column in columns)])


@pytest.fixture(scope="session")
def current_project(tmp_path_factory) -> Path:
    """
    A project whose tables hold all that the local publisher says, built from the merged CSVs.
    """
    folder = tmp_path_factory.mktemp("current")
    upstream = _small_upstream(folder)
    _add(upstream / ARCHIVE, PUBLISHED / "scarnecchia/oryx_data/main/totals_by_type.csv", "2025-07-19", None)
    dated = (upstream / DATED).read_text(encoding="utf-8").splitlines()
    labels = [line.split(",")[2] for line in dated if line.startswith("2026-07-01,Russia")]
    _add(
        upstream / DATED,
        PUBLISHED / "leedrake5/Russia-Ukraine/main/data/byType/2026-10-01.csv",
        "2026-10-01",
        labels,
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        return _project(folder / "project", upstream, TODAY, monkeypatch)


@pytest.fixture(scope="session")
def stale_project(tmp_path_factory) -> Path:
    """
    The same tables as they were copied on 1 July 2026, weeks behind.
    """
    folder = tmp_path_factory.mktemp("stale")
    upstream = _small_upstream(folder)
    for file in (FIRST, SECOND):
        _cut(upstream / file, lambda line: line < KEPT_SINCE)
    _cut(upstream / ATTACKS, lambda line: line < "2026")
    for file in KIEL:
        _cut(upstream / file, lambda line: not line.startswith("Greece"))
    _cut(upstream / SPENDING, lambda line: ",2025," not in line)
    with pytest.MonkeyPatch.context() as monkeypatch:
        return _project(folder / "project", upstream, date(2026, 7, 1), monkeypatch)


@pytest.fixture
def stale(stale_project, tmp_path, monkeypatch) -> Path:
    """
    The stale tables' folder, in which the package works until the test ends.
    """
    folder = Path(shutil.copytree(stale_project, tmp_path / "project"))
    monkeypatch.setenv("THREEFRONTS_ROOT", str(folder))
    return folder / "data"


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """
    What the publishers' servers would answer, under the paths of their addresses.
    """
    folder = Path(shutil.copytree(PUBLISHED, tmp_path_factory.mktemp("published") / "files"))
    for file in (file for upstream in read_upstreams().values() for file in upstream.files):
        served = folder / urlsplit(file.address).path.lstrip("/")
        served.parent.mkdir(parents=True, exist_ok=True)
        if file.content == "xlsx":
            _write_workbook(_small_upstream(folder.parent) / SPENDING, served)
        elif (SMALL / file.file).is_file():
            shutil.copyfile(SMALL / file.file, served)
    return folder


def _write_workbook(rows: Path, path: Path) -> None:
    with rows.open(encoding="utf-8", newline="") as file:
        values = {
            (row["indicator"], row["Country"], int(row["year"])): row["value"] for row in csv.DictReader(file)
        }
    workbook = Workbook()
    for indicator in sorted({indicator for indicator, _, _ in values}):
        sheet = workbook.create_sheet(indicator)
        years = sorted({year for _, _, year in values})
        sheet.append([f"Military expenditure, {indicator}"])
        sheet.append(["Country", "Notes", *years])
        sheet.append(["Europe"])
        for country in sorted({country for _, country, _ in values}):
            cells = [values.get((indicator, country, year)) for year in years]
            sheet.append([country, "‡", *("..." if cell is None else float(cell) for cell in cells)])
    workbook.save(path)


@pytest.fixture
def publisher(published, tmp_path):
    """
    The local publisher, whose files a test may damage.
    """
    with serving(Path(shutil.copytree(published, tmp_path / "published"))) as server:
        yield server


@pytest.fixture
def run(publisher: LocalUpstream) -> Callable[..., dict[str, Outcome]]:
    """
    Refresh from the local publisher; returns the outcomes by source.
    """

    def refreshed(*sources: str, **options) -> dict[str, Outcome]:
        settings = {"base": publisher.base, "today": TODAY, "limits": LIMITS} | options
        return {outcome.source: outcome for outcome in refresh(sources, **settings)}

    return refreshed


@pytest.fixture
def mapped(stale) -> Path:
    """
    The folder of tables, with a small archive of areas to 22 August 2026.
    """
    shutil.copyfile(MAP_TABLES / "occupied_area_stale.csv", stale / f"{MAP}.csv")
    seal(MAP)
    return stale


@pytest.fixture
def refreshed(mapped, run) -> Callable[..., Outcome]:
    """
    Refresh the map's areas from the local publisher, by default on 2 September 2026.
    """

    def refreshed(**options) -> Outcome:
        return run(MAP_SOURCE, **{"today": MAP_TODAY} | options)[MAP_SOURCE]

    return refreshed
