"""
Missiles launched and made, brought to one time: what the charts and the comparison of rates draw from.
"""

from collections.abc import Collection

import pandas as pd

from threefronts.models.missile_supply import DAYS_PER_YEAR
from threefronts.models.missiles import (
    CLASSES,
    ISKANDER,
    Launches,
    Shares,
    days_in,
    in_window,
    launches_of,
    monthly_launches,
)
from threefronts.models.pace import Span

YEAR = 12.0


def monthly_rates(attacks: pd.DataFrame, shares: Shares, window: tuple[str, str]) -> pd.DataFrame:
    """
    Bring the launches of each class, and of both Iskanders together, in a window to a month.

    Returns:
        Columns item_class, key (such as ``kalibr_launched_monthly``), value, low, high.
    """
    groups = {name: (name,) for name in CLASSES} | {"iskander": ISKANDER}
    inside = in_window(attacks, *window)
    per = YEAR * days_in(window) / DAYS_PER_YEAR
    found = {name: launches_of(inside, members).interval(shares, per) for name, members in groups.items()}
    rows = [(name, f"{name}_launched_monthly", n.value, n.low, n.high) for name, n in found.items()]
    return pd.DataFrame(rows, columns=["item_class", "key", "value", "low", "high"])


def yearly_by_voice(rates: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """
    Bring the rates that speak of any part of a window to a year, one row a class and voice.

    Args:
        rates: What ``output_rates`` gives, with a column ``voice``.
        start, end: The window.

    Returns:
        Columns item_class, voice, value (the newest), low, high (the hull; NaN where a statement is open).
    """
    speaks = (rates["period_start"] <= pd.Timestamp(end)) & (rates["period_end"] >= pd.Timestamp(start))
    rows = rates[speaks].sort_values(["published_on", "period_end"])
    found = rows.groupby(["item_class", "voice"], as_index=False).agg(
        value=("value", "last"),
        low=("low", lambda cells: cells.min(skipna=False)),
        high=("high", lambda cells: cells.max(skipna=False)),
    )
    return found.assign(**{part: YEAR * found[part] for part in ("value", "low", "high")})


def made_monthly(rates: pd.DataFrame, item_class: str, window: tuple[str, str]) -> Span:
    """
    Hull of the monthly output that is published for one class and any part of a window, plans left out.

    Returns:
        Missiles a month, an end ``None`` where a statement is open; all ``None`` where there is none.
    """
    own = rates[(rates["item_class"] == item_class) & (rates["measure"] == "output")]
    found = yearly_by_voice(own, *window)
    low, high = found["low"].min(skipna=False), found["high"].max(skipna=False)
    return Span(*(None if pd.isna(part) else float(part) / YEAR for part in (low, None, high)))


def both_of(found: pd.DataFrame, classes: Collection[str], name: str) -> pd.DataFrame:
    """
    Add up what each voice says of several classes, where it speaks of all of them.

    Returns:
        Rows of the same columns with ``item_class`` *name*.
    """
    rows = found[found["item_class"].isin(classes)]
    full = rows[rows.groupby("voice")["item_class"].transform("nunique") == len(set(classes))]
    sums = full.groupby("voice", as_index=False)[["value", "low", "high"]].sum(min_count=len(set(classes)))
    return sums.assign(item_class=name)


def side_by_side(
    rates: pd.DataFrame, monthly: pd.DataFrame, window: tuple[str, str], tested: float
) -> pd.DataFrame:
    """
    Set what was launched beside what is said to be made, missiles a year, class by class.

    Voices that speak of one missile alone are left out, and missiles of which nobody says what is made.

    Args:
        rates: What ``output_rates`` gives, with a column ``voice``.
        monthly: What :func:`monthly_rates` gives for the window.
        window: First and last day.
        tested: The testimony's output of both Iskanders, missiles a year.

    Returns:
        Columns item_class, what (its words), voice, value, low, high, both Iskanders first.
    """
    said = yearly_by_voice(rates, *window)
    said = said[said.groupby("voice")["item_class"].transform("nunique") > 1]
    statement = pd.DataFrame([{"item_class": "iskander", "voice": "cavoli_testimony", "value": tested}])
    launched = monthly.assign(**{part: YEAR * monthly[part] for part in ("value", "low", "high")})
    parts = {
        "made or planned": [statement, said, both_of(said, ISKANDER, "iskander")],
        "launched": [launched.assign(voice="air_force_ua")],
    }
    words = {"iskander": "Iskander, both kinds", **CLASSES}
    rows = pd.concat([part.assign(kind=kind) for kind, group in parts.items() for part in group])
    rows = rows[rows["item_class"].isin(words) & (rows["item_class"] != "shahed_type")]
    rows = rows[rows.groupby("item_class")["voice"].transform("nunique") > 1].reset_index(drop=True)
    place = rows["item_class"].map({name: number for number, name in enumerate(words)})
    ordered = rows.assign(what=rows["item_class"].map(words) + ": " + rows["kind"])
    return ordered.iloc[place.argsort(kind="stable")]


def stock_course(stocks: pd.DataFrame, attacks: pd.DataFrame, item_class: str, yearly: float) -> pd.DataFrame:
    """
    Follow a stock month by month from its first statement, at one rate of output.

    Returns:
        Columns case (``tested``; ``stated`` where two statements exist), day, value (for ``tested`` the
        middle of the bounds), low (every doubtful row launched), high (none); empty without a statement.
    """
    stated = stocks[stocks["item_class"] == item_class]
    if stated.empty:
        return pd.DataFrame(columns=["case", "day", "value", "low", "high"])
    first = stated.iloc[0]
    months = monthly_launches(attacks).query("item_class == @item_class")
    months = months[months["month"] > first["day"]]
    day = months["month_end"].clip(upper=attacks["event_date"].max())
    made = first["value"] + yearly / DAYS_PER_YEAR * (day - first["day"]).dt.days
    low, high = made - months["high"].cumsum(), made - months["low"].cumsum()
    tested = pd.DataFrame({"day": day, "value": (low + high) / 2, "low": low, "high": high})
    both = [tested.assign(case="tested")] + [stated.assign(case="stated")] * (len(stated) > 1)
    course = pd.concat(both)
    return course[["case", "day", "value", "low", "high"]].reset_index(drop=True)


def left_at_end(course: pd.DataFrame) -> Span:
    """
    Return the last ``tested`` stock of a course; all ``None`` where there is none.
    """
    rows = course[course["case"] == "tested"]
    if rows.empty:
        return Span(None, None, None)
    return Span(*(float(rows[part].iloc[-1]) for part in ("low", "value", "high")))


def drawdown_course(launches: Launches, output: float, steps: int = 5) -> pd.DataFrame:
    """
    Drawdown needed for every North Korean share of the rows printed as either, by what else is counted.

    Returns:
        Columns korean_pct (0 to 100), case (``plain``, ``regional``, ``merged``: each adds to the one
        before) and drawdown, missiles.
    """
    added = {"plain": 0.0, "regional": launches.regional, "merged": launches.regional + launches.merged}
    shares = [step / (steps - 1) for step in range(steps)]
    rows = [
        (100 * share, case, launches.named + (1 - share) * launches.either + more - output)
        for case, more in added.items()
        for share in shares
    ]
    return pd.DataFrame(rows, columns=["korean_pct", "case", "drawdown"])
