"""
Attacks from the air as reported: what counts, what is set aside, weeks, stages, ranks and wordings.
"""

import pandas as pd
import pytest

from threefronts.facts import phrase
from threefronts.models import air_war as air
from threefronts.models import air_words as words
from threefronts.models.interception import Slope
from threefronts.models.pace import Interval
from threefronts.tables import load_table


def _row(day: str = "2025-01-06", **overrides) -> dict:
    row = {"weapon_group": "shahed_type", "channel": "air_force", "launched": 10, "shot_down": 6, "lost": 3}
    return {"event_date": pd.Timestamp(day), **row, **overrides}


def _attacks(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows)


def _nights(days: int, start: str = "2025-01-01") -> pd.DataFrame:
    index = pd.date_range(start, periods=days, name="event_date")
    return pd.DataFrame({"launched": 10.0, "shot_down": 5.0, "lost": 3.0, "stopped": 8.0}, index=index)


def _share(low: float, high: float) -> pd.Series:
    return pd.Series({"low": low, "high": high})


def test_stopped_is_shot_down_and_lost_and_a_lack_of_lost_is_none():
    """
    The sum is what stays comparable when the reports fold one column into the other.
    """
    rows = air.reports_of(_attacks(_row(), _row(shot_down=9, lost=None), _row(shot_down=None)))
    assert rows["stopped"].tolist()[:2] == [9, 9]
    assert rows["is_usable"].tolist() == [True, True, False]


def test_what_a_regional_command_shot_down_is_no_launch():
    """
    Posts of regional commands repeat what was shot down as launched; counted, they would raise every share.
    """
    command = _row(channel="regional_command", launched=50, shot_down=50)
    nights = air.nights_of(air.reports_of(_attacks(_row(), command)), air.DRONES)
    assert nights["launched"].tolist() == [10]


def test_every_row_is_set_aside_for_one_reason_or_used():
    """
    More stopped than launched cannot be; such a row is counted and carries no share.
    """
    attacks = _attacks(
        _row(),
        _row(shot_down=8, lost=3),
        _row(launched=None),
        _row(shot_down=None),
        _row(weapon_group="loitering_munition"),
        _row(channel="regional_command"),
        _row(channel="other"),
    )
    expected = {"regional": 2, "front_line": 1, "untold": 2, "impossible": 1, "used": 1}
    assert air.set_aside(attacks) == expected
    assert len(air.nights_of(air.reports_of(attacks), air.DRONES)) == 1


def test_the_table_holds_one_impossible_report_and_every_row_has_its_place():
    """
    The one report of 28 December 2024 is known; another would be news.
    """
    attacks = load_table("battlefield/air_attacks")
    counts = air.set_aside(attacks)
    assert counts["impossible"] == 1
    assert sum(counts.values()) == len(attacks)


def test_before_the_first_report_the_days_are_refused():
    """
    A chapter on no report would print zeros as if nothing had flown.
    """
    with pytest.raises(ValueError, match="no data before 2022-09-28"):
        air.reports_of(_attacks(_row(channel="regional_command")))


def test_the_outcomes_of_a_week_add_up_to_its_launches():
    """
    What a report does not tell of, and what it tells wrongly, stands with the rest and is not lost.
    """
    reports = air.reports_of(
        _attacks(_row(), _row("2025-01-12", shot_down=None), _row("2025-01-13", shot_down=9, lost=4))
    )
    weeks = air.weekly_outcomes(reports, air.DRONES)
    table = weeks.pivot(index="week_ending", columns="outcome", values="value")
    assert table["the rest"].tolist() == [11, 10]
    assert table.sum(axis=1).tolist() == [20, 10]


def test_weeks_without_a_launch_have_no_share():
    """
    Nothing over nothing is not nought percent.
    """
    nights = pd.concat([_nights(1, "2025-01-06"), _nights(1, "2025-01-20")])
    shares = air.weekly_shares(nights)
    assert len(shares) == 4
    assert shares.groupby("series")["percent"].first().to_dict() == {"shot_down": 50, "stopped": 80}


