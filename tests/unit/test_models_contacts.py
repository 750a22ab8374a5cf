"""
Contacts, their rhythm, what came of them, and the launches around a day.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models.contacts import (
    agreements_of,
    bars_around,
    chance_of_as_many,
    contacts_of,
    count_contacts,
    days_between,
    launches_by_day,
    pauses_of,
    rhythm,
    step_around,
    weekly_means,
)


def _event(day: str = "2025-02-01", **overrides: str) -> dict:
    row = {"theme": "diplomacy", "title": "Two delegations meet", "actors": "united_states;russia"}
    return {"event_date": pd.Timestamp(day), **row, **overrides}


def _contacts(strict: list[str], other: list[str] = ()) -> pd.DataFrame:
    rows = [_event(day) for day in strict] + [_event(day, title="A statement") for day in other]
    return contacts_of(pd.DataFrame(rows))


def _daily(values: list[float], start: str = "2025-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values)), dtype=float)


@pytest.mark.parametrize(
    ("title", "is_strict"),
    [
        ("Two envoys meet in Riyadh", True),
        ("The two presidents agree by phone to begin", True),
        ("Third round ends; one side proposes a summit", True),
        ("Delegations sign the minerals agreement", True),
        ("A leader offers talks in Istanbul", False),
        ("A leader seeks direct talks and is turned down", False),
        ("A president proposes meeting another", False),
        ("The Assembly passes a text", False),
    ],
)
def test_only_a_meeting_that_was_held_is_a_contact_in_the_strict_reading(title, is_strict):
    """
    An offer or a refusal of talks names them too, and is no meeting.
    """
    found = contacts_of(pd.DataFrame([_event(title=title)]))
    assert found["is_strict"].tolist() == [is_strict]


def test_a_contact_needs_two_of_the_three_parties_and_diplomacy():
    """
    One party alone, or a strike that names two, is no contact in any reading.
    """
    rows = [_event(), _event(actors="russia;turkey"), _event(theme="strike"), _event(actors="ukraine;russia")]
    assert contacts_of(pd.DataFrame(rows))["parties"].tolist() == ["United States, Russia", "Russia, Ukraine"]


def test_without_a_contact_the_days_are_refused():
    """
    A chapter on nothing would only print zeros.
    """
    with pytest.raises(ValueError, match="choose other days"):
        contacts_of(pd.DataFrame([_event(theme="strike")]))


def test_a_contact_of_three_counts_once_for_each_pair():
    """
    The pairs may add up to more than the contacts, and the two readings bound each count.
    """
    rows = [_event(actors="united_states;russia;ukraine;france"), _event(title="A statement")]
    counted = count_contacts(contacts_of(pd.DataFrame(rows)), "strict").set_index("key")
    assert counted["low"].to_dict() == {
        "talks_contacts": 1,
        "talks_contacts_with_europe": 1,
        "talks_contacts_united_states_russia": 1,
        "talks_contacts_united_states_ukraine": 1,
        "talks_contacts_russia_ukraine": 1,
    }
    assert counted.loc["talks_contacts", ["value", "low", "high"]].tolist() == [1, 1, 2]
    assert counted.loc["talks_contacts_united_states_russia", "high"] == 2


def test_an_unknown_reading_is_refused():
    """
    A typing error must not fall back on one of the readings.
    """
    with pytest.raises(ValueError, match="neither strict nor wide"):
        count_contacts(_contacts(["2025-02-01"]), "loose")


def test_gaps_lie_between_different_days():
    """
    Two contacts on one day leave no gap of zero, and one day alone leaves no gap.
    """
    assert days_between(pd.to_datetime(["2025-01-08", "2025-01-01", "2025-01-01"])).tolist() == [7]
    assert days_between(pd.to_datetime(["2025-01-01"])).tolist() == []


def test_one_contact_each_week_has_that_rate_early_and_late():
    """
    Equal spacing gives equal gaps and equal rates.
    """
    weekly = [f"{day:%Y-%m-%d}" for day in pd.date_range("2025-01-07", periods=6, freq="7D")]
    found = rhythm(_contacts(weekly), "strict", "2025-01-01", "2025-02-11", late=14).set_index("key")["value"]
    expected = {"talks_gap_median": 7, "talks_gap_longest": 7, "talks_rate_early": 1, "talks_rate_late": 1}
    assert found.drop("talks_chance_late").to_dict() == expected
    assert found["talks_chance_late"] == pytest.approx(chance_of_as_many(2, 6, 1 / 3))


def test_a_span_no_longer_than_its_end_has_no_pace():
    """
    Nothing can be set against days that do not exist; the gaps stay known.
    """
    found = rhythm(_contacts(["2025-01-02", "2025-01-05"]), "wide", "2025-01-01", "2025-01-10", late=10)
    found = found.set_index("key")["value"]
    assert found["talks_gap_median"] == 3
    assert found[["talks_rate_early", "talks_rate_late", "talks_chance_late"]].isna().all()


def test_both_readings_bound_the_rhythm():
    """
    Low and high are the two readings, whichever is larger, and a reading without contacts bounds nothing.
    """
    found = rhythm(_contacts([], ["2025-01-02", "2025-01-06"]), "strict", "2025-01-01", "2025-01-20", late=5)
    gap = found.set_index("key").loc["talks_gap_longest"]
    assert np.isnan(gap["value"])
    assert (gap["low"], gap["high"]) == (4, 4)


@pytest.mark.parametrize(("end", "late"), [("2024-12-31", 5), ("2025-02-01", 0)])
def test_an_impossible_span_is_refused(end, late):
    """
    An end before the start, or no late day, has no rhythm.
    """
    with pytest.raises(ValueError, match="choose other days"):
        rhythm(_contacts(["2025-01-02"]), "wide", "2025-01-01", end, late=late)


def test_the_chance_is_the_binomial_tail():
    """
    None or more is certain, all of them has the share to the power of their number.
    """
    assert chance_of_as_many(0, 5, 0.3) == pytest.approx(1)
    assert chance_of_as_many(5, 5, 0.3) == pytest.approx(0.3**5)
    assert chance_of_as_many(1, 2, 0.5) == pytest.approx(0.75)


@pytest.mark.parametrize(("seen", "share"), [(3, 0.5), (-1, 0.5), (1, 1.5)])
def test_an_impossible_count_has_no_chance(seen, share):
    """
    More than all, fewer than none, or a share above one is an error of the caller.
    """
    with pytest.raises(ValueError, match="impossible"):
        chance_of_as_many(seen, 2, share)


def test_only_a_peace_signed_by_both_is_an_agreement():
    """
    A minerals deal, a proposal or a signature of one belligerent with a third state ends no war.
    """
    both = {"actors": "russia;ukraine;turkey"}
    rows = [
        _event(title="Delegations sign a ceasefire", **both),
        _event(title="US and Ukraine sign the minerals agreement", actors="united_states;ukraine"),
        _event(title="Kyiv proposes a ceasefire", **both),
        _event(title="Talks end without a peace agreement", **both),
    ]
    assert agreements_of(pd.DataFrame(rows))["title"].tolist() == ["Delegations sign a ceasefire"]


def test_a_pause_is_announced_or_begun_and_not_only_spoken_of():
    """
    Talks about a truce are no truce.
    """
    rows = [
        _event(title="A president announces a three-day truce"),
        _event(title="Week-long pause in attacks begins"),
        _event(title="Talks in Riyadh on a truce"),
        _event(title="A week-long pause ends", theme="strike"),
    ]
    assert len(pauses_of(pd.DataFrame(rows))) == 2


def test_scouts_and_regional_posts_are_not_launches():
    """
    Only strike weapons of the Air Force's own channel count, and a silent day in between stays empty.
    """
    rows = [
        ("2025-01-01", "air_force", "shahed_type", 10, 6, 3),
        ("2025-01-01", "air_force", "cruise_missile", 5, 4, None),
        ("2025-01-01", "air_force", "reconnaissance_drone", 7, 7, None),
        ("2025-01-01", "regional_command", "shahed_type", 9, 9, None),
        ("2025-01-03", "air_force", "ballistic_missile", 1, 0, None),
    ]
    columns = ["event_date", "channel", "weapon_group", "launched", "shot_down", "lost"]
    attacks = pd.DataFrame(rows, columns=columns)
    daily = launches_by_day(attacks.assign(event_date=pd.to_datetime(attacks["event_date"])))
    assert daily.iloc[0].tolist() == [15, 10, 3]
    assert daily["launched"].isna().tolist() == [False, True, False]
    assert np.isnan(daily["lost"].iloc[2])


def test_without_reports_there_are_no_launches_to_sum():
    """
    Before the series starts the chapter stops with a reason.
    """
    empty = pd.DataFrame(columns=["event_date", "channel", "weapon_group", "launched", "shot_down", "lost"])
    with pytest.raises(ValueError, match="starts later"):
        launches_by_day(empty)


def test_a_step_is_found_where_it_was_put():
    """
    Ten a day up to the day, fifteen after it: the change is five, without doubt.
    """
    found = step_around(_daily([10] * 4 + [15] * 2), "2025-01-04", before=4, after=2).set_index("span")
    assert found["value"].to_dict() == {"before": 10, "after": 15, "change": 5}
    assert found.loc["change", ["low", "high"]].tolist() == [5, 5]
    assert found.loc["after", "start"] == pd.Timestamp("2025-01-05")


def test_a_silent_day_widens_the_mean_between_both_readings():
    """
    As zero it halves the mean of two days, left out it leaves the mean as it is.
    """
    found = step_around(_daily([np.nan, 10, 4]), "2025-01-02", before=2, after=1).set_index("span")
    assert found.loc["before", ["value", "low", "high"]].tolist() == [5, 5, 10]
    assert found.loc["change", ["value", "low", "high"]].tolist() == [-1, -6, -1]


def test_a_span_that_the_series_does_not_cover_is_not_known():
    """
    Three days of seven are no week.
    """
    found = step_around(_daily([10] * 5), "2025-01-04", before=4, after=7).set_index("span")
    assert found.loc["before", "value"] == 10
    assert found.loc[["after", "change"], ["value", "low", "high"]].isna().all(axis=None)


def test_a_span_without_days_is_refused():
    """
    No day before leaves nothing to compare with.
    """
    with pytest.raises(ValueError, match="at least one day"):
        step_around(_daily([1, 2]), "2025-01-01", before=0, after=1)


def test_weeks_end_on_the_last_day():
    """
    The days that fill no week are the first ones, and a silent day counts as zero.
    """
    weeks = weekly_means(_daily([99] + [7] * 6 + [np.nan]))
    assert weeks["value"].tolist() == [6]
    assert weeks.loc[0, "start"] == pd.Timestamp("2025-01-02")
    assert weeks.loc[0, "end"] == pd.Timestamp("2025-01-08")


def test_fewer_days_than_a_week_are_refused():
    """
    A mean of three days is no weekly mean.
    """
    with pytest.raises(ValueError, match="longer span"):
        weekly_means(_daily([1, 2, 3]))


def test_bars_stop_where_the_series_stops():
    """
    A day after the last report moves the view to the last report.
    """
    bars = bars_around(_daily([1, 2, 3, 4]), pd.Timestamp("2025-03-01"), before=2, after=5)
    assert bars["value"].tolist() == [3, 4]
    assert (bars["start"] == bars["end"]).all()
