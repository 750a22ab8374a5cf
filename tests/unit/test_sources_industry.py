"""
The adapters of the industry front: statements routed, dated, matched and refused.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import (
    ADAPTERS,
    gathered,
    munitions,
    production,
    recruitment,
    sipri,
    storage,
    testimony,
)
from threefronts.tables import TableError, read_manifest, validate

UPSTREAM = Path(__file__).parents[1] / "fixtures" / "upstream"
INDUSTRY = sorted(name for name in ADAPTERS if name.startswith("industry/"))
MILEX = str(sipri.SPENDING_FILE)
ARMS = str(sipri.TRANSFERS_FILE)
FORCES = str(recruitment.FILE)
ROWS = str(production.FILE)


def _replace(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", INDUSTRY)
def test_every_adapter_gives_what_its_manifest_promises(name):
    """
    Rows in the shape of upstream pass the manifest and its corrections.
    """
    manifest = read_manifest(name)
    assert len(validate(ADAPTERS[name](UPSTREAM), manifest)) > 0


def test_a_statement_goes_to_the_table_of_its_kind():
    """
    Tanks, shells and missiles of one file end in three tables; no row ends in two.
    """
    tables = [
        production.build(UPSTREAM),
        munitions.build_shells(UPSTREAM),
        munitions.build_missiles(UPSTREAM),
    ]
    gathered_rows = [rows["gathered_in"].eq("production").sum() for rows in tables]
    assert gathered_rows == [5, 8, 5]
    assert pd.concat(tables)["row_id"].is_unique
    assert set(tables[0]["item_class"]) == {"tank"}
    assert {"charge_155", "arms_container"} <= set(tables[1]["item_class"])
    assert set(tables[2]["item_class"]) >= {"iskander", "iskander_m"}


def test_a_claim_that_repeats_a_gathered_row_is_dropped():
    """
    RUSI's plan of more than 750 missiles stands in two files, and in the table once.
    """
    rows = munitions.build_missiles(UPSTREAM)
    plan = rows[rows["value"].eq(750)]
    assert plan[["gathered_in", "value_low", "source_id"]].values.tolist() == [
        ["production", 750, "rusi_2025_02"]
    ]


def test_a_published_figure_gives_its_id_and_no_second_row():
    """
    Janes' 250 T-90M are a published figure: the row names it, and the figure adds none.
    """
    rows = production.build(UPSTREAM)
    janes = rows[rows["source_id"].eq("online_ua_janes_2025")]
    assert janes["figure_id"].tolist() == ["production-08cdb3f9"]
    assert janes["also_in_figures"].all()


def test_the_earlier_of_two_days_of_publication_counts():
    """
    A statement read on a page of a later or unknown day was known when the figure was published.
    """
    days = pd.to_datetime(["2025-12-31", None, "2025-01-01", "2025-12-31"]).astype("datetime64[s]")
    rows = pd.DataFrame({"figure_id": ["f", "f", "f", None], "published_on": days})
    rows = rows.assign(published_precision=["year", "unknown", "day", "year"], also_in_figures=False)
    figures = pd.DataFrame({"figure_id": ["f"], "published_on": days[2:3] + pd.Timedelta(days=30)})
    known = gathered.known_first(rows, figures.assign(published_precision="month"))
    assert known["published_precision"].tolist() == ["month", "month", "day", "year"]
    assert known["also_in_figures"].tolist() == [True, True, True, False]
    assert [str(day.date()) for day in known["published_on"]] == ["2025-01-31"] * 2 + [
        "2025-01-01",
        "2025-12-31",
    ]


@pytest.mark.parametrize(
    ("written", "value", "low", "high"),
    [("250000", "250000", None, None), (">750", "750", "750", None), ("115-130", "122.5", "115", "130")],
)
def test_a_claim_is_a_number_a_bound_or_a_range(written, value, low, high):
    """
    A range's value is its midpoint, a lower bound is its own value.
    """
    (row,) = production.written_numbers(pd.Series([written], name="value")).to_dict("records")
    assert {name: None if pd.isna(cell) else cell for name, cell in row.items()} == {
        "value": value,
        "low": low,
        "high": high,
    }


def test_a_ratio_is_its_second_part():
    """
    1:10 says ten Russian rounds to one.
    """
    assert production.written_numbers(pd.Series(["1:10"], name="value"))["value"].tolist() == ["10"]


def test_a_claim_written_otherwise_is_refused():
    """
    Two numbers in one cell are no number.
    """
    cells = pd.Series(["70000 ordered / 120000 planned"], index=["claims.csv, line 14"], name="value")
    with pytest.raises(TableError, match="claims.csv, line 14, column value: '70000 ordered"):
        production.written_numbers(cells)


def test_definitions_of_recruits_are_kept_apart():
    """
    Federal bonuses, contracts and arrivals of the same months have labels of their own.
    """
    rows = recruitment.build_recruitment(UPSTREAM)
    half = rows[rows["window"].eq("half_year") & rows["period_start"].eq("2025-01-01")].set_index("value")
    assert half["counts"].to_dict() == {127500: "federal_bonus", 191000: "contracts"}
    assert half["series"].to_dict() == {127500: "federal_budget", 191000: "regional_budgets"}
    assert set(rows.loc[rows["unit"].eq("persons/month"), "counts"]) == {"arrivals"}
    assert rows.loc[rows["counts"].eq("signing_bonus"), "series"].isna().all()


def test_recruits_and_forces_share_no_row():
    """
    A metric counts recruits or a force, never both.
    """
    recruits, forces = recruitment.build_recruitment(UPSTREAM), recruitment.build_force_size(UPSTREAM)
    assert set(recruits["row_id"]) & set(forces["row_id"]) == set()
    assert set(recruitment.RECRUITS) & set(recruitment.FORCES) == set()


def test_a_store_seen_in_a_month_is_dated_by_its_last_day():
    """
    Images of a month count as its last day, and images without a day as none.
    """
    rows = storage.build(UPSTREAM)
    seen = rows.drop_duplicates("imagery_precision").set_index("imagery_precision")["imagery_date"]
    assert str(seen["month"].date()) in {"2025-02-28", "2024-06-30"}
    assert pd.isna(seen["unknown"])


def test_a_statement_found_nowhere_says_so():
    """
    The losses of the year are in no page opened: no number, no page, and the General Staff's voice.
    """
    rows = testimony.build(UPSTREAM).set_index("form")
    assert rows.loc["not_found", ["locator", "source_id"]].tolist() == [
        "not found",
        "cavoli_testimony_losses",
    ]
    assert pd.isna(rows.loc["not_found", "value"])


def test_american_tanks_are_matched_as_american():
    """
    The testimony compares two countries: 135 tanks a year are no Russian figure.
    """
    rows = testimony.build(UPSTREAM)
    asked = testimony._countries(rows["statement"])
    assert set(asked[rows["value"].eq(135)]) == {"United States"}
    assert set(asked[rows["metric"].eq("tanks 2025")]) == {"Russia"}


def test_spending_is_one_row_a_country_and_year():
    """
    Five indicators become columns; what the source lacks is missing; other countries and years stay out.
    """
    rows = sipri.build_spending(UPSTREAM).set_index(["country", "year"])
    assert rows.loc[("North Korea", 2018), ["gdp_share", "spending_constant_2024_usd_m"]].isna().all()
    assert ("Russia", 1999) not in rows.index
    assert "Brazil" not in rows.index.get_level_values("country")
    assert rows.loc[("Russia", 2025), "published_precision"] == "copy"
    assert rows.loc[("Türkiye", 2024), "country_group"] == "nato_europe"


def test_like_orders_of_a_year_have_ids_of_their_own():
    """
    Two orders that differ in nothing but their number are two rows.
    """
    rows = sipri.build_transfers(UPSTREAM)
    twins = rows[rows["designation"].eq("Model A")]["row_id"].tolist()
    assert [row[-2:] for row in twins] == ["-1", "-2"]
    assert twins[0][:-2] == twins[1][:-2]
    assert "Russian-backed forces in Ukraine" in set(rows["recipient"])
    assert "Vietnam" in set(rows["recipient"])


def test_a_question_mark_is_an_estimate():
    """
    The register marks uncertain years and numbers; the marks become columns.
    """
    rows = sipri.build_transfers(UPSTREAM).set_index("designation")
    marks = ["is_order_year_estimated", "is_ordered_estimated", "is_delivered_estimated"]
    assert rows.loc["Model B", marks].tolist() == [False, False, True]
    assert rows.loc["Model D", marks].tolist() == [False, True, True]
    assert pd.isna(rows.loc["Model B", "ordered"])
    assert rows.loc["Model C", ["delivered", "delivery_years"]].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "message"),
    [
        (
            "industry/production",
            ROWS,
            ",tanks/year,2025-01-01",
            ",tanks/century,2025-01-01",
            "has no reading",
        ),
        ("industry/production", ROWS, ",65,60,70,", ",65,80,70,", "low at most high"),
        ("industry/production", ROWS, ",1500,,,tanks", ',"1,500",,,tanks', "line 2, column value: '1,500'"),
        (
            "industry/production",
            ROWS,
            "TASS quoting the prepared statement,https",
            "TASS,http",
            "no key fits it",
        ),
        (
            "industry/recruitment",
            FORCES,
            "recruited per month",
            "recruited per moon",
            "label without a mapping",
        ),
        ("industry/recruitment", FORCES, ",yes\n", ",perhaps\n", "column overlaps_existing: 'perhaps'"),
        ("industry/military_spending", MILEX, "Iceland", "Islandia", "no row of Iceland"),
        ("industry/military_spending", MILEX, "Share of GDP", "GDP share", "INDICATORS in sources/sipri.py"),
        ("industry/arms_transfers", ARMS, "2022; 2023", "2022-2023", "line 2, column Year(s) of delivery"),
        ("industry/arms_transfers", ARMS, "Second hand,", "Used,", "label without a mapping"),
    ],
)
def test_what_is_not_as_agreed_is_told(small_upstream, name, file, old, new, message):
    """
    A new unit, a crossed bound, a page without a key or a renamed country stops the import with its place.
    """
    _replace(small_upstream, file, old, new)
    with pytest.raises(TableError, match=re.escape(message)):
        validate(ADAPTERS[name](small_upstream), read_manifest(name))


def test_a_revised_value_keeps_its_id(small_upstream):
    """
    An id names what is said and by whom, not the number.
    """
    before = production.build(small_upstream)["row_id"].tolist()
    _replace(small_upstream, ROWS, ",1920,,", ",1930,,")
    assert production.build(small_upstream)["row_id"].tolist() == before


def test_a_row_that_stands_twice_is_refused(small_upstream):
    """
    One speaker says one thing once on a page.
    """
    path = small_upstream / ROWS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(TableError, match="stands in the file twice"):
        production.build(small_upstream)
