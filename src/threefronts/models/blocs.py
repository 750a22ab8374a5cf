"""
Blocs: who gives, sells and votes for whom, from tables of aid, arms, votes and polls.
"""

from collections.abc import Iterable

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
HELPERS = ("North Korea", "Iran", "China")
SPELLINGS = {"Türkiye": "Turkey", "Bosnia-Herzegovina": "Bosnia and Herzegovina"}  # SIPRI's, and the rolls'
INVASION_YEAR = 2022
BN = 1e9
HELP_KEYS = {  # the facts on help to Russia, and what each counts
    "korean_shells": "shells from North Korea",
    "iranian_shells": "shells from Iran",
    "iranian_drones": "drones from Iran",
}


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


def by_donor(aid: pd.DataFrame, start: str, end: str, most: int = 10) -> pd.DataFrame:
    """
    Aid allocated in the months from *start* to *end* by donor and kind, the *most* generous first.

    Args:
        aid: Rows of ``diplomacy/aid``; those without a month are left out.
        start, end: First and last day; a month counts by its first day.
        most: Donors with a row of their own; the others share the last one.

    Returns:
        Billion euros: rows donors in words, columns kinds and ``all``.
    """
    own = aid[aid["measure"].eq("allocation") & aid["period_start"].between(start, end)]
    sums = own.pivot_table(index="donor", columns="kind", values="eur", aggfunc="sum", fill_value=0.0) / BN
    sums = sums.assign(all=sums.sum(axis=1)).sort_values(["all", "donor"], ascending=[False, True])
    named, rest = sums.iloc[:most], sums.iloc[most:]
    named = named.rename(
        index=lambda donor: donor.replace("_", " ").title().replace("Eu ", "EU ").replace(" And ", " and ")
    )
    return pd.concat([named, rest.sum().to_frame("all others").T]) if len(rest) else named


def help_told(output: pd.DataFrame, missiles: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """
    Gather what is told of help to Russia in things and of its price in lives, one row a statement.

    Args:
        output, missiles: Rows of ``industry/shell_output`` and ``industry/missile_output_and_stock``; those
            of a foreign producer that supplied a number of pieces are taken.
        figures: Rows of ``synthesis/figures`` on the losses of North Korea, with ``party``.

    Returns:
        Columns ``what``, ``title`` (with number and claimant), ``event_date`` (the day it was told),
        ``party``, ``value``, ``low``, ``high`` and ``source_id``, by thing and time.
    """
    things = pd.concat([output, missiles], ignore_index=True)
    pieces = things["unit"].str.match(r"(?:shells|missiles|drones)(?: cumulative)?$")
    things = things[things["producer"].isin(HELPERS) & things["measure"].eq("supplied") & pieces]
    noun = things["unit"].str.split().str[0]
    things = things.assign(what=noun + " from " + things["producer"], party=things["claimant_party"])
    fell = figures.assign(what="North Koreans killed or wounded", claimant=figures["metric"])
    told = pd.concat([things, fell], ignore_index=True)
    title = told["what"] + ": " + told["value"].map("{:,.0f}".format) + " (" + told["claimant"] + ")"
    told = told.assign(title=title, event_date=told["published_on"], low=told["value"], high=told["value"])
    columns = ["what", "title", "event_date", "party", "value", "low", "high", "source_id"]
    return told.sort_values(["what", "published_on", "title"], ascending=[False, True, True])[columns]


def votes_of(rolls: pd.DataFrame, resolution: str, states: Iterable[str]) -> pd.Series:
    """
    How *states*, by SIPRI's names, voted on a resolution: number of states by vote; those not listed are out.
    """
    names = {SPELLINGS.get(state, state) for state in states}
    own = rolls[rolls["resolution"].eq(resolution) & rolls["country"].isin(names)]
    return own["vote"].value_counts().reindex(["yes", "no", "abstain", "absent"], fill_value=0)
