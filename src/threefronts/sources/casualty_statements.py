"""
What officials, a study and the counters of names say of soldiers killed, wounded and missing.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.casualty_figures import Noted, noted_rows
from threefronts.sources.reading import days, last_days, map_labels, measures, read_upstream, require_unique
from threefronts.sources.registered import ids_by_address, publication, voice_parties
from threefronts.tables import TableError, read_sources

STATEMENTS = Path("casualties") / "official_figures_ukraine.csv"
COUNTS = Path("casualties") / "mediazona_bbc_confirmed_cumulative.csv"
STUDY = Path("casualties") / "ukraine_military_deaths_triangulation.csv"
TOTALS = Path("casualties") / "source_totals_2022-2025.csv"
STATEMENT_COLUMNS = ["key", "date", "value", "low", "high", "statement", "source", "url"]
COUNT_COLUMNS = ["as_of", "confirmed_by_name", "precision", "page_read_for_the_figure", "note"]
MODELLED = ["this_study", "this_study_mean", "this_study_lo", "this_study_hi"]
STUDY_COLUMNS = ["date", "kind", "source", "stated", "register_named_dead", *MODELLED]
TOTAL_COLUMNS = [f"{who}: {part}" for who in ("Civilians", "Combatants") for part in ("mid", "low", "high")]

FULL_SCALE_WAR = pd.Timestamp("2022-02-24")
COPIED_ON = pd.Timestamp("2026-11-23")  # an undated repository was public by the day it was copied
TOTALS_START, STUDY_END = pd.Timestamp("2022-01-01"), pd.Timestamp("2025-12-31")
STUDY_ID = "ukraine_conflict_study"
REPOSITORY = "kikeacosta/ukraine_conflict@27a0e19a "
STUDY_FILE, TOTALS_FILE = "tables/tableA43_military_triangulation.csv", "tables/table1_source_totals.csv"
# Which table a statement goes into; left_out: cases at court are no losses
KEYS = {
    "military_killed_official": "killed",
    "military_killed_estimate": "killed",
    "returned_military": "exchanges",
    "bodies_repatriated": "exchanges",
    "pow_held": "exchanges",
    "awol_desertion_cases": "left_out",
}
SAID_ON = r"\((?:[^()]*, )?((?:\d{1,2} )?[A-Z][a-z]{2} \d{4})\)"
STATED = [
    Noted("statement-2023-08-18", "100,000-120,000 wounded", "wounded", "wounded", 110000, 100000, 120000),
    Noted("statement-2024-12-08", "370,000 wounded treated", "wounded", "wounded_treated", 370000),
    Noted("statement-2025-02-16", "nearly 380,000 wounded", "wounded", "wounded", 380000),
    Noted("statement-2026-07-31", "about 400,000 wounded", "wounded", "wounded", 400000),
]
SCALED = [
    Noted("scaled-2025-12-30", "243,000-352,000", "killed", "killed", 297500, 243000, 352000),
    Noted("scaled-2026-06-12", "~350,000", "killed", "killed", 350000),
    Noted("scaled-2026-09-10", "438,000-535,000", "killed", "killed", 486500, 438000, 535000),
]
SCALERS = {
    "scaled-2025-12-30": "bbc_estimate_2025_12_30",
    "scaled-2026-06-12": "methodology_estimate_2026_06_12",
    "scaled-2026-09-10": "bavovniatko_estimate_2026_09_10",
}
# Source of the totals -> id, country, definition; UCDP's own count takes soldiers of both sides
COMBATANTS = {
    "UCDP": ("ucdp_ged", "both", "killed_in_ukraine_both_sides"),
    "UCDP adjusted": ("ucdp_ged_adjusted", "ukraine", "killed"),
}
# Our own words on a statement: its wording is not ours to give
REMARKS = {
    "statement-2026-02-04": "he added that many are missing, and gave no number",
    "statement-2026-07-31": "many more are missing, he added without a number; below his figure of February",
}
ESTIMATE = {"scope": "all_fronts", "aggregation": "cumulative", "country": "ukraine"}


def read_statements(upstream: Path) -> pd.DataFrame:
    """
    Return the statements with typed numbers, ``period_end``, source, ``published_on`` and what they go into.

    A statement was known on the day of the report that its source names; a monthly report on the last day
    of its month.
    """
    rows = read_upstream(upstream / STATEMENTS, STATEMENT_COLUMNS)
    require_unique(rows, ["key", "date"])
    said_on = rows["source"].str.extract(SAID_ON, expand=False).map(_iso, na_action="ignore")
    precision = said_on.str.len().map({10: "day", 7: "month"}).fillna("month")
    return rows.assign(
        period_end=days(rows["date"]),
        value=measures(rows["value"], required=False),
        value_low=measures(rows["low"], required=False),
        value_high=measures(rows["high"], required=False),
        source_id=_ids_of_kept(rows),
        used_for=map_labels(rows["key"], KEYS, "KEYS in sources/casualty_statements.py"),
        published_on=last_days(said_on).fillna(days(rows["date"])).astype("datetime64[s]"),
        published_precision=precision,
    )


def military_statements(upstream: Path) -> pd.DataFrame:
    """
    Return what officials and others said of Ukrainian soldiers killed and wounded.
    """
    rows = read_statements(upstream)
    rows = rows[rows["used_for"].eq("killed")]
    middle = (rows["value_low"] + rows["value_high"]) / 2
    over = rows["statement"].str.startswith("over ")
    basis = pd.Series("stated", index=rows.index).mask(over, "at_least").mask(middle.notna(), "midpoint")
    on_battlefield = rows["statement"].str.contains("killed on the battlefield")
    rows = rows.assign(
        estimate_id="statement-" + rows["date"],
        metric="killed",
        definition=pd.Series("killed", index=rows.index).mask(on_battlefield, "killed_on_battlefield"),
        value=rows["value"].fillna(middle),
        value_low=rows["value_low"].mask(over, rows["value"]),
        value_basis=basis,
        locator=rows["url"],
        note=("statement-" + rows["date"]).map(REMARKS),
        kind=_evidence(rows["source_id"]),
        **ESTIMATE,
    )
    wounded = noted_rows(rows, STATED, "estimate_id", "statement")
    killed = rows.assign(estimate_id=rows["estimate_id"] + "-killed")
    return _with_voice(pd.concat([killed, wounded]))


def count_statements(upstream: Path) -> pd.DataFrame:
    """
    Return the totals of Russian dead to which the counters of names scale their counts.
    """
    rows = read_upstream(upstream / COUNTS, COUNT_COLUMNS)
    rows = rows.assign(
        estimate_id="scaled-" + rows["as_of"], period_end=days(rows["as_of"]), kind="estimate", **ESTIMATE
    )
    rows = noted_rows(rows.assign(country="russia"), SCALED, "estimate_id", "note")
    source_id = rows["estimate_id"].str.removesuffix("-killed").map(SCALERS)
    rows = rows.assign(source_id=source_id, locator=rows["page_read_for_the_figure"])
    return _with_voice(rows.assign(**publication(source_id)))


def study_deaths(upstream: Path) -> pd.DataFrame:
    """
    Return the study's modelled Ukrainian military deaths on the days of others' statements.

    Its model ends with 2025: later days repeat the last value and are left out.
    """
    rows = read_upstream(upstream / STUDY, STUDY_COLUMNS)
    require_unique(rows, ["date"])
    period_end = days(rows["date"])
    last = rows[period_end >= STUDY_END]
    if len(last.drop_duplicates(MODELLED)) > 1:
        raise TableError(f"{last.index[-1]}: the model now reaches beyond {STUDY_END.date()}: move STUDY_END")
    rows = rows.assign(
        estimate_id="study-" + rows["date"],
        metric="killed",
        definition="killed_modelled",
        value=measures(rows["this_study"]),
        value_low=measures(rows["this_study_lo"]),
        value_high=measures(rows["this_study_hi"]),
        value_basis="stated",
        interval="simulation_95",
        period_end=period_end,
        note="central projection; the simulation's mean is " + rows["this_study_mean"],
        **_copied(STUDY_ID, STUDY_FILE),
        **ESTIMATE,
    )
    return _with_voice(rows[period_end <= STUDY_END])


def study_totals(upstream: Path) -> pd.DataFrame:
    """
    Return the totals of soldiers killed, 2022 to 2025, that the study sets side by side.
    """
    rows = read_totals(upstream)
    rows = rows[rows["Source"].isin(list(COMBATANTS))]
    named = rows["Source"].map(COMBATANTS)
    rows = rows.assign(
        estimate_id="soldiers-2022-2025-" + named.str[0],
        metric="killed",
        value=rows["Combatants: mid"],
        value_low=rows["Combatants: low"],
        value_high=rows["Combatants: high"],
        value_basis="stated",
        note="UCDP bounds scaled by the study; deaths of unknown side left out unless redistributed",
        **{**_copied(STUDY_ID, TOTALS_FILE), **ESTIMATE},
        period_start=TOTALS_START,
        period_end=STUDY_END,
    )
    rows = rows.assign(source_id=named.str[0], country=named.str[1], definition=named.str[2])
    return _with_voice(rows.assign(aggregation="period"))


def read_totals(upstream: Path) -> pd.DataFrame:
    """
    Return the study's table of sources, its numbers typed and ``NA`` missing.
    """
    rows = read_upstream(upstream / TOTALS, ["Source", *TOTAL_COLUMNS, "Age-sex disaggregation"])
    require_unique(rows, ["Source"])
    numbers = {column: measures(rows[column].mask(rows[column].eq("NA")), False) for column in TOTAL_COLUMNS}
    return rows.assign(**numbers)


def _ids_of_kept(rows: pd.DataFrame) -> pd.Series:
    kept = rows[rows["key"].map(KEYS).ne("left_out")]
    return ids_by_address(kept["url"]).reindex(rows.index)


def _copied(source_id: str, file: str) -> dict[str, object]:
    published = {"published_on": COPIED_ON, "published_precision": "copied"}
    return {"source_id": source_id, "kind": "estimate", "locator": REPOSITORY + file, **published}


def _with_voice(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(voice_party=voice_parties(rows["source_id"]))


def _evidence(source_ids: pd.Series) -> pd.Series:
    return source_ids.map({key: entry["evidence"] for key, entry in read_sources().items()})


def _iso(text: str) -> str:
    form = "%d %b %Y" if text[0].isdigit() else "%b %Y"
    return pd.to_datetime(text, format=form).strftime("%Y-%m-%d" if text[0].isdigit() else "%Y-%m")
