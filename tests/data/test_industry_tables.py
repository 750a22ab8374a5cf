"""
The industry tables: nothing lost on the way, nothing told twice, and the arithmetic that must hold.
"""

import pandas as pd
import pytest

from threefronts.sources import ADAPTERS, storage
from threefronts.sources.production import CLAIMS, FILE, READINGS
from threefronts.sources.reading import read_upstream
from threefronts.sources.recruitment import FILE as FORCE_FILE
from threefronts.tables import load_table, read_manifest, read_sources, root_voice, validate
from threefronts.tables.write import to_csv_text

ROUTED = ["industry/production", "industry/shell_output", "industry/missile_output_and_stock"]
PEOPLE = ["industry/recruitment", "industry/force_size"]
STATEMENTS = [*ROUTED, *PEOPLE, "industry/storage"]
BUILT = sorted(name for name in ADAPTERS if name.startswith("industry/"))
FOREIGN = {"us", "europe"}  # how the gathering calls states outside the war
# Papers, analysts and makers of other countries speak for no state, though the gathering names their country.
NO_STATE = {
    *("Business Insider (no named claimant)", "C4ADS and The Washington Post", "Financial Times"),
    *("The New York Times", "The Wall Street Journal", "rbtfl.xyz (no named claimant)"),
    *("Armin Papperger (Rheinmetall)", "Rheinmetall (as reported)", "BAE Systems"),
}
LOSSES_OF_2024 = {"tank": 3689, "armoured_vehicle": 8956, "artillery": 13050, "air_defence": 407}


def _people(metric: str, start: str, end: str, **where) -> float:
    rows = load_table("industry/recruitment")
    for column, value in {"metric": metric, "period_start": start, "period_end": end, **where}.items():
        rows = rows[rows[column].eq(pd.Timestamp(value) if column.startswith("period") else value)]
    (value,) = rows["value"]
    return value


@pytest.mark.parametrize("name", BUILT)
def test_the_full_files_give_exactly_the_committed_table(full_upstream, name):
    """
    The tables in the repository are what the gathered files say, to the byte.
    """
    manifest = read_manifest(name)
    text = to_csv_text(validate(ADAPTERS[name](full_upstream), manifest), manifest)
    assert text == manifest.csv_path.read_text(encoding="utf-8")


def test_every_gathered_row_is_in_one_table():
    """
    253 rows on output, 97 on recruits and forces, 28 on stores and 34 of testimony: none lost, none twice.
    """
    routed = pd.concat([load_table(name) for name in ROUTED])
    people = pd.concat([load_table(name) for name in PEOPLE])
    assert routed["gathered_in"].eq("production").sum() == 253
    assert people["gathered_in"].eq("recruitment_force").sum() == 97
    assert load_table("industry/storage")["gathered_in"].eq("storage").sum() == 28
    assert len(load_table("industry/testimony")) == 34
    assert routed["row_id"].is_unique
    assert people["row_id"].is_unique


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_figure_of_the_synthesis_is_told_once(name):
    """
    Where a gathered row is a published figure, the figure does not stand beside it as a second row.
    """
    rows = load_table(name)
    figures = rows[rows["gathered_in"].eq("figures")]
    others = rows[rows["gathered_in"].ne("figures")]
    assert set(figures["figure_id"]) == set(figures["row_id"])
    assert set(figures["figure_id"]) & set(others["figure_id"].dropna()) == set()
    assert rows.loc[rows["figure_id"].notna(), "also_in_figures"].all()
    assert set(rows["figure_id"].dropna()) <= set(load_table("synthesis/figures")["figure_id"])


def test_every_figure_on_industry_is_somewhere():
    """
    Each published figure on output, stocks, recruits and forces is in a table or has a reason why not.
    """
    figures = load_table("synthesis/figures")
    topics = ["production", "barrels", "shells", "storage", "recruitment", "force_size"]
    asked = set(figures.loc[figures["topic"].isin(topics), "figure_id"])
    told = {figure for name in STATEMENTS for figure in load_table(name)["figure_id"].dropna()}
    readings = load_table(READINGS)
    elsewhere = readings[readings["table"].eq("elsewhere")]
    # Two numbers of one row: the store of the end of 2024, and the part of it that was fit.
    assert asked - told - set(elsewhere["row_id"]) == {"storage-4a8470eb"}
    assert elsewhere["reason"].notna().all()


@pytest.mark.parametrize("name", [*STATEMENTS, "industry/testimony"])
def test_the_party_is_that_of_the_source(name):
    """
    Who speaks for whom is said once, in the register.
    """
    rows = load_table(name)
    parties = rows["source_id"].map(lambda source: read_sources()[source]["party"])
    assert parties.tolist() == rows["claimant_party"].tolist()


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_missing_date_says_so(name):
    """
    A row without a day of publication says that none is known, and is then in no dated edition.
    """
    rows = load_table(name)
    assert rows["published_on"].isna().tolist() == rows["published_precision"].eq("unknown").tolist()


