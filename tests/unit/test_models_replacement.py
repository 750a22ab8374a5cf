"""
Replacement: whose voice is whose, what would have to be true, and the model held against what came.
"""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from threefronts.facts import Voice
from threefronts.models import replacement, replacement_words, stock_history
from threefronts.models.losses import classed, lost_between
from threefronts.models.replacement import Tables, needed_for_all
from threefronts.models.statements import Span
from threefronts.models.stock import Flows
from threefronts.models.stock_draws import INPUTS
from threefronts.tables import load_table, root_voice

DAY = "2025-04-28"
CLAIMED = {"tank": 3000, "armoured_vehicle": 9000, "artillery": 13000, "air_defence": 400}
CHOICES = {"loss_source": "both", "restorable_share": 0.35}


@pytest.fixture(scope="module")
def tables() -> Tables:
    """
    What was known on the founding day.
    """
    counts = classed(
        load_table("battlefield/equipment_losses", DAY), load_table("battlefield/equipment_classes")
    )
    spoken = [load_table(f"industry/{name}", DAY) for name in ("production", "storage")]
    return Tables(counts, *(rows.assign(voice=rows["source_id"].map(root_voice)) for rows in spoken))


def test_the_testimonys_losses_are_the_general_staffs_and_not_oryxs(tables):
    """
    All four lie within a fifth of the one's, three within two percent, and none within twice the other's.
    """
    found = replacement.one_voice(lost_between(tables.counts, "2024-01-01", "2025-01-01"), CLAIMED)
    gaps = {who: sorted(abs(rows["ratio"] - 1)) for who, rows in found.groupby("source_id")}
    assert max(gaps["general_staff_ua"]) < 0.2 and gaps["general_staff_ua"][2] < 0.02
    assert min(gaps["oryx"]) > 1
    assert root_voice("cavoli_testimony_losses") == "general_staff_ua"


def test_half_made_means_half_repaired_or_as_many_again_restored():
    """
    3,000 lost, 1,500 made: half come back, or 1,500 more are restored, and 1,000 in store last 8 months.
    """
    needed = needed_for_all(3000, 1500, Span(1000, 500, 2000))
    assert (needed["repaired_pct"], needed["restored_extra"]) == (50, 1500)
    assert needed["months"] == Span(8, 4, 16)
    assert needed_for_all(1000, 1500, Span(1000, 500, 2000))["months"] == Span(None, None, None)


@pytest.mark.parametrize("item_class", ["tank", "armoured_vehicle"])
def test_every_input_has_a_voice_and_none_counts_twice(tables, item_class):
    """
    Each of the five inputs can be drawn, and no voice stands in one of them twice.
    """
    found = replacement.inputs(tables, item_class, DAY, **CHOICES)
    assert set(found) == set(INPUTS)
    for rows in found.values():
        assert len(rows) and rows["source_id"].is_unique
    assert "general_staff_ua" in set(found["lost"]["source_id"])
    assert "cavoli_testimony_losses" not in set(found["lost"]["source_id"])


def test_pictures_are_a_floor_and_the_claim_a_ceiling(tables):
    """
    With both sources the draws lie between them; with one they are its own.
    """
    both = replacement.inputs(tables, "tank", DAY, **CHOICES)["lost"].set_index("source_id")
    assert math.isnan(both.loc["oryx", "high"]) and math.isnan(both.loc["general_staff_ua", "low"])
    one = replacement.inputs(tables, "tank", DAY, **CHOICES | {"loss_source": "general_staff"})["lost"]
    assert one["source_id"].tolist() == ["general_staff_ua"]


def test_a_value_that_a_reader_sets_takes_the_place_of_all_voices(tables):
    """
    Zero is a value, below zero is none.
    """
    found = replacement.inputs(tables, "tank", DAY, **CHOICES)
    assert replacement.with_set(found, "refurbishment", -1.0) is found
    assert replacement.with_set(found, "refurbishment", 0.0)["refurbishment"]["high"].tolist() == [0]


def test_a_factor_moves_known_ends_only():
    """
    Half of "at least 100" is "at least 50".
    """
    assert replacement.times([Voice("oryx", 100.0, None)], 0.5) == [Voice("oryx", 50.0, None)]


