"""
Bring the files of one upstream into a folder: from its publisher, or from a folder that has them.
"""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd

from threefronts.refresh.errors import NotThere, RefreshError
from threefronts.refresh.fetch import Fetcher, Seen
from threefronts.refresh.upstreams import MONTH, File, Upstream

# A publisher of daily files may skip the first of a month; then one of the next days stands for it.
DAYS_TRIED = 5
MONTHS_AT_ONCE = 36
DAYS_AT_ONCE = 400


def fetch_files(
    upstream: Upstream,
    folder: Path,
    fetcher: Fetcher,
    seen: dict[str, Seen],
    since: pd.Timestamp | None,
    today: date,
) -> dict[str, Seen] | None:
    """
    Fetch the files of *upstream* into *folder*.

    Args:
        upstream: What to fetch.
        folder: Where the files go.
        fetcher: How.
        seen: The versions held, by address.
        since: The newest day held, for files that come by the day.
        today: The last day to ask for.

    Returns:
        The versions fetched, by address; ``None`` where there is nothing new.

    Raises:
        RefreshError: A file cannot be had.
    """
    daily = [file for file in upstream.files if file.is_daily]
    if daily:
        if since is None:
            raise RefreshError(
                "the table holds no day of this source to go on from: build it with --from DIR first"
            )
        fetch = _fetch_months if upstream.every == MONTH else _fetch_days
        return {} if fetch(upstream, daily[0], folder, fetcher, since, today) else None
    answers = {
        file.address: fetcher.fetch(file, folder, seen.get(file.address, Seen())) for file in upstream.files
    }
    if not any(answers.values()):
        return None
    for file in upstream.files:  # one is newer, so the others are needed as well
        answers[file.address] = answers[file.address] or fetcher.fetch(file, folder, Seen())
    return {address: version for address, version in answers.items() if version is not None}


def copy_files(upstream: Upstream, source: Path, folder: Path, since: pd.Timestamp | None) -> bool:
    """
    Copy the files of *upstream* from the folder *source*; of daily files those after the day *since*.

    Returns:
        Whether there was any.

    Raises:
        RefreshError: A file is missing.
    """
    wanted = []
    for file in upstream.files:
        if not file.is_daily:
            wanted.append(file.file)
            continue
        first = date.min if since is None else upstream.first_day(since)
        wanted += [name for day, name in file.found_in(source).items() if day >= first]
    for name in wanted:
        if not (source / name).is_file():
            raise RefreshError(
                f"{name} does not exist (looked in {source.resolve()}): fetch or restore the file"
            )
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    return bool(wanted)


def _fetch_months(
    upstream: Upstream, file: File, folder: Path, fetcher: Fetcher, since: pd.Timestamp, today: date
) -> bool:
    firsts = pd.date_range(upstream.first_day(since), today, freq="MS")[:MONTHS_AT_ONCE]
    found = [_fetch_month(file, first.date(), folder, fetcher, today) for first in firsts]
    is_due = len(firsts) > 0 and (today - firsts[0].date()).days >= DAYS_TRIED
    if is_due and not any(found):
        raise NotThere(f"{file.address}: no file for any month after {since.date()}: upstream moved them")
    return any(found)


def _fetch_month(file: File, first: date, folder: Path, fetcher: Fetcher, today: date) -> bool:
    days = pd.date_range(first, periods=DAYS_TRIED).date
    return any(_is_fetched(file.on(day), folder, fetcher) for day in days if day <= today)


def _fetch_days(
    upstream: Upstream, file: File, folder: Path, fetcher: Fetcher, since: pd.Timestamp, today: date
) -> bool:
    days = pd.date_range(upstream.first_day(since), today)[:DAYS_AT_ONCE].date
    found = [day for day in days if _is_fetched(file.on(day), folder, fetcher)]
    is_due = (today - since.date()).days >= DAYS_TRIED
    if is_due and not any(day > since.date() for day in found):
        raise NotThere(f"{file.address}: no file for any day after {since.date()}: upstream moved them")
    return bool(found)


def _is_fetched(file: File, folder: Path, fetcher: Fetcher) -> bool:
    try:
        fetcher.fetch(file, folder, Seen())
    except NotThere:
        return False
    return True
