"""
Reading upstream: the first cell that is not as agreed is named with file, line, column, value and rule.
"""

from datetime import date

import pandas as pd
import pytest

from threefronts.sources.reading import counts, days, map_labels, measures, read_upstream, require_unique
from threefronts.tables import TableError


def _cells(*values: str | None, name: str = "tanks") -> pd.Series:
    places = [f"folder/file.csv, line {line}" for line in range(2, len(values) + 2)]
    return pd.Series(values, index=places, name=name, dtype="str")


def _write(tmp_path, content: bytes):
    path = tmp_path / "folder" / "file.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def test_rows_know_their_place_and_empty_cells_are_missing(tmp_path):
    """
    Every message can name the line, also after a quoted cell that holds a line break.
    """
    frame = read_upstream(_write(tmp_path, b'a,b\n1,"x\ny"\n2,\n'), ["a", "b"])
    assert list(frame.index) == ["folder/file.csv, line 2", "folder/file.csv, line 4"]
    assert frame["b"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "folder/file.csv is empty"),
        (b"  \n", "folder/file.csv is empty"),
        (b"a,b\n", "empty below its header"),
        (b"a,b\n1,2\n3,4", "line 3: the last line has no end"),
        (b"a,b\n1,2\n3\n", "line 3: too few cells"),
        (b"a,b\n1,2,3\n", "line 2: too many cells"),
        (b"a,b\n1,2\n\xff,4\n", "line 3: byte 0xff is not UTF-8"),
        (b"a\n1\n", "missing: b; not known: none"),
        (b"a,B\n1,2\n", "missing: b; not known: B"),
        (b"a,b,c\n1,2,3\n", "missing: none; not known: c"),
        (b"a,b,a\n1,2,3\n", "names a column twice"),
        (b'a,b\n1,"2\n', "line 2: unexpected end of data"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(tmp_path, content, told):
    """
    Damage is told apart: empty, cut short, ragged, not UTF-8, other columns.
    """
    with pytest.raises(TableError, match=told):
        read_upstream(_write(tmp_path, content), ["a", "b"])


def test_a_missing_file_is_told_with_the_folder_searched(tmp_path):
    """
    The user learns where the file was looked for.
    """
    with pytest.raises(TableError, match=f"folder/file.csv does not exist .looked in {tmp_path}"):
        read_upstream(tmp_path / "folder" / "file.csv", ["a"])


@pytest.mark.parametrize("value", ["1,234", "1 234", "1e3", "12.5", "n/a", "0x10", "½", " 7"])
def test_a_count_must_be_plain_digits(value):
    """
    Separators, exponents, fractions and words are not guessed at.
    """
    with pytest.raises(TableError) as error:
        counts(_cells("3", value))
    assert f"folder/file.csv, line 3, column tanks: {value!r}: must be a whole number" in str(error.value)


@pytest.mark.parametrize(("value", "told"), [("-4", "must not be negative"), (None, "must not be empty")])
def test_a_count_is_neither_negative_nor_empty(value, told):
    """
    A negative or missing count stops the import.
    """
    with pytest.raises(TableError, match=f"line 3, column tanks: .*: {told}"):
        counts(_cells("3", value))


def test_counts_that_went_through_a_spreadsheet_are_whole():
    """
    ``40.0`` is forty, and a cell that may be empty stays missing.
    """
    assert counts(_cells("40.0", "7")).tolist() == [40, 7]
    assert counts(_cells("40.0", None), required=False).isna().tolist() == [False, True]


def test_measures_keep_their_decimals():
    """
    Areas are decimal numbers, with the same refusals.
    """
    assert measures(_cells("112695.4")).tolist() == [112695.4]
    with pytest.raises(TableError, match="'112 695': must be a number in plain digits"):
        measures(_cells("112 695"))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("28.04.2025", "must be an ISO day"),
        ("2025/04/28", "must be an ISO day"),
        ("2025-04-28 06:30", "must be an ISO day"),
        ("2025-4-28", "must be an ISO day"),
        ("2025-02-30", "is no day of the calendar"),
        ("2025-05-02", "lies in the future .today is 2025-05-01"),
        (None, "must be an ISO day"),
    ],
)
def test_mixed_date_forms_and_future_days_are_refused(value, told):
    """
    One form of date in a column, and nothing reported before it happened.
    """
    with pytest.raises(TableError, match=f"line 3, column date: .*: {told}"):
        days(_cells("2025-04-28", value, name="date"), today=date(2025, 5, 1))


def test_a_time_of_day_is_dropped_where_the_column_has_times():
    """
    Attacks have start and end times; the day is what counts.
    """
    read = days(_cells("2025-04-24 06:30", "2025-04-24"), with_time=True)
    assert read.tolist() == [pd.Timestamp("2025-04-24")] * 2


def test_a_repeated_key_is_named_at_its_second_row():
    """
    The first of two rows may be right; the second is where to look.
    """
    frame = pd.DataFrame({"date": _cells("2025-04-24", "2025-04-24", name="date")})
    with pytest.raises(
        TableError, match="line 3, column date: '2025-04-24': this key stands in the file twice"
    ):
        require_unique(frame, ["date"])


def test_a_label_without_mapping_is_named():
    """
    A new class or model needs a decision, not a default.
    """
    with pytest.raises(
        TableError, match="line 3, column tanks: 'B': is a label without a mapping: add it to here"
    ):
        map_labels(_cells("A", "B"), {"A": "a"}, "here")
