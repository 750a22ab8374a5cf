"""
The diplomacy tables and the places, as committed: their arithmetic, dates, spellings and rival rows.
"""

import json

import pytest

from threefronts.sources import import_tables
from threefronts.tables import load_table, read_manifest, read_sources
from threefronts.tables.corrections import read_corrections

TABLES = [
    "diplomacy/agreements",
    "diplomacy/aid",
    "diplomacy/aid_residuals",
    "diplomacy/contacts",
    "diplomacy/opinion_polls",
    "diplomacy/sanctions_listings",
    "diplomacy/terms",
    "diplomacy/truces",
    "diplomacy/un_roll_calls",
    "diplomacy/un_votes",
    "shared/places",
]
DATED = [name for name in TABLES if name != "shared/places"]
NON_COMMERCIAL = ["diplomacy/agreements", "diplomacy/sanctions_listings"]
RUSSIAN_SPELLINGS = r"\b(?:Kiev|Odessa|Lvov|Kharkov|Zaporizhzhya|Zaporozhye|Dnipropetrovs'k)\b"
COAST = 0.1  # degrees: outlines are simplified and ports lie on the water


@pytest.mark.parametrize("name", TABLES)
def test_the_full_files_give_exactly_the_committed_table(data_copy, full_upstream, name):
    """
    The tables in the repository are what their upstream says, to the byte.
    """
    before = (data_copy / f"{name}.csv").read_bytes(), (data_copy / f"{name}.yml").read_bytes()
    assert import_tables([name], full_upstream)[0][1] is False
    assert ((data_copy / f"{name}.csv").read_bytes(), (data_copy / f"{name}.yml").read_bytes()) == before


@pytest.mark.parametrize("name", [name for name in TABLES if not read_corrections(name)])
def test_importing_twice_gives_the_same_bytes(data_copy, small_upstream, name):
    """
    An import without news changes no file.
    """
    import_tables([name], small_upstream)
    written = (data_copy / f"{name}.csv").read_bytes()
    assert import_tables([name], small_upstream)[0][1] is False
    assert (data_copy / f"{name}.csv").read_bytes() == written


@pytest.mark.parametrize("name", DATED)
def test_a_row_without_a_day_says_why(name):
    """
    Every row has a day on which it was known, or a reason why it has none.
    """
    table = load_table(name)
    if "published_reason" in table.columns:
        assert (table["published_on"].isna() == table["published_reason"].notna()).all()
    else:
        assert table["published_on"].notna().all()


@pytest.mark.parametrize("name", ["diplomacy/contacts", "diplomacy/un_votes", "diplomacy/un_roll_calls"])
def test_nothing_is_known_before_it_happens(name):
    """
    A report that is older than what it reports would be a wrong join.
    """
    table = load_table(name).dropna(subset="published_on")
    assert (table["published_on"] >= table["event_date"]).all()


@pytest.mark.parametrize("name", TABLES)
def test_names_are_in_our_spelling(name):
    """
    Kyiv, Odesa, Lviv, Zaporizhzhia, whatever a source writes; only columns of upstream's names keep theirs.
    """
    table = load_table(name)
    kept = ["name_upstream", "country_upstream", "override_reason", "locator", "region"]
    for column in table.select_dtypes("str").columns.difference(kept):
        assert not table[column].str.contains(RUSSIAN_SPELLINGS, na=False).any(), column


@pytest.mark.parametrize("name", NON_COMMERCIAL)
def test_non_commercial_data_say_so(name):
    """
    PA-X and OpenSanctions may be used, not sold.
    """
    assert read_manifest(name).licence["redistribution"] == "non_commercial"
    assert "NC" in read_manifest(name).licence["name"]


def test_most_contacts_can_be_seen_by_dated_editions():
    """
    Of 132 contacts 4 have no date that can be cited; the others stand in every edition after it.
    """
    contacts = load_table("diplomacy/contacts")
    assert len(contacts) == 132
    assert contacts["published_on"].isna().sum() == 4


