"""
Aid to Ukraine by donor, month and kind, from the Kiel Institute's Ukraine Support Tracker.

Upstream is a Norwegian parsing of the workbook. Its activities carry two values: what was allocated (specific
items or sums) and what was committed. Activities without a date, or placed in a month only by Kiel's month
number, are left out of its monthly series, which is why that series sums to less than its summary.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.reading import map_labels, read_upstream, require_unique
from threefronts.tables import TableError, read_manifest

TABLE, RESIDUALS = "diplomacy/aid", "diplomacy/aid_residuals"
SOURCE = "kiel_support_tracker_release_28"
FOLDER = Path("kiel")
ACTIVITIES, MONTHLY = FOLDER / "bilateral_activities.csv", FOLDER / "tidsserier_maanedlig.csv"
SUMMARY, DISBURSED = FOLDER / "country_summary.csv", FOLDER / "financial_disbursements.csv"
ACTIVITY_COLUMNS = [
    *("giver", "dato", "kategori", "maal", "verdi_eur", "verdi_eur_redistr", "verdi_eur_activity"),
    *("maaned_nr", "maaned_finnes", "verdi_eur_mrd"),
]
FLAGS = {"True": "yes", "False": "no"}
KINDS = {"Military": "military", "Financial": "financial", "Humanitarian": "humanitarian"}
VALUES = {"allocation": "verdi_eur", "commitment": "verdi_eur_activity"}
FIRST_MONTH = pd.Period("2021-12", "M")  # month number 1 is January 2022; 0, or a flag that says so, is none
RELEASED = pd.Timestamp("2026-04-22")  # Release 28, data to 28 February 2026
RELEASE_DELAY = pd.Timedelta(days=53)  # from that day to the release: the longest of those seen
DONORS = {"EU (Commission and Council)": "eu_commission_and_council", "Turkiye": "turkey"}
BANK, UNION = "european_investment_bank", "eu_commission_and_council"
TOLERANCE_EUR = 1.0
GROUP = ["donor", "month", "month_basis", "kind"]
BASES = {"date": "eur_by_date", "month_number": "eur_by_month_number", "none": "eur_without_month"}
JOINED = "the summary counts the European Investment Bank with the Commission and Council, as here"
LOWER = "the summary is lower than the activities that it sums; upstream does not say why"


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/aid``: EUR by donor, month, kind and measure.

    Args:
        upstream: The folder that holds ``kiel/``.

    Raises:
        TableError: A file is missing or damaged, or the dated activities are not the monthly series.
    """
    activities = _activities(upstream)
    _require_monthly(activities, upstream)
    parts = [_summed(activities, measure) for measure in VALUES]
    table = pd.concat([*parts, _disbursed(upstream)])
    table = table[table["eur"].abs() >= TOLERANCE_EUR]
    return _published(table).assign(source_id=SOURCE)[list(read_manifest(TABLE).fields)]


