"""
Dated events of the war, as the press reported them on the day or the next.
"""

import hashlib
from pathlib import Path

import pandas as pd

from threefronts.sources.keys import source_ids
from threefronts.sources.pages import url_day
from threefronts.sources.reading import counts, days, map_labels, read_upstream
from threefronts.tables import read_sources

FILE = Path("figures") / "events.csv"
COLUMNS = ["date", "end_date", "theme", "title", "actors", "place", "killed", "source_name", "source_url"]
MAX_REPORT_DELAY = pd.Timedelta(days=7)  # a later date in an address is that of a look back
MARKS = {r" ?\[[^\]]*day inferred[^\]]*\]": "inferred", r" ?\(month as given\)": "month"}
ACTORS = {
    "CSIS": "csis",
    "China": "china",
    "E3": "france;germany;united_kingdom",
    "EU": "european_union",
    "Europe": "europe",
    "Finland": "finland",
    "France": "france",
    "Germany": "germany",
    "ICC": "international_criminal_court",
    "Italy": "italy",
    "NATO": "nato",
    "North Korea": "north_korea",
    "Poland": "poland",
    "Russia": "russia",
    "South Korea": "south_korea",
    "Sweden": "sweden",
    "Switzerland": "switzerland",
    "Turkey": "turkey",
    "UAE": "united_arab_emirates",
    "UK": "united_kingdom",
    "UN": "united_nations",
    "US": "united_states",
    "Ukraine": "ukraine",
}
PLACES = {
    "Bryansk region": "Bryansk Oblast",
    "Chernihiv, Sumy, Kharkiv, Donetsk": "Chernihiv Oblast;Sumy Oblast;Kharkiv Oblast;Donetsk Oblast",
    "Dnipro and Ukraine": "Dnipro;Ukraine",
    "Kharkiv and Dnipro": "Kharkiv;Dnipro",
    "Kharkiv and Dnipropetrovsk regions": "Kharkiv Oblast;Dnipropetrovsk Oblast",
    "Kharkiv region": "Kharkiv Oblast",
    "Kursk region": "Kursk Oblast",
    "Olenya and other air bases": "Olenya",
    "Oryol region": "Oryol Oblast",
    "Tula and Kaluga regions": "Tula Oblast;Kaluga Oblast",
    "Uman and Dnipro": "Uman;Dnipro",
    "Vladimir region": "Vladimir Oblast",
    "Volna, Krasnodar": "Volna",
}

# Events of the claims that upstream lacks: day, theme, title, actors, place, source.
ADDED = [
    (
        "2025-04-23",
        "strike",
        "Drones attack the plant at Yelabuga; several reported shot down, no damage by Russia's ministry",
        "ukraine;russia",
        "Yelabuga",
        "ukrainska_pravda_2025_04_23",
    ),
    (
        "2025-04-23",
        "strike",
        "Ukraine's counter-disinformation centre calls the attack on the plant at Yelabuga partly successful",
        "ukraine;russia",
        "Yelabuga",
        "interfax_ukraine_2025_04_23",
    ),
]


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the events, one row an event as one source tells it.

    Args:
        upstream: The folder that holds ``figures/``.

    Raises:
        TableError: The file is missing or damaged, or names an actor or a source that is not mapped.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    event_date, end_date = days(rows["date"]), _optional_days(rows["end_date"])
    title, date_precision = _split_marks(rows["title"])
    sources = source_ids(rows, "event")
    addresses = [rows["source_url"], sources.map(lambda source: read_sources()[source]["url"])]
    published_on, published_precision = _published_on(addresses, event_date, end_date)
    told = pd.DataFrame(
        {
            "event_id": _event_ids(rows),
            "event_date": event_date,
            "end_date": end_date,
            "date_precision": date_precision,
            "published_on": published_on,
            "published_precision": published_precision,
            "theme": rows["theme"],
            "title": title,
            "actors": _actor_ids(rows["actors"]),
            "place": rows["place"].replace(PLACES),
            "killed": counts(rows["killed"], required=False),
            "source_id": sources,
        }
    )
    return pd.concat([told, _added()], ignore_index=True)


def _added() -> pd.DataFrame:
    """
    The events that were added by hand, each published on its own day by the register.
    """
    rows = pd.DataFrame(ADDED, columns=["date", "theme", "title", "actors", "place", "source_id"])
    rows["source_url"] = rows["source_id"].map(lambda source: read_sources()[source]["url"])
    published = rows["source_id"].map(lambda source: str(read_sources()[source]["published"]))
    return rows.assign(
        event_id=_event_ids(rows),
        event_date=days(rows["date"]),
        end_date=pd.NaT,
        date_precision="day",
        published_on=days(published),
        published_precision="url",
        killed=pd.NA,
    ).drop(columns=["date", "source_url"])


def _event_ids(rows: pd.DataFrame) -> pd.Series:
    """
    Name each event by its day and a hash of its own words, so that a row added upstream moves no other's id.
    """
    words = rows["title"] + "|" + rows["source_url"]
    return "ev-" + rows["date"] + "-" + words.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:4])


def _split_marks(titles: pd.Series) -> tuple[pd.Series, pd.Series]:
    precision = pd.Series("day", index=titles.index)
    for mark, meaning in MARKS.items():
        marked = titles.str.contains(mark)
        precision = precision.mask(marked, meaning)
        titles = titles.str.replace(mark, "", regex=True)
    return titles, precision


def _published_on(
    addresses: list[pd.Series], event_date: pd.Series, end_date: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """
    Take the day in one of the addresses where it fits the event, else the day after the event's last day.
    """
    published_on = end_date.fillna(event_date) + pd.Timedelta(days=1)
    precision = pd.Series("inferred", index=event_date.index)
    for urls in reversed(addresses):
        in_url = urls.map(url_day).astype("datetime64[s]")
        fits = (in_url >= event_date) & (in_url - event_date <= MAX_REPORT_DELAY)
        published_on = in_url.where(fits, published_on)
        precision = precision.mask(fits, "url")
    return published_on.astype("datetime64[s]"), precision


def _actor_ids(actors: pd.Series) -> pd.Series:
    names = actors.str.split(", ").explode().rename("actors")
    return map_labels(names, ACTORS, "ACTORS in sources/events.py").groupby(level=0, sort=False).agg(";".join)


def _optional_days(cells: pd.Series) -> pd.Series:
    return days(cells.dropna()).reindex(cells.index)
