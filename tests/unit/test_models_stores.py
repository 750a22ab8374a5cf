"""
Stores: rival counts, what is fit, and sums of stores that must close.
"""

import pandas as pd
import pytest

from threefronts.models.stores import fit_shares, newest_counts, store_counts, store_residuals


def _row(**overrides) -> dict:
    return {
        "item_class": "tank",
        "model": "all",
        "stored": 3000.0,
        "fit_for_use": None,
        "removed": None,
        "imagery_date": None,
        "published_on": "2025-01-31",
        "source_id": "iiss",
        "voice": "iiss",
    } | overrides


def _storage(*rows: dict) -> pd.DataFrame:
    kinds = {name: "datetime64[s]" for name in ("imagery_date", "published_on")}
    kinds |= {name: "float64" for name in ("stored", "fit_for_use", "removed")}
    return pd.DataFrame(list(rows), columns=list(_row())).astype(kinds)


def test_a_count_speaks_of_its_images_or_at_the_latest_of_its_publication():
    """
    Other classes, single models and what was published nobody knows when are no count of the whole.
    """
    rows = [
        _row(imagery_date="2024-12-31"),
        _row(source_id="jompy", stored=2500.0),
        _row(model="T-62"),
        _row(item_class="artillery"),
        _row(published_on=None),
        _row(stored=None, removed=4000.0),
    ]
    found = store_counts(_storage(*rows), "tank")
    assert found["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2024-12-31", "2025-01-31"]
    assert found["value"].tolist() == [3000, 2500]


def test_the_newest_count_of_each_voice_stands_and_rival_counts_of_one_voice_are_an_interval():
    """
    2,478 and 3,106 of one voice on one day are its ends; of another voice only the newer count stands.
    """
    rows = [
        _row(voice="jompy", stored=2478.0, published_on="2025-12-31"),
        _row(voice="jompy", stored=3106.0, published_on="2025-12-31"),
        _row(stored=4000.0, published_on="2025-02-01"),
        _row(stored=3200.0, published_on="2025-07-31"),
        _row(voice="resurgam", stored=3463.0, published_on="2024-02-28"),
    ]
    found = newest_counts(store_counts(_storage(*rows), "tank"), "2026-02-01").set_index("source_id")
    assert found.loc["jompy", ["low", "high"]].tolist() == [2478, 3106]
    assert found.loc["iiss", "value"] == 3200
    assert "resurgam" not in found.index


@pytest.mark.parametrize(
    ("fit", "expected"), [(300.0, (0.1, 0.35)), (1800.0, (0.35, 0.6)), (1050.0, (0.35, 0.35))]
)
def test_what_is_fit_bounds_what_can_be_restored(fit, expected):
    """
    At least what a source calls fit, at most the assumption, whichever is the larger.
    """
    found = fit_shares(_storage(_row(fit_for_use=fit)), "tank", 0.35).iloc[0]
    assert (found["low"], found["high"]) == pytest.approx(expected)


@pytest.mark.parametrize("most", [0.0, 1.1])
def test_a_share_out_of_range_is_refused(most):
    """
    No more can be restored than stands there, and nothing at all would leave no model.
    """
    with pytest.raises(ValueError, match="restorable_share"):
        fit_shares(_storage(_row()), "tank", most)


def test_stores_then_less_what_was_taken_is_what_stands_there_now():
    """
    7,000 less 4,000 taken leaves 3,000: a count of 3,500 is 500 over; the removals of one year are no total.
    """
    rows = [
        _row(stored=7000.0, imagery_date="2022-02-24"),
        _row(stored=None, removed=4000.0, voice="resurgam"),
        _row(stored=3500.0, voice="jompy"),
        _row(stored=None, removed=342.0, voice="resurgam"),
        _row(stored=9000.0, voice="old", published_on="2023-01-01"),
    ]
    found = store_residuals(_storage(*rows))
    assert found[["voice", "count_voice", "residual"]].to_numpy().tolist() == [["resurgam", "jompy", 500]]
    assert found["residual_pct"].iloc[0] == pytest.approx(100 * 500 / 7000)


def test_a_sum_with_a_part_that_nobody_published_is_none():
    """
    Without the store before the invasion, or without what was taken, nothing has to close.
    """
    assert store_residuals(_storage(_row())).empty
    assert store_residuals(_storage(_row(stored=7000.0, imagery_date="2022-02-24"), _row())).empty
