"""
Contacts between the parties: who met whom by which channel, how often, how long apart, and what came of it.

The table is a choice of what newsrooms told, with some meetings told twice and some rows weak, so every
count comes in two readings: strict takes sure rows, and one of each day, channel and set of parties; wide
takes every row.
"""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from threefronts.absence import NoDataError

PARTIES = {"united_states": "United States", "russia": "Russia", "ukraine": "Ukraine", "europe": "Europe"}
MAIN = ("united_states", "russia", "ukraine")
# fmt: off
EUROPEANS = frozenset(
    [
        "denmark", "european_union", "finland", "france", "germany", "italy", "netherlands", "poland",
        "spain", "united_kingdom",
    ]
)
# fmt: on
CHANNELS = {
    "delegation_round": "round of delegations",
    "envoy_visit": "envoy's visit",
    "leader_meeting": "leaders' meeting",
    "summit": "summit",
    "call": "call",
    "letter": "public letter",
}
OUTCOMES = {
    "truce": "truce",
    "exchange": "exchange of prisoners",
    "document": "document",
    "agreement_in_principle": "agreement in principle",
    "next_round": "a further round",
    "none": "nothing agreed",
    "refusal": "refusal",
    "not_told": "not told",
}
RHYTHM = {
    "gap_median": "days",
    "gap_longest": "days",
    "rate_early": "contacts/week",
    "rate_late": "contacts/week",
    "chance_late": "probability",
}


def of_kinds(contacts: pd.DataFrame, kinds: str, since: str, until: str) -> pd.DataFrame:
    """
    Pick the contacts of some kinds between two days.

    Args:
        contacts: Rows of ``diplomacy/contacts``.
        kinds: Kinds, joined by commas.
        since, until: First and last day, ISO.

    Raises:
        NoDataError: There is none.
        ValueError: A kind does not occur in the table.
    """
    unknown = set(kinds.split(",")) - set(CHANNELS)
    if unknown:
        raise ValueError(f"no contact is of kind {', '.join(sorted(unknown))}")
    inside = contacts["event_date"].between(pd.Timestamp(since), pd.Timestamp(until))
    found = contacts[inside & contacts["kind"].isin(kinds.split(","))]
    if found.empty:
        raise NoDataError(f"no data before the first contact: none is known from {since} to {until}")
    return found


def told(contacts: pd.DataFrame) -> pd.DataFrame:
    """
    Put contacts into words, and mark those that count in the strict reading.

    Args:
        contacts: Rows of ``diplomacy/contacts``.

    Returns:
        These rows in order of time with ``members`` (a tuple of ids: of the three parties, and of Europe
        where one of its states or the Union takes part), ``names`` (the same in words), ``is_main`` (two of
        the three take part), ``is_strict`` (a sure row, and the first of its day, channel and members),
        ``brought`` (the outcome in words) and ``title``.
    """
    ordered = contacts.sort_values(["event_date", "contact_id"], kind="stable")
    members = ordered["parties"].map(_members)
    first = ~pd.DataFrame({"day": ordered["event_date"], "kind": ordered["kind"], "members": members})[
        ordered["confidence"] != "weak"
    ].duplicated()
    outcome = ordered["outcome"].fillna("not_told").map(OUTCOMES)
    brought = outcome.where(
        ordered["outcome_note"].isna(), outcome + ": " + ordered["outcome_note"].fillna("")
    )
    names = members.map(lambda ids: ", ".join(PARTIES[party] for party in ids))
    place = ordered["place"].map(", {}".format, na_action="ignore").fillna("")
    return ordered.assign(
        members=members,
        names=names,
        is_main=members.map(lambda ids: len(set(ids) & set(MAIN)) >= 2),
        is_strict=first.reindex(ordered.index, fill_value=False),
        brought=brought,
        title=ordered["kind"].map(CHANNELS) + ": " + names + place + "; " + brought,
    )


