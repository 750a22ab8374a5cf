"""
Exchanges of prisoners and bodies: rival counts in order, and the sums against the totals of both sides.
"""

import pandas as pd
import pytest

from threefronts.tables import load_table

EXCHANGES = load_table("battlefield/prisoner_exchanges")
DAY = pd.Timedelta(days=1)
ISTANBUL_BODIES = 6057  # handed over in June 2025, by the receiving side's count


@pytest.fixture(scope="module")
def handed_over() -> pd.DataFrame:
    """
    One count a direction of each handover: the first of rivals.
    """
    rows = EXCHANGES[EXCHANGES["record"].eq("handover")].dropna(subset="value")
    return rows.sort_values("preference", kind="stable").drop_duplicates(["exchange_id", "flow"])


def _between(rows: pd.DataFrame, flow: str, after: str, until: str) -> tuple[int, int]:
    chosen = rows[rows["flow"].eq(flow) & rows["event_date"].between(pd.Timestamp(after) + DAY, until)]
    return int(chosen["value"].sum()), chosen["exchange_id"].nunique()


def _report(day: str, flow: str, counted: str) -> pd.Series:
    rows = EXCHANGES[EXCHANGES["exchange_id"].eq(f"total-{day}")]
    (row,) = rows[rows["flow"].eq(flow) & rows["counted"].eq(counted)].to_dict("records")
    return pd.Series(row)


def test_rivals_of_a_handover_have_an_order():
    """
    Of each direction's counts exactly one comes first, so that none is added twice.
    """
    rows = EXCHANGES[EXCHANGES["record"].eq("handover")]
    assert not rows.duplicated(["exchange_id", "flow", "preference"]).any()
    assert (rows["value"].isna() == rows["missing_reason"].notna()).all()
    assert set(rows.groupby(["exchange_id", "flow"])["preference"].min()) == {1}


def test_the_istanbul_series_sums_to_both_sides_totals(handed_over):
    """
    Five handovers give Moscow's 6,060 against 78, and with Kyiv's count of the last one Kyiv's 6,057.
    """
    series = handed_over[handed_over["agreement"].eq("istanbul_2025")]
    sums = series.groupby("flow")["value"].sum()
    assert sums["bodies_to_ukraine"] == 6060
    assert sums["bodies_to_russia"] == 78
    assert sums["ukrainians_returned"] == sums["russians_returned"] == 1000
    rivals = EXCHANGES[EXCHANGES["exchange_id"].eq("bodies-2025-06-16")].set_index(["flow", "voice_party"])
    kyiv = rivals.loc[("bodies_to_ukraine", "ukraine"), "value"].item()
    assert 6060 - 1248 + kyiv == ISTANBUL_BODIES


@pytest.mark.parametrize(
    ("after", "until", "istanbul", "rounds", "residual"),
    [
        ("2025-06-16", "2025-09-30", 0, 3, 0),
        ("2025-09-30", "2025-11-30", 0, 2, 0),
        ("2025-11-30", "2026-04-30", ISTANBUL_BODIES, 3, 1001),
        ("2026-04-30", "2026-08-31", 0, 0, 1812),
    ],
)
def test_bodies_against_the_headquarters_totals(handed_over, after, until, istanbul, rounds, residual):
    """
    Its total leaves out the Istanbul series in 2025 and holds it by April 2026; one handover of 1,001 bodies
    and four of 1,812 in all are not in the table.
    """
    start = 9744 if after == "2025-06-16" else _report(after, "bodies_to_ukraine", "bodies")["value"]
    rise = _report(until, "bodies_to_ukraine", "bodies")["value"] - start
    found, n_found = _between(handed_over, "bodies_to_ukraine", after, until)
    assert (n_found, rise - found - istanbul) == (rounds, residual)


def test_the_total_of_june_2025_holds_the_istanbul_series():
    """
    9,744 as of May and 6,057 of June are the 15,801 of 16 June, which lies above the 12,744 of September.
    """
    may, june = (_report(day, "bodies_to_ukraine", "bodies") for day in ("2025-05-31", "2025-06-16"))
    assert june["value"] - may["value"] == ISTANBUL_BODIES
    assert june["value"] > _report("2025-09-30", "bodies_to_ukraine", "bodies")["value"]


@pytest.mark.parametrize(
    ("after", "until", "residual"),
    [
        ("2025-04-19", "2025-09-30", 1726),
        ("2025-09-30", "2025-11-30", 30),
        ("2025-11-30", "2026-02-28", 62),
        ("2026-02-28", "2026-04-30", 191),
        ("2026-04-30", "2026-08-31", 312),
    ],
)
def test_people_against_the_headquarters_totals(handed_over, after, until, residual):
    """
    The table lacks the stages of summer 2025 whose numbers both sides withheld, 11 April 2026 (about 175 a
    side by the mediator's totals), two exchanges of summer 2026, and civilians freed apart from exchanges.
    """
    total = {}
    for day in (after, until):
        rows = EXCHANGES[EXCHANGES["exchange_id"].eq(f"total-{day}")]
        total[day] = rows.loc[rows["flow"].eq("ukrainians_returned"), "value"].sum()
    found, _ = _between(handed_over, "ukrainians_returned", after, until)
    assert total[until] - total[after] - found == residual


def test_the_mediators_totals_imply_an_untold_exchange(handed_over):
    """
    Between 6 March and 24 April 2026 the Emirates count 736 people more: 386 told, 350 on 11 April.
    """
    totals = EXCHANGES[EXCHANGES["flow"].eq("both_sides_returned")].sort_values("event_date")["value"]
    told = sum(
        _between(handed_over, flow, "2026-03-06", "2026-04-24")[0]
        for flow in ("ukrainians_returned", "russians_returned")
    )
    assert totals.diff().iloc[-1] - told == 350


def test_the_founding_edition_knows_the_exchange_of_easter_2025(handed_over):
    """
    277 Ukrainians for 261 Russians, 538 in all, and the rival 246 that leaves out the wounded.
    """
    seen = load_table("battlefield/prisoner_exchanges", known_at="2025-04-28")
    easter = seen[seen["exchange_id"].eq("prisoners-2025-04-19")].sort_values("preference")
    first = easter.drop_duplicates("flow").set_index("flow")["value"]
    assert first["ukrainians_returned"] + first["russians_returned"] == 277 + 261 == 538
    assert 246 in set(easter["value"])
    bodies = seen[seen["exchange_id"].eq("bodies-2024-11-08")]
    assert bodies["value"].tolist() == [563]
