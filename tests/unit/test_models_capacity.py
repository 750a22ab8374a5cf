"""
Capacity: like is set beside like, years to refill are a division, and ranks bear equal numbers.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models import capacity, capacity_words, forces, refill
from threefronts.models.statements import UNKNOWN, Span, rates

KINDS = {
    **dict.fromkeys(["period_start", "period_end", "published_on"], "datetime64[s]"),
    **dict.fromkeys(["value", "value_low", "value_high"], "float64"),
}
WINDOW = ("2024-04-28", "2025-04-28")


def _row(**overrides) -> dict:
    row = {
        "producer": "Russia",
        "item_class": "tank",
        "origin": "unsplit",
        "measure": "output",
        "scope": "all",
        "value": 1200.0,
        "value_low": None,
        "value_high": None,
        "unit": "tanks/year",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "published_on": "2024-11-30",
        "voice": "one",
    } | overrides
    return {"source_id": row["voice"], "who": row["voice"].title()} | row


def _rows(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(_row())).astype(KINDS)


def _yearly(*rows: dict) -> pd.DataFrame:
    return rates(_rows(*rows), "year")


def _voices(*ends: tuple) -> pd.DataFrame:
    return pd.DataFrame(ends, columns=["source_id", "value", "low", "high"]).astype(
        dict.fromkeys(["value", "low", "high"], "float64")
    )


def _orders(*orders: tuple) -> pd.DataFrame:
    """
    Transfers: (supplier, designation, last year, delivered).
    """
    names = ["supplier", "designation", "last_delivery_year", "delivered"]
    return pd.DataFrame(orders, columns=names).assign(recipient="Ukraine", description="tank")


def test_new_built_and_restored_are_never_one():
    """
    A figure for new tanks is no figure for all, nor one for restored ones.
    """
    rows = _yearly(_row(), _row(voice="new", origin="new"), _row(voice="old", origin="refurbished"))
    assert capacity.tanks_made(rows, WINDOW, ("unsplit",))["voice"].tolist() == ["one"]
    assert capacity.tanks_made(rows, WINDOW, ("new",))["voice"].tolist() == ["new"]


def test_new_models_of_one_voice_add_up():
    """
    250 of one model and 150 of another are 400, unless the voice also speaks of the whole.
    """
    part = {"origin": "new", "scope": "part"}
    rows = _yearly(
        _row(voice="parts", value=250.0, **part),
        _row(voice="parts", value=150.0, **part),
        _row(voice="both", value=70.0, **part),
        _row(voice="both", value=90.0, origin="new"),
    )
    made = capacity.tanks_made(rows, WINDOW, ("new",)).set_index("voice")["value"]
    assert made.to_dict() == {"both": 90, "parts": 400}
    assert capacity.tanks_made(rows, WINDOW, ("unsplit",)).empty


def test_foresight_is_no_evidence():
    """
    What had been said before the window is left out.
    """
    assert capacity.tanks_made(_yearly(_row(published_on="2024-02-01")), WINDOW, ("unsplit",)).empty


def test_american_plans_are_no_output():
    """
    Only what leaves the plant counts, and hulls of old are not new tanks.
    """
    own = {"producer": "United States"}
    rows = _yearly(
        _row(**own), _row(measure="planned", **own), _row(voice="new", origin="new", value=0.0, **own)
    )
    assert capacity.american_tanks(rows, is_new=False)["voice"].tolist() == ["one"]
    assert capacity.american_tanks(rows, is_new=True)["value"].tolist() == [0]


def test_the_ratio_of_points_is_exact():
    """
    1,200 over 100 + 50 + 10, whatever the seed; an unknown maker leaves no ratio.
    """
    rng = np.random.default_rng(1)
    makers = [_yearly(_row(value=100.0)), _yearly(_row(value=50.0))]
    west = capacity.western_tanks(makers, 10, rng, 5)
    assert capacity.ratio_to(_yearly(_row()), west, rng) == pytest.approx([7.5] * 5)
    assert capacity.western_tanks([makers[0], makers[1].head(0)], 0, rng, 5) is None
    assert capacity.ratio_to(_yearly(_row()), None, rng) is None


def test_each_class_is_as_strong_as_the_weakest():
    """
    The smallest ratio is bounded below by the lowest end and above by any class that has a top.
    """
    tanks, shells = _voices(("a", 8, 5, 10)), _voices(("b", 3, 1.5, None))
    assert capacity.least_span([tanks, shells]) == (1.5, 10)
    found = capacity.least_voices([tanks, shells])
    assert found[["source_id", "low", "high"]].values.tolist() == [["a", 1.5, 10], ["b", 1.5, 10]]
    assert capacity.least_span([tanks, shells.head(0)]) == (None, None)
    assert capacity.least_voices([tanks, shells.head(0)]).empty


def test_more_western_shells_lower_the_weakest_class():
    """
    Twice the Western output halves the ratio; an unknown one leaves nothing.
    """
    made = _voices(("b", 300, 300, 300))
    each = capacity.each_class(_voices(("a", 8, 5, 10)), made, Span(100, 100, 100))
    assert each(1)["low"].tolist() == [3, 3]
    assert each(2)["low"].tolist() == [1.5, 1.5]
    assert capacity.each_class(made, made, UNKNOWN)(1).empty


def test_shares_count_the_draws():
    """
    Three of four draws reach two.
    """
    shares = capacity.shares_above({"a": np.array([1.0, 2, 3, 4]), "b": None}, 2)
    assert shares == {"a": 75, "b": None}


def test_parts_of_the_alliance_add_up():
    """
    European NATO is the sum of its members, in billions, and has no share of a product.
    """
    spending = pd.DataFrame(
        {
            "country": ["Russia", "Germany", "France", "China"],
            "country_group": ["other", "nato_europe", "nato_europe", "other"],
            "year": 2024,
            "spending_constant_2024_usd_m": [149_000.0, 86_000.0, 64_000.0, 311_000.0],
            "gdp_share": [0.07, 0.02, 0.02, 0.017],
        }
    )
    found = capacity.spending_by_year(spending).set_index("who")
    assert found["billions"].to_dict() == {"nato_europe": 150, "russia": 149}
    assert np.isnan(found.loc["nato_europe", "gdp_share"])
    assert capacity.spending_rank(spending) == 2
    with pytest.raises(ValueError, match="no data before 2025-04-28"):
        capacity.spending_by_year(spending.head(0))


def test_purchasing_power_multiplies_one_side():
    """
    The factor is one institute's, the market rate the other's; without it nothing is converted.
    """
    by_year = pd.DataFrame({"year": 2024, "who": ["russia", "nato_europe"], "billions": [150.0, 450.0]})
    names = ["item_class", "producer", "measure", "value"]
    told = [("Russia", "ppp", 300.0), ("Russia", "market_rates", 100.0)]
    rows = pd.DataFrame([("military_spending", *row) for row in told], columns=names)
    priced = capacity.purchasing_power(rows, by_year)
    assert priced.factor == 3
    assert (priced.over_europe.low, priced.over_europe.high) == pytest.approx((1 / 3, 1))
    assert priced.billions["russia_spending_2024"] == Span(150, 100, 150)
    bare = capacity.purchasing_power(rows.head(0), by_year)
    assert bare.factor is None
    assert bare.over_europe.low == bare.over_europe.high


def test_what_was_given_is_counted_by_model():
    """
    Modern tanks are a part of all; what was delivered before 2022 or by others is left out.
    """
    orders = _orders(
        ("Germany", "Leopard-2A6", 2023, 18),
        ("Germany", "Leopard-1A5", 2024, 100),
        ("Germany", "Leopard-2A4", 2021, 50),
        ("Spain", "Leopard-2A4", 2024, 29),
    )
    assert refill.given(orders, ["Germany"]) == (18, 118)
    assert refill.given(orders, ["Germany", "Spain"]) == (47, 147)
    assert refill.given(orders, ["Germany"], model="Leopard-2A6")[0] == 18


def test_years_to_refill_are_a_division():
    """
    100 tanks at 50 a year take two years; a share of a half at most doubles that.
    """
    rng = np.random.default_rng(4)
    exact = refill.years_to_refill(100, Span(50, 50, 50), 1, rng, 100)
    assert (exact.low, exact.value, exact.high) == pytest.approx((2, 2, 2))
    wide = refill.years_to_refill(100, Span(45, 40, 50), 0.5, rng, 4000)
    assert 2 < wide.low < wide.value < wide.high < 5
    for share, output in ((0, Span(1, 1, 1)), (1.1, Span(1, 1, 1)), (1, UNKNOWN), (1, Span(1, 0, 2))):
        with pytest.raises(ValueError, match="are needed"):
            refill.years_to_refill(100, output, share, rng, 10)


def test_the_pace_is_read_backwards():
    """
    2,059 tanks until 2066 are 46 a year from 2021 and 49 from the study's own year.
    """
    name = "year battle tank stock returns to 2004 level"
    figures = pd.DataFrame(
        {"metric": [name], "value": [2066.0], "published_on": [pd.Timestamp("2024-09-30")]}
    )
    pace = refill.implied_pace(figures, name, 2398, 339)
    assert (pace.low, pace.high) == pytest.approx((2059 / 45, 2059 / 42))
    assert refill.implied_pace(figures.head(0), name, 2398, 339) == UNKNOWN


def test_equal_strengths_share_a_place():
    """
    Fourth of two equals may be fourth or fifth; a list without the state ranks nothing.
    """
    strengths = pd.DataFrame(
        [
            *(("a", name, size) for name, size in zip("CIURNP", (20, 15, 14, 13, 13, 6), strict=True)),
            ("b", "C", 20),
        ],
        columns=["voice", "producer", "value"],
    ).replace({"producer": {"R": "Russia"}})
    ranks = forces.rank_of(strengths)
    assert ranks[["source_id", "low", "high"]].values.tolist() == [["a", 4, 5]]
    assert forces.next_below(strengths) == Span(7, 7, 7)
    assert forces.next_below(strengths.head(0)) == UNKNOWN


def test_the_decree_stands_apart():
    """
    What a state authorises is not mixed with what others count, and its count of others is left out.
    """
    names = ["producer", "measure", "claimant_party", "value"]
    rows = [
        ("Russia", "authorised", "russia", 15.0),
        ("China", "strength", "russia", 19.0),
        ("China", "strength", "independent", 20.0),
        ("Russia", "strength", "independent", 11.0),
        ("Russia", "strength", "third_state", 13.0),
    ]
    table = forces.by_country(pd.DataFrame(rows, columns=names))
    assert table[["producer", "who", "low", "high"]].values.tolist() == [
        ["China", "independent", 20, 20],
        ["Russia", "independent", 11, 13],
        ["Russia", "russia", 15, 15],
    ]


def test_statements_of_a_voice_are_one_bar():
    """
    The table for the chart has a row for each state, voice and kind.
    """
    table = capacity.tank_table(_yearly(_row(), _row(value=1500.0), _row(origin="new", value=200.0)))
    assert table[["what", "origin", "low", "high"]].values.tolist() == [
        ["Russia: One", "new", 200, 200],
        ["Russia: One", "unsplit", 1200, 1500],
    ]


@pytest.mark.parametrize("low", [None, 0.2, 1.4, 0.1])
@pytest.mark.parametrize("share", [None, 50.0, 95.0, 100.0])
def test_exactly_one_wording_holds(low, share):
    """
    A sentence follows the data, whatever they are.
    """
    span = UNKNOWN if low is None else Span(low, low, low)
    for wordings in (
        capacity_words.new_reading(span),
        capacity_words.new_reading(Span(1, 0.5, 2)),
        capacity_words.class_reading({"all": 100.0, "new": share, "shells": share}),
        capacity_words.correction(_rows(_row())),
        capacity_words.correction(_rows(_row(voice=capacity_words.CORRECTED))),
    ):
        assert sum(wordings.values()) == 1
