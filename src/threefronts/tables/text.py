"""
Read a delimited text file strictly: every cell as text, every row knows its place in the file.
"""

import csv
import io
from pathlib import Path

import pandas as pd

from threefronts.tables.errors import TableError


def read_text_table(path: Path, where: str) -> pd.DataFrame:
    """
    Read a CSV as text and refuse a damaged file.

    Args:
        path: The file.
        where: How messages call it, such as ``data/battlefield/air_attacks.csv``.

    Returns:
        Every cell a string, an empty one missing. The index names each row's place: ``<where>, line 12``.

    Raises:
        TableError: No such file, not UTF-8, empty, cut short, or a row whose cells do not match the header.
    """
    rows = list(_rows(_decode(path, where), where))
    header = rows[0][1]
    repeated = {column for column in header if header.count(column) > 1}
    if repeated:
        raise TableError(f"{where}, line 1, column {sorted(repeated)[0]!r}: the header names a column twice")
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            few = "few" if len(cells) < len(header) else "many"
            told = f"too {few} cells ({len(cells)}; the header names {len(header)} columns)"
            raise TableError(f"{where}, line {line}: {told}, from {cells[0]!r} on: fetch or restore the file")
    places = pd.Index([f"{where}, line {line}" for line, _ in rows[1:]], dtype="str")
    frame = pd.DataFrame([cells for _, cells in rows[1:]], columns=header, index=places, dtype="str")
    return frame.mask(frame.eq(""))


def decode(content: bytes, where: str) -> str:
    """
    Return *content* as text, or say which byte of which line is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TableError(
            f"{where}, line {line}: byte {content[error.start]:#x} is not UTF-8: save the file as UTF-8"
        ) from None


def _decode(path: Path, where: str) -> str:
    if not path.is_file():
        raise TableError(
            f"{where} does not exist (looked in {path.parent.resolve()}): fetch or restore the file"
        )
    text = decode(path.read_bytes(), where)
    if not text.strip():
        raise TableError(f"{where} is empty: fetch or restore the file")
    if not text.endswith("\n"):
        line = text.count("\n") + 1
        raise TableError(
            f"{where}, line {line}: the last line has no end, so the file was cut short: fetch it again"
        )
    return text


def _rows(text: str, where: str):
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{where}, line {line}: {error}: the row's quotes or line end are damaged") from None
