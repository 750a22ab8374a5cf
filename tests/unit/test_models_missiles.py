"""
Launches by label: what is sure, what is possible, and how doubt is divided.
"""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threefronts.models.missiles import (
    CLASSES,
    ISKANDER,
    Launches,
    Shares,
    drawn_launches,
    drawn_split,
    in_window,
    iskander_year,
    last_days,
    launches_in_year,
    launches_of,
    monthly_launches,
    named_in,
    quantiles,
    told_shot_down_pct,
)
from threefronts.tables import load_table

YEAR = ("2024-04-28", "2025-04-27")
LABELS = [
    "Iskander-M",
    "Iskander-M/KN-23",
    "KN-23",
    "Iskander-M and Iskander-K",
    "X-101/X-555 and Kalibr",
    "X-22",
]


def _attacks(*rows):
    columns = ["event_date", "model", "channel", "launched", "shot_down", "weapon_group"]
    filled = [
        (pd.Timestamp(day), model, channel, n, 0, "ballistic_missile") for day, model, channel, n in rows
    ]
    return pd.DataFrame(filled, columns=columns)


@pytest.fixture(scope="module")
def attacks():
    return load_table("battlefield/air_attacks")


def test_a_label_names_each_class_once():
    """
    A merged label names all its weapons, a weapon outside the six is other.
    """
    assert named_in("X-101/X-555 and Kalibr and Iskander-M/KN-23") == (
        "kh101",
        "kalibr",
        "iskander_m",
        "kn23",
    )
    assert named_in("X-22 and X-31P") == ("other",)


def test_the_claim_s_year_is_counted_as_the_claim_says(attacks):
    """
    330 Iskander-M, 110 of them printed as Iskander-M or KN-23, 44 Iskander-K, 8 KN-23, 102 in merged rows.
    """
    found = iskander_year(in_window(attacks, *YEAR))
    expected = {
        "iskander_m_counted": 330,
        "iskander_m_or_kn23_counted": 110,
        "iskander_m_regional": 84,
        "iskander_m_without_regional": 246,
        "iskander_k_counted": 44,
        "kn23_counted": 8,
        "iskander_merged_at_most": 102,
    }
    assert {key: found[key] for key in expected} == expected


def test_the_bounds_are_all_or_none_of_the_doubtful_rows(attacks):
    """
    None of them: Iskanders by name from the Air Force, 180. All of them: 330 + 44 + 102.
    """
    found = launches_of(in_window(attacks, *YEAR), ISKANDER)
    assert (found.low, found.high) == (180, 476)
    assert found == Launches(named=180, either=110, merged=100, regional=86)


def test_a_row_of_both_iskanders_is_sure_of_the_two_together():
    """
    Rows that name the ballistic and the cruise missile are doubtful for each, not for their sum.
    """
    rows = _attacks(("2024-01-01", "Iskander-M and Iskander-K", "air_force", 5))
    assert launches_of(rows, ISKANDER).named == 5
    assert launches_of(rows, ("iskander_k",)) == Launches(0, 0, 5, 0)


def test_regional_commands_repeat_their_own_success_for_drones_alone(attacks):
    """
    They say that they shot down nearly every drone, and few of the ballistic missiles, that they report.
    """
    assert told_shot_down_pct(attacks, ["shahed_type"]) > 95
    assert told_shot_down_pct(attacks, ["iskander_m"]) < 15
    assert launches_of(attacks, ("shahed_type",)).regional == 0
    assert told_shot_down_pct(_attacks(("2024-01-01", "Iskander-M", "air_force", 1)), ["iskander_m"]) is None


def test_shares_move_the_count_between_its_bounds():
    """
    All doubt resolved downward gives the lower bound, upward the upper; shares outside 0 to 1 are refused.
    """
    found = Launches(named=10, either=4, merged=6, regional=2)
    assert found.at(Shares(korean=1, merged=0, regional=0)) == found.low == 10
    assert found.at(Shares(korean=0, merged=1, regional=1)) == found.high == 22
    assert found.interval(Shares(0.5, 0.5, 0.5), per=2).value == 8
    with pytest.raises(ValueError, match="between 0 and 1"):
        Shares(1.1, 0, 0)


