"""
Contacts among the parties, what came of them, and the level of strikes around a day.

The events table says who took part and tells each event in one title, but not whether the parties met.
The words of the title decide that here, so every count comes in two readings: strict, where the title names
a meeting, a call or a round, and wide, where it names two of the parties.
"""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from threefronts.absence import NoDataError

PARTIES = {"united_states": "United States", "russia": "Russia", "ukraine": "Ukraine"}
EUROPEANS = frozenset({"europe", "european_union", "france", "germany", "italy", "poland", "united_kingdom"})

# A meeting that is only sought, offered or refused is taken out of the title before it is read.
NOT_HELD = r"\b(?:seeks|offers|proposes|rules out)(?: direct)? talks"
HELD = r"\b(?:meets?|talks|round|call|phone|summit|discuss|hands|speak|sign)\b|\bOval Office\b"
SIGNED = r"\bsign(?:s|ed)?\b.*\b(?:ceasefire|peace|armistice)\b|\b(?:ceasefire|peace|armistice)\b.*\bsigned\b"
PAUSED = (
    r"\b(?:announces|orders|declares)\b[^;]*\b(?:truce|halt|pause)\b"
    r"|\b(?:truce|halt|pause)\b[^;]*\b(?:begins|disputed)\b"
)

RHYTHM = {
    "gap_median": "days",
    "gap_longest": "days",
    "rate_early": "contacts/week",
    "rate_late": "contacts/week",
    "chance_late": "probability",
}

# Weapons launched from afar at a fixed target; drones that scout or hunt at the front are left out.
STRIKE_WEAPONS = (
    "shahed_type",
    "mixed_drone",
    "cruise_missile",
    "ballistic_missile",
    "surface_to_air_missile",
    "mixed_missile",
    "unknown_missile",
)


def contacts_of(events: pd.DataFrame) -> pd.DataFrame:
    """
    Return the diplomatic events that name at least two of the three parties, in order of time.

    Args:
        events: Columns ``event_date``, ``theme``, ``title`` and ``actors`` (ids joined by semicolons).

    Returns:
        These rows with ``parties`` (their names, joined by commas), ``has_europe`` and ``is_strict`` (the
        title names a meeting, a call or a round that was held).

    Raises:
        ValueError: No such event is among them.
    """
    actors = events["actors"].str.split(";")
    named = actors.map(lambda ids: [party for party in PARTIES if party in ids])
    chosen = (events["theme"] == "diplomacy") & (named.str.len() >= 2)
    titles = events["title"].str.replace(NOT_HELD, "", regex=True)
    found = events.assign(
        parties=named.map(lambda ids: ", ".join(PARTIES[party] for party in ids)),
        has_europe=actors.map(lambda ids: not EUROPEANS.isdisjoint(ids)),
        is_strict=titles.str.contains(HELD).astype(bool),
    )
    if not chosen.any():
        raise ValueError("no diplomatic event names two of the parties in these days: choose other days")
    return found[chosen].sort_values("event_date", kind="stable")


def count_contacts(contacts: pd.DataFrame, reading: str) -> pd.DataFrame:
    """
    Count contacts in all, by pair of parties, and with Europeans present.

    Args:
        contacts: As :func:`contacts_of` returns them.
        reading: ``strict`` or ``wide``: which of the two is the value.

    Returns:
        Columns ``key`` (``talks_contacts``, ``talks_contacts_with_europe`` and one for each pair), ``value``,
        ``low`` and ``high`` (strict and wide). A contact of all three counts once for each pair.

    Raises:
        ValueError: *reading* is neither of the two.
    """
    groups = {"contacts": contacts, "contacts_with_europe": contacts[contacts["has_europe"]]}
    for pair in combinations(PARTIES, 2):
        both = [all(PARTIES[party] in names for party in pair) for names in contacts["parties"]]
        groups[f"contacts_{pair[0]}_{pair[1]}"] = contacts[np.array(both, dtype=bool)]
    counts = {key: {"strict": group["is_strict"].sum(), "wide": len(group)} for key, group in groups.items()}
    return pd.DataFrame({"key": f"talks_{key}", **_interval(both, reading)} for key, both in counts.items())


