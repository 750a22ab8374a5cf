"""
Sphinx extension of the book: its own assets, recorded numbers, terms, texts to search, maths without scripts.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from threefronts.site import description, glossary, mathml, numbers, search_texts, sharing

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


def setup(app: Sphinx) -> dict:
    """
    Register the parts with Sphinx.
    """
    mathml.setup(app)
    for part in (description, numbers, glossary, search_texts, sharing):
        part.setup(app)
    app.add_css_file("threefronts.css")
    app.add_js_file("threefronts.js", loading_method="defer")
    app.add_js_file("threefronts-what-if.js", loading_method="defer")
    app.add_js_file("threefronts-charts.js", loading_method="defer")
    app.add_js_file("threefronts-claims.js", loading_method="defer")
    app.connect("config-inited", use_own_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
