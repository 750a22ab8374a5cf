"""
Fetch one file over HTTP: bounded in time, size, tries and redirects, and checked by its first bytes.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import tenacity

from threefronts.refresh.errors import NotThere, PassingError, RefreshError
from threefronts.refresh.upstreams import File

BASE_VARIABLE = "THREEFRONTS_UPSTREAM_BASE"
# How the content of each kind may begin, after white space.
BEGINNINGS = {"json": (b"[", b"{"), "xlsx": (b"PK\x03\x04",)}
BUSY = 429


@dataclass(frozen=True)
class Limits:
    """
    Seconds without a byte, seconds for one file, tries, seconds before the second try, and redirects.
    """

    silence: float = 20.0
    total: float = 180.0
    tries: int = 4
    pause: float = 1.0
    redirects: int = 5


@dataclass(frozen=True)
class Seen:
    """
    What a server said of the version it gave, to be asked with next time.
    """

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """
        Return the request headers that ask for a newer version only.
        """
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


class Fetcher:
    """
    Fetch files, with one connection pool for all of them.

    Args:
        limits: What is given up on.
        base: Scheme and host to ask instead of the publishers' own, such as ``http://127.0.0.1:8000``; where
            ``None``, the environment variable ``THREEFRONTS_UPSTREAM_BASE``, if it is set.
    """

    def __init__(self, limits: Limits, base: str | None = None):
        self.limits = limits
        self.base = base or os.environ.get(BASE_VARIABLE)
        self._client = httpx.Client(
            timeout=limits.silence,
            follow_redirects=True,
            max_redirects=limits.redirects,
            headers={"User-Agent": "threefronts refresh"},
            trust_env=self.base is None,
        )

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, file: File, folder: Path, seen: Seen) -> Seen | None:
        """
        Fetch *file* to its place in *folder*.

        Args:
            file: What to fetch; its cap holds for the bytes sent and for what they unpack to.
            folder: Where the file is written, as ``folder/file.file``.
            seen: The version already held; an empty one fetches whatever there is.

        Returns:
            What identifies the version fetched; ``None`` where the held one is still current.

        Raises:
            RefreshError: The address, the status and what failed, in one line. :class:`NotThere` for 404.
        """
        address = self._address(file)
        target = folder / file.file
        target.parent.mkdir(parents=True, exist_ok=True)
        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.limits.tries),
            wait=tenacity.wait_exponential(multiplier=self.limits.pause, max=30),
            retry=tenacity.retry_if_exception_type(PassingError),
            reraise=True,
        )
        return tries(self._once, address, file, target, seen)

    def _address(self, file: File) -> str:
        parts = urlsplit(file.address)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.base.rstrip('/')}{parts.path}{query}" if self.base else file.address

    def _once(self, address: str, file: File, target: Path, seen: Seen) -> Seen | None:
        with self._told(address), self._client.stream("GET", address, headers=seen.headers()) as answer:
            if answer.status_code == httpx.codes.NOT_MODIFIED and seen.headers():
                return None
            _check_status(address, answer.status_code)
            self._save(address, answer, target, file.max_bytes)
        check_content(address, target, file.content)
        return Seen(answer.headers.get("etag"), answer.headers.get("last-modified"))

    def _save(self, address: str, answer: httpx.Response, target: Path, cap: int) -> None:
        told = f"{address}: larger than the {cap:,} bytes that data/upstreams.yml allows: look at it first"
        announced = answer.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > cap:
            raise RefreshError(told)
        end, size = time.monotonic() + self.limits.total, 0
        with target.open("wb") as file:
            for block in answer.iter_bytes():
                size += len(block)
                if size > cap or answer.num_bytes_downloaded > cap:
                    raise RefreshError(told)
                if time.monotonic() > end:
                    raise RefreshError(
                        f"{address}: not complete after {self.limits.total:g} s: try again later"
                    )
                file.write(block)

    @contextmanager
    def _told(self, address: str) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException:
            waited = f"no byte for {self.limits.silence:g} s, {self.limits.tries} times"
            raise PassingError(f"{address}: {waited}: try again later") from None
        except httpx.TooManyRedirects:
            told = f"more than {self.limits.redirects} redirects, so it leads nowhere"
            raise RefreshError(f"{address}: {told}: check the address") from None
        except httpx.DecodingError as error:
            told = f"{address}: the body is not what its Content-Encoding says ({error}): try again later"
            raise PassingError(told) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise RefreshError(f"{address}: cannot be fetched ({error}): check the address") from None
        except httpx.RemoteProtocolError as error:
            raise PassingError(f"{address}: the answer broke off ({error}): try again later") from None
        except httpx.TransportError as error:
            raise PassingError(f"{address}: no connection ({error}): try again later") from None


def check_content(address: str, path: Path, kind: str) -> None:
    """
    Refuse a file whose first bytes are not those of its *kind* (json, csv or xlsx).

    Raises:
        RefreshError: It is empty, a page of HTML, or something else again.
    """
    with path.open("rb") as file:
        beginning = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not beginning:
        raise RefreshError(f"{address}: the answer is empty: try again later")
    is_text = not (beginning.startswith((b"<", b"{")) or b"\0" in beginning)
    right = beginning.startswith(BEGINNINGS[kind]) if kind in BEGINNINGS else is_text
    if not right:
        shown = beginning[:30].decode("utf-8", "replace").splitlines()[0]
        raise RefreshError(f"{address}: no {kind}; it begins with {shown!r}: check the address")


def _check_status(address: str, status: int) -> None:
    if status == httpx.codes.OK:
        return
    if status == BUSY or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise PassingError(f"{address}: the server answered {status}: try again later")
    if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise NotThere(
            f"{address}: the server answered {status}, no such file: upstream moved it, find it anew"
        )
    raise RefreshError(f"{address}: the server answered {status}: check the address")
