"""
Sums by bloc, shifts of votes, and the order of polls.
"""

import pandas as pd
import pytest

from threefronts.models.blocs import (
    allocations,
    answers,
    by_donor,
    given_between,
    help_told,
    last_month_above,
    suppliers,
    tallies,
    vote_shift,
    votes_of,
)

AID = pd.DataFrame(
    {
        "donor": ["united_states", "germany", "japan", "germany", "germany"],
        "kind": ["military", "military", "financial", "military", "military"],
        "measure": ["allocation", "allocation", "allocation", "commitment", "allocation"],
        "period_start": pd.to_datetime(
            ["2024-01-01", "2024-01-01", "2024-03-01", "2024-01-01", "2024-05-01"]
        ),
        "period_end": pd.to_datetime(["2024-01-31", "2024-01-31", "2024-03-31", "2024-01-31", "2024-05-31"]),
        "eur": [2e9, 1e9, 5e8, 9e9, 1e9],
    }
)


def test_allocations_add_up_by_bloc_and_leave_commitments_out():
    """
    Nothing is lost, nothing is counted twice, and an idle month is zero rather than missing.
    """
    given = allocations(AID, "2024-04-30")
    assert given["eur_bn"].sum() == pytest.approx(3.5)
    assert given_between(given, "2024-01-01", "2024-02-29") == {
        "united_states": 2.0,
        "europe": 1.0,
        "others": 0.0,
    }
    assert given.loc[given["month"].eq("2024-02-01"), "eur_bn"].eq(0).all()


def test_the_last_month_of_a_bloc_is_the_last_one_above_the_mark():
    """
    Small change does not count as a month of giving; a bloc that never gave has none.
    """
    given = allocations(AID, "2024-05-31")
    assert last_month_above(given, "united_states") == pd.Timestamp("2024-01-01")
    assert last_month_above(given, "europe") == pd.Timestamp("2024-05-01")
    assert last_month_above(given, "others", least=1.0) is None


def test_suppliers_are_those_of_the_war():
    """
    A deal that began before the invasion, or whose supplier nobody knows, is left out.
    """
    transfers = pd.DataFrame(
        {
            "recipient": ["Ukraine", "Ukraine", "Russia", "Russia", "India"],
            "supplier": ["A", "A", "B", "unknown", "A"],
            "first_delivery_year": [2022, 2015, 2023, 2022, 2022],
            "tiv_delivered": [10.0, 5.0, 7.0, 3.0, 9.0],
        }
    )
    found = suppliers(transfers, 2024)
    assert found.to_dict("records") == [
        {"recipient": "Ukraine", "supplier": "A", "tiv": 10.0},
        {"recipient": "Russia", "supplier": "B", "tiv": 7.0},
    ]


def test_a_shift_table_counts_each_state_once():
    """
    The cells add up to the states listed for both votes.
    """
    rolls = pd.DataFrame(
        {
            "country": ["A", "B", "C", "A", "B"],
            "resolution": ["one", "one", "one", "two", "two"],
            "vote": ["yes", "abstain", "no", "yes", "yes"],
        }
    )
    table = vote_shift(rolls, "one", "two")
    assert table.to_numpy().sum() == 2
    assert table.loc["abstain", "yes"] == 1
    with pytest.raises(ValueError, match="no roll call of three"):
        vote_shift(rolls, "one", "three")


def test_rival_tallies_of_one_vote_are_a_span():
    """
    Publications that disagree on the ayes give an interval, and one row a resolution.
    """
    votes = pd.DataFrame(
        {
            "resolution": ["one", "one", "two"],
            "event_date": pd.to_datetime(["2025-02-24", "2025-02-24", "2022-03-02"]),
            "yes": [93.0, 89.0, 141.0],
            "source_id": ["a", "b", "c"],
        }
    )
    found = tallies(votes).set_index("resolution")
    assert found.index.tolist() == ["two", "one"]
    assert found.loc["one", ["low", "high"]].tolist() == [89.0, 93.0]


def test_answers_come_in_the_order_of_time():
    """
    One answer of one series, oldest first, with its wording.
    """
    polls = pd.DataFrame(
        {
            "series": ["S", "S", "T"],
            "answer": ["yes", "yes", "yes"],
            "period_end": pd.to_datetime(["2024-12-31", "2022-12-31", "2023-12-31"]),
            "pct": [30, 10, 50],
            "wording": ["b", "a", "a"],
            "source_id": ["p", "p", "q"],
        }
    )
    assert answers(polls, "S", "yes")["pct"].tolist() == [10, 30]


def test_without_a_month_of_aid_the_refusal_says_since_when():
    """
    A date before the first month ends in one clear message.
    """
    with pytest.raises(ValueError, match="no data before 2022-02-28"):
        allocations(AID, "2021-01-01")


def test_donors_and_kinds_add_up_to_the_whole():
    """
    Those without a row of their own are not lost, and commitments are not counted.
    """
    table = by_donor(AID, "2024-01-01", "2024-12-31", most=1)
    assert table.index.tolist() == ["Germany", "all others"]
    assert table.loc["all others", "financial"] == pytest.approx(0.5)
    assert table["all"].sum() == pytest.approx(4.5)


def test_only_pieces_that_a_helper_supplied_are_told_as_help():
    """
    Russia's own output, use, plans, containers and shares are no deliveries; each keeps its speaker.
    """
    row = {"producer": "North Korea", "measure": "supplied", "unit": "shells cumulative", "value": 5e6}
    row |= {"claimant": "a service", "claimant_party": "third_state", "source_id": "x"}
    row |= {"published_on": pd.Timestamp("2024-06-14")}
    other = [
        {"producer": "Russia"},
        {"measure": "used"},
        {"unit": "containers cumulative"},
        {"unit": "percent"},
    ]
    lost = {"metric": "killed", "value": 600.0, "party": "third_state", "source_id": "y"}
    lost |= {"published_on": pd.Timestamp("2025-04-30")}
    told = help_told(
        pd.DataFrame([row, *(row | change for change in other)]), pd.DataFrame(), pd.DataFrame([lost])
    )
    assert told["title"].tolist() == [
        "shells from North Korea: 5,000,000 (a service)",
        "North Koreans killed or wounded: 600 (killed)",
    ]


def test_votes_are_counted_for_the_states_that_are_listed():
    """
    Names of SIPRI's list are matched to those of the roll calls, and a state without a vote is out.
    """
    rolls = pd.DataFrame({"country": ["Turkey", "Iran"], "vote": ["yes", "abstain"], "resolution": "A"})
    found = votes_of(rolls, "A", ["Türkiye", "Iran", "unknown"])
    assert found.to_dict() == {"yes": 1, "no": 0, "abstain": 1, "absent": 0}
