"""
What a page may load and run: its own files, and the inline scripts it was built with, by their hashes.
"""

import base64
import hashlib
import re

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_CHARSET = re.compile(r'<meta charset="utf-8"\s*/?>', re.IGNORECASE)
_FIXED = (
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",  # Vega and Bootstrap place things by inline styles
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def content_policy(page: str) -> str:
    """
    The Content-Security-Policy of a page of HTML: no other host, no eval, no inline script but its own.
    """
    hashes = dict.fromkeys(_hash(script) for script in _INLINE.findall(page))
    return "; ".join([*_FIXED, " ".join(["script-src 'self'", *hashes])])


def with_policy(page: str) -> str:
    """
    The page with its policy right after the character set, before anything is loaded.
    """
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content_policy(page)}">'
    return _CHARSET.sub(lambda found: f"{found[0]}\n    {meta}", page, count=1)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
