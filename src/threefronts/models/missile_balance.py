"""
Missile accounts: stock then + output - launches = stock now, solved for whatever is not known.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from threefronts.models.missile_supply import DAYS_PER_YEAR, output_between
from threefronts.models.missiles import (
    in_window,
    launches_of,
)
from threefronts.models.pace import Span


@dataclass(frozen=True)
class Account:
    """
    The account of one class between two days on which its stock was stated; a part is ``None`` where no
    second statement had been published.

    Attributes:
        start, end: The two days.
        stock_then, stock_now: As stated.
        launched: Between the days, every doubtful row left out or counted.
        output: What the published rates add up to.
        implied: Stock at the end by stock then, output and launches.
        residual: Stock stated less stock implied; without zero in it the account does not close.
        closing_yearly: Output a year that would close it.
        testified: Stock implied where output had run at the tested rate.
    """

    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    stock_then: Span | None = None
    stock_now: Span | None = None
    launched: Span | None = None
    output: Span | None = None
    implied: Span | None = None
    residual: Span | None = None
    closing_yearly: Span | None = None
    testified: Span | None = None


def plus(left: Span, right: Span, sign: int = 1) -> Span:
    """
    Add two intervals (or subtract the second, *sign* -1); an open end stays open, a missing middle missing.
    """
    ends = (right.low, right.high) if sign > 0 else (right.high, right.low)
    added = [
        None if one is None or other is None else one + sign * other
        for one, other in zip((left.low, left.value, left.high), (ends[0], right.value, ends[1]), strict=True)
    ]
    return Span(*added)


def over_years(amount: Span, years: float) -> Span:
    """
    Bring an amount over *years* to one year; none is below zero, since nothing is unmade.
    """
    parts = (amount.low, amount.value, amount.high)
    return Span(*(None if part is None else max(0.0, part / years) for part in parts))


def closing_output(then: Span, now: Span, launched: Span, years: float) -> Span:
    """
    Return the output a year that closes an account: (stock now + launches - stock then) over *years*.
    """
    return over_years(plus(plus(now, launched), then, -1), years)


def account(
    stocks: pd.DataFrame, rates: pd.DataFrame, attacks: pd.DataFrame, *, item_class: str, yearly: float
) -> Account:
    """
    Close the account of one class between the first and the last statement of its stock.

    Args:
        stocks: What ``stock_counts`` gives.
        rates: What ``output_rates`` gives; plans are no output.
        attacks: Rows of ``battlefield/air_attacks`` up to the edition's day.
        item_class: The class.
        yearly: Output a year that is tested, missiles.

    Returns:
        The account; without two statements an empty one.
    """
    stated = stocks[stocks["item_class"] == item_class]
    if stated["day"].nunique() < 2:
        return Account()
    first, last = stated.iloc[0], stated.iloc[-1]
    years = (last["day"] - first["day"]).days / DAYS_PER_YEAR
    then, now = _stated(first), _stated(last)
    rows = launches_of(in_window(attacks, first["day"] + pd.Timedelta(days=1), last["day"]), (item_class,))
    launched = Span(rows.low, None, rows.high)
    own = rates[(rates["item_class"] == item_class) & (rates["measure"] == "output")]
    output = output_between(own, first["day"] + pd.Timedelta(days=1), last["day"])
    implied = plus(plus(then, output), launched, -1)
    tested = Span(yearly * years, None, yearly * years)
    return Account(
        start=first["day"],
        end=last["day"],
        stock_then=then,
        stock_now=now,
        launched=launched,
        output=output,
        implied=implied,
        residual=plus(now, implied, -1),
        closing_yearly=closing_output(then, now, launched, years),
        testified=plus(plus(then, tested), launched, -1),
    )


def account_lines(books: Account, stocks: pd.DataFrame, item_class: str) -> dict[str, Span | float | None]:
    """
    Lines of an account by name of the fact, missiles; the first stated stock also where the account is open.
    """
    parts = ("stock_now", "output", "launched", "implied", "residual", "testified")
    stated = stocks.loc[stocks["item_class"] == item_class, "value"]
    then = {f"{item_class}_stock_then": float(stated.iloc[0]) if len(stated) else None}
    return then | {f"{item_class}_{part}": getattr(books, part) for part in parts}


def unclosed(books: Account) -> float:
    """
    Missiles by which the closing output fails to close the account, at either end; 0 for an empty account.

    Only ends above zero are tried, since output below nothing is cut off.
    """
    if books.closing_yearly is None:
        return 0.0
    years = (books.end - books.start).days / DAYS_PER_YEAR
    then, now = books.stock_then, books.stock_now
    tried = [
        (books.closing_yearly.low, books.launched.low, now.low, then.high),
        (books.closing_yearly.high, books.launched.high, now.high, then.low),
    ]
    left = [start + rate * years - fired - end for rate, fired, end, start in tried if rate]
    return max(map(abs, left), default=0.0)


def needed_yearly(stocks: pd.DataFrame, attacks: pd.DataFrame, item_class: str, end: str) -> Span:
    """
    Output a year without which the launches since the first stated stock could not have been made.

    Returns:
        (launches - stock) over the years to *end*, doubtful rows left out and counted, never below zero;
        all ``None`` where no stock had been stated half a year before *end*.
    """
    stated = stocks[stocks["item_class"] == item_class]
    years = 0.0 if stated.empty else (pd.Timestamp(end) - stated["day"].iloc[0]).days / DAYS_PER_YEAR
    if years < 0.5:
        return Span(None, None, None)
    day = stated["day"].iloc[0] + pd.Timedelta(days=1)
    rows = launches_of(in_window(attacks, day, end), (item_class,))
    return over_years(plus(Span(rows.low, None, rows.high), _stated(stated.iloc[0]), -1), years)


def stock_in_year(stocks: pd.DataFrame, classes: Collection[str], year: int) -> float | None:
    """
    Add up the last stock stated for each class in *year*; ``None`` unless every class has one.
    """
    rows = stocks[(stocks["day"].dt.year == year) & stocks["item_class"].isin(classes)]
    last = rows.groupby("item_class")["value"].last()
    return float(last.sum()) if len(last) == len(set(classes)) else None


def _stated(row: pd.Series) -> Span:
    low, value, high = (None if pd.isna(row[part]) else float(row[part]) for part in ("low", "value", "high"))
    return Span(low, value, high)
