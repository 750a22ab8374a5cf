"""
Hold a table against its manifest, and name the first cell that breaks a rule.
"""

import pandas as pd

from threefronts.tables.corrections import accepted_falls, apply_corrections
from threefronts.tables.errors import TableError
from threefronts.tables.manifest import Field, Manifest

ISO_DAY = r"\d{4}-\d{2}-\d{2}"
TRUTH = {"true": True, "false": False, "True": True, "False": False}
WHOLE = {"boolean": "bool", "integer": "int64"}  # types that cannot hold a missing value
PLAIN_NUMBER = r"-?\d+(\.\d+)?([eE][-+]?\d+)?"


def validate(frame: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """
    Check *frame* against *manifest* and return it typed.

    Args:
        frame: The table as text or already typed, columns as in the manifest. Where its index is text, it
            names each row's place (``oryx/file.csv, line 12``) in messages; otherwise they give the line in
            the table's CSV.

    Returns:
        The rows in the same order, typed, with a plain index; corrections are checked but not applied.

    Raises:
        TableError: Names file, row, column, value and rule of the first violation, or the correction that
            fits no more.
    """
    places = _places(frame, manifest)
    frame = frame.reset_index(drop=True)
    _check_columns(frame, manifest)
    typed = pd.DataFrame(
        {column: _typed(frame[column], column, field, places) for column, field in manifest.fields.items()}
    )
    _check_schema(typed, manifest, places)
    corrected = apply_corrections(manifest.name, typed)
    if corrected is not typed:
        _check_schema(corrected, manifest, places)
    for column, field in manifest.fields.items():
        if field.cumulative_by:
            _check_cumulative(corrected, typed, (column, manifest), places)
    return typed


def violation(place: str, column: str | None, value: object, rule: str) -> TableError:
    """
    Return the error for one broken rule at *place* (file and line).
    """
    value = value.item() if hasattr(value, "item") else value
    shown = "empty" if value is None or value != value else repr(value)
    cell = "" if column is None else f", column {column}: {shown}"
    return TableError(f"{place}{cell}: {rule}")


def _places(frame: pd.DataFrame, manifest: Manifest) -> pd.Series:
    if len(frame) and pd.api.types.is_string_dtype(frame.index):
        return pd.Series(frame.index)
    return "data/" + manifest.name + ".csv, line " + pd.Series(range(2, len(frame) + 2), dtype="str")


def _check_columns(frame: pd.DataFrame, manifest: Manifest) -> None:
    expected, found = list(manifest.fields), list(frame.columns)
    if expected != found:
        missing = [column for column in expected if column not in found]
        extra = [column for column in found if column not in expected]
        told = f"missing: {', '.join(missing) or 'none'}; not known: {', '.join(extra) or 'none'}"
        rule = f"columns must be {', '.join(expected)} ({told})"
        raise violation(f"data/{manifest.name}.csv, line 1", None, None, rule)


def _typed(column: pd.Series, name: str, field: Field, places: pd.Series) -> pd.Series:
    if field.type == "string":
        return column.mask(column.isna() | column.eq(""), None).astype("str")
    if not (pd.api.types.is_string_dtype(column) or column.dtype == object):
        return _check_whole(column, name, field, places)
    text = column.astype("str").where(column.notna() & column.ne(""), None)
    converted, rule = _convert(text, field)
    bad = (text.notna() & converted.isna()).to_numpy()
    if bad.any():
        row = int(bad.argmax())
        raise violation(places.iloc[row], name, text.iloc[row], rule)
    complete = field.type in WHOLE and not text.isna().any()
    return converted.astype(WHOLE[field.type]) if complete else converted


def _check_whole(column: pd.Series, name: str, field: Field, places: pd.Series) -> pd.Series:
    if field.type == "integer":
        bad = (column.notna() & (column % 1 != 0)).to_numpy()
        if bad.any():
            row = int(bad.argmax())
            raise violation(places.iloc[row], name, float(column.iloc[row]), "must be a whole number")
    return column


def _convert(text: pd.Series, field: Field) -> tuple[pd.Series, str]:
    if field.type == "date":
        days = pd.to_datetime(text.where(text.str.fullmatch(ISO_DAY)), format="%Y-%m-%d", errors="coerce")
        return days.astype("datetime64[s]"), "must be an ISO day such as 2025-04-28"
    if field.type == "boolean":
        return text.map(TRUTH).astype("boolean"), "must be true or false"
    numbers = pd.to_numeric(text.where(text.str.fullmatch(PLAIN_NUMBER)), errors="coerce").astype("float64")
    if field.type == "integer":
        return numbers.where(numbers % 1 == 0), "must be a whole number in plain digits"
    return numbers, "must be a number in plain digits"


def _check_schema(typed: pd.DataFrame, manifest: Manifest, places: pd.Series) -> None:
    import pandera.errors
    import pandera.pandas as pa

    columns = {
        name: pa.Column(None, _checks(pa, field), nullable=field.nullable)
        for name, field in manifest.fields.items()
    }
    schema = pa.DataFrameSchema(
        columns, unique=list(manifest.key), report_duplicates="exclude_first", strict=True
    )
    try:
        schema.validate(typed, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        raise _first_failure(errors.failure_cases, typed, manifest, places) from None


def _checks(pa, field: Field) -> list:
    checks = []
    if field.min is not None:
        checks.append(pa.Check.ge(field.min, error=f"must be at least {field.min}"))
    if field.max is not None:
        checks.append(pa.Check.le(field.max, error=f"must be at most {field.max}"))
    if field.enum is not None:
        checks.append(pa.Check.isin(field.enum, error=f"must be one of {', '.join(map(str, field.enum))}"))
    return checks


def _first_failure(
    cases: pd.DataFrame, typed: pd.DataFrame, manifest: Manifest, places: pd.Series
) -> TableError:
    case = cases.sort_values("index", kind="stable").iloc[0]
    rule = str(case["check"])
    if pd.isna(case["index"]):
        return violation(f"data/{manifest.name}.csv", str(case["column"]), case["failure_case"], rule)
    row = int(case["index"])
    if rule == "multiple_fields_uniqueness":
        key = ", ".join(_shown(typed.loc[row, column]) for column in manifest.key)
        return violation(places.iloc[row], ", ".join(manifest.key), key, "the key must be unique")
    rule = "must not be empty" if rule == "not_nullable" else rule
    return violation(places.iloc[row], case["column"], case["failure_case"], rule)


def _shown(value: object) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _check_cumulative(
    corrected: pd.DataFrame, typed: pd.DataFrame, column: tuple[str, Manifest], places: pd.Series
) -> None:
    name, manifest = column
    field = manifest.fields[name]
    rows = corrected
    for chooser, value in (field.cumulative_where or {}).items():
        rows = rows[rows[chooser].eq(value)]
    groups = list(field.cumulative_by)
    ordered = rows.sort_values([*groups, "event_date"], kind="stable")
    step = ordered.groupby(groups, sort=False, dropna=False)[name].diff()
    allowed = ordered["source_id"].map(field.fall_allowed).fillna(0) if field.fall_allowed else 0
    accepted = accepted_falls(manifest.name, typed)
    falls = step[(step < -allowed) & ~accepted[ordered.index]]
    if not falls.empty:
        row = falls.index.min()
        series = ", ".join(_shown(typed.loc[row, group]) for group in [*groups, "event_date"])
        rule = (
            f"a cumulative count falls by {-falls.loc[row]:g} here ({series}): if upstream really says so, "
            f"add an entry 'accept: falls' to data/{manifest.name}.corrections.yml"
        )
        raise violation(places.iloc[row], name, typed.loc[row, name].item(), rule)
