"""
Counts one by one: each handover once, each list at its newest, each year only where it is complete.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.manpower_counts import (
    FLOWS,
    civilian_facts,
    claimed_between,
    claimed_total,
    claims_as_points,
    handed_over,
    names_as_points,
    newest_names,
)
from threefronts.models.manpower_facts import force_facts, names_facts, ratio_facts, toll_facts, ukraine_facts
from threefronts.models.pace import Span


def _handovers(*rows: tuple) -> pd.DataFrame:
    """
    Rows of handovers: (id, flow, value, preference).
    """
    frame = pd.DataFrame(rows, columns=["exchange_id", "flow", "value", "preference"])
    return frame.assign(record="handover", event_date=pd.Timestamp("2025-04-19")).astype({"value": float})


def test_rival_counts_of_one_handover_count_once():
    """
    Of rival counts the preferred one that tells a number is taken; they are never added up.
    """
    rows = _handovers(
        ("april", "ukrainians_returned", 246, 2),
        ("april", "ukrainians_returned", 277, 1),
        ("april", "russians_returned", None, 1),
        ("april", "russians_returned", 246, 3),
        ("march", "ukrainians_returned", 175, 1),
    )
    found = handed_over(rows, "2025-12-31").set_index("flow")
    assert found.loc["ukrainians_returned", ["value", "handovers"]].to_list() == [452, 2]
    assert found.loc["russians_returned", ["value", "high"]].to_list() == [246, 246]


def test_an_untold_number_makes_the_sum_a_floor():
    """
    Where nobody told a number the sum has no upper end; where no handover is known there is no sum.
    """
    rows = _handovers(("a", "bodies_to_russia", 40, 1), ("b", "bodies_to_russia", None, 1))
    found = handed_over(rows, "2025-12-31").set_index("flow")
    assert found.loc["bodies_to_russia", ["low", "untold"]].to_list() == [40, 1]
    assert np.isnan(found.loc["bodies_to_russia", "high"])
    assert found["value"].drop("bodies_to_russia").isna().all()
    assert list(found.index) == list(FLOWS)
    assert handed_over(rows, "2025-01-01")["value"].isna().all()


def _names(**overrides) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "series": "mediazona_bbc",
            "count_basis": "as_published",
            "event_date": pd.to_datetime(["2025-01-24", "2025-05-05", "2025-02-22"]),
            "value": [90_019, 106_745, 95_000],
            "value_with_missing": np.nan,
            "method": "open_sources",
            "source_id": "mediazona_bbc",
        }
    )
    return rows.assign(**overrides)


def test_the_newest_list_is_the_one_of_the_day():
    """
    A later count, another list or a later re-dating is not what the list held that day.
    """
    assert newest_names(_names(), "mediazona_bbc", "2025-04-28").value == 95_000
    assert newest_names(_names(), "ualosses", "2025-04-28") is None
    assert newest_names(_names(count_basis="by_day_of_death"), "mediazona_bbc", "2025-04-28") is None
    assert names_as_points(_names(), "mediazona_bbc", "2025-04-28")["value"].to_list() == [90_019, 95_000]
    assert (
        newest_names(_names(value_with_missing=120_000), "mediazona_bbc", "2025-04-28").with_missing
        == 120_000
    )


def _personnel() -> pd.DataFrame:
    days = pd.date_range("2024-01-01", "2024-03-31")
    return pd.DataFrame({"event_date": days, "value": 1000 * np.arange(len(days)), "is_used": True})


def test_a_year_is_told_only_where_both_its_ends_are_known():
    """
    A claim between two days is not stretched over days that the series does not reach.
    """
    assert claimed_between(_personnel(), "2024-01-01", "2024-01-31") == 30_000
    assert claimed_between(_personnel(), "2023-12-31", "2024-01-31") is None
    assert claimed_between(_personnel(), "2024-01-01", "2024-04-01") is None
    assert claimed_total(_personnel(), "2024-01-31") == 30_000
    assert claimed_total(_personnel(), "2024-04-01") is None
    assert claimed_total(_personnel().assign(is_used=False), "2024-01-31") is None
    assert len(claims_as_points(_personnel())) == 3


def test_civilians_are_floors_or_not_known():
    """
    Coded deaths add up over the months that are over, and a number that was not published is not known.
    """
    months = pd.DataFrame(
        {
            "count_id": ["ucdp-2022-01", "ucdp-2022-02", "ucdp-2022-03"],
            "source_id": "ucdp_ged",
            "aggregation": "month",
            "period_start": pd.to_datetime(["2022-01-01", "2022-02-01", "2022-03-01"]),
            "period_end": pd.to_datetime(["2022-01-31", "2022-02-28", "2022-03-31"]),
            "value": [5.0, 10.0, 20.0],
        }
    )
    assert civilian_facts(months, "2022-03-15")["civilians_killed_coded"] == Span(10.0, 10.0, None)
    assert civilian_facts(months, "2022-02-01")["civilians_killed_coded"] == Span(None, None, None)
    assert civilian_facts(months, "2022-03-15")["civilians_killed_verified"] is None


def _no_estimates() -> pd.DataFrame:
    columns = ["day", "value", "low", "high", "use", "voice", "party", "speaker", "source_id", "published_on"]
    return pd.DataFrame(columns=columns).astype(
        {"day": "datetime64[s]", "published_on": "datetime64[s]", "value": float, "low": float, "high": float}
    )


@pytest.mark.parametrize(
    "found",
    [
        toll_facts("killed", _no_estimates(), "2022-04-01", level=0.9, power=1 / 3)["persons"],
        ukraine_facts(_no_estimates(), _no_estimates(), None, "2022-04-01", 1 / 3)["persons"],
        ratio_facts(_no_estimates(), _no_estimates(), "2022-04-01", 1 / 3),
        names_facts(None, Span(None, None, None))["persons"],
    ],
    ids=["toll", "ukraine", "ratio", "names"],
)
def test_before_the_first_figure_everything_is_not_known(found):
    """
    In the first weeks a key is told as not known and never left out.
    """
    assert found
    assert set(found.values()) <= {None, Span(None, None, None)}


def test_the_share_of_names_is_that_of_the_curve_on_the_lists_day():
    """
    Names over the toll, its bounds turned round: a higher toll leaves the names a smaller share.
    """
    names = newest_names(_names(), "mediazona_bbc", "2025-04-28")
    found = names_facts(names, Span(names.value, 2 * names.value, 4 * names.value))
    assert found["percent"] == {"named_share_pct": Span(25.0, 50.0, 100.0)}
    assert names_facts(names, Span(None, None, None))["percent"]["named_share_pct"].value is None


def test_half_of_the_stated_force_is_the_outset_that_it_implies():
    """
    The implied outset is the force over its multiple, whatever others published.
    """
    empty = pd.DataFrame(columns=["source_id", "value", "value_low", "value_high"]).astype(
        dict.fromkeys(("value", "value_low", "value_high"), float)
    )
    found = force_facts(600_000.0, 2.0, empty, empty, None)
    assert found["persons"]["outset_implied"] == 300_000
    assert found["persons"]["outset_published"] == Span(None, None, None)
    assert found["ratio"]["force_ratio"] == Span(None, None, None)