def rhythm(contacts: pd.DataFrame, reading: str, start: str, end: str, late: int) -> pd.DataFrame:
    """
    Describe how contacts follow one another from *start* to *end*, and whether they crowd at its end.

    Args:
        contacts: As :func:`contacts_of` returns them.
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


def agreements_of(events: pd.DataFrame) -> pd.DataFrame:
    """
    Return the events that tell of a ceasefire or peace agreement signed by Russia and Ukraine.
    """
    both = events["actors"].map(lambda ids: {"russia", "ukraine"} <= set(ids.split(";")))
    return events[both & (events["theme"] == "diplomacy") & events["title"].str.contains(SIGNED)]


def pauses_of(events: pd.DataFrame) -> pd.DataFrame:
    """
    Return the events that tell of a pause in fighting, announced by one side or begun, and limited in time.
    """
    return events[(events["theme"] == "diplomacy") & events["title"].str.contains(PAUSED)]


def launches_by_day(attacks: pd.DataFrame) -> pd.DataFrame:
    """
    Sum the strike weapons of each day, as the Air Force's own channel reports them.

    Args:
        attacks: Columns ``event_date``, ``channel``, ``weapon_group``, ``launched``, ``shot_down``, ``lost``.

    Returns:
        Columns ``launched``, ``shot_down`` and ``lost`` for every day from the first to the last report;
        NaN on a day without a report, and in ``lost`` where nothing is published apart.

    Raises:
        ValueError: No row is a strike weapon of that channel.
    """
    own = attacks[(attacks["channel"] == "air_force") & attacks["weapon_group"].isin(STRIKE_WEAPONS)]
    if own.empty:
        raise NoDataError("no report of strike weapons by this date: the Air Force's series starts later")
    daily = own.groupby("event_date")[["launched", "shot_down", "lost"]].sum(min_count=1).astype(float)
    return daily.reindex(pd.date_range(daily.index[0], daily.index[-1], name="event_date"))


def step_around(daily: pd.Series, day: str | pd.Timestamp, *, before: int, after: int) -> pd.DataFrame:
    """
    Compare the mean of a daily count in the days up to *day* with the days after it.

    A day without a report may be a day without launches or a day without words: the value counts it as zero,
    and the interval also covers the mean over the reported days alone.

    Args:
        daily: A count for each day without gaps in its index, NaN on a silent day.
        day: Last day of the span before.
        before: Days in the span up to and with *day*, at least 1.
        after: Days in the span that follows, at least 1.

    Returns:
        Rows ``before``, ``after`` and ``change`` in column ``span``, with ``start``, ``end``, ``value``,
        ``low`` and ``high`` a day; NaN where *daily* does not cover the whole span or is silent throughout.

    Raises:
        ValueError: A span has no day.
    """
    if min(before, after) < 1:
        raise ValueError(f"a span needs at least one day, not {before} before and {after} after")
    centre = pd.Timestamp(day)
    spans = {
        "before": (centre - pd.Timedelta(days=before - 1), centre),
        "after": (centre + pd.Timedelta(days=1), centre + pd.Timedelta(days=after)),
    }
    rows = [{"span": span, "start": a, "end": b, **_mean(daily, a, b)} for span, (a, b) in spans.items()]
    first, second = rows
    change = {
        "value": second["value"] - first["value"],
        "low": second["low"] - first["high"],
        "high": second["high"] - first["low"],
    }
    return pd.DataFrame([*rows, {"span": "change", "start": first["start"], "end": second["end"], **change}])


def bars_around(daily: pd.Series, day: pd.Timestamp, *, before: int, after: int) -> pd.DataFrame:
    """
    Return the days around *day* as bars, or around the last day of *daily* where that is earlier.

    Returns:
        Columns ``start``, ``end`` (the same day) and ``value``; fewer where *daily* ends or starts within.
    """
    middle = min(pd.Timestamp(day), daily.index[-1])
    part = daily.loc[middle - pd.Timedelta(days=before - 1) : middle + pd.Timedelta(days=after)]
    return pd.DataFrame({"start": part.index, "end": part.index, "value": part.to_numpy()})


def weekly_means(daily: pd.Series) -> pd.DataFrame:
    """
    Average a daily count over weeks of seven days that end on its last day; silent days count as zero.

    Returns:
        Columns ``start``, ``end`` (the last day of the week) and ``value``; days that fill no week are out.

    Raises:
        ValueError: The days do not fill a week.
    """
    if len(daily) < 7:
        raise ValueError(f"{len(daily)} days of reports fill no week: choose a longer span")
    whole = daily.iloc[len(daily) % 7 :].fillna(0.0)
    starts = whole.index[::7]
    values = whole.to_numpy(dtype=float).reshape(-1, 7).mean(axis=1)
    return pd.DataFrame({"start": starts, "end": starts + pd.Timedelta(days=6), "value": values})


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


def _mean(daily: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> dict[str, float]:
    covered = len(daily) > 0 and daily.index[0] <= start and end <= daily.index[-1]
    part = daily.loc[start:end]
    if not covered or part.isna().all():
        return dict.fromkeys(("value", "low", "high"), np.nan)
    value, reported = part.fillna(0).mean(), part.mean()
    return {"value": value, "low": min(value, reported), "high": max(value, reported)}
