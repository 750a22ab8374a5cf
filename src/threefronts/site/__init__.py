"""
The site: assemble an edition's source, build its book, lead to the newest.
"""

from threefronts.site.assemble import assemble
from threefronts.site.build import build_edition
from threefronts.site.catalogue import publish_data
from threefronts.site.errors import BuildError
from threefronts.site.feed import publish_feed
from threefronts.site.switcher import write_landing

__all__ = ["BuildError", "assemble", "build_edition", "publish_data", "publish_feed", "write_landing"]
