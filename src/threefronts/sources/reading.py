"""
Read upstream files strictly: the first cell that is not as agreed stops the import with its place.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from threefronts.tables import TableError, read_sources
from threefronts.tables.text import read_text_table

COUNT = r"-?\d+(\.0+)?"
MEASURE = r"-?\d+(\.\d+)?"
DAY = r"\d{4}-\d{2}-\d{2}"
TIME_OF_DAY = r" \d{1,2}:\d{2}"
FAR_FUTURE = date(2200, 1, 1)  # a plan or a forecast speaks of a period to come
PRECISIONS = {10: "day", 7: "month", 4: "year"}  # by the length of a date as printed
FIRST_DAY = {7: "-01", 4: "-01-01"}


def read_upstream(path: Path, required: Sequence[str], optional: Iterable[str] = ()) -> pd.DataFrame:
    """
    Read one upstream CSV as text.

    Args:
        path: The file; messages call it by its folder and name.
        required: Columns it must have.
        optional: Columns it may have; any other is refused, since a renamed or new column needs a decision.

    Returns:
        Every cell a string, an empty one missing; the index is each row's place, ``<folder>/<file>, line
        12``.

    Raises:
        TableError: The file is missing or damaged, or its columns are not the agreed ones.
    """
    where = f"{path.parent.name}/{path.name}"
    frame = read_text_table(path, where)
    missing = [column for column in required if column not in frame.columns]
    unknown = [column for column in frame.columns if column not in {*required, *optional}]
    if missing or unknown:
        told = f"missing: {', '.join(missing) or 'none'}; not known: {', '.join(unknown) or 'none'}"
        raise TableError(
            f"{where}, line 1: the columns changed ({told}): adapt the adapter that reads this file"
        )
    if frame.empty:
        raise TableError(f"{where} is empty below its header: fetch or restore the file")
    return frame


def counts(cells: pd.Series, required: bool = True) -> pd.Series:
    """
    Return text *cells* as whole numbers of at least 0 (``float64`` where some may be missing).

    Raises:
        TableError: A cell is not a plain whole number, is negative, or is empty though *required*.
    """
    numbers = _numbers(cells, COUNT, "must be a whole number in plain digits, without separators", required)
    return numbers.astype("int64") if required else numbers


def measures(cells: pd.Series, required: bool = True) -> pd.Series:
    """
    Return text *cells* as decimal numbers of at least 0.

    Raises:
        TableError: A cell is not a plain number, is negative, or is empty though *required*.
    """
    return _numbers(cells, MEASURE, "must be a number in plain digits, without separators", required)


def days(cells: pd.Series, with_time: bool = False, today: date | None = None) -> pd.Series:
    """
    Return text *cells* as days (``datetime64[s]``).

    Args:
        cells: ISO days; the place of each is its index label.
        with_time: Allow ``2025-04-24 06:30`` beside ``2025-04-24``; the time is dropped.
        today: No day may lie after it; the computer's date where ``None``.

    Raises:
        TableError: A cell is empty, in another form, no real day, or in the future.
    """
    form = f"{DAY}({TIME_OF_DAY})?" if with_time else DAY
    _refuse(
        cells, ~cells.str.fullmatch(form).fillna(False).astype(bool), "must be an ISO day such as 2025-04-28"
    )
    parsed = pd.to_datetime(cells.str[:10], format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    _refuse(cells, parsed.isna(), "is no day of the calendar")
    limit = today or date.today()
    _refuse(cells, parsed > pd.Timestamp(limit), f"lies in the future (today is {limit})")
    return parsed


def optional_days(cells: pd.Series, today: date | None = FAR_FUTURE) -> pd.Series:
    """
    Return :func:`days` of the *cells* that are not empty; by default a day may lie in the future.
    """
    return days(cells.dropna(), today=today).reindex(cells.index)


def last_days(cells: pd.Series, today: date | None = None) -> pd.Series:
    """
    Return the last day of each ISO day, month or year (``2025-04``): the first on which it was surely known.

    Args:
        cells: Dates as printed, an empty one missing.
        today: As for :func:`days`; it limits the first day of the month or year.
    """
    known = cells.dropna().astype("str")
    first = days(known + known.str.len().map(FIRST_DAY).fillna(""), today=today)
    last = first.mask(known.str.len() == 7, first + pd.offsets.MonthEnd(0))
    return last.mask(known.str.len() == 4, first + pd.offsets.YearEnd(0)).reindex(cells.index)


def require_unique(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """
    Raise :class:`TableError` at the first row of *frame* that repeats another's *columns*.
    """
    repeated = frame.duplicated(list(columns)).to_numpy()
    if repeated.any():
        row = frame.iloc[int(repeated.argmax())]
        key = ", ".join(str(row[column]) for column in columns)
        raise TableError(
            f"{row.name}, column {', '.join(columns)}: {key!r}: this key stands in the file twice"
        )


def map_labels(cells: pd.Series, mapping: dict[str, str], where_mapped: str) -> pd.Series:
    """
    Replace the labels in *cells* by *mapping*.

    Raises:
        TableError: A label has no entry; the message names its place and *where_mapped*.
    """
    _refuse(cells, ~cells.isin(list(mapping)), f"is a label without a mapping: add it to {where_mapped}")
    return cells.map(mapping).astype("str")


def with_published_on(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``published_on``: ``event_date`` plus the source's ``lag_days`` in the register.
    """
    lags = {source: entry.get("lag_days") or 0 for source, entry in read_sources().items()}
    lag = pd.to_timedelta(frame["source_id"].map(lags).astype("int64"), unit="D")
    return frame.assign(published_on=(frame["event_date"] + lag).astype("datetime64[s]"))


def _numbers(cells: pd.Series, form: str, rule: str, required: bool) -> pd.Series:
    if required:
        _refuse(cells, cells.isna(), "must not be empty")
    _refuse(cells, cells.notna() & ~cells.str.fullmatch(form).fillna(False).astype(bool), rule)
    numbers = pd.to_numeric(cells).astype("float64")
    _refuse(cells, numbers < 0, "must not be negative")
    return numbers


def _refuse(cells: pd.Series, bad: pd.Series, rule: str) -> None:
    wrong = bad.to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        value = cells.iloc[row]
        shown = "empty" if pd.isna(value) else repr(value)
        raise TableError(f"{cells.index[row]}, column {cells.name}: {shown}: {rule}")
