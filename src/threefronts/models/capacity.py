"""
Capacity: what Russia makes, spends and fields beside the United States and Europe.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threefronts.absence import NoDataError
from threefronts.models.statements import Span, divided, draw, hull_of, hulls, scaled, within

EUROPE = ("Europe", "European Union", "Germany", "France", "United Kingdom")
SPENDING = "spending_constant_2024_usd_m"
GROUPS = {"Russia": "russia", "Ukraine": "ukraine", "United States": "united_states"}
SPENDERS = {"russia": "russia", "us": "united_states", "europe": "nato_europe"}


def spending_by_year(spending: pd.DataFrame) -> pd.DataFrame:
    """
    Add up military spending of Russia, Ukraine, the United States and the European members of NATO.

    Args:
        spending: Rows of ``industry/military_spending``.

    Returns:
        Columns year, who (russia, ukraine, united_states, nato_europe), billions (USD of 2024) and gdp_share
        (NaN for the group), by year.

    Raises:
        ValueError: There is no row.
    """
    if spending.empty:
        raise NoDataError("no data before 2025-04-28: the spending table holds the releases from that day on")
    who = spending["country"].map(GROUPS).mask(spending["country_group"].eq("nato_europe"), "nato_europe")
    rows = spending.assign(who=who, billions=spending[SPENDING] / 1000).dropna(subset=["who"])
    found = rows.groupby(["year", "who"]).agg(billions=("billions", "sum"), gdp_share=("gdp_share", "max"))
    found = found.reset_index()
    return found.assign(gdp_share=found["gdp_share"].mask(found["who"].eq("nato_europe")))


@dataclass(frozen=True)
class Priced:
    """
    Spending at market rates and at purchasing power: billions by the keys of facts, the factor between the
    two, and Russia over Europe.
    """

    billions: dict[str, Span | float | None]
    factor: float | None
    over_europe: Span


def purchasing_power(rows: pd.DataFrame, by_year: pd.DataFrame, year: int = 2024) -> Priced:
    """
    Set one institute's conversion beside the other's market rates, for one year.

    Args:
        rows: Statements, those on military_spending among them.
        by_year: What :func:`spending_by_year` gives.
        year: Of both.
    """
    own = by_year[by_year["year"].eq(year)].set_index("who")["billions"]
    told = rows[rows["item_class"].eq("military_spending")].set_index(["producer", "measure"])["value"]
    converted, market = told.get(("Russia", "ppp")), told.get(("Russia", "market_rates"))
    ends = sorted([own["russia"], market or own["russia"]])
    factor = converted / market if converted and market else None
    over = own["russia"] / own["nato_europe"]
    return Priced(
        billions={
            "russia_spending_2024": Span(own["russia"], *ends),
            "russia_ppp": converted,
            "europe_market_iiss": told.get(("EU and United Kingdom", "market_rates")),
        },
        factor=factor,
        over_europe=Span(over, over, over * (factor or 1)),
    )


def tanks_made(rates: pd.DataFrame, window: tuple[str, str], origins: tuple[str, ...]) -> pd.DataFrame:
    """
    Pick what is said of Russian tanks made in a window, for the whole class.

    A voice that names new-built models only is taken for the class, its models added up: they are all that is
    built new.

    Args:
        rates: Statements as rates a year, with a column voice.
        window: First and last day; what had been said before it is left out.
        origins: ``("unsplit",)`` for all tanks, ``("new",)`` for new-built ones.
    """
    rows = rates[rates["producer"].eq("Russia") & rates["item_class"].eq("tank")]
    rows = within(rows[rows["measure"].eq("output") & rows["origin"].isin(origins)], *window, window[0])
    whole = rows[rows["scope"].eq("all")]
    if "new" not in origins:
        return whole
    models = rows[~rows["voice"].isin(whole["voice"])]
    added = models.groupby(["voice", "source_id", "published_on"])[["value", "low", "high"]]
    return pd.concat([whole, added.agg(lambda cells: cells.sum(skipna=False)).reset_index()])


def american_tanks(rates: pd.DataFrame, is_new: bool) -> pd.DataFrame:
    """
    Pick what is said of American tanks made a year: all that leave the plant, or those built new.

    Args:
        rates: Statements as rates a year, with a column voice; plans of the army are left out.
        is_new: Whether only new-built ones are meant.
    """
    rows = rates[rates["producer"].eq("United States") & rates["item_class"].eq("tank")]
    return rows[rows["measure"].eq("output") & rows["origin"].eq("new").eq(is_new)]


def european_tanks(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Pick what is said of new tanks that Europe can make a year.
    """
    rows = rates[rates["producer"].isin(EUROPE) & rates["item_class"].eq("tank") & rates["origin"].eq("new")]
    return rows[rows["measure"].eq("capacity")]


