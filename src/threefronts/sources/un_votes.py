"""
Votes of the UN General Assembly on Ukraine: tallies by resolution, and two roll calls by country.
"""

import re
from pathlib import Path

import pandas as pd

from threefronts.sources.reading import DAY, counts, days, read_upstream, require_unique
from threefronts.sources.registered import publication
from threefronts.tables import TableError, read_manifest
from threefronts.tables.text import decode

TALLIES, ROLL_CALLS = "diplomacy/un_votes", "diplomacy/un_roll_calls"
FILE = Path("un_votes") / "unga_ukraine_resolutions_tallies.csv"
LISTS = Path("un_votes") / "ukraine-viz_voting.js"
COLUMNS = ["symbol", "date", "short_title", "yes", "no", "abstain", "where_read", "confidence"]
VOTES = {"approve": "yes", "against": "no", "abstain": "abstain", "absent": "absent"}
SOURCES = {  # by the beginning of where_read
    "country lists": "ukraine_viz_roll_calls",
    "second-hand page": "un_tallies_unnamed_page",
    "80th-session report": "un_tallies_80th_report",
}
CONFIDENCES = {  # by the beginning of upstream's word
    "ok if list counts match": "roll_call",
    "ok": "second_hand",
    "verify": "second_hand",
    "no tally found": "no_tally",
    "tally agrees": "second_hand",
    "another copy": "disputed",
}
PEACE, PATH, CHILDREN = "A/RES/ES-11/7", "A/RES/ES-11/8", "A/RES/ES-11/9"
# Days that upstream gives as a year only, from a dated report of the same tally.
DATED_BY = {
    PEACE: ("2025-02-24", "babel_un_vote_2025_02_24"),
    PATH: ("2025-02-24", "babel_un_vote_2025_02_24"),
    CHILDREN: ("2025-12-03", "babel_un_vote_2025_12_04"),
}
# Tallies read elsewhere: symbol, day, title, yes, no, abstain, confidence, note, source.
REPORTED = [
    ("A/RES/ES-11/3", "2022-04-07", None, 93, 24, 58, "reported", None, "tass_un_vote_2022_04_07"),
    ("A/RES/ES-11/4", "2022-10-12", None, 143, 5, 35, "reported", None, "interfax_un_vote_2022_10_13"),
    ("A/RES/ES-11/4", "2022-10-12", None, 143, 5, 33, "disputed", None, "babel_un_vote_2022_10_12"),
    ("A/RES/ES-11/5", "2022-11-14", None, 94, 14, 73, "reported", None, "ap_un_vote_2022_11_14"),
    ("A/RES/ES-11/5", "2022-11-14", None, 94, 13, 74, "disputed", None, "censor_un_vote_2022_11_14"),
    (PEACE, "2025-02-24", None, 93, 18, 65, "reported", None, "babel_un_vote_2025_02_24"),
    (PATH, "2025-02-24", None, 93, 8, 73, "reported", None, "babel_un_vote_2025_02_24"),
    (PATH, "2025-02-24", None, 89, None, None, "disputed", None, "frontnews_un_votes_2025_02_24"),
    (CHILDREN, "2025-12-03", None, 91, 12, 57, "reported", None, "babel_un_vote_2025_12_04"),
    (
        *(None, "2026-02-24", "Text on peace in Ukraine, fourth anniversary", 107, 12, 51, "reported"),
        *("number of the resolution not seen", "tass_un_vote_2026_02_24"),
    ),
]
LIST_NAMES = {"68/262": "A/RES/68/262", "ES-11/1": "A/RES/ES-11/1"}
COUNTRIES = {
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Bosnia-Herzegovina": "Bosnia and Herzegovina",
    "Cape Verde": "Cabo Verde",
    "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Macedonia": "North Macedonia",
    "Republic of Korea": "South Korea",
    "S. Sudan": "South Sudan",
    "Saint Vincent and Grenadines": "Saint Vincent and the Grenadines",
    "Swaziland": "Eswatini",
    "United States of America": "United States",
    "eSwatini": "Eswatini",
}
MEMBERS = 193


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/un_votes``: one row a tally of one resolution by one source.

    Raises:
        TableError: A file is missing or damaged, a word is not known, or the country lists do not count up
            to the tally that rests on them.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, ["symbol"])
    given = days(rows["date"].where(rows["date"].str.fullmatch(DAY)).dropna()).reindex(rows.index)
    dated = rows["symbol"].map(DATED_BY).where(given.isna())
    tallies = pd.DataFrame(
        {
            "resolution": rows["symbol"],
            "event_date": given.fillna(pd.to_datetime(dated.str[0], format="%Y-%m-%d")),
            "dated_by": dated.str[1],
            "title": rows["short_title"],
            **{vote: counts(rows[vote], required=False) for vote in ("yes", "no", "abstain")},
            "confidence": _by_beginning(rows["confidence"], CONFIDENCES),
            "confidence_note": rows["confidence"],
            "source_id": _by_beginning(rows["where_read"], SOURCES),
        }
    )
    _require_counted(tallies, _roll_calls(upstream))
    both = pd.concat([tallies, _reported(rows)])
    both["vote_id"] = both["resolution"].fillna("unga-" + both["event_date"].dt.strftime("%Y-%m-%d"))
    reported = both["source_id"].where(~both["source_id"].isin(SOURCES.values()))
    both["published_on"] = publication(reported)["published_on"].fillna(both["event_date"])
    both["locator"] = both["resolution"].fillna("whole report")
    return both[list(read_manifest(TALLIES).fields)]


