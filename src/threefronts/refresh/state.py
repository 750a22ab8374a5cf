"""
What was fetched last, so that an unchanged file is not fetched again; a lost state costs one fetch.
"""

import json
from pathlib import Path

from threefronts.files import replace_file
from threefronts.refresh.fetch import Seen
from threefronts.refresh.upstreams import Upstream
from threefronts.tables import read_manifest, root


class State:
    """
    The versions seen by address, each valid only while its tables are as they were written then.
    """

    def __init__(self) -> None:
        self._path: Path = root() / "_build" / "refresh" / "state.json"
        try:
            self._entries = dict(json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            self._entries = {}

    def seen(self, upstream: Upstream) -> dict[str, Seen]:
        """
        Return the versions of the files of *upstream*, none where one of its tables changed since.
        """
        entry = self._entries.get(upstream.name)
        if not isinstance(entry, dict) or entry.get("tables") != _seals(upstream):
            return {}
        return {address: Seen(*pair) for address, pair in entry.get("files", {}).items()}

    def remember(self, upstream: Upstream, seen: dict[str, Seen]) -> None:
        """
        Keep the versions *seen* of the files of *upstream*, whose tables hold them now.
        """
        files = {address: [version.etag, version.modified] for address, version in seen.items()}
        self._entries[upstream.name] = {"files": files, "tables": _seals(upstream)}

    def save(self) -> None:
        """
        Write the state.
        """
        replace_file(self._path, json.dumps(self._entries, indent=1, sort_keys=True) + "\n")


def _seals(upstream: Upstream) -> dict[str, str]:
    return {table: read_manifest(table).sha256 for table in upstream.tables}
