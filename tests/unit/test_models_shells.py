"""
Shells: calibres, capacity and output kept apart, and ratios that are what the arithmetic says.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models import shell_supply, shell_tables, shell_words, shells
from threefronts.models.statements import UNKNOWN, Span, hulls, rates

KINDS = {
    **dict.fromkeys(["period_start", "period_end", "published_on"], "datetime64[s]"),
    **dict.fromkeys(["value", "value_low", "value_high"], "float64"),
}
YEAR = ("2024-01-01", "2024-12-31")


def _row(**overrides) -> dict:
    row = {
        "row_id": "r",
        "producer": "Russia",
        "item_class": "shell_all",
        "measure": "output",
        "scope": "all",
        "value": 1200.0,
        "value_low": None,
        "value_high": None,
        "unit": "shells/year",
        "period_start": YEAR[0],
        "period_end": YEAR[1],
        "published_on": "2024-06-30",
        "voice": "one",
    } | overrides
    return {"source_id": row["voice"], "who": row["voice"].title()} | row


def _rows(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(_row())).astype(KINDS)


def _monthly(*rows: dict) -> pd.DataFrame:
    return rates(_rows(*rows), "month")


def _west(**overrides) -> list[dict]:
    """
    A West that makes 40 shell bodies a month, and a European capacity of 80.
    """
    american = {"producer": "United States", "item_class": "shell_155", "unit": "shells/month", "value": 40.0}
    capacity = {"producer": "European Union", "item_class": "shell_155", "measure": "capacity"}
    return [
        _row(voice="army", **american),
        _row(voice="commission", value=960.0, **capacity | overrides),
    ]


def test_a_calibre_is_a_floor_for_all():
    """
    152 mm alone bounds the whole from below, and calibres that one source names apart add up.
    """
    part = {"voice": "named", "item_class": "shell_152"}
    told = shells.russian(_monthly(_row(), _row(**part), _row(**part | {"item_class": "shell_122"})), *YEAR)
    found = told.set_index("voice")[["low", "high"]]
    assert found.loc["one"].tolist() == [100, 100]
    assert found.loc["named", "low"] == 200
    assert np.isnan(found.loc["named", "high"])


@pytest.mark.parametrize(("said", "counts"), [("2023-06-30", 0), ("2024-02-29", 1), ("2025-02-28", 0)])
def test_a_forecast_counts_for_the_window_it_was_made_in(said, counts):
    """
    What was planned before, or is planned after, is no estimate of the window.
    """
    told = shells.russian(_monthly(_row(measure="planned", published_on=said)), *YEAR)
    assert len(told) == counts


def test_capacity_is_no_russian_output():
    """
    Output and capacity are never one.
    """
    assert shells.russian(_monthly(_row(measure="capacity")), *YEAR).empty


def test_capacity_is_delivered_in_part_or_taken_at_its_word():
    """
    The share bounds output from below, the claim from above; taken at its word both are the claim.
    """
    rows = _monthly(*_west())
    delivered = shells.european(rows, *YEAR, shells.West(0.25))
    assert delivered[["low", "high"]].values.tolist() == [[20, 80]]
    claimed = shells.european(rows, *YEAR, shells.West(0.25, claimed=True))
    assert claimed[["low", "high"]].values.tolist() == [[80, 80]]


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_outside_its_range_is_refused(share):
    """
    Nothing delivers less than nothing or more than all.
    """
    with pytest.raises(ValueError, match="a share lies"):
        shells.West(share)


def test_a_newer_capacity_replaces_an_older_one():
    """
    What stood in the middle of the window holds, what is claimed later in it joins, the outdated falls out.
    """
    starts = ["2022-06-01", "2024-01-01", "2024-01-24", "2024-11-01", "2025-03-01"]
    rows = _monthly(*[_row(measure="capacity", period_start=start) for start in starts])
    kept = shells.standing(rows, *YEAR)["period_start"].dt.strftime("%Y-%m-%d")
    assert kept.tolist() == starts[1:4]
    assert shells.standing(rows.head(0), *YEAR).empty


def test_the_ratio_of_points_is_exact():
    """
    100 Russian shells over 40 + 80 Western ones, whatever the seed.
    """
    rows = _monthly(_row(), *_west())
    found = shells.ratio_draws(rows, YEAR, shells.West(1), np.random.default_rng(5), 50)
    assert found == pytest.approx(np.full(50, 100 / 120))


def test_the_ratio_lies_between_its_far_ends():
    """
    No draw leaves the lowest output over the highest and the reverse; less delivered means a higher ratio.
    """
    rows = _monthly(_row(value_low=600, value_high=1800), *_west())
    found = shells.ratio_draws(rows, YEAR, shells.West(0.5), np.random.default_rng(5), 4000)
    assert found.min() >= 50 / 120
    assert found.max() <= 150 / 80
    table = {
        share: np.median(shells.ratio_draws(rows, YEAR, shells.West(share), np.random.default_rng(5), 4000))
        for share in (0.25, 0.5, 1)
    }
    assert table[0.25] > table[0.5] > table[1]


def test_seeds_reproduce():
    """
    The same seed gives the same table.
    """
    rows = _monthly(_row(value_low=600, value_high=1800), *_west())
    tables = [
        shells.ratios_by_year(rows, range(2024, 2025), {"a": shells.West(0.5)}, np.random.default_rng(9), 100)
        for _ in range(2)
    ]
    assert tables[0].equals(tables[1])
    readings = shells.readings_in(tables[0], "2024", {"delivered": "a", "complete": "b"})
    assert readings["shell_ratio_complete"] == UNKNOWN
    assert readings["shell_ratio_reading_step"] == 0


@pytest.mark.parametrize("missing", ["Russia", "United States", "European Union"])
def test_without_one_producer_there_is_no_ratio(missing):
    """
    One clear error says that the data do not reach back.
    """
    rows = _monthly(*[row for row in (_row(), *_west()) if row["producer"] != missing])
    with pytest.raises(ValueError, match="no data before 2023-09-30"):
        shells.ratios_by_year(rows, range(2024, 2025), {"a": shells.West(0.5)}, np.random.default_rng(0), 10)


def test_charges_bound_complete_rounds():
    """
    With charges counted, shell bodies no longer speak for rounds.
    """
    charge = _row(
        producer="United States", item_class="charge_155", scope="part", unit="charges/month", value=18.0
    )
    rows = _monthly(charge, *_west())
    assert shells.american(rows, *YEAR)["value"].tolist() == [40]
    assert shells.american(rows, *YEAR, complete=True)["value"].tolist() == [18]


def test_a_smaller_calibre_share_raises_floors_alone():
    """
    A floor of 100 that is half of the whole stands for 200; a full figure stays.
    """
    voices = hulls(_monthly(_row(voice="all"), _row(voice="part", value_low=1200.0)))
    raised = shells.with_calibre_share(voices, 0.5).set_index("source_id")["low"]
    assert raised.to_dict() == {"all": 100, "part": 200}


def test_the_share_of_a_calibre_is_read_from_one_source():
    """
    13 of 21 parts are 152 mm; with one calibre alone nothing is known.
    """
    rows = [_row(item_class="shell_152", value=13.0), _row(item_class="shell_122", value=8.0)]
    assert shells.calibre_share(_monthly(*rows)).value == pytest.approx(13 / 21)
    assert shells.calibre_share(_monthly(rows[0])) == UNKNOWN


def test_voices_of_a_ratio_are_divided_or_stated():
    """
    A stated ratio stands beside the divided ones; with no Western number only it remains.
    """
    made = hulls(_monthly(_row()))
    direct = hulls(_monthly(_row(voice="stated", unit="shells/month", value=4.0)))
    assert shells.ratio_voices(made, Span(50, 40, 100), 2, direct)["low"].tolist() == [0.5, 4]
    assert shells.ratio_voices(made, UNKNOWN, 2, direct)["source_id"].tolist() == ["stated"]


def test_a_number_said_twice_is_found():
    """
    Days and difference between a first and a repeated figure.
    """
    rows = _monthly(_row(voice="nato", unit="shells/month", value=250.0, published_on="2024-03-11"))
    found = shell_supply.repetition(rows, "nato", 250, pd.Timestamp("2025-04-03"))
    assert (found.first, found.days, found.difference) == (250, 388, 0)
    assert shell_supply.repetition(rows, "other", 250, pd.Timestamp("2025-04-03")).first is None


def test_containers_hold_what_is_multiplied():
    """
    Boxes and shells of one day and one voice give the rounds in a box.
    """
    supplied = {"producer": "North Korea", "measure": "supplied", "voice": "seoul"}
    boxes = _row(item_class="arms_container", unit="containers cumulative", value=100.0, **supplied)
    held = _row(item_class="shell_152", unit="shells", value=45_000.0, **supplied)
    assert shell_supply.per_container(_rows(boxes, held)) == Span(450, 450, 450)
    assert shell_supply.per_container(_rows(boxes)) == UNKNOWN


def test_a_year_adds_up():
    """
    Stock, output and supply less use; the far ends make the interval, and a missing part leaves it unknown.
    """
    left = shell_supply.year_balance(Span(3, 2, 4), Span(1, 1, 2), Span(5, 4, 9), stock=4)
    assert left == Span(3, -2, 6)
    assert shell_supply.year_balance(UNKNOWN, Span(1, 1, 1), Span(1, 1, 1), 4) == UNKNOWN


def test_what_was_fired_beyond_capacity_came_from_store():
    """
    10 to 12 fired, 1 to 2 made: 8 to 11 from store.
    """
    used = _row(measure="used", value=11.0, value_low=10, value_high=12)
    made = _row(measure="capacity", value=1.5, value_low=1, value_high=2)
    yearly = rates(_rows(used, made), "year")
    assert shell_supply.store_needed(yearly, YEAR) == Span(9.5, 8, 11)
    assert shell_supply.store_needed(yearly.head(1), YEAR) == UNKNOWN


@pytest.mark.parametrize("low", [None, 1.0, 3.0])
def test_exactly_one_wording_holds(low):
    """
    A sentence follows the data, whatever they are.
    """
    span = UNKNOWN if low is None else Span(low, low, low)
    for wordings in (
        shell_words.repeat_reading(span, 2),
        shell_words.received_reading(span, Span(2, 2, 2)),
        shell_words.left_reading(span),
        shell_words.left_reading(Span(0, -1, 1)),
    ):
        assert sum(wordings.values()) == 1


def test_chart_rows_say_what_they_are():
    """
    Year, voice, calibre and kind stand in the words; the West is one hull a year and kind.
    """
    told = shell_tables.russian_table(_monthly(_row(), _row(item_class="shell_152", measure="planned")))
    assert told["what"].tolist() == ["2024: One", "2024: One, 152 mm, forecast"]
    table = shell_tables.by_year(_monthly(*_west(), _row()))
    assert table[["what", "measure", "low", "high"]].values.tolist() == [
        ["Europe, 2024", "capacity", 80, 80],
        ["United States, 2024", "output", 40, 40],
    ]
