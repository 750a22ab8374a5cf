"""
Sphinx extension of the book: its own assets, the edition line, maths without scripts.
"""

import json
from functools import lru_cache
from html import escape
from pathlib import Path

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from threefronts.site import mathml
from threefronts.site.assemble import EDITION_FILE
from threefronts.tables.words import words_for_date

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


def add_edition_line(
    app: Sphinx, pagename: str, _template: str, context: dict, _doctree: nodes.document | None
) -> None:
    """
    Say on top of each page which edition it belongs to, and lead to the same page of the others.
    """
    path = Path(app.srcdir) / EDITION_FILE
    if "body" in context and path.exists():
        edition = json.loads(path.read_text(encoding="utf-8"))
        context["body"] = edition_line(edition, pagename) + context["body"]


def edition_line(edition: dict, pagename: str) -> str:
    """
    HTML of the edition line.

    Args:
        edition: ``title``, ``as_of``, ``known_at`` and ``others``.
        pagename: Page within the edition, such as ``battlefield/attrition``.

    Returns:
        A paragraph with links relative to the page.
    """
    up = "../" * (pagename.count("/") + 1)
    others = [
        f'<a href="{up}{escape(other["name"])}/{escape(pagename)}.html">{escape(other["title"])}</a>'
        for other in edition["others"]
    ]
    also = f" This page in other editions: {', '.join(others)}." if others else ""
    return (
        f'<p class="tf-edition" role="note"><strong>{escape(edition["title"])}</strong>, '
        f"as of {escape(words_for_date(edition['as_of']))}, knowing what had been published by "
        f"{escape(words_for_date(edition['known_at']))}.{also}</p>\n"
    )


def setup(app: Sphinx) -> dict:
    """
    Register the parts with Sphinx.
    """
    mathml.setup(app)
    app.add_css_file("threefronts.css")
    app.add_js_file("threefronts-what-if.js", loading_method="defer")
    app.add_js_file("threefronts-charts.js", loading_method="defer")
    app.connect("config-inited", use_own_assets)
    app.connect("html-page-context", add_edition_line)
    app.connect("build-finished", write_vega)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
