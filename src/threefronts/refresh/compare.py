"""
Say what an upstream changed: rows added, revised, withdrawn, and the largest revision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from threefronts.refresh.parts import recipe_of


@dataclass(frozen=True)
class Revision:
    """
    One value that upstream changed: the row's key, the column, and both values.
    """

    key: str
    column: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.key}: {self.column} {_shown(self.old)} → {_shown(self.new)}"


@dataclass(frozen=True)
class Change:
    """
    How one upstream's part of one table moved.

    ``fresh`` tells, by row of the new part, whether it was added or revised; ``gone`` names the first row
    withdrawn; ``last_day`` is the newest day of the old and of the new part, ``None`` without days.
    """

    table: str
    added: int
    revised: int
    withdrawn: int
    largest: Revision | None
    fresh: pd.Series
    gone: str | None
    last_day: tuple[pd.Timestamp, pd.Timestamp] | None

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing moved.
        """
        return not (self.added or self.revised or self.withdrawn)

    @property
    def rewrites_the_past(self) -> bool:
        """
        Whether a row that stood in the table is no longer as it was.
        """
        return bool(self.revised or self.withdrawn)

    def __str__(self) -> str:
        counted = (
            f"{self.table}: {self.added:,} rows added, {self.revised:,} revised, {self.withdrawn:,} withdrawn"
        )
        return f"{counted}; largest revision {self.largest}" if self.largest else counted


def compare(table: str, old: pd.DataFrame, new: pd.DataFrame) -> Change:
    """
    Compare an upstream's *old* part of *table* with its *new* one.
    """
    key = [column for column in recipe_of(table).key if column in new.columns]
    values = [column for column in new.columns if column not in key]
    before, after = _keyed(old, key), _keyed(new, key)
    common = after.index.intersection(before.index)
    left, right = before.loc[common, values], after.loc[common, values]
    differs = ~(left.eq(right) | (left.isna() & right.isna()))
    revised = common[differs.any(axis=1)]
    gone = before.index.difference(after.index)
    return Change(
        table=table,
        added=len(after) - len(common),
        revised=len(revised),
        withdrawn=len(gone),
        largest=_largest(left.loc[revised], right.loc[revised], differs.loc[revised]),
        fresh=pd.Series(~after.index.isin(common) | after.index.isin(revised), index=new.index),
        gone=gone[0] if len(gone) else None,
        last_day=_last_days(old, new),
    )


def _keyed(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    words = [_words(frame[column]) for column in key]
    index = words[0].str.cat(words[1:], sep=", ") if words[1:] else words[0]
    comparable = {column: _comparable(frame[column]) for column in frame.columns}
    return pd.DataFrame(comparable, index=frame.index).set_axis(pd.Index(index, dtype="str"))


def _words(column: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.strftime("%Y-%m-%d").fillna("no day")
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.astype("float64").map("{:.15g}".format)
    return column.astype("str").fillna("none")


def _comparable(column: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return column.astype("str")
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64")
    return _words(column)


def _largest(left: pd.DataFrame, right: pd.DataFrame, differs: pd.DataFrame) -> Revision | None:
    if differs.empty:
        return None
    numbers = list(left.select_dtypes("number").columns)
    steps = (right[numbers] - left[numbers]).abs().fillna(0.0)
    if numbers and steps.to_numpy().max() > 0:
        column = steps.max().idxmax()
        row = int(steps[column].to_numpy().argmax())
    else:
        row, column = 0, differs.columns[differs.iloc[0].to_numpy().argmax()]
    at = left.columns.get_loc(column)
    return Revision(left.index[row], column, left.iat[row, at], right.iat[row, at])


def _last_days(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    if "event_date" not in new.columns or old.empty:
        return None
    return old["event_date"].max(), new["event_date"].max()


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return "empty" if value != value else f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return repr(value)