def build_roll_calls(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/un_roll_calls``: country by resolution.
    """
    roll = _roll_calls(upstream)
    tallies = build(upstream).drop_duplicates("resolution").set_index("resolution")["event_date"]
    dates = roll["resolution"].map(tallies)
    roll = roll.assign(event_date=dates, published_on=dates, source_id=SOURCES["country lists"])
    return roll[list(read_manifest(ROLL_CALLS).fields)]


def _reported(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["resolution", "event_date", "title", "yes", "no", "abstain"]
    table = pd.DataFrame(REPORTED, columns=[*names, "confidence", "confidence_note", "source_id"])
    titles = rows.set_index("symbol")["short_title"]
    return table.assign(
        event_date=pd.to_datetime(table["event_date"], format="%Y-%m-%d").astype("datetime64[s]"),
        title=table["title"].fillna(table["resolution"].map(titles)),
    ).set_index(pd.Index([f"REPORTED in sources/un_votes.py, row {i}" for i in range(len(table))]))


def _by_beginning(cells: pd.Series, mapping: dict[str, str]) -> pd.Series:
    found = cells.map(
        lambda cell: next((name for key, name in mapping.items() if cell.startswith(key)), None)
    )
    if found.isna().any():
        place = found.index[found.isna()][0]
        raise TableError(f"{place}, column {cells.name}: {cells[place]!r}: add it to sources/un_votes.py")
    return found


def _roll_calls(upstream: Path) -> pd.DataFrame:
    path = upstream / LISTS
    if not path.is_file():
        raise TableError(f"{LISTS} does not exist (looked in {path.parent.resolve()}): restore the file")
    text = decode(path.read_bytes(), str(LISTS))
    blocks = re.split(r"\bcode: ", text)[1:]
    if len(blocks) != len(LIST_NAMES) or not text.rstrip().endswith("]"):
        raise TableError(f"{LISTS}, line 1: {len(blocks)} resolutions where {len(LIST_NAMES)} are known")
    return pd.concat([_block(block) for block in blocks], ignore_index=True)


def _block(block: str) -> pd.DataFrame:
    code = re.match(r'"([^"]+)"', block)
    if code is None or code.group(1) not in LIST_NAMES:
        raise TableError(f"{LISTS}: {block[:20]!r}: a resolution that is not in LIST_NAMES")
    votes = []
    for name, vote in VOTES.items():
        listed = re.search(rf"\b{name}: \[([^\]]*)\]", block)
        if listed is None:
            raise TableError(f"{LISTS}, {code.group(1)}: no list {name!r}: the file changed or was cut short")
        votes += [(country, vote) for country in re.findall(r'"([^"]+)"', listed.group(1))]
    table = pd.DataFrame(votes, columns=["country_upstream", "vote"])
    table["country"] = table["country_upstream"].replace(COUNTRIES)
    table["locator"] = code.group(1)
    repeated = table["country"].duplicated()
    if repeated.any():
        raise TableError(
            f"{LISTS}, {code.group(1)}: {table['country'][repeated].iloc[0]!r} stands there twice"
        )
    return table.assign(resolution=LIST_NAMES[code.group(1)])


def _require_counted(tallies: pd.DataFrame, roll: pd.DataFrame) -> None:
    counted = roll.groupby(["resolution", "vote"]).size().unstack(fill_value=0)
    for place, row in tallies[tallies["confidence"].eq("roll_call")].iterrows():
        listed = counted.loc[row["resolution"], ["yes", "no", "abstain"]]
        if listed.tolist() != row[["yes", "no", "abstain"]].tolist():
            told = "-".join(str(number) for number in listed)
            raise TableError(f"{place}, column yes: {row['yes']:g}: the lists in {LISTS} count {told}")
