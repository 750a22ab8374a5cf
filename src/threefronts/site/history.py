"""
What earlier days would have read: the backfilled history of facts, and the small line that shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from threefronts.facts.text import number_text
from threefronts.tables import root
from threefronts.tables.words import words_for_date

PLACES = ("history.csv.gz", "history/*.csv.gz")
NEEDED = ("edition", "key", "value")
WIDTH, HEIGHT, EDGE = 104, 28, 2
FEWEST = 3  # points that make a line


@dataclass(frozen=True)
class Past:
    """
    One fact on the days of earlier editions: ISO days and values, oldest first.
    """

    days: Sequence[str]
    values: Sequence[float]


def read_history(as_of: str) -> dict[str, Past]:
    """
    Return the known past of each fact up to *as_of*, by key; empty where the project holds no history.

    The table has the columns ``edition`` (an ISO day), ``key`` and ``value``; what else it has is not read.
    """
    paths = sorted(path for place in PLACES for path in (root() / "book").glob(place))
    frames = [pd.read_csv(path, dtype={"edition": "str", "key": "str"}) for path in paths]
    frames = [frame[list(NEEDED)] for frame in frames if set(NEEDED) <= set(frame.columns)]
    if not frames:
        return {}
    rows = pd.concat(frames)
    rows["value"] = pd.to_numeric(rows["value"], errors="coerce")
    rows = rows.dropna().query("edition <= @as_of").drop_duplicates(["edition", "key"], keep="last")
    return {
        key: Past(group["edition"].tolist(), group["value"].tolist())
        for key, group in rows.sort_values("edition").groupby("key")
        if len(group) >= FEWEST
    }


def sparkline(past: Past | None, decimals: int | None = None) -> str:
    """
    The past as a small line in SVG, with its ends in words for those who do not see it; empty without one.
    """
    if past is None:
        return ""
    days = pd.to_datetime(pd.Series(past.days)).astype("int64")
    across, up = _scaled(days, WIDTH), _scaled(pd.Series(past.values, dtype="float64"), HEIGHT)
    points = [f"{x:.1f},{HEIGHT - y:.1f}" for x, y in zip(across, up, strict=True)]
    ends = [
        f"{number_text(past.values[end], decimals)} on {words_for_date(past.days[end])}" for end in (0, -1)
    ]
    x, y = points[-1].split(",")
    return (
        f'<svg class="tf-spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(f"From {ends[0]} to {ends[1]}")}"><polyline points="{" ".join(points)}" '
        f'fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<circle cx="{x}" cy="{y}" r="2" fill="currentColor"/></svg>'
    )


def _scaled(numbers: pd.Series, length: int) -> pd.Series:
    span = numbers.max() - numbers.min()
    inner = length - 2 * EDGE
    return (numbers - numbers.min()) / span * inner + EDGE if span else numbers * 0 + length / 2