def test_the_window_counts_back_from_the_last_report():
    """
    A window longer than the series is as long as the series, and has nothing before it.
    """
    reports = air.reports_of(_attacks(*[_row(f"2025-01-{day:02d}") for day in range(1, 11)]))
    now, past, covered = air.windows_of(reports, 4)
    assert (len(now), len(past), covered) == (4, 4, 4)
    now, past, covered = air.windows_of(reports, 6)
    assert (len(now), len(past), covered) == (6, 0, 6)
    assert air.windows_of(reports, 99)[2] == 10
    with pytest.raises(ValueError, match="at least one day"):
        air.windows_of(reports, 0)


def test_the_stages_part_the_nights_and_their_first_day_is_theirs():
    """
    Each night belongs to one stage of what the reports tell.
    """
    stages = air.stages_of(_nights(10), "2025-01-04", "2025-01-08")
    assert [len(part) for part in stages.values()] == [3, 4, 3]
    assert stages["apart"].index[0] == pd.Timestamp("2025-01-04")
    with pytest.raises(ValueError, match="cannot be counted together"):
        air.stages_of(_nights(10), "2025-01-08", "2025-01-08")


def test_nights_around_a_change_are_compared_only_where_both_sides_are_whole():
    """
    A short side would be set against a long one, and a change still to come has no side after it.
    """
    whole = air.around(_nights(10), "2025-01-06", 5)
    assert {name: len(part) for name, part in whole.items()} == {"before": 5, "after": 5}
    assert {len(part) for part in air.around(_nights(9), "2025-01-06", 5).values()} == {0}
    assert {len(part) for part in air.around(_nights(9), "2026-01-06", 5).values()} == {0}


def test_one_count_becomes_two():
    """
    The share shot down alone is reckoned from the same nights as the share stopped.
    """
    both = air.two_counts({"apart": _nights(2)})
    assert {name: part["stopped"].tolist() for name, part in both.items()} == {
        "apart_shot_down": [5, 5],
        "apart_stopped": [8, 8],
    }


def test_a_day_takes_its_place_then_and_now():
    """
    A rank among the days up to then does not move when larger attacks follow; equal days share the better.
    """
    rows = [_row("2025-01-01", launched=90), _row("2025-01-02", launched=20), _row("2025-01-03", launched=50)]
    rows += [
        _row("2025-01-02", launched=30, weapon_group="cruise_missile", lost=None),
        _row("2025-01-02", launched=7, weapon_group="loitering_munition", channel="regional_command"),
        _row("2025-01-04", launched=60),
    ]
    day = air.day_in_place(_attacks(*rows), "2025-01-02").set_index("key")["value"]
    assert day["launched"] == 50
    assert (day["missiles"], day["left_out"]) == (30, 7)
    assert (day["rank_then"], day["rank"], day["missile_rank"]) == (2, 3, 1)


def test_a_day_without_a_report_has_no_place():
    """
    Silence is not the smallest attack.
    """
    assert air.day_in_place(_attacks(_row()), "2025-01-07")["value"].isna().all()


def test_24_april_2025_is_as_the_reference_says():
    """
    215 launched, 112 shot down, 68 drones lost; scouts and loitering drones apart.
    """
    attacks = load_table("battlefield/air_attacks", "2025-04-28")
    day = air.day_in_place(attacks, "2025-04-24").set_index("key")["value"].to_dict()
    reference = {"launched": 215, "shot_down": 112, "lost": 68, "missiles": 70, "left_out": 3}
    assert {key: day[key] for key in reference} == reference


def test_the_largest_attack_of_a_week_is_one_days():
    """
    Days are not summed, and a silent week between two others is nought.
    """
    reports = air.reports_of(
        _attacks(_row("2025-01-06"), _row("2025-01-07", launched=40), _row("2025-01-21"))
    )
    assert air.largest_by_week(reports)["value"].tolist() == [40, 0, 10]


