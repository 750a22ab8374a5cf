"""
Missiles and drones launched at Ukraine and stopped, as its forces reported them day by day.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.reading import counts, days, map_labels, read_upstream, with_published_on
from threefronts.tables import read_manifest
from threefronts.tables.load import read_full

SOURCE = "air_force_ua"
FILE = "missile_attacks/missile_attacks_daily_2026-06-07.csv"
GROUPS = "battlefield/weapon_groups"
REQUIRED = ["time_start", "time_end", "model", "launched", "destroyed", "not_reach_goal", "source"]
NOT_USED = [
    "launch_place",
    "target",
    "target_main",
    "still_attacking",
    "border_crossing",
    "is_shahed",
    "num_hit_location",
    "num_fall_fragment_location",
    "carrier",
    "turbojet",
    "turbojet_destroyed",
    "affected region",
    "destroyed_details",
    "launched_details",
    "launch_place_details",
]
# Who posted it, by how the post's address begins. The Air Force and the central command tell what was
# launched; the regional commands mostly tell what they shot down, and the mirror repeats that as launched.
CHANNELS = {
    "air_force": ("kpszsu", "https://t.me/kpszsu"),
    "central_command": ("CinCAFU", "GeneralStaff.ua"),
    "regional_command": ("PvKPivden", "pvkshid", "PvkZahid", "PvkCenter"),
}
KEY = ["event_date", "weapon_group", "model", "channel"]
COLUMNS = [*KEY[:1], "published_on", *KEY[1:], "launched", "shot_down", "lost", "n_reports", "source_id"]


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/air_attacks``.
    """
    return with_published_on(parse(upstream).assign(source_id=SOURCE))[COLUMNS]


def parse(folder: Path) -> pd.DataFrame:
    """
    Return the reports summed by day of the attack's end, weapon group, model and reporting channel.

    Args:
        folder: The folder that holds ``missile_attacks/``.

    Returns:
        ``launched`` and ``shot_down`` are missing where one of the reports summed lacks them; ``lost``
        is the sum over those that give it, missing where none does; ``n_reports`` counts the reports summed.

    Raises:
        TableError: The file is missing, damaged or of another shape, or a model has no weapon group.
    """
    text = read_upstream(folder / FILE, REQUIRED, NOT_USED)
    stripped = text[["time_start", "time_end"]].apply(lambda cells: cells.str.strip())
    days(stripped["time_start"], with_time=True)
    groups = read_full(read_manifest(GROUPS)).set_index("model")["weapon_group"].to_dict()
    rows = pd.DataFrame(
        {
            "event_date": days(stripped["time_end"], with_time=True),
            "weapon_group": map_labels(text["model"], groups, f"data/{GROUPS}.csv"),
            "model": text["model"],
            "channel": _channels(text["source"]),
            "launched": counts(text["launched"], required=False),
            "shot_down": counts(text["destroyed"], required=False),
            "lost": counts(text["not_reach_goal"], required=False),
        }
    )
    return _summed(rows)


def _channels(posts: pd.Series) -> pd.Series:
    channel = pd.Series("other", index=posts.index, dtype="str")
    for name, beginnings in CHANNELS.items():
        channel[posts.str.startswith(beginnings)] = name
    return channel


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(place=rows.index, n_reports=1)
    groups = rows.groupby(KEY, sort=True)
    sums = groups[["launched", "shot_down"]].agg(lambda cells: cells.sum(skipna=False))
    lost = groups["lost"].sum(min_count=1)
    summed = sums.assign(lost=lost, n_reports=groups["n_reports"].sum(), place=groups["place"].first())
    summed = summed.reset_index().set_index("place")
    summed.index = summed.index.astype("str")
    return summed