def western_tanks(
    makers: list[pd.DataFrame], besides: float, rng: np.random.Generator, draws: int
) -> NDArray[np.float64] | None:
    """
    Draw the tanks that Western makers make together; ``None`` where one of them is not known.

    Args:
        makers: Statements of each, added up.
        besides: Tanks a year that no statement counts.
        rng: Seeded generator.
        draws: How many.
    """
    if any(part.empty for part in makers):
        return None
    return sum(draw(hulls(part), rng, draws) for part in makers) + besides


def ratio_to(
    made: pd.DataFrame, below: NDArray[np.float64] | None, rng: np.random.Generator
) -> NDArray[np.float64] | None:
    """
    Draw Russian output over what was drawn of the West's; ``None`` where one of them is not known.
    """
    return None if made.empty or below is None else draw(hulls(made), rng, len(below)) / below


def least_voices(classes: list[pd.DataFrame]) -> pd.DataFrame:
    """
    Give every voice of several classes the bounds of the smallest ratio: "each" is as strong as the weakest.

    Args:
        classes: A table of voices a class: source_id, value, low, high.

    Returns:
        The same columns; nothing where a class is not known.
    """
    low, high = least_span(classes)
    names = pd.concat(classes)["source_id"].drop_duplicates() if low is not None else []
    rows = [(name, low, low, np.nan if high is None else high) for name in names]
    return pd.DataFrame(rows, columns=["source_id", "value", "low", "high"])


def least_span(classes: list[pd.DataFrame]) -> tuple[float | None, float | None]:
    """
    Bound the smallest ratio of several classes, each a table of voices; unknown where one class is.

    Returns:
        Its lowest and highest value; the highest is bounded by any class that is.
    """
    if not classes or any(voices.empty or voices["low"].isna().any() for voices in classes):
        return None, None
    tops = [voices["high"].max(skipna=False) for voices in classes]
    known = [float(top) for top in tops if not pd.isna(top)]
    return float(min(voices["low"].min() for voices in classes)), min(known, default=None)


def tank_table(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Put statements on tanks made a year together, by state, by what is counted, one row a voice.

    Args:
        rates: Statements as rates a year, with columns voice and who.

    Returns:
        Columns what, origin, value, low, high.
    """
    rows = rates[rates["item_class"].eq("tank") & rates["measure"].isin(("output", "capacity"))]
    rows = rows[rows["scope"].eq("all") | rows["producer"].ne("Russia")]
    keyed = rows.assign(what=rows["producer"] + ": " + rows["who"])
    found = [
        (what, origin, *vars(hull_of(part)).values())
        for (what, origin), part in keyed.groupby(["what", "origin"])
    ]
    return pd.DataFrame(found, columns=["what", "origin", "value", "low", "high"])


def spending_rank(spending: pd.DataFrame, country: str = "Russia") -> int:
    """
    Return the place of a state by spending in constant dollars, in the newest year of the table.
    """
    newest = spending[spending["year"].eq(spending["year"].max())].set_index("country")[SPENDING]
    return int((newest > newest[country]).sum()) + 1


def each_class(tanks: pd.DataFrame, shells: pd.DataFrame, west: Span) -> Callable[[float], pd.DataFrame]:
    """
    Return what the voices say of the weakest class, as a function of how Western shell output is scaled.

    Args:
        tanks: Ratios of tanks, a table of voices.
        shells: Voices on Russian shells.
        west: Western shells; unknown leaves nothing.
    """

    def weakest(factor: float) -> pd.DataFrame:
        ratios = shells.head(0) if west.value is None else divided(shells, scaled(west, factor))
        return least_voices([tanks, ratios])

    return weakest


def shares_above(drawn: dict[str, NDArray[np.float64] | None], bound: float) -> dict[str, float | None]:
    """
    Return the percentage of each class's draws that reach a bound; ``None`` where nothing was drawn.
    """
    return {
        name: None if samples is None else 100 * float((samples >= bound).mean())
        for name, samples in drawn.items()
    }
