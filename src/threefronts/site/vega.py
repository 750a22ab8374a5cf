"""
Vega, as vl-convert carries it, where only a page with a chart in sight asks for it.
"""

from functools import cache
from pathlib import Path
from threading import Lock

VEGALITE = "6.4"  # the version whose schema Altair writes
_MAKING = Lock()


def write_vega(html: Path) -> None:
    """
    Put the bundle into the edition at *html*.
    """
    with _MAKING:  # editions are built side by side, and the bundle takes seconds to make
        text = vega_bundle()
    folder = html / "_vega"
    folder.mkdir(exist_ok=True)
    (folder / "vega.js").write_text(text, encoding="utf-8")


@cache
def vega_bundle() -> str:
    """
    Vega, Vega-Lite and Vega-Embed in one script, closed in a function: its short names meet the theme's.
    """
    import vl_convert

    return f"(() => {{{vl_convert.javascript_bundle(vl_version=VEGALITE)}\n}})();\n"
