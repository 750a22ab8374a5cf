"""
Contacts: who met, called or wrote to whom about the war, one row a contact as one page tells it.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.events import ACTORS
from threefronts.sources.pages import (
    NO_DATE,
    READ,
    hash_ids,
    listed_ids,
    page_days,
)
from threefronts.sources.reading import days, optional_days, read_upstream, require_unique
from threefronts.sources.registered import ids_by_address, publication
from threefronts.tables import TableError, read_manifest

TABLE = "diplomacy/contacts"
FILE = Path("diplomacy") / "contacts.csv"
COLUMNS = [
    *("date", "end_date", "kind", "parties", "people", "place", "channel_note", "outcome"),
    *("outcome_note", "published_on", "source_name", "source_url"),
]
IDENTITY = ["date", "kind", "parties", "people", "channel_note"]
PARTIES = ACTORS | {
    "Canada": "canada",
    "Denmark": "denmark",
    "Japan": "japan",
    "Netherlands": "netherlands",
    "Saudi Arabia": "saudi_arabia",
    "Spain": "spain",
}
MARK = r" ?\[(?:date|day)[^\]]*\]"
INFERRED = r"\[(?:date|day)|date inferred|day of the meeting not stated"
# Rows that the gathering itself calls weak, by day, and what makes them so.
WEAK = {
    "2022-03-21 delegation_round": "counted as a round by one project; no report of the meeting was read",
    "2025-03-15 summit": "copy of a report whose newspaper is not named",
    "2025-10-24 summit": "retold from another outlet, the day taken from it",
    "2025-10-24 envoy_visit": "read on a copy under a foreign address",
    "2025-11-22 summit": "day worked out from the weekday, read in a copy",
    "2026-01-31 delegation_round": "day worked out from a report of the next day",
    "2026-03-21 delegation_round": "a headline alone; the result was not seen",
    "2026-08-22 call": "known from a headline only",
}
# Pages without a date: another registered page that reports the same contact and has one.
DATED_BY = {
    "2022-02-28 delegation_round Russia;Ukraine": "europe_diplomatic_2022_02_28",
    "2022-03-03 delegation_round Russia;Ukraine": "nbc_dfw_2022_03_03",
    "2022-03-07 delegation_round Russia;Ukraine": "the_quint_2022_03_08",
    "2022-03-10 delegation_round Russia;Ukraine;Turkey": "pravda_ru_2022_03_10",
    "2022-03-14 delegation_round Russia;Ukraine": "free_press_journal_2022_03_14",
    "2022-03-27 call Turkey;Russia": "dogruhaber_ilkha_2022_03_27",
    "2022-03-29 delegation_round Russia;Ukraine;Turkey": "ap_ahram_2022_03_29",
    "2025-02-12 call US;Russia": "hindustan_times_2025_02_12",
    "2025-03-15 summit UK;France;Ukraine": "business_standard_2025_03_15",
    "2025-03-27 summit France;UK;Ukraine;Germany;Turkey;Canada;NATO;EU": "ukrainska_pravda_2025_03_27",
    "2025-04-26 leader_meeting US;Ukraine;UK;France": "unn_2025_04_26",
    "2025-05-10 call US;Ukraine;France;UK;Germany;Poland": "censor_net_2025_05_11",
    "2025-05-16 delegation_round Russia;Ukraine;Turkey": "unn_2025_05_16",
    "2025-05-19 call US;Ukraine": "ukrainska_pravda_2025_05_19",
    "2025-05-19 call US;Ukraine;EU;France;Germany;Italy;Finland": "devdiscourse_2025_05_20",
    "2025-06-02 delegation_round Russia;Ukraine;Turkey": "interfax_ukraine_2025_06_02",
    "2025-07-03 call US;Russia": "kyiv_independent_2025_07_03",
    "2025-07-10 delegation_round US;Russia": "devdiscourse_2025_07_10",
    "2025-07-23 delegation_round Russia;Ukraine;Turkey": "online_ua_2025_07_23",
    "2025-08-06 envoy_visit US;Russia": "ukrainska_pravda_2025_08_06",
    "2025-08-13 summit US;Ukraine;France;Germany;EU": "unn_2025_08_13",
    "2025-08-15 summit US;Russia": "politico_europe_2025_08_16",
    "2025-08-18 call US;Russia": "bno_news_2025_08_18",
    "2025-08-18 leader_meeting US;Ukraine;EU;UK;France;Germany;Italy;Finland": "bno_news_2025_08_18",
    "2025-10-14 call US;Russia": "mediaite_2025_11_25",
    "2025-10-20 call US;Russia": "sputnik_2025_10_20",
    "2025-10-24 summit UK;Ukraine;NATO;Denmark;Netherlands": "rte_2025_10_25",
    "2025-11-20 envoy_visit US;Ukraine": "the_hawk_2025_11_21",
    "2025-11-24 delegation_round US;Russia;Ukraine": "unn_2025_11_25",
    "2025-11-30 delegation_round US;Ukraine": "times_live_2025_12_01",
    "2025-12-01 leader_meeting France;Ukraine;US": "novyny_live_2025_12_01",
    "2025-12-02 envoy_visit US;Russia": "underlines_2025_12_04",
    "2025-12-04 delegation_round US;Ukraine": "underlines_2025_12_06",
    "2025-12-06 call US;Ukraine": "reuters_spokesman_2025_12_06",
    "2025-12-12 leader_meeting Turkey;Russia": "cna_2025_12_13",
    "2025-12-21 delegation_round US;Ukraine;EU": "liga_2025_12_21",
    "2025-12-28 call US;Russia": "moscow_times_2025_12_28",
    "2025-12-28 call US;Ukraine;EU": "interfax_ukraine_2025_12_29",
    "2025-12-29 call US;Russia": "anews_2025_12_29",
    "2026-01-17 delegation_round US;Ukraine": "arab_news_2026_01_17",
    "2026-01-20 delegation_round US;Russia": "tass_2026_01_21",
    "2026-01-29 call US;Russia": "hurriyet_2026_01_29",
    "2026-02-17 delegation_round Ukraine;France;Germany;Italy;UK": "european_pravda_2026_02_18",
    "2026-06-04 letter Ukraine;Russia": "aspire_hk_2026_06_05",
}


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/contacts``.

    Args:
        upstream: The folder that holds ``diplomacy/``.

    Raises:
        TableError: The file is missing or damaged, a contact stands twice, or a party or page is not known.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, IDENTITY)
    event_date = days(rows["date"])
    source_id = ids_by_address(rows["source_url"])
    weak = (rows["date"] + " " + rows["kind"]).map(WEAK)
    contacts = _dated(rows, page_days(rows, source_id)).assign(
        contact_id=hash_ids("co", rows["date"], rows[IDENTITY].fillna("").agg("|".join, axis=1)),
        event_date=event_date,
        end_date=optional_days(rows["end_date"]),
        date_precision=pd.Series("day", index=rows.index).mask(
            rows["channel_note"].str.contains(INFERRED, na=False), "inferred"
        ),
        kind=rows["kind"],
        parties=listed_ids(rows["parties"], PARTIES, "PARTIES in sources/contacts.py"),
        people=rows["people"],
        place=rows["place"],
        channel_note=rows["channel_note"].str.replace(MARK, "", regex=True).str.strip(),
        outcome=rows["outcome"],
        outcome_note=rows["outcome_note"],
        confidence=pd.Series("normal", index=rows.index).mask(weak.notna(), "weak"),
        confidence_reason=weak,
        source_id=source_id,
        locator=READ,
    )
    _require_known_after(contacts)
    return contacts[list(read_manifest(TABLE).fields)]


def _dated(rows: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """
    Date a contact whose own page has no date by another page that reports it; the rest keep a reason.
    """
    contact = rows["date"] + " " + rows["kind"] + " " + rows["parties"]
    other = contact.map(DATED_BY).where(published["published_on"].isna())
    published_on = published["published_on"].fillna(publication(other)["published_on"])
    precision = published["published_precision"].mask(other.notna(), "other_page")
    reason = pd.Series(NO_DATE, index=rows.index).where(published_on.isna(), None)
    return pd.DataFrame(
        {
            "published_on": published_on,
            "published_precision": precision,
            "published_reason": reason,
            "dated_by": other,
        }
    )


def _require_known_after(contacts: pd.DataFrame) -> None:
    early = contacts[contacts["published_on"] < contacts["event_date"]]
    if not early.empty:
        row = early.iloc[0]
        raise TableError(
            f"{row.name}, column published_on: {row['published_on'].date()}: lies before the contact of "
            f"{row['event_date'].date()}"
        )
