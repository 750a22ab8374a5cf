"""
Prisoners and bodies handed over, both ways: one row one count by one source, rival counts side by side.
"""

import re
from pathlib import Path

import pandas as pd

from threefronts.sources.casualty_statements import read_statements
from threefronts.sources.reading import counts, days, map_labels, optional_days, read_upstream, require_unique
from threefronts.sources.registered import ids_by_address, later_of, page_addresses, voice_parties
from threefronts.tables import TableError, load_table, read_manifest

TABLE = "battlefield/prisoner_exchanges"
REPORTS = "battlefield/exchange_reports"
FILE = Path("diplomacy") / "exchanges.csv"
PEOPLE = ["ukrainians_returned", "russians_returned"]
BODIES = ["bodies_to_ukraine", "bodies_to_russia"]
PAGE = ["note", "published_on", "source_name", "source_url"]
COLUMNS = ["date", *PEOPLE, *BODIES, "mediator", *PAGE]
MEDIATORS = {
    "UAE": "united_arab_emirates",
    "ICRC": "red_cross",
    "US": "united_states",
    "UAE;US": "united_arab_emirates;united_states",
}
WITHHELD, NO_DAY = "numbers withheld", "day from weekday|date from the report"
# Words of a note -> the agreement that the handover carried out
AGREEMENTS = {
    "under the Istanbul deal": "istanbul_2025",
    "agreed in Geneva": "geneva_2026",
    "second half;": "geneva_2026",
    "1,000-for-1,000 promised": "thousand_2026",
}
FLOWS = {"returned_military": "ukrainians_returned", "bodies_repatriated": "bodies_to_ukraine"}
COUNTED = {"returned_military": "military", "bodies_repatriated": "bodies", "pow_held": "military"}
WOMEN_AND_MEN = r"\((\d[\d,]*) women, (\d[\d,]*) men\)"
ROUNDS, CIVILIANS = r"(\d+) (?:exchanges|repatriations)", r"civilians (\d+)"


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``battlefield/prisoner_exchanges``.

    Args:
        upstream: The folder that holds ``diplomacy/`` and ``casualties/``.

    Raises:
        TableError: A file is missing or damaged, a page is not registered, or women and men of a report do
            not sum to its total.
    """
    rows = pd.concat([_handovers(upstream), _totals(upstream), _reports()])
    rows = rows.assign(
        locator=page_addresses(rows["source_id"]), voice_party=voice_parties(rows["source_id"])
    )
    return rows[list(read_manifest(TABLE).fields)]


def _handovers(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, ["date"])
    note = rows["note"].fillna("")
    rows = rows.assign(
        **{flow: counts(rows[flow], required=False) for flow in PEOPLE + BODIES},
        event_date=days(rows["date"]),
        date_precision=note.str.contains(NO_DAY).map({True: "inferred", False: "day"}),
        published_on=optional_days(rows["published_on"], today=None),
        published_precision=rows["published_on"].notna().map({True: "day", False: None}),
        source_id=ids_by_address(rows["source_url"]),
        mediator=_mediators(rows["mediator"]),
        agreement=note.map(_agreement),
    )
    return _long(later_of(rows))


def _long(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Make a row of each count; of a handover both directions stand, the untold one empty with its reason.
    """
    note = rows["note"].fillna("")
    has_bodies = rows[BODIES].notna().any(axis="columns")
    has_people = rows[PEOPLE].notna().any(axis="columns") | note.str.contains(WITHHELD) | ~has_bodies
    parts = []
    for kind, flows, has in (("prisoners", PEOPLE, has_people), ("bodies", BODIES, has_bodies)):
        for flow in flows:
            part = rows[has]
            withheld = note[has].str.contains(WITHHELD) & (kind == "prisoners")
            reason = withheld.map({True: "withheld", False: "not_told"}).where(part[flow].isna(), None)
            named = {"exchange_id": kind + "-" + part["date"], "flow": flow, "value": part[flow]}
            counted = "all" if kind == "prisoners" else "bodies"
            parts.append(part.assign(**named, counted=counted, record="handover", missing_reason=reason))
    return pd.concat(parts).assign(preference=1)


def _totals(upstream: Path) -> pd.DataFrame:
    """
    Return the Coordination Headquarters' running totals, and the prisoners said to be held.
    """
    rows = read_statements(upstream)
    rows = rows[rows["used_for"].eq("exchanges")]
    for place, row in rows.iterrows():
        _check_sum(place, row)
    held = rows["key"].eq("pow_held")
    rows = rows.assign(
        exchange_id=held.map({True: "held-", False: "total-"}) + rows["date"],
        record=held.map({True: "held", False: "running_total"}),
        event_date=rows["period_end"],
        date_precision="day",
        flow=rows["key"].map(FLOWS).fillna("ukrainians_held"),
        counted=rows["key"].map(COUNTED),
        n_rounds=rows["statement"].str.extract(ROUNDS, expand=False).astype("float64"),
        note=rows["statement"].str.extract(WOMEN_AND_MEN)[0] + " women among them",
        preference=1,
    )
    civilians = rows["statement"].str.extract(CIVILIANS, expand=False).astype("float64")
    freed = rows.assign(value=civilians, counted="civilians", note=None)[civilians.notna()]
    return pd.concat([rows, freed])


def _check_sum(place: str, row: pd.Series) -> None:
    found = re.search(WOMEN_AND_MEN, row["statement"])
    if found and sum(int(part.replace(",", "")) for part in found.groups()) != row["value"]:
        raise TableError(
            f"{place}, column value: {row['value']:g}: women and men of the statement do not sum to it"
        )


def _reports() -> pd.DataFrame:
    rows = load_table(REPORTS)
    return rows.set_axis([f"data/{REPORTS}.csv, line {line}" for line in range(2, len(rows) + 2)])


def _mediators(cells: pd.Series) -> pd.Series:
    known = cells.dropna()
    return map_labels(known, MEDIATORS, "MEDIATORS in sources/exchanges.py").reindex(cells.index)


def _agreement(note: str) -> str | None:
    return next((name for words, name in AGREEMENTS.items() if words in note), None)
