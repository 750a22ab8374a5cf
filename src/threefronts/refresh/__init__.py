"""
Refresh: fetch what the publishers say now, check it, show what it changes, and put it into the tables.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from threefronts.refresh.apply import differs, settle, write
from threefronts.refresh.compare import Change, Revision
from threefronts.refresh.errors import RefreshError
from threefronts.refresh.fetch import Fetcher, Limits, Seen
from threefronts.refresh.gather import copy_files, fetch_files
from threefronts.refresh.outcome import Outcome, failed
from threefronts.refresh.stage import Staged, Tables, stage, stage_table
from threefronts.refresh.state import State
from threefronts.refresh.upstreams import Upstream, choose, read_upstreams, where_to_look
from threefronts.sources import ADAPTERS
from threefronts.tables import TableError

__all__ = [
    "Change",
    "Limits",
    "Outcome",
    "RefreshError",
    "Revision",
    "choose",
    "read_upstreams",
    "refresh",
]


def refresh(
    sources: Iterable[str],
    *,
    folder: Path | None = None,
    dry_run: bool = False,
    accept_revision: bool = False,
    report: Callable[[str], object] = lambda line: None,
    base: str | None = None,
    today: date | None = None,
    limits: Limits | None = None,
) -> list[Outcome]:
    """
    Refresh the tables of *sources*.

    Args:
        sources: Ids of ``data/upstreams.yml``, or tables; none means every upstream (with *folder*: every
            table that has an adapter).
        folder: Read files that lie there instead of fetching them. A table is then built by its adapter from
            all its files, as they are named there; an upstream's id reads the publisher's own files.
        dry_run: Say what would change, and write nothing.
        accept_revision: Take a jump, a loss of rows or an older file as what the publisher really says.
        report: Told what is being done, a line at a time.
        base: Scheme and host to fetch from instead of the publishers' own, for tests.
        today: The day of the refresh.
        limits: What a fetch gives up on.

    Returns:
        One outcome a source. A failed one has one message and left its tables as they were; it keeps no other
        from being written.

    Raises:
        TableError: A name is neither source nor table, *folder* is none, or ``data/upstreams.yml`` is wrong.
    """
    run = _Run(dry_run, accept_revision, report, today or date.today())
    if folder is None:
        upstreams, tables = choose(sources)
        with Fetcher(limits or Limits(), base) as fetcher, tempfile.TemporaryDirectory() as temporary:
            for upstream in upstreams:
                run.fetch(upstream, fetcher, Path(temporary) / upstream.name)
    else:
        tables = run.read(list(sources), Path(folder))
    for table in tables:
        run.outcomes[table] = Outcome(table, "by_hand", where_to_look(table))
    run.finish()
    return list(run.outcomes.values())


class _Run:
    """
    One refresh under way: what is staged, what was fetched, what became of each source.
    """

    def __init__(self, dry_run: bool, accept_revision: bool, report: Callable[[str], object], today: date):
        self.dry_run, self.accept_revision = dry_run, accept_revision
        self.report, self.today = report, today
        self.tables, self.state = Tables(), State()
        self.staged: list[Staged] = []
        self.versions: dict[str, tuple[Upstream, dict[str, Seen]]] = {}
        self.outcomes: dict[str, Outcome] = {}

    def fetch(self, upstream: Upstream, fetcher: Fetcher, folder: Path) -> None:
        """
        Fetch and stage one upstream, or note why not.
        """
        if upstream.by_hand:
            message = f"not refreshed: {upstream.by_hand} (look at {upstream.look})"
            self.outcomes[upstream.name] = Outcome(upstream.name, "by_hand", message)
            return
        self.report(f"{upstream.name}: asking {upstream.files[0].address}")
        with self._noted(upstream.name):
            since = self.tables.last_day(upstream)
            versions = fetch_files(upstream, folder, fetcher, self.state.seen(upstream), since, self.today)
            if versions is None:
                self.outcomes[upstream.name] = Outcome(upstream.name, "unchanged", "nothing new upstream")
                return
            self.staged.append(stage(upstream, folder, self.tables, self.accept_revision))
            self.versions[upstream.name] = (upstream, versions)

    def read(self, names: list[str], folder: Path) -> list[str]:
        """
        Stage what *names* mean from the files in *folder*; returns the tables that nothing there can build.
        """
        if not folder.is_dir():
            raise RefreshError(
                f"{folder} is no folder: name the one that holds general_staff/, oryx/ and so on"
            )
        choose(names)
        upstreams = read_upstreams()
        own_files = [upstreams[name] for name in names if name in upstreams and upstreams[name].files]
        by_hand = [upstreams[name] for name in names if name in upstreams and not upstreams[name].files]
        tables = [name for name in names if name not in upstreams] if names else list(ADAPTERS)
        tables += [table for upstream in by_hand for table in upstream.tables]
        for upstream in own_files:
            with self._noted(upstream.name):
                self._copy(upstream, folder)
        for table in tables:
            if table in ADAPTERS:
                with self._noted(table):
                    self.staged.append(stage_table(table, folder, self.tables, self.accept_revision))
        return [table for table in tables if table not in ADAPTERS]

    def finish(self) -> None:
        """
        Write what is sound, unless this is a dry run, and note what became of it.
        """
        sound, failures = settle(self.staged, self.tables)
        self.outcomes |= {source: failed(source, error) for source, error in failures.items()}
        for group in sound:
            moved = {change.table for each in group.staged for change in each.changes if not change.is_empty}
            derived = {table for table in set(group.frames) - moved if differs(table, group.frames[table])}
            try:
                if not self.dry_run:
                    write(group, self.today)
                self.outcomes |= {each.source: self._outcome(each, derived) for each in group.staged}
            except (TableError, OSError) as error:
                self.outcomes |= {each.source: failed(each.source, error) for each in group.staged}
        if not self.dry_run:
            self._remember()

    @contextmanager
    def _noted(self, source: str) -> Iterator[None]:
        try:
            yield
        except (TableError, OSError) as error:
            self.outcomes[source] = failed(source, error)
        except Exception as error:  # one source that nobody foresaw keeps no other from being refreshed
            told = f"what came cannot be read ({type(error).__name__}: {error}): adapt its adapter"
            self.outcomes[source] = failed(source, RefreshError(told))

    def _copy(self, upstream: Upstream, source: Path) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            if copy_files(upstream, source, Path(temporary), self.tables.last_day(upstream)):
                self.staged.append(stage(upstream, Path(temporary), self.tables, self.accept_revision))
            else:
                self.outcomes[upstream.name] = Outcome(upstream.name, "unchanged", "no newer file there")

    def _outcome(self, staged: Staged, derived: set[str]) -> Outcome:
        moved = tuple(change for change in staged.changes if not change.is_empty)
        remade = sorted(derived & set(staged.parts))
        if not (moved or remade):
            return Outcome(staged.source, "unchanged", "the same rows as before")
        lines = [f"{table}: figures as before, columns made here rewritten" for table in remade]
        message = "; ".join([*map(str, moved), *lines])
        if self.dry_run:
            return Outcome(staged.source, "would_refresh", f"{message} (dry run, nothing written)", moved)
        return Outcome(staged.source, "refreshed", message, moved)

    def _remember(self) -> None:
        kept = [name for name in self.versions if not self.outcomes[name].has_failed]
        for name in kept:
            self.state.remember(*self.versions[name])
        if kept:
            self.state.save()