def test_a_strike_into_russia_is_ukraines_on_land():
    """
    Sabotage, ships at sea, and events in which Ukraine only comes second are left out.
    """
    day = pd.Timestamp("2025-01-18")
    event = {"event_date": day, "theme": "strike", "actors": "ukraine;russia", "place": "Tula Oblast"}
    rows = [{}, {"theme": "sabotage"}, {"place": "Black Sea"}, {"actors": "russia;ukraine"}]
    rows += [{"theme": "industry", "place": None}, {"actors": "ukraine"}]
    events = pd.DataFrame([event | row for row in rows])
    assert air.strikes_into_russia(events).index.tolist() == [0, 4]


def test_rival_accounts_of_one_strike_are_one_strike():
    """
    Two publications on one day and place do not make two strikes; another day does.
    """
    row = {"theme": "strike", "actors": "ukraine;russia", "place": "Yelabuga"}
    days = pd.to_datetime(["2025-04-23", "2025-04-23", "2025-04-24"])
    assert len(air.strikes_into_russia(pd.DataFrame([row] * 3).assign(event_date=days))) == 2


def test_two_copies_are_compared_over_whole_months():
    """
    A month that our copy holds in part would differ without an error in either.
    """
    reports = air.reports_of(_attacks(_row("2025-01-06", launched=95), _row("2025-02-06")))
    spans = pd.DataFrame(
        {
            "period_start": pd.to_datetime(["2025-01-01", "2025-02-01"]),
            "period_end": pd.to_datetime(["2025-01-31", "2025-02-28"]),
            "value": [100.0, 50.0],
        }
    ).assign(metric="Shahed-type drones launched at Ukraine in month", source_id="air_force_ua")
    assert air.copies_apart(reports, spans) == {"months": 1, "percent": pytest.approx(5)}
    assert air.copies_apart(reports, spans.iloc[:0]) == {"months": 0, "percent": None}


def test_what_is_not_stopped_turns_the_interval_round():
    """
    The highest share leaves the fewest.
    """
    left = air.not_stopped(Interval(80, 90, 95), 200)
    assert (left.low, left.value, left.high) == pytest.approx((10, 20, 40))
    assert air.not_stopped(None, 200) is None


def _slope(*bounds: float) -> Slope:
    odds, within = Interval(bounds[0], bounds[0], bounds[1]), Interval(bounds[2], bounds[2], bounds[3])
    return Slope(odds, within, 1.0, pd.DataFrame())


@pytest.mark.parametrize(
    "wordings",
    [
        *(
            words.saturation(_slope(*odds, *within))
            for odds in ((0.5, 0.9), (0.9, 1.1), (1.1, 1.5))
            for within in ((0.5, 0.9), (0.9, 1.1), (1.1, 1.5))
        ),
        words.saturation(None),
        *(words.odds_word(odds) for odds in (None, Interval(0.5, 0.6, 0.7), Interval(0.9, 1, 1.1))),
        *(
            words.against(_share(*now), _share(*before))
            for now in ((1, 2), (3, 4), (float("nan"), float("nan")))
            for before in ((1, 2), (3, 4))
        ),
        *(words.table_end(pd.Timestamp("2025-04-28"), day, 8) for day in ("2025-04-28", "2026-04-28")),
        *(words.whole_sums(pd.Timestamp(day), "2024-09-01") for day in ("2024-01-01", "2025-01-01")),
        *(words.folding("2025-07-24", nights) for nights in (0, 1)),
        *(
            words.change_of_count(
                pd.DataFrame({"low": [1, low], "high": [2, low]}, ["before_stopped", "after_stopped"])
            )
            for low in (1.5, 3, float("nan"))
        ),
    ],
)
def test_exactly_one_wording_holds(wordings, capsys):
    """
    Whatever the data say, a sentence has one wording and no more.
    """
    phrase("air_tried", wordings)
    assert sum(map(bool, wordings.values())) == 1
