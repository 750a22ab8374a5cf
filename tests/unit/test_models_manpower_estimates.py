"""
Statements of manpower: sorted by definition, each counted once, and recruits brought to one unit.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models import manpower_estimates as said
from threefronts.models.manpower_recruits import (
    DAYS_A_MONTH,
    covering,
    monthly_rates,
    newest,
    span_of,
    speaking_of,
)
from threefronts.models.pace import Span

REGISTER = {
    "institute": {"producer": "Institute, in a paper", "party": "independent", "measures": "exact"},
    "institute_later": {"producer": "Institute, in another", "party": "independent", "measures": "exact"},
    "floor": {"producer": "Service", "party": "third_state", "measures": "lower_bound"},
    "staff": {"producer": "General Staff", "party": "ukraine", "measures": "exact"},
    "ministry": {"producer": "Ministry, repeating", "party": "third_state", "measures": "exact"},
    "economist_meta_estimate": {"producer": "The Economist", "party": "independent", "measures": "exact"},
}


def _row(**overrides) -> dict:
    return {
        "estimate_id": "one",
        "country": "russia",
        "metric": "killed",
        "definition": "killed",
        "aggregation": "cumulative",
        "scope": "all_fronts",
        "period_end": pd.Timestamp("2024-06-30"),
        "value": 100.0,
        "value_low": np.nan,
        "value_high": np.nan,
        "value_basis": "stated",
        "interval": None,
        "published_on": pd.Timestamp("2024-07-01"),
        "source_id": "institute",
        "voice": "institute",
        "repeats_id": None,
    } | overrides


def _uses(*rows: dict) -> list[str]:
    return said.usable(pd.DataFrame(list(rows)), REGISTER, country="russia", metric="killed")["use"].to_list()


@pytest.mark.parametrize(
    ("change", "use"),
    [
        ({}, "in_curve"),
        ({"value_basis": "midpoint", "value_low": 90.0, "value_high": 110.0}, "in_curve"),
        ({"value_basis": "at_least", "value_low": 100.0}, "bound"),
        ({"source_id": "floor", "voice": "floor"}, "bound"),
        ({"definition": "casualties"}, "other_definition"),
        ({"source_id": "economist_meta_estimate", "voice": "economist_meta_estimate"}, "pool"),
        ({"source_id": "staff", "voice": "staff"}, "claim"),
        ({"source_id": "ministry", "voice": "staff"}, "claim"),
    ],
)
def test_each_statement_has_one_use(change, use):
    """
    Only a central figure of the definition, by a voice of its own outside the war, gives the curve a point.
    """
    assert _uses(_row(**change)) == [use]


def test_a_repeat_counts_once_and_only_where_the_original_is_seen():
    """
    A relay gives way to the statement that it repeats; without it, the relay is all that is known.
    """
    relay = _row(estimate_id="two", repeats_id="one", source_id="institute_later")
    assert _uses(_row(), relay) == ["in_curve"]
    assert _uses(relay) == ["in_curve"]


def test_other_countries_months_and_fronts_stay_out():
    """
    Totals of another country, of one month or of one front are not the toll that is asked for.
    """
    others = {"country": "ukraine", "aggregation": "month", "scope": "kursk_only", "metric": "wounded"}
    assert _uses(*(_row(estimate_id=name, **{name: value}) for name, value in others.items())) == []


def test_papers_of_one_institute_are_one_speaker():
    """
    Two publications of one institute share a speaker, and its last word is the one that is shown.
    """
    own = {"source_id": "institute_later", "voice": "institute_later"}
    later = _row(estimate_id="two", period_end=pd.Timestamp("2025-01-31"), **own)
    found = said.usable(pd.DataFrame([_row(), later]), REGISTER, country="russia", metric="killed")
    assert found["speaker"].to_list() == ["Institute", "Institute"]
    assert said.latest_by_speaker(found)["source_id"].to_list() == ["institute_later"]


def test_a_bound_is_broken_from_its_own_side_only():
    """
    A curve breaks an "at least" from below and an "at most" from above.
    """
    rows = pd.DataFrame({"use": ["bound"] * 4, "low": [10, 10, None, None], "high": [None, None, 10, 10]})
    assert said.breached(rows, pd.Series([9.0, 11.0, 9.0, 11.0])) == 2
    assert said.breached(rows.assign(use="claim"), pd.Series([9.0, 11.0, 9.0, 11.0])) == 0


def test_wounded_for_one_killed_come_from_one_source_and_day():
    """
    The ratio is told only by a source that states both for one day, and neither as a bound.
    """
    columns = {"day": pd.Timestamp("2024-06-30"), "voice": "institute", "source_id": "institute"}
    killed = pd.DataFrame([{**columns, "use": "in_curve", "value": 100.0}])
    both = pd.DataFrame([{**columns, "use": "in_curve", "value": 350.0}])
    assert said.stated_ratios(killed, both)["ratio"].to_list() == [2.5]
    assert said.stated_ratios(killed, both.assign(use="bound")).empty
    assert said.stated_ratios(killed, both.assign(day=pd.Timestamp("2024-07-01"))).empty


def test_hull_and_course_of_statements():
    """
    The hull spans stated bounds, and a running total that once fell is said to have.
    """
    rows = pd.DataFrame(
        {"use": ["in_curve", "bound", "claim"], "value": [5.0, 8.0, 1.0], "low": [4.0, None, None]}
    ).assign(high=np.nan)
    assert said.hull(rows) == Span(4.0, 6.5, 8.0)
    assert said.hull(rows, uses=["pool"]) == Span(None, None, None)
    for values, fell in (([1, 2, 2], False), ([2, 1, 3], True), ([], False)):
        words = said.course(pd.Series(values, dtype=float))
        assert sum(words.values()) == 1
        assert next(iter(words.values())) is fell


def test_versions_of_a_pool_keep_one_kind_of_interval():
    """
    Of one day's versions only those with a confidence interval are compared, oldest first.
    """
    own = {"voice": "economist_meta_estimate", "period_end": pd.Timestamp("2025-04-30")}
    rows = pd.DataFrame(
        [
            _row(**own, interval="confidence_95", published_on=pd.Timestamp("2026-06-01"), value=257.0),
            _row(**own, interval="confidence_95", published_on=pd.Timestamp("2025-08-01"), value=225.0),
            _row(**own, interval="prediction", published_on=pd.Timestamp("2026-08-22"), value=255.0),
        ]
    )
    assert said.vintages(rows, "2025-04-30", "killed")["value"].to_list() == [225.0, 257.0]


def _recruits(*rows: dict) -> pd.DataFrame:
    base = {
        "counts": "contracts",
        "window": "quarter",
        "region": None,
        "series": "federal_budget",
        "value": 90_000.0,
        "value_low": np.nan,
        "value_high": np.nan,
        "unit": "persons",
        "period_start": "2025-01-01",
        "period_end": "2025-03-31",
        "source_id": "istories",
    }
    frame = pd.DataFrame([base | row for row in rows])
    return frame.astype({name: "datetime64[s]" for name in ("period_start", "period_end")})


def test_every_unit_comes_to_persons_a_month():
    """
    A day's rate, a month's and a quarter's total that describe one flow give one number.
    """
    days = 90
    rates = monthly_rates(
        _recruits(
            {"value": days * 1000.0},
            {"value": 1000.0, "unit": "persons/day", "source_id": "kluge", "series": "regional_budgets"},
            {"value": 1000.0 * DAYS_A_MONTH, "unit": "persons/month", "source_id": "other"},
        )
    )
    assert rates["value"].to_list() == pytest.approx([1000 * DAYS_A_MONTH] * 3)
    assert (rates["low"] == rates["value"]).all()


def test_a_stated_bound_leaves_the_other_end_open():
    """
    "At least" has no upper end, and a region or a number without days is no rate of the country.
    """
    rates = monthly_rates(
        _recruits({"value_low": 90_000.0}, {"region": "Moscow"}, {"period_end": None}, {"counts": "planned"})
    )
    assert len(rates) == 1
    assert rates["low"].notna().all()
    assert rates["high"].isna().all()


@pytest.mark.parametrize(
    ("quarter", "other"),
    [
        (("2025-04-01", "2025-06-30"), ("2025-01-01", "2025-03-31")),
        (("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")),
    ],
)
def test_a_half_year_gives_way_to_its_quarters(quarter, other):
    """
    The half-year less the known quarter is the other one, so that the parts add up to the published whole.
    """
    half = {"window": "half_year", "value": 127_500.0, "period_end": "2025-06-30"}
    known = {"value": 37_900.0, "period_start": quarter[0], "period_end": quarter[1]}
    rates = monthly_rates(_recruits(half, known))
    derived = rates[rates["is_derived"]]
    assert [f"{day:%Y-%m-%d}" for day in derived.iloc[0][["period_start", "period_end"]]] == list(other)
    months = ((rates["period_end"] - rates["period_start"]).dt.days + 1) / DAYS_A_MONTH
    assert (rates["value"] * months).sum() == pytest.approx(127_500)


def test_a_half_year_of_another_series_stays_whole():
    """
    A quarter of another series says nothing of a half-year, and nothing is derived from it.
    """
    half = {"window": "half_year", "period_end": "2025-06-30", "series": "regional_budgets"}
    assert not monthly_rates(_recruits(half, {}))["is_derived"].any()


def test_a_figure_speaks_of_a_period_by_its_days():
    """
    A year says little of its first quarter, and a quarter little of a year; each is asked its own way.
    """
    rates = monthly_rates(_recruits({}, {"window": "year", "period_end": "2025-12-31", "source_id": "year"}))
    assert speaking_of(rates, "2025-01-01", "2025-03-31")["source_id"].to_list() == ["istories"]
    assert covering(rates, "2025-01-01", "2025-12-31")["source_id"].to_list() == ["year"]
    for keep in (speaking_of, covering):
        with pytest.raises(ValueError, match="share"):
            keep(rates, "2025-01-01", "2025-03-31", share=0)


def test_the_newest_of_each_kind_or_nothing():
    """
    A kind of source without a rate is told as not known, and not left out.
    """
    found = newest(monthly_rates(_recruits({}, {"period_end": "2025-02-28", "value": 1.0}))).set_index("key")
    assert found.loc["recruits_federal_budget", "period"] == "1 January 2025 to 31 March 2025"
    assert found.drop("recruits_federal_budget")["value"].isna().all()
    assert set(found.drop("recruits_federal_budget")["period"]) == {"no period"}
    assert span_of(monthly_rates(_recruits({}).iloc[:0])) == Span(None, None, None)
