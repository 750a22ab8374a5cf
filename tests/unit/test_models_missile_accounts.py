"""
Missile accounts: published rates and stocks, what closes the account, and which voices may speak.
"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threefronts.models.missile_balance import (
    Account,
    account,
    account_lines,
    closing_output,
    needed_yearly,
    plus,
    stock_in_year,
    unclosed,
)
from threefronts.models.missile_evidence import (
    LEVERS,
    Assumed,
    evidence,
    least_made,
    least_output,
    rival_rates,
    said_of,
)
from threefronts.models.missile_ledger import ledger
from threefronts.models.missile_rates import (
    drawdown_course,
    left_at_end,
    made_monthly,
    monthly_rates,
    side_by_side,
    stock_course,
)
from threefronts.models.missile_supply import (
    drawdown_needed,
    korean_needed,
    korean_supplied,
    output_between,
    output_rates,
    percent_of,
    stock_counts,
)
from threefronts.models.missiles import CLASSES, ISKANDER, Launches, Shares, launches_of
from threefronts.models.pace import Span
from threefronts.tables import load_table, root_voice

HALF = Shares(0.5, 0.33, 0.5)
COUNTED = Launches(named=180, either=110, merged=100, regional=86)
ASSUMED = Assumed(plan_share=1.0, months=12.0, stock=900.0, reserve_share=0.5, korean=0.5, silent_below=230.0)


@pytest.fixture(scope="module")
def statements():
    return load_table("industry/missile_output_and_stock", "2026-08-22")


@pytest.fixture(scope="module")
def rates(statements):
    return output_rates(statements, CLASSES)


@pytest.fixture(scope="module")
def attacks():
    return load_table("battlefield/air_attacks", "2026-08-22")


def _rates(*rows):
    columns = ["item_class", "source_id", "measure", "period_start", "period_end", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}
    )
    return frame.assign(value=frame["low"], published_on=frame["period_end"], voice=frame["source_id"])


def _stocks(*rows):
    frame = pd.DataFrame(rows, columns=["item_class", "day", "value"]).astype({"day": "datetime64[s]"})
    return frame.assign(source_id="hur_ukraine", low=frame["value"], high=frame["value"])


def _launched(*rows):
    columns = ["event_date", "model", "channel", "launched"]
    frame = pd.DataFrame(rows, columns=columns).astype({"event_date": "datetime64[s]"})
    return frame.assign(shot_down=0, weapon_group="ballistic_missile")


def test_rates_are_brought_to_a_month(rates):
    """
    65 a month stay 65, 750 a year become 62.5, two a day 60.9; an open end stays open.
    """
    row = rates.set_index("source_id").query("item_class == 'iskander_m'")
    assert row.loc["rusi_2025_02", "low"] == 62.5
    assert pd.isna(row.loc["rusi_2025_02", "high"])
    assert row.loc["euromaidan_press_2026_02_10", "low"] == pytest.approx(2 * 365.25 / 12)
    assert "cavoli_testimony" not in set(rates["source_id"])


def test_stocks_are_dated_by_what_was_known_and_counted_once(statements):
    """
    A stock "of June" published on the third is of the third; a relay that repeats a number adds none.
    """
    found = stock_counts(statements, CLASSES)
    own = found[found["item_class"] == "iskander_m"]
    assert list(own["value"]) == [119, 600]
    assert list(own["day"].dt.strftime("%Y-%m-%d")) == ["2022-11-30", "2025-06-03"]
    assert stock_in_year(found, ISKANDER, 2025) == 900
    assert stock_in_year(found, ISKANDER, 2024) is None


def test_constant_rates_add_up_by_the_calendar():
    """
    10 a month over two whole years make 240; half a month makes half of it.
    """
    rows = _rates(("iskander_m", "a", "output", "2023-01-01", "2024-12-31", 10.0, 12.0))
    whole = output_between(rows, pd.Timestamp("2023-01-01"), pd.Timestamp("2024-12-31"))
    assert (whole.low, whole.high) == pytest.approx((240, 288))
    half = output_between(rows, pd.Timestamp("2023-06-01"), pd.Timestamp("2023-06-15"))
    assert half.low == pytest.approx(5)


def test_months_between_statements_lie_between_them_and_far_months_are_open():
    """
    A gap takes the hull of its neighbours; a year after the last statement nothing is known above zero.
    """
    rows = _rates(
        ("iskander_m", "a", "output", "2023-01-01", "2023-01-31", 10.0, 10.0),
        ("iskander_m", "a", "output", "2023-12-01", "2023-12-31", 40.0, 40.0),
    )
    gap = output_between(rows, pd.Timestamp("2023-06-01"), pd.Timestamp("2023-06-30"))
    assert (gap.low, gap.high) == pytest.approx((10, 40))
    late = output_between(rows, pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30"))
    assert (late.low, late.high) == (0, None)
    none = output_between(rows.iloc[:0], pd.Timestamp("2023-01-01"), pd.Timestamp("2023-01-31"))
    assert (none.low, none.high) == (0, None)


def test_drawdown_is_launches_less_output():
    """
    At 200 a year the labels of the claim's year ask for a drawdown between -20 and 276.
    """
    found = drawdown_needed(COUNTED, 200, HALF)
    assert (found.low, found.high) == (-20, 276)
    assert found.value == pytest.approx(180 + 55 + 33 + 43 - 200)
    with pytest.raises(ValueError, match="zero or more"):
        drawdown_needed(COUNTED, -1, HALF)


def test_north_korea_must_fill_what_output_and_stock_leave():
    """
    Without a drawdown 90 to 276 missiles are missing, 82 to 251 % of the rows that may hold them.
    """
    found = korean_needed(COUNTED, 200, HALF)
    assert (found.low, found.high) == (90, 276)
    shares = percent_of(found, COUNTED.either)
    assert (shares.low, shares.high) == pytest.approx((81.818, 250.909), abs=1e-3)
    assert korean_needed(COUNTED, 200, HALF, drawdown=300) == Span(0, 0, 0)
    assert percent_of(found, 0) == Span(None, None, None)


def test_the_drawdown_chart_ends_at_the_bounds():
    """
    Its lowest point is the lower bound less output, its highest the upper bound less output.
    """
    course = drawdown_course(COUNTED, 200)["drawdown"]
    assert (course.min(), course.max()) == (-20, 276)


@settings(max_examples=1000, deadline=None)
@given(*(st.integers(0, 5000) for _ in range(4)), st.integers(30, 2000))
def test_the_closing_output_closes_any_account(then, now, sure, doubtful, days):
    """
    Stock then + closing output - launches = stock now to 1e-9, for any stocks, launches and span of time.
    """
    start = pd.Timestamp("2022-11-30")
    parts = {
        "stock_then": Span(then, then, then),
        "stock_now": Span(now, now, now),
        "launched": Span(sure, None, sure + doubtful),
    }
    closing = closing_output(*parts.values(), days / 365.25)
    assert closing.low <= closing.high
    assert closing.low == pytest.approx(max(0, now + sure - then) / days * 365.25)
    books = Account(start=start, end=start + pd.Timedelta(days=days), closing_yearly=closing, **parts)
    assert unclosed(books) < 1e-9


def test_constant_flows_leave_no_residual():
    """
    With 10 made and 4 launched a month, 100 in stock become 172 in a year, and the residual is nothing.
    """
    days = pd.date_range("2024-01-31", "2024-12-31", freq="ME")
    attacks = _launched(*((day, "Iskander-M", "air_force", 4) for day in days))
    rows = _rates(("iskander_m", "a", "output", "2024-01-01", "2024-12-31", 10.0, 10.0))
    stocks = _stocks(("iskander_m", "2023-12-31", 100), ("iskander_m", "2024-12-31", 172))
    books = account(stocks, rows, attacks, item_class="iskander_m", yearly=120)
    assert (books.residual.low, books.residual.high) == pytest.approx((0, 0), abs=1e-9)
    assert books.closing_yearly.low == pytest.approx(120 * 365.25 / 366)


def test_one_statement_leaves_the_account_open(attacks):
    """
    Without a second stock every line is not known, and the first stock is still told.
    """
    stocks = _stocks(("iskander_m", "2022-11-30", 119))
    books = account(stocks, _rates(), attacks, item_class="iskander_m", yearly=200)
    assert books == Account()
    assert unclosed(books) == 0
    lines = account_lines(books, stocks, "iskander_m")
    assert lines["iskander_m_stock_then"] == 119
    assert lines["iskander_m_residual"] is None


def test_the_account_of_the_published_numbers_does_not_close(statements, rates, attacks):
    """
    From 119 in November 2022 the published output would leave more than the 600 stated for June 2025.
    """
    books = account(stock_counts(statements, CLASSES), rates, attacks, item_class="iskander_m", yearly=200)
    assert books.residual.high < 0
    assert books.closing_yearly.low > 200
    assert books.testified.high < books.stock_now.low


def test_needed_output_is_launches_less_stock_over_time():
    """
    112 launched from a stock of 12 over a year ask for 100 a year, and never for less than none.
    """
    attacks = _launched(("2024-06-01", "Iskander-M", "air_force", 112))
    found = needed_yearly(_stocks(("iskander_m", "2024-01-01", 12)), attacks, "iskander_m", "2024-12-31")
    assert found.low == pytest.approx(100 * 365.25 / 365)
    rich = needed_yearly(_stocks(("iskander_m", "2024-01-01", 500)), attacks, "iskander_m", "2024-12-31")
    assert rich.low == 0
    assert needed_yearly(_stocks(), attacks, "iskander_m", "2024-12-31") == Span(None, None, None)


def test_intervals_subtract_end_against_end():
    """
    The lowest difference takes the other's highest end; an open end stays open.
    """
    assert plus(Span(1, None, 3), Span(1, None, 5), -1) == Span(-4, None, 2)
    assert plus(Span(1, None, None), Span(1, None, 5)) == Span(2, None, None)


def test_launches_bound_output_from_below_alone():
    """
    The larger the store that may be fired, the less must have been made, and never less than none.
    """
    parts = {"stock": 100, "korean": 0.5}
    assert least_output(COUNTED, reserve_share=1, **parts) == 235
    assert least_output(COUNTED, reserve_share=0, **parts) == 135
    assert least_output(COUNTED, stock=1e6, reserve_share=0, korean=1) == 0
    with pytest.raises(ValueError, match="reserve_share"):
        least_output(COUNTED, stock=1, reserve_share=2, korean=0)


def test_launches_speak_only_where_they_contradict(rates):
    """
    A bound inside or below the claim's band is no voice; above it, it is Ukraine's, with an open upper end.
    """
    said = rival_rates(rates, 2025)
    silent = evidence(said, ASSUMED, COUNTED)
    spoken = evidence(said, ASSUMED, COUNTED, reserve_share=1.0)
    assert set(spoken) - set(silent) == {("air_force_ua", 235.0, None)}
    assert least_made(None, ASSUMED) is None
    assert evidence(said, ASSUMED, COUNTED, stock=None) == silent


def test_rivals_speak_of_both_kinds_or_bound_them_from_below(rates):
    """
    HUR's rates of both kinds make 960 to 1,200 a year; a plan for the ballistic kind alone is a floor of 750.
    """
    voices = {source: bounds for source, *bounds in evidence(rival_rates(rates, 2025), ASSUMED)}
    assert voices["kyiv_independent_hur_2025_06_03"] == [960, 1200]
    assert voices["rusi_2025_02"] == [750, None]
    assert "daily8_rusi_2025" not in voices


def test_a_plan_or_a_rate_that_counts_for_nothing_is_silent(rates):
    """
    Once its year is over a plan is no evidence, nor is a rate that held for no month.
    """
    said = rival_rates(rates, 2025)
    assert [source for source, *_ in evidence(said, ASSUMED, plan_share=0.0)] == [
        "kyiv_independent_hur_2025_06_03"
    ]
    assert evidence(said, ASSUMED, plan_share=0.0, months=0.0) == []
    assert said_of(said, "planned", 12) == Span(750, None, None)
    assert said_of(said.iloc[:0], "output", 12) == Span(None, None, None)


def test_levers_name_attributes_of_the_assumptions():
    """
    Every assumption that a reader can move exists, and its default lies in the range searched.
    """
    for part, (_, low, high, _) in LEVERS.items():
        assert low <= getattr(ASSUMED, part) <= high


def test_nothing_is_known_before_it_was_published():
    """
    On 28 April 2025 one rival had spoken of 2025, and no stock of both kinds had been stated.
    """
    known = load_table("industry/missile_output_and_stock", "2025-04-28")
    voices = evidence(rival_rates(output_rates(known, CLASSES), 2025), ASSUMED)
    assert voices == [("rusi_2025_02", 750.0, None)]
    assert stock_in_year(stock_counts(known, CLASSES), ISKANDER, 2025) is None


def test_what_is_drawn_agrees_with_what_is_told(statements, rates, attacks):
    """
    The stock's course ends at stock + output - launches; the chart of rates sets both Iskanders first.
    """
    stocks = stock_counts(statements, CLASSES)
    left = left_at_end(stock_course(stocks, attacks, "iskander_m", 0.0))
    later = attacks[attacks["event_date"] >= "2022-12-01"]
    whole = [119 - n for n in (_total(later, "high"), _total(later, "low"))]
    assert [left.low, left.high] == whole
    assert left_at_end(stock_course(stocks.iloc[:0], attacks, "iskander_m", 0.0)) == Span(None, None, None)
    window = ("2025-06-08", "2026-06-07")
    voiced = rates.assign(voice=rates["source_id"].map(root_voice))
    rows = side_by_side(voiced, monthly_rates(attacks, HALF, window), window, 200)
    assert rows["what"].iloc[0] == "Iskander, both kinds: made or planned"
    assert "shahed_type" not in set(rows["item_class"])
    assert made_monthly(voiced, "kalibr", window) == Span(25, None, 30)


def _total(attacks, end):
    return getattr(launches_of(attacks, ("iskander_m",)), end)


def test_the_newest_statement_of_north_korean_supply_is_a_floor(statements):
    """
    "More than a hundred" has no upper end; before anybody spoke nothing is known.
    """
    assert korean_supplied(statements) == Span(100, 100, None)
    assert korean_supplied(statements.iloc[:0]) == Span(None, None, None)


def test_the_ledger_sets_made_against_launched_end_against_end():
    """
    30 to 40 made and 10 to 25 launched leave 5 to 30 a month; the newest stock by the window's end stands.
    """
    months = {"period_start": pd.Timestamp("2025-01-01"), "period_end": pd.Timestamp("2025-12-31")}
    rates = pd.DataFrame(
        [("iskander_m", "output", "hur", 35.0, 30.0, 40.0)],
        columns=["item_class", "measure", "voice", "value", "low", "high"],
    ).assign(published_on=pd.Timestamp("2025-06-03"), **months)
    monthly = pd.DataFrame({"item_class": ["iskander_m", "kalibr"], "low": [10.0, 1.0], "high": [25.0, 2.0]})
    days = pd.to_datetime(["2022-11-30", "2025-06-03", "2026-01-01"])
    stocks = pd.DataFrame({"item_class": "iskander_m", "day": days, "value": [119.0, 600.0, 9.0]})
    window = ("2025-01-01", "2025-12-31")
    found = ledger(rates, monthly, stocks, window, ["iskander_m", "kalibr"])
    assert found["monthly"]["iskander_m_balance_monthly"] == Span(5, None, 30)
    assert found["stock"] == {"iskander_m_stock_stated": 600, "kalibr_stock_stated": None}
    assert found["monthly"]["kalibr_balance_monthly"] == Span(None, None, None)
