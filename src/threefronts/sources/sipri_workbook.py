"""
SIPRI's workbook of military expenditure, turned into the long CSV that the adapter reads.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from threefronts.sources.sipri import INDICATORS, SPENDING_FILE
from threefronts.tables import TableError

WORKBOOK = Path("sipri") / "SIPRI-Milex-1949-2025.xlsx"
HEADING = "Country"
FIRST_YEAR = 1990


def write_spending(folder: Path) -> None:
    """
    Write the long CSV beside the workbook in *folder*, which holds ``sipri/``.

    Raises:
        TableError: The workbook is missing or damaged, a sheet is missing or has no row of headings, or
            openpyxl is not installed.
    """
    rows = sorted(_rows(folder / WORKBOOK), key=lambda row: (row[3], row[1], row[0]))
    with (folder / SPENDING_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Country", "year", "value", "indicator"])
        writer.writerows((country, year, repr(value), sheet) for country, year, value, sheet in rows)


def _rows(path: Path) -> Iterator[tuple[str, int, float, str]]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise TableError("openpyxl is not installed: pip install 'threefronts[refresh]'") from None
    if not path.is_file():
        raise TableError(
            f"{WORKBOOK} does not exist (looked in {path.parent.resolve()}): fetch or restore it"
        )
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        sheets = {name: list(workbook[name].iter_rows(values_only=True)) for name in workbook.sheetnames}
        workbook.close()
    except Exception as error:  # openpyxl lets through whatever zipfile, expat or it itself raise
        raise TableError(f"{WORKBOOK}: no sound workbook ({error}): fetch it again") from None
    for name in INDICATORS:
        if name not in sheets:
            told = f"no sheet {name!r}, only {', '.join(sheets)}"
            raise TableError(f"{WORKBOOK}: {told}: the release changed, adapt INDICATORS in sources/sipri.py")
        yield from _of_sheet(name, sheets[name])


def _of_sheet(name: str, rows: list[tuple]) -> Iterator[tuple[str, int, float, str]]:
    heading = next((number for number, row in enumerate(rows) if row and row[0] == HEADING), None)
    if heading is None:
        raise TableError(f"{WORKBOOK}, sheet {name}: no row begins with {HEADING!r}: the release changed")
    years = {
        at: cell for at, cell in enumerate(rows[heading]) if isinstance(cell, int) and cell >= FIRST_YEAR
    }
    for row in rows[heading + 1 :]:
        for at, year in years.items():
            if row[0] and at < len(row) and isinstance(row[at], int | float):
                yield str(row[0]).strip(), year, float(row[at]), name
