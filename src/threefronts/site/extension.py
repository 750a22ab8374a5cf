"""
Sphinx extension of the book: its own assets, recorded numbers, maths without scripts.
"""

from functools import lru_cache
from pathlib import Path

import vl_convert
from sphinx.application import Sphinx
from sphinx.config import Config

from threefronts.site import mathml, numbers

VEGALITE = "6.4"  # the version whose schema Altair writes
STATIC = Path(__file__).parent / "static"


def use_own_assets(_app: Sphinx, config: Config) -> None:
    """
    Add the static folder here: Jupyter Book puts every script of the book's ``_static`` on every page.

    The theme reports an error on each page when the mode is not set.
    """
    config.html_static_path.append(str(STATIC))
    config.html_favicon = str(STATIC / "favicon.svg")
    config.html_math_renderer = "mathml"
    config.html_context.setdefault("default_mode", "auto")


def write_vega(app: Sphinx, error: Exception | None) -> None:
    """
    Put Vega, as vl-convert carries it, where only a page with a chart in sight asks for it.
    """
    if error is None and app.builder.format == "html":
        folder = Path(app.outdir) / "_vega"
        folder.mkdir(exist_ok=True)
        (folder / "vega.js").write_text(vega_bundle(), encoding="utf-8")


@lru_cache(maxsize=1)
def vega_bundle() -> str:
    """
    Vega, Vega-Lite and Vega-Embed in one script, closed in a function: its short names meet the theme's.
    """
    return f"(() => {{{vl_convert.javascript_bundle(vl_version=VEGALITE)}\n}})();\n"


def setup(app: Sphinx) -> dict:
    """
    Register the parts with Sphinx.
    """
    mathml.setup(app)
    numbers.setup(app)
    app.add_css_file("threefronts.css")
    app.add_js_file("threefronts.js", loading_method="defer")
    app.add_js_file("threefronts-what-if.js", loading_method="defer")
    app.add_js_file("threefronts-charts.js", loading_method="defer")
    app.connect("config-inited", use_own_assets)
    app.connect("build-finished", write_vega)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
