"""
Where the site will stand, if somebody said so: shared links and sitemaps need whole addresses.
"""

import os
from urllib.parse import urlsplit

from threefronts.site.errors import BuildError

BASE_VARIABLE = "THREEFRONTS_BASE_URL"


def base_url() -> str:
    """
    Return the address of the whole site, with its last slash, as THREEFRONTS_BASE_URL has it; empty without.

    Raises:
        BuildError: It is no address of the web.
    """
    named = os.environ.get(BASE_VARIABLE, "").strip()
    if not named:
        return ""
    parts = urlsplit(named)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BuildError(f"{BASE_VARIABLE}={named}: write an address such as https://example.org/book/.")
    return named.rstrip("/") + "/"
