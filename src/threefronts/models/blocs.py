"""
Blocs: who gives, sells and votes for whom, from tables of aid, arms, votes and polls.
"""

import pandas as pd

from threefronts.absence import NoDataError

# fmt: off
EUROPE = frozenset(
    [
        "austria", "belgium", "bulgaria", "croatia", "cyprus", "czechia", "denmark", "estonia",
        "eu_commission_and_council", "eu_institutions", "european_investment_bank", "finland", "france",
        "germany", "greece", "hungary", "iceland", "ireland", "italy", "latvia", "lithuania",
        "luxembourg", "malta", "netherlands", "norway", "poland", "portugal", "romania", "slovakia",
        "slovenia", "spain", "sweden", "switzerland", "united_kingdom",
    ]
)
# fmt: on
BLOCS = ("united_states", "europe", "others")
INVASION_YEAR = 2022
BN = 1e9


def allocations(aid: pd.DataFrame, until: str) -> pd.DataFrame:
    """
    Add up aid allocated to Ukraine by month, bloc and kind.

    Args:
        aid: Rows of ``diplomacy/aid``; those without a month are left out.
        until: Months that end later are left out, ISO.

    Returns:
        Columns month (its first day), bloc (``united_states``, ``europe``, ``others``), kind, eur_bn; every
        month and bloc from the first month on, zero where nothing was allocated.

    Raises:
        ValueError: No month is known by then.
    """
    own = aid[aid["measure"].eq("allocation") & aid["period_end"].le(pd.Timestamp(until))]
    if own.empty:
        raise NoDataError(f"no data before 2022-02-28: no month of aid is known by {until}")
    bloc = (
        own["donor"]
        .where(own["donor"].eq("united_states"), "others")
        .mask(own["donor"].isin(EUROPE), "europe")
    )
    sums = own.assign(bloc=bloc).groupby(["period_start", "bloc", "kind"])["eur"].sum() / BN
    months = pd.date_range(own["period_start"].min(), own["period_start"].max(), freq="MS")
    whole = pd.MultiIndex.from_product(
        [months, BLOCS, sorted(own["kind"].unique())], names=["month", "bloc", "kind"]
    )
    sums.index = sums.index.set_names(["month", "bloc", "kind"])
    return sums.reindex(whole, fill_value=0.0).rename("eur_bn").reset_index()


def given_between(given: pd.DataFrame, start: str, end: str) -> dict[str, float]:
    """
    Aid by bloc in the months from *start* to *end*, in billion euros.

    Args:
        given: What :func:`allocations` gives.
        start, end: First and last day; a month counts by its first day.
    """
    inside = given[given["month"].between(pd.Timestamp(start), pd.Timestamp(end))]
    return {bloc: float(inside.loc[inside["bloc"].eq(bloc), "eur_bn"].sum()) for bloc in BLOCS}


def last_month_above(given: pd.DataFrame, bloc: str, least: float = 0.01) -> pd.Timestamp | None:
    """
    The last month in which *bloc* allocated at least *least* billion euros, or ``None``.
    """
    monthly = given[given["bloc"].eq(bloc)].groupby("month")["eur_bn"].sum()
    above = monthly[monthly >= least]
    return None if above.empty else above.index[-1]


def suppliers(transfers: pd.DataFrame, until_year: int) -> pd.DataFrame:
    """
    Add up arms delivered to Ukraine and to Russia in deals whose deliveries began with the invasion or later.

    Args:
        transfers: Rows of ``industry/arms_transfers``.
        until_year: Deals whose deliveries begin later are left out.

    Returns:
        Columns recipient, supplier, tiv (SIPRI's trend-indicator value, millions), by recipient and size.
    """
    begun = transfers["first_delivery_year"].between(INVASION_YEAR, until_year)
    own = transfers[
        begun & transfers["recipient"].isin(["Ukraine", "Russia"]) & transfers["supplier"].ne("unknown")
    ]
    sums = own.groupby(["recipient", "supplier"])["tiv_delivered"].sum().rename("tiv").reset_index()
    return sums[sums["tiv"] > 0].sort_values(
        ["recipient", "tiv"], ascending=[False, False], ignore_index=True
    )


def vote_shift(rolls: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """
    Count states by how they voted on two resolutions.

    Args:
        rolls: Rows of ``diplomacy/un_roll_calls``, one a state and resolution.
        first, second: Resolutions.

    Returns:
        Rows the first vote, columns the second, cells numbers of states that were listed for both.

    Raises:
        ValueError: A resolution has no roll call.
    """
    wide = rolls.pivot(index="country", columns="resolution", values="vote")
    for resolution in (first, second):
        if resolution not in wide:
            raise ValueError(f"no roll call of {resolution} is known")
    return pd.crosstab(wide[first], wide[second])


def tallies(votes: pd.DataFrame) -> pd.DataFrame:
    """
    One tally a resolution where publications agree on the ayes, with the span where they do not.

    Returns:
        Columns resolution, event_date, low, value, high (votes in favour), source_id, by date.
    """
    known = votes.dropna(subset=["yes", "event_date", "resolution"]).sort_values("event_date", kind="stable")
    grouped = known.groupby("resolution", sort=False)
    found = grouped.agg(
        event_date=("event_date", "first"),
        low=("yes", "min"),
        value=("yes", "median"),
        high=("yes", "max"),
        source_id=("source_id", "first"),
    )
    return found.reset_index()


def answers(polls: pd.DataFrame, series: str, answer: str) -> pd.DataFrame:
    """
    The course of one answer in one series of polls, the change of wording kept beside it.

    Returns:
        Columns wave_end, pct, wording, source_id, by time.
    """
    own = polls[polls["series"].eq(series) & polls["answer"].eq(answer)]
    chosen = own.assign(wave_end=own["period_end"])[["wave_end", "pct", "wording", "source_id"]]
    return chosen.sort_values("wave_end", ignore_index=True)
