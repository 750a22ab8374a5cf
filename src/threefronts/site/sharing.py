"""
What a page tells to those who share it or list it; only where the site's address is known.
"""

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from threefronts.site.address import base_url
from threefronts.site.cards import CARDS

EDITION_FILE = "_edition.json"


def tell_address(app: Sphinx, config: Config) -> None:
    """
    Give the address of the edition to Sphinx, Open Graph and the sitemap.
    """
    about = json.loads((Path(app.srcdir) / EDITION_FILE).read_text(encoding="utf-8"))
    config.html_baseurl = config.ogp_site_url = f"{base_url()}{about['name']}/"
    config.ogp_site_name = f"Three Fronts, {about['title']}"
    config.ogp_social_cards = {"enable": False}  # the book draws its own
    config.sitemap_url_scheme = "{link}"
    config.sitemap_excludes = ["search.html", "genindex.html"]


def name_card(app: Sphinx, page: str, _template: str, context: dict, _doctree: object) -> None:
    """
    Name the picture of a chapter; the field comes before Open Graph asks for it.
    """
    if (Path(app.srcdir) / CARDS / f"{page}.png").exists():
        picture = {
            "og:image": f"{app.config.ogp_site_url}{CARDS}/{page}.png",
            "og:image:alt": context["title"],
        }
        context["meta"] = {**(context.get("meta") or {}), **picture}
        context["metatags"] += '<meta name="twitter:card" content="summary_large_image" />\n'


def setup(app: Sphinx) -> None:
    """
    Set up the extensions that write the tags and the sitemap.
    """
    if base_url():
        app.connect("html-page-context", name_card, priority=400)
        app.setup_extension("sphinxext.opengraph")
        app.setup_extension("sphinx_sitemap")
        app.connect("config-inited", tell_address)