def test_nato_is_no_second_voice_beside_its_commander():
    """
    The official of the alliance is left out where the testimony is judged.
    """
    rows = pd.DataFrame({"source_id": ["rbc_ukraine_nato_2025_10_14", "szorty_bruegel_kiel_2025_06"]})
    assert replacement.apart_from_speaker(rows)["source_id"].tolist() == ["szorty_bruegel_kiel_2025_06"]


def test_an_early_day_and_an_unknown_source_are_refused():
    """
    One error each, with what to do.
    """
    with pytest.raises(ValueError, match="no data before 2025-04-03"):
        replacement.check_choices("2025-04-02", "both")
    with pytest.raises(ValueError, match="both, general_staff, oryx"):
        replacement.check_choices(DAY, "general_staff_ua")


def test_a_start_in_the_past_is_held_against_later_counts_only(tables):
    """
    From January 2023 every count published since is compared, on its day; from the edition's own day none.
    """
    early = stock_history.backtest(tables, "2023-01-01", DAY, seed=1, draws=500, **CHOICES)
    assert len(early.stores) == 4
    assert (early.stores["day"] > pd.Timestamp("2023-01-01")).all()
    assert (
        early.stores["inside"] == early.stores["counted"].between(early.stores["low"], early.stores["high"])
    ).all()
    counted = lost_between(tables.counts, "2023-01-01", DAY).set_index("key")["value"]
    losses = early.lost.set_index("source_id")["counted"]
    assert losses["general_staff_ua"] == counted["tanks_lost_general_staff"]
    late = stock_history.backtest(tables, DAY, DAY, seed=1, draws=500, **CHOICES)
    assert late.stores.empty and late.lost.empty


def test_no_course_foresees_what_was_published_after_its_start(tables):
    """
    What a start knows ends on its day.
    """
    then = tables.known_by("2024-12-31")
    assert then.storage["published_on"].max() <= pd.Timestamp("2024-12-31")
    assert then.production["published_on"].max() <= pd.Timestamp("2024-12-31")


def test_no_more_can_be_lost_than_there_was():
    """
    1,000 in service, 10 new and 20 restored a month for a year: 1,500 lost leave 140 short, 500 leave 860.
    """
    ends = pd.Series([10.0] * 200).to_numpy(), pd.Series([20.0] * 200).to_numpy()
    flows = Flows(3000.0, 0.5, ends[1], ends[0], 0.0)
    lost = pd.DataFrame({"source_id": ["general_staff_ua", "oryx"], "value": [1500, 500]})
    found = stock_history.service_residual(1000, lost, flows, 12)
    assert found == {"general_staff_ua": Span(-140, -140, -140), "oryx": Span(860, 860, 860)}
    assert replacement_words.service_reading(found["general_staff_ua"])[
        next(text for text in replacement_words.service_reading(found["oryx"]) if text.startswith("Below"))
    ]


@pytest.mark.parametrize(("inside", "counted"), [(0, 0), (2, 2), (1, 2), (0, 2)])
def test_one_sentence_tells_how_the_counts_fell(inside, counted):
    """
    None, all, some or none inside: exactly one wording holds.
    """
    late = {"late_start_inside": inside, "late_start_counts": counted}
    assert sum(map(bool, replacement_words.stores_reading(late).values())) == 1


@pytest.mark.parametrize("ratios", [[], [0.3, 0.4], [0.3, 0.9], [1.2]])
def test_one_sentence_tells_what_came_of_the_losses(ratios):
    """
    Not counted yet, far fewer by both, or not: exactly one wording holds.
    """
    late = SimpleNamespace(lost=pd.DataFrame({"ratio": ratios}, dtype="float64"))
    assert sum(map(bool, replacement_words.losses_reading({"start": late}).values())) == 1


def test_the_curve_of_depletion_counts_the_paths_that_got_there():
    """
    Stores of 100 and 300 hulls at 10 a month, no hull worse: half of the paths by month 10, all by month 30.
    """
    flows = Flows(np.array([100.0, 300.0]), 1.0, 10.0, 0.0, 5.0)
    drawn = replacement_words.run_draws(flows, 36, None, 0.0)
    found = replacement_words.depletion_frame({"tank": drawn}).set_index("month")["pct"]
    assert found[[0, 9, 10, 29, 30, 36]].tolist() == [0, 0, 50, 50, 100, 100]