def test_a_page_that_dates_a_contact_is_registered_with_a_day():
    """
    Whoever dates a contact beside its own page can be looked up, and is listed by the manifest.
    """
    dating = set(load_table("diplomacy/contacts")["dated_by"].dropna())
    assert dating == set(read_manifest("diplomacy/contacts").sources)
    assert all(read_sources()[source]["published"] for source in dating)


PAGED = ["contacts", "events", "terms", "truces", "agreements"]


@pytest.mark.parametrize("name", PAGED)
def test_no_event_and_no_position_lacks_a_page_that_can_be_opened(name):
    """
    Each row leads through the register to an address.
    """
    sources = load_table(f"diplomacy/{name}")["source_id"]
    assert sources.notna().all()
    assert [page for page in set(sources) if not str(read_sources()[page]["url"]).startswith("http")] == []


@pytest.mark.parametrize("name", ["contacts", "terms", "truces"])
def test_a_page_that_repeats_another_is_second_hand(name):
    """
    The mark that readers see beside a contact, a position or a truce is set for every relay.
    """
    sources = {page: read_sources()[page] for page in load_table(f"diplomacy/{name}")["source_id"]}
    assert [page for page, entry in sources.items() if entry["relays"] and not entry["second_hand"]] == []


def test_every_position_says_where_in_the_text_it_stands():
    """
    A reader who opens the page finds the clause.
    """
    stated = load_table("diplomacy/terms").query("status == 'stated'")
    assert stated["locator"].str.len().gt(0).all()


def test_terms_are_whole():
    """
    17 documents on 18 issues; 165 positions are stated, the other pairs say that none was found.
    """
    terms = load_table("diplomacy/terms")
    assert terms["document_id"].nunique() == 17
    assert terms["issue_id"].nunique() == 18
    assert terms["status"].value_counts().to_dict() == {"stated": 165, "not_found": 144}
    assert terms.groupby("issue_id")["coding_rule"].nunique().max() == 1


def test_the_steps_of_a_row_are_steps_of_its_rule():
    """
    No position has a step that its issue's rule does not describe.
    """
    coded = load_table("diplomacy/terms").dropna(subset="ordinal")
    for row in coded.itertuples():
        assert f"{row.ordinal:g} " in row.coding_rule, (row.document_id, row.issue_id)


def test_rival_counts_of_breaches_are_kept():
    """
    Easter 2025: 4,900 breaches by Moscow's count and 2,935 by Kyiv's stand in one row, on their own sides.
    """
    truces = load_table("diplomacy/truces")
    easter = truces[truces["truce"].eq("Easter truce 2025") & truces["account"].isna()]
    assert easter[["violations_claimed_by_russia", "violations_claimed_by_ukraine"]].values.tolist() == [
        [4900, 2935]
    ]
    assert truces["is_more_than"].sum() == 4


def test_the_months_of_aid_miss_the_summary_by_activities_without_a_date():
    """
    332.7 and 349.9 bn EUR: 9.2 bn have only a month number, 8.1 bn no month, 0.007 bn are Slovenia's.
    """
    table = load_table("diplomacy/aid_residuals")
    sums = table[table["measure"].eq("allocation")].select_dtypes("number").sum() / 1e9
    assert sums.round(1).to_dict() == {
        "eur_summary": 349.9,
        "eur_by_date": 332.7,
        "eur_by_month_number": 9.2,
        "eur_without_month": 8.1,
        "eur_unexplained": -0.0,
    }
    left = table[table["eur_unexplained"].abs() > 1]
    assert set(left["donor"]) == {"slovenia"}
    assert left["reason"].notna().all()


def test_seven_donors_make_up_most_of_the_aid_outside_the_months():
    """
    The gap is no error of one donor: the United States, Poland, France, Italy, the UK, the Netherlands and
    Norway hold five sixths of it.
    """
    table = load_table("diplomacy/aid_residuals")
    table = table[table["measure"].eq("allocation")]
    outside = (table["eur_by_month_number"] + table["eur_without_month"]).groupby(table["donor"]).sum()
    largest = outside.nlargest(7)
    assert set(largest.index) == {
        *("united_states", "poland", "france", "italy", "united_kingdom", "netherlands", "norway")
    }
    assert 0.8 < largest.sum() / outside.sum() < 0.9


