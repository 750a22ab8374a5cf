"""
From an upstream row to the register: which source an address and a name stand for.
"""

import pandas as pd

from threefronts.tables import TableError, load_table

KEYS = "shared/source_keys"
NARROWING = ("source_name", "kind", "metric", "original")


def source_ids(rows: pd.DataFrame, kind: pd.Series | str) -> pd.Series:
    """
    Return the register's id for each upstream row.

    A key names the beginning of an address, and where one address holds several voices also the name, kind,
    metric or original's address that tells them apart; the narrowest key that fits wins.

    Args:
        rows: Upstream rows with ``source_url`` and ``source_name``, and for figures ``metric`` and ``note``.
        kind: ``event``, or the kind of each figure.

    Raises:
        TableError: No key fits a row.
    """
    keys = load_table(KEYS)
    asked = pd.DataFrame(
        {
            "source_url": rows["source_url"],
            "source_name": rows["source_name"],
            "kind": kind,
            "metric": rows.get("metric", ""),
            "original": rows["note"].fillna("") if "note" in rows else "",
        },
        index=rows.index,
    )
    answers = {row: _narrowest(row, keys) for row in asked.drop_duplicates().itertuples(index=False)}
    found = pd.Series([answers[row] for row in asked.itertuples(index=False)], index=rows.index)
    if found.isna().any():
        missing = asked[found.isna()].iloc[0]
        raise TableError(
            f"{missing.name}, column source_url: {missing['source_url']!r} ({missing['source_name']}): "
            f"no key fits it: register the source in data/sources.yml and add its key to data/{KEYS}.csv"
        )
    return found.astype("str")


def _narrowest(row: tuple, keys: pd.DataFrame) -> str | None:
    fits = [key for key in keys.itertuples(index=False) if _fits(row, key)]
    return max(fits, key=_narrowness).source_id if fits else None


def _narrowness(key: tuple) -> tuple[int, int]:
    return sum(pd.notna(getattr(key, name)) for name in NARROWING), len(key.address)


def _fits(row: tuple, key: tuple) -> bool:
    narrowed = {name: getattr(key, name) for name in NARROWING if pd.notna(getattr(key, name))}
    original = narrowed.pop("original", "")
    same = all(getattr(row, name) == value for name, value in narrowed.items())
    return same and row.source_url.startswith(key.address) and original in row.original
