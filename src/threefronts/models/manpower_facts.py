"""
What the chapter on manpower tells, gathered by unit: each function returns unit to key to figure.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from threefronts.models import manpower_estimates as said
from threefronts.models import manpower_pool as pools
from threefronts.models.manpower_balance import Stated, times_of
from threefronts.models.manpower_counts import Names, claimed_between, claimed_total
from threefronts.models.pace import Span

Figure = Span | float | int | None
Figures = dict[str, dict[str, Figure]]
ECONOMIST_DAY = "2025-04-30"
YEARS = {  # of the testimony and of the article
    "personnel_claim_year": ("2024-04-03", "2025-04-03"),
    "personnel_article_year": ("2024-04-28", "2025-04-28"),
}


def toll_facts(name: str, estimates: pd.DataFrame, day: str, *, level: float, power: float) -> Figures:
    """
    Describe the pooled curve of one toll on *day*.

    Args:
        name: What the keys begin with, such as ``killed``.
        estimates: Those in the curve.
        day: ISO.
        level: Coverage of the intervals.
        power: Of time, behind the parabola.
    """
    spread = pools.spread_pct(pools.fit_pool(estimates, power))
    found = pools.described(estimates, day, level=level, power=power)
    return {
        "persons": {f"{name}_{what}": span for what, span in found.items()},
        "estimates": {f"{name}_estimates_used": len(estimates)},
        "speakers": {f"{name}_speakers": estimates["speaker"].nunique()},
        "percent": {f"{name}_spread_pct": spread and round(spread)},
    }


def ratio_facts(killed: pd.DataFrame, casualties: pd.DataFrame, day: str, power: float) -> dict[str, Figure]:
    """
    Return the wounded for one killed: as sources tell them, and as the two curves imply them on *day*.
    """
    both = [
        pools.curve_at(pools.fit_pool(rows[rows["use"] == "in_curve"], power), day, 0.9).value
        for rows in (killed, casualties)
    ]
    implied = None if None in both else both[1] / both[0] - 1
    told = said.middle_of(said.stated_ratios(killed, casualties)["ratio"])
    return {"wounded_told": told, "wounded_implied": implied}


def names_facts(names: Names | None, killed: Span) -> Figures:
    """
    Return the dead known by name, and their share of a curve's *killed* on the day of the list.
    """
    share = pools.UNKNOWN
    if names and killed.value is not None:
        share = Span(*(100 * names.value / toll for toll in (killed.high, killed.value, killed.low)))
    return {
        "persons": {
            "named_dead_russia": names and names.value,
            "killed_on_named_day": pools.to_thousands(killed),
        },
        "percent": {"named_share_pct": share},
    }


def vintage_facts(
    table: pd.DataFrame, estimates: pd.DataFrame, known: str, *, level: float, power: float
) -> dict[str, Figure]:
    """
    Set a pool's versions of one day beside this curve with what was known when each was published.

    Args:
        table: Rows of ``battlefield/casualty_estimates`` with ``voice``.
        estimates: Those in the curve, with ``published_on``.
        known: Day of knowledge of the edition, ISO.
        level, power: Of the curve.
    """
    versions = said.vintages(table, ECONOMIST_DAY, "killed")
    values = versions["value"].to_list() or [None]
    days = [*versions["published_on"], pd.Timestamp(known)]
    own = pools.pool_vintages(estimates, days, ECONOMIST_DAY, level=level, power=power)
    now = pools.to_thousands(Span(*own.iloc[-1][["low", "value", "high"]])) if len(own) else pools.UNKNOWN
    return {
        "economist_killed_first": values[0],
        "economist_killed_lowest": min(values),
        "economist_killed_newest": values[-1],
        "killed_on_economist_day": now,
        "killed_own_versions": pools.to_thousands(said.middle_of(own["value"])),
    }


def vintage_words(table: pd.DataFrame) -> dict[str, bool]:
    """
    Say whether a pool's later versions left the interval of its first; exactly one of the wordings holds.
    """
    versions = said.vintages(table, ECONOMIST_DAY, "killed")
    if versions.empty:
        return {"none of its versions had been published by then": True}
    first = versions.iloc[0]
    left = bool((~versions["value"].between(first["low"], first["high"])).any())
    return {
        "later versions left the interval of the first": left,
        "all versions lie within the interval of the first": not left,
    }


def claim_facts(personnel: pd.DataFrame, day: str) -> dict[str, Figure]:
    """
    Return what the General Staff claims: in the testimony's year, in the article's, and in all by *day*.
    """
    years = {key: claimed_between(personnel, *year) for key, year in YEARS.items()}
    return {**years, "personnel_claimed_total": claimed_total(personnel, day)}


def force_facts(
    stated: float, times: float, present: pd.DataFrame, outset: pd.DataFrame, year: Stated | None
) -> Figures:
    """
    Set the *stated* force and its multiple of the outset beside what others published.

    Args:
        stated: The force on the front line, persons.
        times: How many times the force at the outset that is said to be.
        present, outset: Rows of a table of forces: of the same days, and of the outset.
        year: The two statements of the speaker.
    """
    ratios = times_of([stated, *present["value"]], outset)
    return {
        "persons": {
            "force_testified": stated,
            "outset_implied": stated / times,
            "force_in_war": said.middle_of(present["value"]),
            "outset_published": outset_span(outset),
            "front_line_stated_before": year and year.start,
        },
        "ratio": {"force_ratio": said.middle_of(ratios[["low", "high"]].stack().astype(float))},
    }


def outset_span(outset: pd.DataFrame) -> Span:
    """
    Return the lowest, middle and highest bound of the published figures of the outset.
    """
    low, high = (outset[name].fillna(outset["value"]) for name in ("value_low", "value_high"))
    return said.middle_of(pd.concat([low, high]))


def ukraine_facts(
    estimates: pd.DataFrame, latest: pd.DataFrame, names: Names | None, day: str, power: float
) -> Figures:
    """
    Return what is said of Ukrainian soldiers killed.

    Args:
        estimates: All statements, as :func:`usable` gives them.
        latest: What each speaker said last.
        names: The newest count by name.
        day: ISO.
        power: Of time, behind the parabola.
    """
    kyiv = estimates[estimates["speaker"].isin(said.KYIV)]["value"]
    pool = pools.fit_pool(estimates[estimates["use"] == "in_curve"], power)
    return {
        "persons": {
            "ukrainian_killed_claimed": kyiv.iloc[-1] if len(kyiv) else None,
            "ukrainian_killed_estimated": said.hull(latest),
            "ukrainian_killed_pooled": pools.to_thousands(pools.curve_at(pool, day, 0.9)),
            "ukrainian_named_dead": names and names.value,
            "ukrainian_named_with_missing": names and names.with_missing,
        },
        "speakers": {"ukrainian_estimates": int(latest["use"].isin(said.BY_OTHERS).sum())},
    }


def hurt_facts(latest: pd.DataFrame) -> Figures:
    """
    Return what those who belong to neither side said last of Ukrainian soldiers killed and wounded.

    Args:
        latest: What each speaker said last.
    """
    speakers = int(latest["use"].isin(said.BY_OTHERS).sum())
    return {
        "persons": {"ukrainian_casualties_estimated": said.hull(latest)},
        "speakers": {"ukrainian_casualties_speakers": speakers},
    }


def claim_words(total: float | None, middle: Span) -> dict[str, bool]:
    """
    Say where a belligerent's *total* lies to the inner band of the curve; exactly one of the wordings holds.
    """
    known = total is not None and middle.low is not None
    return {
        "cannot be set beside a curve yet": not known,
        "lies inside the inner band": known and middle.low <= total <= middle.high,
        "lies above the inner band": known and total > middle.high,
        "lies below the inner band": known and total < middle.low,
    }


def in_words(rates: pd.DataFrame) -> Mapping[str, str]:
    """
    Return the words for the period of each row of ``newest`` rates, by key.
    """
    return dict(zip(rates["key"] + "_period", rates["period"], strict=True))


def last_days(forces: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """
    Keep the figures of all Russian troops in the war whose day lies between *start* and *end*.
    """
    rows = forces[(forces["measure"] == "in_war") & (forces["country"] == "Russia")]
    return rows[rows["period_end"].between(pd.Timestamp(start), pd.Timestamp(end))]


def scale_ends(size: float, sizes: Sequence[float]) -> tuple[float, float]:
    """
    Return how many times as large as *size* the smallest and the largest of *sizes* are.
    """
    return min(sizes) / size, max(sizes) / size