def pairs() -> dict[str, str]:
    """
    Every pair of the parties and Europe: ``united_states_russia`` to the words for it.
    """
    return {f"{a}_{b}": f"{PARTIES[a]} and {PARTIES[b]}" for a, b in combinations(PARTIES, 2)}


def of_pair(contacts: pd.DataFrame, pair: str) -> pd.DataFrame:
    """
    The contacts in which both of a pair take part; one of several parties belongs to each of its pairs.
    """
    ids = {f"{a}_{b}": {a, b} for a, b in combinations(PARTIES, 2)}[pair]
    return contacts[np.array([ids <= set(members) for members in contacts["members"]], dtype=bool)]


def count_contacts(contacts: pd.DataFrame, reading: str) -> pd.DataFrame:
    """
    Count contacts in all, by pair, by channel and by outcome.

    Args:
        contacts: As :func:`told` returns them.
        reading: ``strict`` or ``wide``: which of the two is the value.

    Returns:
        Columns ``key`` (``talks_contacts``, and one for each pair, channel and outcome), ``value``, ``low``
        and ``high`` (strict and wide), and ``sources`` (the pages; of all contacts where there is none). A
        contact of several parties counts for each of its pairs; in all, by channel and by outcome it counts
        once, and only where two of the three parties take part.

    Raises:
        ValueError: *reading* is neither of the two.
    """
    main = contacts[contacts["is_main"]]
    outcome = main["outcome"].fillna("not_told")
    groups = {"contacts": main}
    groups |= {f"contacts_{pair}": of_pair(contacts, pair) for pair in pairs()}
    groups |= {f"channel_{kind}": main[main["kind"] == kind] for kind in CHANNELS}
    groups |= {f"brought_{name}": main[outcome == name] for name in OUTCOMES}
    return pd.DataFrame(
        {
            "key": f"talks_{key}",
            **_interval({"strict": group["is_strict"].sum(), "wide": len(group)}, reading),
            "sources": _pages(group, contacts),
        }
        for key, group in groups.items()
    )


def by_week(contacts: pd.DataFrame) -> pd.DataFrame:
    """
    Count contacts by week, pair and channel.

    Args:
        contacts: As :func:`told` returns them.

    Returns:
        Columns ``week`` (its Monday), ``pair``, ``kind``, ``contacts`` and ``titles`` (of all of them, by
        semicolon); a row for each that has one.
    """
    parts = [of_pair(contacts, pair).assign(pair=pair) for pair in pairs()]
    every = pd.concat(parts)
    week = every["event_date"] - pd.to_timedelta(every["event_date"].dt.day_of_week, unit="D")
    grouped = every.assign(week=week).groupby(["week", "pair", "kind"])["title"]
    return grouped.agg(contacts="size", titles=" | ".join).reset_index()


def rhythm(contacts: pd.DataFrame, reading: str, start: str, end: str, late: int) -> pd.DataFrame:
    """
    Describe how contacts follow one another from *start* to *end*, and whether they crowd at its end.

    Args:
        contacts: As :func:`told` returns them.
        reading: ``strict`` or ``wide``: which of the two is the value.
        start, end: First and last day of the span, ISO.
        late: Days at its end that are set against the days before them.

    Returns:
        Columns ``key``, ``unit``, ``value``, ``low`` and ``high`` over both readings, NaN where a reading has
        too few contacts or the span is not longer than *late*. The keys are ``talks_gap_median`` and
        ``talks_gap_longest`` (between contact days), ``talks_rate_early`` and ``talks_rate_late`` (before the
        late days and in them), and ``talks_chance_late`` (how often an even spread over the days would put as
        many contacts in the late ones).

    Raises:
        ValueError: *reading* is neither of the two, *end* lies before *start*, or *late* is no day.
    """
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    if last < first or late < 1:
        raise ValueError(f"from {start} to {end} with {late} late days is no span: choose other days")
    within = contacts[contacts["event_date"].between(first, last)]
    early = (last - first).days + 1 - late
    strict, wide = (_rhythm_of(part, last, early, late) for part in (within[within["is_strict"]], within))
    return pd.DataFrame(
        {
            "key": f"talks_{key}",
            "unit": unit,
            **_interval({"strict": strict[key], "wide": wide[key]}, reading),
        }
        for key, unit in RHYTHM.items()
    )