@pytest.mark.parametrize("name", [*ROUTED, *PEOPLE])
def test_values_lie_between_their_bounds(name):
    """
    Every row has a number, and a value lies between the bounds printed with it.
    """
    rows = load_table(name)
    assert rows[["value", "value_low", "value_high"]].notna().any(axis=1).all()
    assert not (rows["value"] < rows["value_low"]).any()
    assert not (rows["value"] > rows["value_high"]).any()


@pytest.mark.parametrize("file", [FILE, FORCE_FILE])
def test_american_and_european_officials_are_third_states(full_upstream, file):
    """
    What the gathering calls us or europe is a third state, unless a paper or a maker speaks for itself.
    """
    rows = read_upstream(
        full_upstream / file, ["claimant", "claimant_party"], _all_columns(full_upstream / file)
    )
    rows = rows[rows["claimant_party"].isin(FOREIGN) & ~rows["claimant"].isin(NO_STATE)]
    tables = pd.concat([load_table(name) for name in [*ROUTED, *PEOPLE]])
    party = tables.drop_duplicates("claimant").set_index("claimant")["claimant_party"]
    assert set(rows["claimant"].map(party)) == {"third_state"}


def _all_columns(path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


def test_the_quarters_belong_to_the_federal_budget_series():
    """
    73,366 and 89,601, printed as contracts, fill the federal half-years to 34 and 1 persons, so they are of
    that series; the rival half-years would leave a second quarter that nobody published.
    """
    for year, first, second, half in (("2024", 73366, 92800, 166200), ("2025", 89601, 37900, 127500)):
        quarter = _people("contracts signed in a quarter", f"{year}-01-01", f"{year}-03-31")
        other = _people("federal bonus recipients in a quarter", f"{year}-04-01", f"{year}-06-30")
        total = _people("federal bonus recipients in a half-year", f"{year}-01-01", f"{year}-06-30")
        assert (quarter, other, total) == (first, second, half)
    assert 166200 - (73366 + 92800) == 34
    assert 127500 - (89601 + 37900) == -1
    rows = load_table("industry/recruitment")
    assert set(rows.loc[rows["value"].isin([73366, 89601, 71216]), "series"]) == {"federal_budget"}
    assert root_voice("bavovniatko_kluge_2026") == root_voice("inkorr_istories_undated")


def test_the_quarter_of_2026_is_of_no_half_year():
    """
    71,216 is the first quarter of 2026: added to 89,601 of a year before, it is the sum of no period.
    """
    assert _people("contracts signed in a quarter", "2026-01-01", "2026-03-31") == 71216
    rows = load_table("industry/recruitment")
    assert rows[rows["value"].eq(89601 + 71216)].empty


def test_the_first_half_of_2025_has_three_rival_numbers():
    """
    127,500 federal bonuses, 191,000 from regional budgets and 210,000 as Medvedev says stay apart.
    """
    rows = load_table("industry/recruitment")
    half = rows[rows["window"].eq("half_year") & rows["period_start"].eq("2025-01-01")]
    told = half.sort_values("value")[["value", "counts", "series"]].values.tolist()
    assert told == [
        [127500, "federal_bonus", "federal_budget"],
        [191000, "contracts", "regional_budgets"],
        [210000, "contracts", "official_statement"],
    ]
    assert half["source_id"].map(root_voice).is_unique


def test_the_comparison_of_the_testimony_is_the_general_staff_to_the_item():
    """
    The four losses set beside the testimony are the General Staff's of 2024, residual zero, and its voice.
    """
    losses = load_table("battlefield/equipment_losses")
    losses = losses[losses["source_id"].eq("general_staff_ua") & losses["is_used"]]
    days = losses.pivot_table(index="event_date", columns="equipment_class", values="value", aggfunc="sum")
    year = days.loc["2025-01-01"] - days.loc["2024-01-01"]
    assert {name: year[name] for name in LOSSES_OF_2024} == LOSSES_OF_2024
    rows = load_table("industry/testimony")
    comparison = rows[rows["form"].eq("comparison")]
    assert sorted(comparison["value"]) == sorted(LOSSES_OF_2024.values())
    silent = rows[rows["form"].eq("not_found") | rows["form"].eq("comparison")]
    assert set(silent["source_id"].map(root_voice)) == {"general_staff_ua"}


def test_the_losses_of_the_testimony_round_the_general_staffs():
    """
    3,000, 9,000, 13,000 and more than 400, as the article gives them, lie within a fifth of those totals.
    """
    claims = load_table("synthesis/founding_claims")
    claims = claims[claims["source_id"].eq("cavoli_testimony_losses")] if "source_id" in claims else claims
    told = set(claims["value"].dropna())
    assert {3000, 9000, 13000, 400} <= told
    for said, counted in zip((3000, 9000, 13000, 400), LOSSES_OF_2024.values(), strict=True):
        assert abs(said - counted) / counted < 0.2


def test_the_testimony_speaks_with_one_voice():
    """
    Written statement, answers in both houses and relays are one witness.
    """
    rows = load_table("industry/testimony")
    said = rows[rows["form"].isin(["written", "spoken", "relay"]) & rows["said_on"].dt.year.eq(2025)]
    assert set(said["source_id"].map(root_voice)) == {"cavoli_testimony"}


def test_relays_of_one_study_are_one_voice():
    """
    The stores of early 2025 (3,463, 4,500, 4,700) and the T-90M estimates have one author each.
    """
    stores = load_table("industry/storage")
    rivals = stores[stores["stored"].isin([3463, 4500, 4700]) & stores["item_class"].eq("tank")]
    assert len(rivals) == 3
    assert set(rivals["source_id"].map(root_voice)) == {"resurgam_tanks_2025_02"}
    assert root_voice("trench_art_cit_2025") == root_voice("argun_cit_2025_06")


def test_output_is_apart_from_plans_and_capacity():
    """
    What the testimony expects is a plan, what the Commission can make is capacity, a charge is no shell.
    """
    shells = load_table("industry/shell_output")
    expected = shells[shells["source_id"].eq("cavoli_testimony")]
    assert set(expected["measure"]) == {"planned"}
    assert set(shells.loc[shells["source_id"].eq("sputnik_globe_commission_2024_03_15"), "measure"]) == {
        "capacity"
    }
    assert shells.loc[shells["unit"].eq("charges/month"), "item_class"].eq("charge_155").all()


def test_shares_of_military_spending_are_shares():
    """
    Shares lie between 0 and 1, constant dollars of 2024 are those of 2024, and Iceland alone spends nothing.
    """
    spending = load_table("industry/military_spending")
    for column in ("gdp_share", "government_spending_share"):
        assert spending[column].dropna().between(0, 1).all()
    year = spending[spending["year"].eq(2024)]
    gap = (year["spending_constant_2024_usd_m"] - year["spending_current_usd_m"]).abs()
    assert gap.max() < 1e-6
    assert set(spending.loc[spending["spending_current_usd_m"].eq(0), "country"]) == {"Iceland"}


def test_military_spending_covers_every_country_and_year():
    """
    34 countries have twelve years each; North Korea has the four that the source holds.
    """
    spending = load_table("industry/military_spending")
    years = spending.groupby("country")["year"].count()
    assert years.pop("North Korea") == 4
    assert set(years) == {12}
    assert len(years) == 34
    assert spending.loc[spending["country_group"].eq("nato_europe"), "country"].nunique() == 30


def test_the_founding_edition_sees_the_spending_of_2024_and_not_of_2025():
    """
    The figures of 2024 came out on the founding day itself.
    """
    seen = load_table("industry/military_spending", known_at="2025-04-28")
    assert seen["year"].max() == 2024
    assert load_table("industry/military_spending", known_at="2025-04-27").empty


def test_arms_transfers_add_up():
    """
    Nothing is over-delivered or delivered before the order, and values are number times value of one.
    """
    transfers = load_table("industry/arms_transfers")
    assert not (transfers["delivered"] > transfers["ordered"]).any()
    assert not (transfers["first_delivery_year"] < transfers["ordered_year"]).any()
    assert transfers["delivery_years"].isna().tolist() == transfers["delivered"].eq(0).tolist()
    product = transfers["delivered"] * transfers["tiv_per_item"]
    rounding = 0.005 * (transfers["delivered"] + 1) + 1e-6
    assert ((transfers["tiv_delivered"] - product).abs() <= rounding).all()


def test_the_keys_name_only_pages_of_the_gathering(full_upstream):
    """
    A key that no row uses would outlive its page.
    """
    pages = {*load_table("industry/source_keys")["address"]}
    used = {"not found"}
    for file, column in (
        (FILE, "source_url"),
        (FORCE_FILE, "source_url"),
        (storage.FILE, "source_url"),
        ("industry/testimony.csv", "source_url"),
        (CLAIMS, "page_read_for_the_figure"),
        ("claims_kb/recruitment_estimates.csv", "page_read_for_the_figure"),
    ):
        path = full_upstream / file
        used |= set(pd.read_csv(path)[column].dropna())
    assert pages - used == set()
