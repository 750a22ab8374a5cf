"""
A claim of another speaker is added as CONTRIBUTING tells it: one row, sealed, and one line that judges it.
"""

import csv
import json
import shutil

import nbformat
import pytest

from threefronts.editions import read_edition
from threefronts.engine import RunError, run_edition
from threefronts.facts.judge import CLAIMS_TABLES, read_claims
from threefronts.files import PROJECT
from threefronts.tables import TableError, read_manifest, seal

EDITION, STEM = "2025-04-28", "battlefield/manpower"
_, ADDED = CLAIMS_TABLES
ROW = {
    "claim_id": "S01",
    "front": "battlefield",
    "chapter": "manpower",
    "speaker": "Volodymyr Zelensky",
    "said_on": "2025-02-16",
    "published_on": "2025-02-16",
    "claim": "About 46,000 Ukrainian soldiers have been killed",
    "metric": "killed",
    "value": "46000",
    "unit": "persons",
    "period_start": "2022-02-24",
    "period_end": "2025-02-16",
    "how_to_test": "named deaths, a lower bound",
    "source_id": "lao_dong_zelensky_losses_2025_02",
    "rule": "near",
    "comparison": "near",
    "rule_value": "46000",
    "rule_unit": "persons",
    "tolerance_pct": "15",
    "window_start": "2022-02-24",
    "window_end": "2025-02-16",
    "rule_reason": "'About' has the width that it has everywhere in this book.",
}
LINE = """
from threefronts.facts import Voice, judge
judge("S01", [Voice("ualosses", 60000, None, 60000)], as_of=as_of)
"""


@pytest.fixture
def project(data_copy):
    """
    A copy of the tables with one edition and one chapter that judges the claim; returns its folder.
    """
    folder = data_copy.parent
    for name in (f"editions/{EDITION}.yml", "requirements.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(PROJECT / name, folder / name)
    parameters = nbformat.v4.new_code_cell('as_of = ""\nknown_at = ""', metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(LINE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    (folder / "notebooks" / "battlefield").mkdir(parents=True)
    nbformat.write(notebook, folder / "notebooks" / f"{STEM}.ipynb")
    return folder


def _add(project, **overrides):
    path = project / "data" / f"{ADDED}.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(ROW), lineterminator="\n").writerow(ROW | overrides)
    seal(ADDED)


def _words(field):
    return field.type, field.enum, field.nullable, field.unit


def test_both_tables_describe_a_claim_alike():
    """
    A reader of one can read the other: the same columns, types and words.
    """
    one, other = (read_manifest(name).fields for name in CLAIMS_TABLES)
    assert list(one) == list(other) == list(ROW)
    told = [
        {name: (field.type, field.enum, field.nullable) for name, field in side.items()}
        for side in (one, other)
    ]
    assert told[0] == told[1]


def test_an_added_claim_is_judged_beside_the_founding_ones(project):
    """
    One row and one line give a verdict with figure, interval, voices, margin and what would flip it.
    """
    _add(project)
    run_edition(read_edition(EDITION), project / "out")
    claims = json.loads((project / "out" / "claims.json").read_text(encoding="utf-8"))["claims"]
    assert len(claims) == 44
    found = claims["S01"]
    assert found["speaker"] == "Volodymyr Zelensky"
    assert (found["verdict"], found["observed"], found["low"], found["high"]) == (
        "contradicted",
        60000,
        60000,
        None,
    )
    assert [voice["source_id"] for voice in found["voices"]] == ["ualosses"]
    assert found["one_belligerent"] is False
    assert found["margin"] == pytest.approx((60000 - 1.15 * 46000) / 46000, rel=1e-5)
    assert found["flip"]["after"] == pytest.approx(52900, rel=1e-5)
    assert found["flip_text"].startswith("it would be mixed if the figure of ")
    assert found["judged_in"] == STEM


def test_a_claim_without_its_row_is_one_clear_error(project):
    """
    The message names both tables a claim can stand in.
    """
    with pytest.raises(
        RunError, match="no claim S01 in data/synthesis/founding_claims.csv or data/synthesis/added"
    ):
        run_edition(read_edition(EDITION), project / "out")


def test_an_id_that_a_founding_claim_has_is_refused(project):
    """
    Two claims of one id would be one verdict.
    """
    _add(project, claim_id="B01")
    with pytest.raises(TableError, match="claim B01 is in both .* rename the added one"):
        read_claims()


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        ({"rule": "roughly"}, "rule"),
        ({"chapter": "opera"}, "chapter"),
        ({"rule_value": "many"}, "rule_value"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_by_its_cell(project, overrides, told):
    """
    Sealing names file, line and column, and the manifest stays as it was.
    """
    before = read_manifest(ADDED).path.read_bytes()
    with pytest.raises(TableError, match=rf"added_claims.csv, line 2, column {told}: "):
        _add(project, **overrides)
    assert read_manifest(ADDED).path.read_bytes() == before