def gaps_by_pair(contacts: pd.DataFrame, reading: str) -> pd.DataFrame:
    """
    Return the days between contact days of each pair.

    Args:
        contacts: As :func:`told` returns them.
        reading: ``strict`` or ``wide``: which of the two is the value.

    Returns:
        Columns ``key`` (``talks_gap_median_`` and ``talks_gap_longest_`` with the pair), ``value``, ``low``
        and ``high`` over both readings, and ``sources``; NaN where a pair has fewer than two contact days.
    """
    rows = []
    for pair in pairs():
        own = of_pair(contacts, pair)
        both = {"strict": own[own["is_strict"]], "wide": own}
        gaps = {name: days_between(part["event_date"]) for name, part in both.items()}
        for word, measure in {"median": np.median, "longest": np.max}.items():
            found = {name: float(measure(part)) if len(part) else np.nan for name, part in gaps.items()}
            pages = _pages(own, contacts)
            rows.append({"key": f"talks_gap_{word}_{pair}", **_interval(found, reading), "sources": pages})
    return pd.DataFrame(rows)


def days_between(days: ArrayLike) -> NDArray[np.int64]:
    """
    Return the days from each contact day to the next; contacts of one day are one contact day.

    Args:
        days: Dates in any order, shape ``(N,)``.

    Returns:
        Whole days, at least 1, shape ``(M - 1,)`` for ``M`` different days; empty for fewer than two.
    """
    unique = np.unique(np.asarray(days, dtype="datetime64[D]"))
    return np.diff(unique).astype(np.int64)


def chance_of_as_many(seen: int, total: int, share: float) -> float:
    """
    Return the chance that at least *seen* of *total* events fall in a *share* of the days by an even spread.

    The binomial tail ``sum(C(total, k) share^k (1 - share)^(total - k), k = seen … total)``.

    Raises:
        ValueError: *seen* lies outside 0 to *total*, or *share* outside 0 to 1.
    """
    if not 0 <= seen <= total or not 0 <= share <= 1:
        raise ValueError(f"{seen} of {total} events in a share {share} of the days is impossible")
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(int(seen), total + 1))


def _members(parties: str) -> tuple[str, ...]:
    named = set(parties.split(";"))
    if named & EUROPEANS:
        named.add("europe")
    return tuple(party for party in PARTIES if party in named)


def _pages(group: pd.DataFrame, every: pd.DataFrame) -> list[str]:
    """
    The pages that tell of *group*; that there is none rests on all that were read.
    """
    return sorted(set((group if len(group) else every)["source_id"]))


def _interval(found: dict[str, float], reading: str) -> dict[str, float]:
    """
    The chosen reading as the value, the two of them as its bounds.
    """
    if reading not in found:
        raise ValueError(f"reading {reading!r} is neither strict nor wide")
    known = [number for number in found.values() if not np.isnan(number)]
    return {"value": found[reading], "low": min(known, default=np.nan), "high": max(known, default=np.nan)}


def _rhythm_of(contacts: pd.DataFrame, last: pd.Timestamp, early: int, late: int) -> dict[str, float]:
    """
    The numbers of one reading, NaN where they have no meaning.
    """
    found = dict.fromkeys(RHYTHM, np.nan)
    gaps = days_between(contacts["event_date"])
    if len(gaps):
        found |= {"gap_median": float(np.median(gaps)), "gap_longest": float(gaps.max())}
    if early > 0:
        n_late = int((contacts["event_date"] > last - pd.Timedelta(days=late)).sum())
        found |= {"rate_early": 7 * (len(contacts) - n_late) / early, "rate_late": 7 * n_late / late}
        if len(contacts):
            found["chance_late"] = chance_of_as_many(n_late, len(contacts), late / (early + late))
    return found
