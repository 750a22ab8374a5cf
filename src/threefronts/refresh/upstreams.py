"""
Read ``data/upstreams.yml``: what can be fetched, from where, into which tables, and what is implausible.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from threefronts.refresh.errors import RefreshError
from threefronts.tables import data_dir, read_manifest, read_sources, table_names

CONTENTS = ("json", "csv", "xlsx")
KINDS = ("step", "value")
DAY = re.compile(r"\{day(?::([^}]*))?\}")  # {day}, or {day:%Y%m%d} where the publisher writes days otherwise
MONTH = "month"
EVERY = (MONTH, "day")


@dataclass(frozen=True)
class File:
    """
    One file of a publisher: where it is, where adapters expect it, what it must begin like, its size cap, and
    words that it must hold.
    """

    address: str
    file: str
    content: str
    max_bytes: int
    holds: str | None = None

    @property
    def is_daily(self) -> bool:
        """
        Whether the address stands for a file a day.
        """
        return DAY.search(self.address) is not None

    def on(self, day: date | str) -> "File":
        """
        Return the file of one *day*; a file that does not come by the day is itself.
        """
        if not self.is_daily:
            return self
        when = date.fromisoformat(day) if isinstance(day, str) else day
        return replace(self, address=self.address.format(day=when), file=self.file.format(day=when))

    def found_in(self, folder: Path) -> dict[date, str]:
        """
        Return the places of the daily files that lie in *folder*, by their day.
        """
        form = DAY.sub(lambda found: found.group(1) or "%Y-%m-%d", Path(self.file).name)
        found = {}
        for path in sorted(folder.glob(DAY.sub("*", self.file))):
            try:
                found[datetime.strptime(path.name, form).date()] = str(path.relative_to(folder))
            except ValueError:  # another file whose name begins alike
                continue
        return found


@dataclass(frozen=True)
class Bound:
    """
    The largest plausible daily step (or value) of *column*, by the class in the column *by*.
    """

    of: str
    column: str
    by: str
    daily: dict[str, float]

    def limit(self, label: str) -> float:
        """
        Return the bound of class *label*, infinite where none is set.
        """
        return self.daily.get(label, self.daily.get("default", float("inf")))


@dataclass(frozen=True)
class Agreement:
    """
    How far *column* may differ, by the class in *by*, from what another part of the table says of the same
    row, known by the columns *key*.
    """

    part: str
    column: str
    key: tuple[str, ...]
    by: str
    within: dict[str, float]


@dataclass(frozen=True)
class Upstream:
    """
    One refreshable source: its files, the tables it feeds with their bounds, and where a person finds it.

    Of files that come by the day, those of ``every`` day or month are read, from ``again`` days before the
    newest held, so that a revision of the last days is seen.
    """

    name: str
    look: str
    whole: bool
    files: tuple[File, ...]
    tables: dict[str, Bound | None]
    labels: tuple[str, ...]
    by_hand: str | None
    every: str = MONTH
    again: int = 0
    agrees: Agreement | None = None

    def first_day(self, since: pd.Timestamp) -> date:
        """
        Return the first day to read where the newest held is *since*; with days read again, a Monday, so that
        weeks stay whole.
        """
        if not self.again:
            return (since + timedelta(days=1)).date()
        first = (since - timedelta(days=self.again)).date()
        return first - timedelta(days=first.weekday())


def read_upstreams() -> dict[str, Upstream]:
    """
    Return every upstream by its id.

    Raises:
        RefreshError: An entry lacks a part or has a wrong one.
    """
    path = data_dir() / "upstreams.yml"
    if not path.exists():
        raise RefreshError(
            "data/upstreams.yml is missing: restore it; it says what can be fetched from where"
        )
    return _parse(path, path.stat().st_mtime_ns)


def choose(names: Iterable[str]) -> tuple[list[Upstream], list[str]]:
    """
    Return the upstreams that *names* mean, and the tables among them that no upstream feeds.

    Args:
        names: Ids of upstreams, or tables; none means every upstream.

    Raises:
        RefreshError: A name is neither.
    """
    upstreams = read_upstreams()
    chosen: dict[str, Upstream] = {}
    by_hand = []
    for name in list(names) or list(upstreams):
        feeding = [each for each in upstreams.values() if name in (each.name, *each.tables)]
        if not feeding and name not in table_names():
            raise RefreshError(
                f"there is no source or table {name}. Sources: {', '.join(upstreams)}; or a table such as "
                "battlefield/air_attacks"
            )
        by_hand += [] if feeding else [name]
        chosen |= {each.name: each for each in feeding}
    return list(chosen.values()), list(dict.fromkeys(by_hand))


def where_to_look(table: str) -> str:
    """
    Say why *table* is not fetched, and where a person finds its figures.
    """
    manifest, register = read_manifest(table), read_sources()
    addresses = [
        register[source]["url"] for source in manifest.sources if register.get(source, {}).get("url")
    ]
    pages = ", ".join(addresses[:3]) or "the address of each row's source_id in data/sources.yml"
    return f"no machine-readable upstream exists (the table is {manifest.table_class}); look at {pages}"


@lru_cache(maxsize=8)
def _parse(path: Path, _changed: int) -> dict[str, Upstream]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return {name: _upstream(name, entry) for name, entry in raw.items()}
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise RefreshError(f"data/upstreams.yml: {type(error).__name__}: {error}: mend the entry") from error


def _upstream(name: str, entry: dict[str, Any]) -> Upstream:
    files = tuple(File(**file) for file in entry["files"])
    for file in files:
        if file.content not in CONTENTS or not file.address.startswith("https://"):
            raise ValueError(f"{name}: {file.address} must be https and one of {', '.join(CONTENTS)}")
    if bool(files) == bool(entry.get("by_hand")):
        raise ValueError(f"{name}: needs either files or by_hand")
    if entry.get("every", MONTH) not in EVERY:
        raise ValueError(f"{name}: every is {entry['every']!r}, which is not one of {', '.join(EVERY)}")
    return Upstream(
        name=name,
        look=entry["look"],
        whole=entry["whole"],
        files=files,
        tables={table: _bound(name, bound) for table, bound in entry["tables"].items()},
        labels=tuple(entry.get("labels", ())),
        by_hand=entry.get("by_hand"),
        every=entry.get("every", MONTH),
        again=int(entry.get("again", 0)),
        agrees=_agreement(entry.get("agrees")),
    )


def _bound(name: str, entry: dict[str, Any] | None) -> Bound | None:
    if entry is None:
        return None
    if entry["of"] not in KINDS:
        raise ValueError(f"{name}: of is {entry['of']!r}, which is not one of {', '.join(KINDS)}")
    return Bound(entry["of"], entry["column"], entry["by"], entry["daily_bound"])


def _agreement(entry: dict[str, Any] | None) -> Agreement | None:
    return Agreement(**entry | {"key": tuple(entry["key"])}) if entry else None
