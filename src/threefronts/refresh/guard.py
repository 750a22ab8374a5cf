"""
Stop a source whose new files are implausible, until somebody has looked.
"""

from typing import Any

import pandas as pd

from threefronts.refresh.compare import Change
from threefronts.refresh.errors import RefreshError
from threefronts.refresh.parts import recipe_of
from threefronts.refresh.upstreams import Agreement, Bound
from threefronts.tables.corrections import read_corrections

ACCEPT = "if the publisher really says so: --accept-revision"


def check_coverage(change: Change) -> None:
    """
    Refuse a part that ends earlier than before, or lacks rows it had.

    Raises:
        RefreshError: The days or the first row lost.
    """
    if change.last_day is not None and change.last_day[1] < change.last_day[0]:
        old, new = (day.date() for day in change.last_day)
        raise RefreshError(
            f"{change.table}: the file ends on {new}, the table already reaches {old}: an old file; {ACCEPT}"
        )
    if change.withdrawn:
        gone = f"{change.withdrawn:,} rows are gone upstream, the first is {change.gone}"
        raise RefreshError(f"{change.table}: {gone}; {ACCEPT}")


def check_bound(change: Change, part: pd.DataFrame, bound: Bound | None) -> None:
    """
    Refuse a new or revised value beyond its *bound*, unless a correction entry names its row.

    Raises:
        RefreshError: The row, its step or value, and the bound.
    """
    if bound is None or not change.fresh.any():
        return
    rows = _steps(part, change, bound) if bound.of == "step" else part.assign(size=part[bound.column])
    rows = rows[change.fresh.to_numpy() | rows.get("after_fresh", False)]
    limits = rows[bound.by].map(bound.limit)
    beyond = rows[rows["size"].abs() > limits]
    entries = [entry["where"] for entry in read_corrections(change.table)]
    for _, row in beyond.iterrows():
        if not any(_names(where, row) for where in entries):
            raise RefreshError(_told(change.table, bound, row))


def check_agreement(table: str, part: pd.DataFrame, other: pd.DataFrame, agreement: Agreement) -> None:
    """
    Refuse a part that differs too much from another part of the table where both speak of the same.

    Raises:
        RefreshError: The row with the largest excess, both values and the bound; or nothing is shared, so
            that nothing tells whether the two are of one kind.
    """
    key, column = list(agreement.key), agreement.column
    used = other[other["is_used"]] if "is_used" in other.columns else other
    shared = part.merge(used, on=key, suffixes=("", "_other"))
    if shared.empty:
        told = f"no row is shared with what the table has from {agreement.part}, so they cannot be compared"
        raise RefreshError(f"{table}: {told}: fetch an earlier day as well; {ACCEPT}")
    excess = (shared[column] - shared[f"{column}_other"]).abs() - shared[agreement.by].map(agreement.within)
    if excess.max() > 0:
        row = shared.loc[excess.idxmax()]
        words = (row[name] for name in key)
        place = ", ".join(str(word.date()) if isinstance(word, pd.Timestamp) else str(word) for word in words)
        values = f"{row[column]:,.1f}, but {row[f'{column}_other']:,.1f} in {agreement.part}"
        limit = f"more than the {agreement.within[row[agreement.by]]:,g} apart of data/upstreams.yml"
        raise RefreshError(f"{table}: {place}: {column} {values}: {limit}: look whether the method changed")


def _steps(part: pd.DataFrame, change: Change, bound: Bound) -> pd.DataFrame:
    groups = [column for column in recipe_of(change.table).key if column != "event_date"]
    rows = part.assign(fresh=change.fresh.to_numpy(), number=range(len(part))).sort_values(
        "event_date", kind="stable"
    )
    grouped = rows.groupby(groups, sort=False, dropna=False)
    days = grouped["event_date"].diff().dt.days
    rows = rows.assign(
        size=grouped[bound.column].diff() / days.clip(lower=1),
        after_fresh=grouped["fresh"].shift(fill_value=False).astype(bool),
        before=grouped[bound.column].shift(),
    )
    return rows.sort_values("number")


def _names(where: dict[str, Any], row: pd.Series) -> bool:
    told = {column: value for column, value in where.items() if column in row.index}
    if not told or ("event_date" in row.index and "event_date" not in told):
        return False
    return all(
        row[column] == (pd.Timestamp(value) if column == "event_date" else value)
        for column, value in told.items()
    )


def _told(table: str, bound: Bound, row: pd.Series) -> str:
    words = [row[column] for column in recipe_of(table).key if column in row.index]
    key = ", ".join(str(word.date()) if isinstance(word, pd.Timestamp) else str(word) for word in words)
    value = f"{row[bound.column]:,.0f}"
    if bound.of == "step":
        value = f"{row['before']:,.0f} → {value} ({row['size']:+,.0f} a day)"
    limit = f"the bound of {bound.limit(row[bound.by]):,g} in data/upstreams.yml"
    entry = f"or name the row in data/{table}.corrections.yml"
    return f"{table}: {key}: {bound.column} {value} is beyond {limit}; {ACCEPT}, {entry}"