def test_months_add_up_to_the_bounds(attacks):
    """
    No launch is lost or counted twice when the table is cut into months.
    """
    months = monthly_launches(attacks).groupby("item_class")[["low", "high"]].sum()
    for name in CLASSES:
        found = launches_of(attacks, (name,))
        assert tuple(months.loc[name]) == (found.low, found.high)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-04-28", ("2024-04-28", "2025-04-27")),  # the day before closes the window
        ("2026-08-22", ("2025-06-08", "2026-06-07")),  # the table ends before the edition's day
        ("2022-12-25", ("2022-09-28", "2022-12-24")),  # the table begins inside the window
    ],
)
def test_the_window_ends_with_what_is_known(attacks, as_of, expected):
    """
    A window of a year never claims days that the table does not hold.
    """
    assert last_days(attacks[attacks["event_date"] < as_of], as_of, 365) == expected


def test_dates_before_the_table_are_refused_in_one_sentence(attacks):
    """
    An edition before September 2022 says where the table begins.
    """
    with pytest.raises(ValueError, match="begins on 2022-09-28"):
        last_days(attacks.iloc[:0], "2022-06-05", 365)
    with pytest.raises(ValueError, match="no data before 2022-09-28"):
        in_window(attacks, "2021-01-01", "2022-01-01")
    assert launches_in_year(attacks, 2021, ISKANDER) is None


def test_random_splits_keep_within_the_bounds(attacks):
    """
    However the doubtful rows are divided, the count lies between none and all of them, and reaches for both.
    """
    rows = in_window(attacks, *YEAR)
    bounds, drawn = launches_of(rows, ISKANDER), drawn_launches(rows, ISKANDER, draws=4000, seed=1)
    assert bounds.low <= drawn.min() < 215
    assert 430 < drawn.max() <= bounds.high


def test_random_splits_have_the_mean_of_an_even_division(attacks):
    """
    A flat division gives each of k names 1/k on average: here 180 + 110/2 + 86/3 + 14/4 + 86/2.
    """
    drawn = drawn_launches(in_window(attacks, *YEAR), ISKANDER, draws=40_000, seed=2)
    expected = 180 + 110 / 2 + 86 / 3 + 14 / 4 + 86 / 2
    assert drawn.mean() == pytest.approx(expected, abs=4 * drawn.std() / 200)


def test_a_random_split_of_two_is_uniform():
    """
    With two names the share of one is uniform, so its middle nine tenths run from 0.05 to 0.95.
    """
    split = drawn_split(("iskander_m", "kn23"), ISKANDER, draws=20_000, random=np.random.default_rng(3))
    found = quantiles(split)
    assert (found.low, found.value, found.high) == pytest.approx((0.05, 0.5, 0.95), abs=0.02)


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_no_launch_is_made_or_lost_in_a_split(labels, seed):
    """
    What a label's names receive adds up to the whole, for any label and seed, to 1e-9.
    """
    names = named_in(" and ".join(labels))
    parts = [
        drawn_split(names, (name,), draws=3, random=np.random.default_rng(seed))
        for name in dict.fromkeys(names)
    ]
    assert np.abs(sum(parts) - 1).max() < 1e-9


def test_seeds_reproduce_across_processes():
    """
    Another process draws the same splits from the same seed, another seed other ones.
    """
    code = (
        "import pandas as pd; from threefronts.models.missiles import *;"
        "rows = pd.DataFrame({'event_date': pd.to_datetime(['2024-01-01']), 'model': ['Iskander-M/KN-23'],"
        "'channel': ['air_force'], 'launched': [100.0], 'shot_down': [0.0], 'weapon_group': ['x']});"
        "print(*map(float, drawn_launches(rows, ISKANDER, draws=3, seed={seed})))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code.replace("{seed}", seed)], check=True, capture_output=True
        ).stdout
        for seed in ("7", "7", "8")
    ]
    assert runs[0] == runs[1] != runs[2]


def test_no_draw_is_no_answer(attacks):
    """
    Draws below one are refused.
    """
    with pytest.raises(ValueError, match="at least 1"):
        drawn_launches(attacks, ISKANDER, draws=0, seed=1)
