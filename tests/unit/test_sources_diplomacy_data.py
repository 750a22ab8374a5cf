"""
The adapters of aid, votes, listings, polls, agreements and places.
"""

import re
from pathlib import Path

import pytest

from threefronts.sources import agreements, kiel, places, polls, sanctions, un_votes
from threefronts.tables import TableError

UPSTREAM = Path(__file__).parents[1] / "fixtures" / "upstream"


def test_aid_is_split_by_how_its_month_is_known():
    """
    Dated activities, those with Kiel's month number, and those without a month are three bases of one sum.
    """
    rows = kiel.build(UPSTREAM)
    some = rows[rows["donor"].isin(["slovenia", "greece"]) & rows["measure"].eq("allocation")]
    sums = some.groupby("month_basis")["eur"].sum().div(1e6).round(1)
    assert sums.to_dict() == {"date": 276.1, "month_number": 16.4, "none": 17.7}
    assert (rows["period_start"].isna() == rows["month_basis"].eq("none")).all()


@pytest.mark.parametrize(
    ("start", "published_on"),
    [("2025-01-01", "2025-04-22"), ("2024-12-01", "2025-02-22"), ("2024-11-01", "2025-02-22")],
)
def test_a_month_of_aid_is_known_when_its_release_came(start, published_on):
    """
    Releases cover two months and come within 53 days, as the last one did.
    """
    rows = kiel.build(UPSTREAM)
    rows = rows[rows["period_start"].eq(start) & rows["month_basis"].eq("date")]
    assert {str(day.date()) for day in rows["published_on"]} == {published_on}


def test_the_investment_bank_explains_the_union_and_slovenia_stays():
    """
    The summary counts the bank with the Commission; what is left over is named and not spread.
    """
    rows = kiel.build_residuals(UPSTREAM).set_index(["donor", "kind", "measure"])["eur_unexplained"]
    assert rows.loc["eu_commission_and_council", "financial"].tolist() == [0, 0]
    left = rows[rows.ne(0)].to_dict()
    assert left == {
        ("slovenia", "humanitarian", "allocation"): -6_700_000,
        ("slovenia", "humanitarian", "commitment"): -13_400_000,
    }


def test_months_of_another_release_are_refused(small_upstream):
    """
    The monthly series must be the sum of the dated activities.
    """
    path = small_upstream / kiel.MONTHLY
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines) if re.search(r"Allocation,[1-9]", line))
    cells = lines[row].split(",")
    lines[row] = ",".join([*cells[:5], str(float(cells[5]) + 5e6), cells[6]])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(TableError, match="the monthly series is 5,000,000 EUR off"):
        kiel.build(small_upstream)


def test_roll_calls_count_up_to_the_tallies():
    """
    193 members each; 100-11-58 and 141-5-35 are counted, not copied.
    """
    votes = un_votes.build_roll_calls(UPSTREAM).groupby(["resolution", "vote"]).size()
    assert votes["A/RES/68/262"][["yes", "no", "abstain", "absent"]].tolist() == [100, 11, 58, 24]
    assert votes["A/RES/ES-11/1"][["yes", "no", "abstain", "absent"]].tolist() == [141, 5, 35, 12]


def test_a_country_lost_from_a_list_is_noticed(small_upstream):
    """
    A list that no longer counts up to its tally stops the table.
    """
    path = small_upstream / un_votes.LISTS
    path.write_text(path.read_text(encoding="utf-8").replace('"Albania", ', "", 1), encoding="utf-8")
    with pytest.raises(TableError, match="count 99-11-58"):
        un_votes.build(small_upstream)


def test_a_list_cut_short_is_refused(small_upstream):
    """
    Half a file is told with the file's name.
    """
    path = small_upstream / un_votes.LISTS
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(TableError, match="ukraine-viz_voting.js"):
        un_votes.build_roll_calls(small_upstream)


def test_rival_tallies_stand_side_by_side():
    """
    The path to peace has 93 in one report and 89 in another, and neither is averaged.
    """
    rows = un_votes.build(UPSTREAM)
    rows = rows[rows["vote_id"].eq("A/RES/ES-11/8")].sort_values("yes")
    assert rows["yes"].tolist() == [89, 93, 93]
    assert rows["confidence"].tolist()[0] == "disputed"