def test_residuals_repeat_the_aid_table():
    """
    Sums by donor, kind, measure and basis are those of the rows that an edition would read.
    """
    aid = load_table("diplomacy/aid").replace(
        {"donor": {"european_investment_bank": "eu_commission_and_council"}}
    )
    by_date = aid[aid["month_basis"].eq("date") & aid["measure"].ne("disbursement")]
    sums = by_date.groupby(["donor", "kind", "measure"])["eur"].sum()
    table = load_table("diplomacy/aid_residuals").set_index(["donor", "kind", "measure"])["eur_by_date"]
    assert (sums - table.reindex(sums.index)).abs().max() < 1


def test_un_tallies_are_the_roll_calls_counted():
    """
    Where the list of votes is known, every tally of that resolution is its count.
    """
    votes = load_table("diplomacy/un_roll_calls")
    counted = votes.groupby(["resolution", "vote"]).size().unstack()
    assert (counted.sum(axis=1) == 193).all()
    tallies = load_table("diplomacy/un_votes").set_index("resolution")
    for resolution, row in counted.iterrows():
        assert tallies.loc[[resolution], ["yes", "no", "abstain"]].values.tolist() == [
            row[["yes", "no", "abstain"]].tolist()
        ]


def test_no_tally_exceeds_the_members():
    """
    Yes, no and abstentions leave room for those who did not vote.
    """
    tallies = load_table("diplomacy/un_votes")
    assert (tallies[["yes", "no", "abstain"]].sum(axis=1) <= 193).all()


def test_un_tallies_agree_with_the_published_figures():
    """
    The same vote is not counted differently in two tables of this project.
    """
    figures = load_table("synthesis/figures")
    figures = figures[figures["entity"].eq("UN General Assembly")]
    votes = load_table("diplomacy/un_votes")
    known = set(zip(votes["event_date"], votes["yes"], strict=True))
    assert set(zip(figures["period_end"], figures["value"], strict=True)) <= known


def test_listings_add_up_to_the_list_but_for_one():
    """
    The compilation counts 2,802; its file by date holds 2,801.
    """
    assert load_table("diplomacy/sanctions_listings")["n_listed"].sum() == 2801


def test_full_distributions_of_a_poll_sum_to_a_hundred():
    """
    Rounded shares of one wave sum to 99 to 101.
    """
    polls = load_table("diplomacy/opinion_polls")
    territory = polls[polls["series"].eq("KIIS_TERRITORY_GENERAL")]
    assert territory.groupby("wave")["pct"].sum().between(99, 101).all()
    assert polls.groupby(["series", "wave"])["pct"].sum().max() <= 101


def test_every_town_of_ukraine_lies_in_its_oblast():
    """
    Crimea is in Ukraine, Kherson in its own oblast, and the outlines of shared/oblasts hold each town.
    """
    outlines = load_table("shared/oblasts").set_index("oblast_id")["geometry"].map(json.loads)
    places = load_table("shared/places")
    for town in places[places["country"].eq("Ukraine")].itertuples():
        rings = _rings(outlines[town.oblast_id])
        near = any(
            _inside(ring, town.longitude + east, town.latitude + north)
            for ring in rings
            for east, north in _around()
        )
        assert near, (town.place, town.oblast_id)


def test_the_places_of_the_claims_have_sourced_coordinates():
    """
    Balashikha and Yelabuga, which Natural Earth lacks, stand there with their source.
    """
    places = load_table("shared/places").set_index("place")
    assert set(places.loc[["Balashikha", "Yelabuga"], "source_id"]) == {"dadata_cities"}
    assert places.loc["Balashikha", ["latitude", "longitude"]].round(1).tolist() == [55.8, 37.9]
    assert places.loc["Yelabuga", ["latitude", "longitude"]].round(1).tolist() == [55.8, 52.1]


def _around() -> list[tuple[float, float]]:
    return [(east, north) for east in (0, -COAST, COAST) for north in (0, -COAST, COAST)]


def _rings(geometry: dict) -> list[list]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [polygon[0] for polygon in polygons]


def _inside(ring: list, x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
