"""
Missiles launched: what the labels of the reports name, and how many launches they leave open.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from threefronts.absence import NoDataError
from threefronts.models.pace import Interval

CLASSES = {
    "iskander_m": "Iskander-M",
    "iskander_k": "Iskander-K",
    "kh101": "Kh-101 and Kh-555",
    "kalibr": "Kalibr",
    "kinzhal": "Kinzhal",
    "shahed_type": "Shahed type",
}
ISKANDER = ("iskander_m", "iskander_k")
# What one piece of a label names, as the upstream table of attacks spells it.
PIECES = {
    "Iskander-M": ("iskander_m",),
    "Iskander-M/KN-23": ("iskander_m", "kn23"),
    "KN-23": ("kn23",),
    "Iskander-K": ("iskander_k",),
    "X-101/X-555": ("kh101",),
    "Kalibr": ("kalibr",),
    "X-47 Kinzhal": ("kinzhal",),
    "Shahed-136/131": ("shahed_type",),
}
EITHER = {"iskander_m", "kn23"}
UNNAMED = ("Unknown Missile", "Ballistic Missile")
QUIET_DAYS = 8  # a longer silence before the edition's day means that the table ends, not that nothing flew


@dataclass(frozen=True)
class Shares:
    """
    How much of what the labels leave open is counted, each 0 to 1.

    Attributes:
        korean: Of rows printed as one missile or its North Korean relative, the part that is North Korean.
        merged: Of rows that name several missiles, the part that goes to the one asked for.
        regional: Of launches that only a regional command reports, the part that is counted.
    """

    korean: float
    merged: float
    regional: float

    def __post_init__(self) -> None:
        if not all(0 <= share <= 1 for share in (self.korean, self.merged, self.regional)):
            raise ValueError(f"shares must lie between 0 and 1, not {self}")


@dataclass(frozen=True)
class Launches:
    """
    Launches of one or several classes of missile, by how surely the label says so.

    Attributes:
        named: Rows that can be nothing else.
        either: Rows printed as this missile or its North Korean relative.
        merged: Rows that name other missiles as well.
        regional: Rows of the regional commands, whatever their label.
    """

    named: float
    either: float
    merged: float
    regional: float

    @property
    def low(self) -> float:
        """
        Launches with every doubtful row left out.
        """
        return self.named

    @property
    def high(self) -> float:
        """
        Launches with every doubtful row counted whole.
        """
        return self.named + self.either + self.merged + self.regional

    def at(self, shares: Shares) -> float:
        """
        Launches with the doubtful rows counted by *shares*.
        """
        own = self.named + (1 - shares.korean) * self.either
        return own + shares.merged * self.merged + shares.regional * self.regional

    def interval(self, shares: Shares, per: float = 1.0) -> Interval:
        """
        Both bounds and the launches by *shares*, divided by *per*.
        """
        return Interval(self.low / per, self.at(shares) / per, self.high / per)


def named_in(label: str) -> tuple[str, ...]:
    """
    Return the classes that a label names, each once; ``other`` for a weapon of no class here.
    """
    pieces = (PIECES.get(piece, ("other",)) for piece in label.split(" and "))
    return tuple(dict.fromkeys(name for piece in pieces for name in piece))


def last_days(attacks: pd.DataFrame, as_of: str, days: int) -> tuple[str, str]:
    """
    Return the first and the last of *days* days that end the day before *as_of*, ISO.

    Where the table stops well before, its own last day ends the window; its first day cuts it.

    Args:
        attacks: Rows of ``battlefield/air_attacks`` before *as_of*.
        as_of: The edition's day.
        days: Length, 1 or more.

    Raises:
        NoDataError: No attack is known by then.
        ValueError: *days* is below 1.
    """
    if days < 1:
        raise ValueError(f"no launches can be counted over {days} days: take one day or more")
    if attacks.empty:
        raise NoDataError(f"no launches can be counted to {as_of}: the table begins on 2022-09-28")
    eve, last = pd.Timestamp(as_of) - pd.Timedelta(days=1), attacks["event_date"].max()
    end = eve if eve - last < pd.Timedelta(days=QUIET_DAYS) else last
    start = max(end - pd.Timedelta(days=days - 1), attacks["event_date"].min())
    return f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}"


def days_in(window: tuple[str, str]) -> int:
    """
    Return how many days lie in a window, its first and its last included.
    """
    return (pd.Timestamp(window[1]) - pd.Timestamp(window[0])).days + 1


def in_window(attacks: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """
    Keep the attacks that ended between two days, both included.

    Raises:
        ValueError: The table holds no attack at all, or *end* lies before its first day.
    """
    first = attacks["event_date"].min()
    if attacks.empty or pd.Timestamp(end) < first:
        since = "none is known by then" if attacks.empty else f"no data before {first:%Y-%m-%d}"
        raise NoDataError(f"no launches can be counted to {end}: {since}; the table begins on 2022-09-28")
    return attacks[attacks["event_date"].between(pd.Timestamp(start), pd.Timestamp(end))]


def launches_of(attacks: pd.DataFrame, members: Collection[str]) -> Launches:
    """
    Count the launches of *members*, by how surely the label says so.

    Drones of the regional commands are left out: they report only those they shot down.

    Args:
        attacks: Rows of ``battlefield/air_attacks``; a row without a number of launches counts as none.
        members: Classes counted together, such as ``ISKANDER``.
    """
    rows = _reported(attacks, members)
    kinds = {"named": 0.0, "either": 0.0, "merged": 0.0, "regional": 0.0}
    kinds |= rows.groupby("kind")["launched"].sum().to_dict()
    return Launches(**{kind: float(value) for kind, value in kinds.items()})


def launches_in_year(attacks: pd.DataFrame, year: int, members: Collection[str]) -> Launches | None:
    """
    Count the launches of a calendar year as far as the table reaches; ``None`` where it does not begin.
    """
    rows = attacks[attacks["event_date"].dt.year == year]
    return None if rows.empty else launches_of(rows, members)


def monthly_launches(attacks: pd.DataFrame) -> pd.DataFrame:
    """
    Count the launches of each class by calendar month.

    Returns:
        Columns item_class, month (its first day), month_end, low, high; every month from the first to the
        last of the table, with zeros.
    """
    months = attacks["event_date"].dt.to_period("M")
    span = pd.period_range(months.min(), months.max(), freq="M")
    parts = []
    for name in CLASSES:
        rows = _reported(attacks, (name,))
        rows = rows.assign(month=months[rows.index], sure=rows["launched"].where(rows["kind"] == "named", 0))
        sums = rows.groupby("month")[["sure", "launched"]].sum().reindex(span, fill_value=0)
        sums.columns = ["low", "high"]
        parts.append(sums.assign(item_class=name, month=span.start_time, month_end=span.end_time.normalize()))
    return pd.concat(parts, ignore_index=True)


def iskander_year(attacks: pd.DataFrame) -> dict[str, float]:
    """
    Count the Iskanders of a window as the labels and the channels print them.

    Returns:
        Launches by name: ``iskander_m_counted`` (all channels, rows that may be KN-23 included), of them
        ``iskander_m_or_kn23_counted`` and ``iskander_m_regional``; ``iskander_m_without_regional``;
        ``iskander_k_counted``; ``kn23_counted``; ``iskander_merged_at_most``, the rows that name an Iskander
        beside another missile; ``unnamed_missiles_counted``, the rows that name none.
    """
    names = attacks["model"].map({label: frozenset(named_in(label)) for label in attacks["model"].unique()})
    launched, regional = attacks["launched"].fillna(0), attacks["channel"] == "regional_command"
    either = names == frozenset(EITHER)
    ballistic = either | (names == frozenset({"iskander_m"}))
    several = names.map(lambda found: len(found - {"kn23"}) > 1 and bool(found & set(ISKANDER)))
    wanted = {
        "iskander_m_counted": ballistic,
        "iskander_m_or_kn23_counted": either,
        "iskander_m_regional": ballistic & regional,
        "iskander_m_without_regional": ballistic & ~regional,
        "iskander_k_counted": names == frozenset({"iskander_k"}),
        "kn23_counted": names == frozenset({"kn23"}),
        "iskander_merged_at_most": several.astype(bool),
        "unnamed_missiles_counted": attacks["model"].isin(UNNAMED),
    }
    return {key: float(launched[rows].sum()) for key, rows in wanted.items()}


def told_shot_down_pct(attacks: pd.DataFrame, members: Collection[str]) -> float | None:
    """
    Percent of the launches told by regional commands that they say they shot down, ``None`` without any.
    """
    own = attacks["model"].map(lambda label: set(named_in(label)) <= {*members, "kn23"})
    rows = attacks[own & (attacks["channel"] == "regional_command")]
    told = rows["launched"].sum()
    return float(100 * rows["shot_down"].sum() / told) if told else None


def drawn_launches(attacks: pd.DataFrame, members: Collection[str], *, draws: int, seed: int) -> np.ndarray:
    """
    Draw the launches of *members*: each label's rows are split among what it names at random.

    The split of a label is drawn evenly over all splits (a flat Dirichlet) and holds for all its rows, so
    that doubt about a label does not average out; of the rows of regional commands an even share counts.

    Returns:
        Launches, shape ``(draws,)``, between the bounds of :func:`launches_of`.

    Raises:
        ValueError: *draws* is below 1.
    """
    if draws < 1:
        raise ValueError(f"draws must be at least 1, not {draws}")
    random = np.random.default_rng(seed)
    rows = _reported(attacks, members)
    local = rows["channel"] == "regional_command"
    total = random.uniform(size=draws) * rows.loc[local, "launched"].sum()
    for label, launched in rows[~local].groupby("model", sort=True)["launched"].sum().items():
        total += launched * drawn_split(named_in(label), members, draws=draws, random=random)
    return total


def quantiles(sample: np.ndarray, level: float = 0.9) -> Interval:
    """
    Return the median of a sample and the bounds that hold its middle *level*.
    """
    low, middle, high = np.quantile(sample, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return Interval(float(low), float(middle), float(high))


def drawn_split(
    names: tuple[str, ...], members: Collection[str], *, draws: int, random: np.random.Generator
) -> np.ndarray:
    """
    Draw which part of a row goes to *members*, in [0, 1], shape ``(draws,)``; the rest goes to the others.
    """
    weights = random.dirichlet(np.ones(len(names)), size=draws)
    return np.minimum(weights[:, [name in members for name in names]].sum(axis=1), 1.0)


def _reported(attacks: pd.DataFrame, members: Collection[str]) -> pd.DataFrame:
    """
    Rows that name one of *members*, with their ``kind``: an attribute of :class:`Launches`.
    """
    own = set(members)
    kinds = {label: _kind(set(named_in(label)), own) for label in attacks["model"].unique()}
    rows = attacks.assign(kind=attacks["model"].map(kinds), launched=attacks["launched"].fillna(0))
    local = rows["channel"] == "regional_command"
    drone = rows["weapon_group"] == "shahed_type"
    rows = rows[rows["kind"].notna() & ~(local & drone)]
    return rows.assign(kind=rows["kind"].mask(rows["channel"] == "regional_command", "regional"))


def _kind(names: set[str], own: set[str]) -> str | None:
    if not names & own:
        return None
    if names <= own:
        return "named"
    return "either" if names <= own | {"kn23"} else "merged"