def build_residuals(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/aid_residuals``: the summary's totals beside what the activities sum to.
    """
    aid = build(upstream)
    aid["donor"] = aid["donor"].replace(BANK, UNION)
    parts = aid[aid["measure"].ne("disbursement")].pivot_table(
        index=["donor", "kind", "measure"], columns="month_basis", values="eur", aggfunc="sum", fill_value=0.0
    )
    table = _summary(upstream).to_frame().join(parts, how="outer").fillna(0.0).reset_index()
    table = table.rename(columns=BASES).reindex(columns=[*table.columns[:4], *BASES.values()], fill_value=0.0)
    outside = table["eur_by_month_number"] + table["eur_without_month"]
    table["eur_unexplained"] = (table["eur_summary"] - table["eur_by_date"] - outside).round(0) + 0.0
    joined = table["donor"].eq(UNION) & table["kind"].eq("financial")
    table["reason"] = table["eur_unexplained"].ne(0).map({True: LOWER}).mask(joined, JOINED)
    table = table[table[["eur_summary", "eur_by_date", "eur_unexplained"]].abs().max(axis=1) >= TOLERANCE_EUR]
    return table.assign(
        published_on=RELEASED, published_precision="release", source_id=SOURCE, locator="country_summary.csv"
    )[list(read_manifest(RESIDUALS).fields)]


def _activities(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / ACTIVITIES, ACTIVITY_COLUMNS)
    number = _euros(rows["maaned_nr"]).astype("int64")
    has_number = map_labels(rows["maaned_finnes"], FLAGS, "FLAGS in sources/kiel.py").eq("yes") & (number > 0)
    dated = pd.to_datetime(rows["dato"], format="%Y-%m-%d", errors="coerce").dt.to_period("M")
    numbered = pd.Series([FIRST_MONTH + int(step) for step in number], index=rows.index, dtype="period[M]")
    basis = pd.Series("none", index=rows.index).mask(has_number, "month_number").mask(dated.notna(), "date")
    return pd.DataFrame(
        {
            "donor": donor_ids(rows["giver"]),
            "month": dated.fillna(numbered.where(has_number)),
            "month_basis": basis,
            "kind": map_labels(rows["kategori"], KINDS, "KINDS in sources/kiel.py"),
            **{measure: _euros(rows[column]) for measure, column in VALUES.items()},
        }
    )


def donor_ids(names: pd.Series) -> pd.Series:
    """
    Return an id for each donor, such as ``united_states``.
    """
    plain = names.str.lower().str.replace(r"[^a-z]+", "_", regex=True).str.strip("_")
    return names.map(DONORS).fillna(plain)


def _summed(activities: pd.DataFrame, measure: str) -> pd.DataFrame:
    groups = activities[activities[measure].ne(0)].groupby(GROUP, dropna=False)[measure]
    sums = groups.agg(eur="sum", n_activities="size").reset_index()
    return sums.assign(measure=measure, locator=f"{ACTIVITIES.name}, {VALUES[measure]}")


def _disbursed(upstream: Path) -> pd.DataFrame:
    rows = read_upstream(upstream / DISBURSED, ["giver", "er_eu_medlem", "aar", "maaned", "verdi_eur_mrd"])
    require_unique(rows, ["giver", "aar", "maaned"])
    return pd.DataFrame(
        {
            "donor": donor_ids(rows["giver"]),
            "month": pd.PeriodIndex(rows["aar"] + "-" + rows["maaned"].str.zfill(2), freq="M"),
            "month_basis": "date",
            "kind": "financial",
            "measure": "disbursement",
            "eur": (_euros(rows["verdi_eur_mrd"]) * 1e9).round(2),
            "locator": DISBURSED.name,
        }
    )


def _published(table: pd.DataFrame) -> pd.DataFrame:
    """
    Add period and ``published_on``: releases cover two months at a time and come within 53 days.
    """
    months = table["month"].dt
    pair_end = table["month"] + (months.month % 2).fillna(0).astype("int64")
    released = pair_end.dt.end_time.dt.normalize() + RELEASE_DELAY
    known = table["month"].notna()
    return table.assign(
        eur=table["eur"].round(2),
        period_start=months.start_time.astype("datetime64[s]"),
        period_end=months.end_time.dt.normalize().astype("datetime64[s]"),
        published_on=released.where(known, RELEASED).astype("datetime64[s]"),
        published_precision=pd.Series("inferred", index=table.index).where(known, "release"),
    )


def _require_monthly(activities: pd.DataFrame, upstream: Path) -> None:
    """
    Raise unless upstream's monthly series is the sum of its dated allocations.
    """
    rows = read_upstream(
        upstream / MONTHLY, ["land", "aar", "maaned", "kategori", "maal", "sum_eur", "sum_nok"]
    )
    series = pd.DataFrame(
        {
            "donor": donor_ids(rows["land"]),
            "month": pd.PeriodIndex(rows["aar"] + "-" + rows["maaned"].str.zfill(2), freq="M"),
            "kind": map_labels(rows["kategori"], KINDS, "KINDS in sources/kiel.py"),
            "eur": _euros(rows["sum_eur"]),
        }
    )
    keys = ["donor", "month", "kind"]
    dated = activities[activities["month_basis"].eq("date")].groupby(keys)["allocation"].sum()
    gap = dated.sub(series.groupby(keys)["eur"].sum(), fill_value=0.0).abs()
    if gap.max() > TOLERANCE_EUR:
        donor, month, kind = gap.idxmax()
        raise TableError(
            f"{MONTHLY}: {donor}, {month}, {kind}: the monthly series is {gap.max():,.0f} EUR off the dated "
            f"activities in {ACTIVITIES.name}: the two files are not of one release"
        )


def _summary(upstream: Path) -> pd.Series:
    totals = [f"{kind}_{measure}" for measure in VALUES for kind in ("financial", "humanitarian", "military")]
    others = ["land", "er_eu_medlem", "er_geografisk_europa", "total_allocation", "total_commitment"]
    rows = read_upstream(upstream / SUMMARY, [*others, *totals])
    long = rows.assign(donor=donor_ids(rows["land"])).melt(
        "donor", totals, value_name="eur_summary", ignore_index=False
    )
    long[["kind", "measure"]] = long["variable"].str.split("_", n=1, expand=True).to_numpy()
    values = (_euros(long["eur_summary"].rename("eur_summary")) * 1e9).round(2)
    return long.assign(eur_summary=values).set_index(["donor", "kind", "measure"])["eur_summary"]


def _euros(cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce")
    if numbers.isna().any():
        place = cells.index[int(numbers.isna().to_numpy().argmax())]
        raise TableError(f"{place}, column {cells.name}: {cells[place]!r}: must be a number in plain digits")
    return numbers.astype("float64")