def test_listings_are_by_day_and_kind():
    """
    Kinds without anybody have no row, and the rest add up to upstream's total.
    """
    rows = sanctions.build(UPSTREAM)
    assert rows["n_listed"].sum() == 45
    assert sorted(rows["kind"]) == ["company", "company", "legal_entity", "person", "person", "person"]


def test_listings_that_do_not_add_up_are_refused(small_upstream):
    """
    A shifted column would show as a total that is no sum.
    """
    path = small_upstream / sanctions.FILE
    path.write_text(path.read_text(encoding="utf-8").replace(",30,33", ",30,34"), encoding="utf-8")
    with pytest.raises(TableError, match="line 3, column total: '34': must be the sum of the kinds"):
        sanctions.build(small_upstream)


@pytest.mark.parametrize(
    ("series", "wave", "published_on", "precision"),
    [
        ("KIIS_TERRITORY_GENERAL", "2024-10", "2024-10-31", "month"),
        ("KIIS_TERRITORY_GENERAL", "2025-02", "2025-03-14", "release"),
        ("GALLUP_NEGOTIATIONS", "2023", "2023-12-31", "year"),
        ("GALLUP_NEGOTIATIONS", "2024 (Aug+Oct mean)", "2024-11-19", "release"),
        ("KIIS_WAR_ENDURANCE", "2026-08", "2026-08-07", "release"),
    ],
)
def test_a_wave_is_known_from_its_release_else_from_its_last_day(series, wave, published_on, precision):
    """
    A later page that prints an old wave again does not make the wave new.
    """
    rows = polls.build(UPSTREAM)
    rows = rows[rows["series"].eq(series) & rows["wave"].eq(wave)]
    assert {(str(row.published_on.date()), row.published_precision) for row in rows.itertuples()} == {
        (published_on, precision)
    }


def test_a_change_of_wording_splits_a_series():
    """
    The question on a realistic ending was worded anew between February 2024 and February 2025.
    """
    rows = polls.build(UPSTREAM)
    rows = rows[rows["series"].eq("KIIS_REALISTIC_ENDING")].drop_duplicates("wave")
    assert dict(zip(rows["wave"], rows["wording"], strict=True)) == {
        "2022-05": "a",
        "2023-12": "a",
        "2024-02": "a",
        "2025-02": "b",
        "2026-09": "b",
    }


def test_levada_is_a_series_of_its_own_at_second_hand():
    """
    Russian opinion never shares a series with Ukrainian opinion.
    """
    rows = polls.build(UPSTREAM)
    assert set(rows.loc[rows["country"].eq("russia"), "pollster"]) == {"Levada"}
    assert rows.loc[rows["country"].eq("russia"), "source_id"].str.startswith("levada_").all()


def test_agreements_are_on_one_line_and_in_plain_letters():
    """
    Line breaks and UTF-8 read as Latin-1 are undone.
    """
    rows = agreements.build(UPSTREAM).set_index("agreement_id")
    assert rows.loc["9001", "title"] == "Made-up protocol in two lines"
    assert rows.loc["9002", "parties"] == "For the Republic of Türkiye: A minister"
    assert rows.loc["9002", "countries"] == "UKR;RUS"


def test_crimea_is_in_ukraine_and_names_are_ours():
    """
    Whatever upstream writes, with the reason beside it.
    """
    rows = places.build(UPSTREAM).set_index("name_upstream")
    assert rows.loc["Simferopol", ["country", "region", "country_upstream"]].tolist() == [
        *("Ukraine", "Crimea", "Russia")
    ]
    assert rows.loc[["Kiev", "Lvov", "Odessa", "Zaporizhzhya", "Sevastapol"], "place"].tolist() == [
        *("Kyiv", "Lviv", "Odesa", "Zaporizhzhia", "Sevastopol")
    ]
    assert rows.loc["Kherson", "region"] == "Kherson Oblast"
    changed = rows["country"].ne(rows["country_upstream"]) | rows.index.to_series().ne(rows["place"])
    assert rows.loc[changed, "override_reason"].notna().all()
