"""
The picture that stands for a chapter where a link to it is shared: its title over its first chart.
"""

import re
import textwrap
from html import escape
from pathlib import Path

from threefronts.site.figures import Figure

CARDS = "api/cards"  # within an edition
WIDTH, HEIGHT, EDGE, HEAD = 1200, 630, 60, 190
_LETTERS = 46  # of a title's line
_OPEN = re.compile(r"<svg\b[^>]*>")
_BOX = re.compile(r'viewBox="([^"]+)"')


def write_card(path: Path, title: str, edition: str, figure: Figure) -> None:
    """
    Write the picture as PNG of 1200 x 630 pixels.
    """
    import vl_convert

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(vl_convert.svg_to_png(card_svg(title, edition, figure)))


def card_svg(title: str, edition: str, figure: Figure) -> str:
    """
    The picture as SVG.
    """
    edition = f"Three Fronts · {edition}"
    lines = textwrap.wrap(title, _LETTERS, max_lines=2, placeholder=" …")
    words = "".join(
        f'<text x="{EDGE}" y="{82 + 54 * number}" font-size="46" font-weight="bold">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" '
        f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Liberation Sans, Arial, sans-serif">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<rect width="14" height="{HEIGHT}" fill="#266b73"/>{words}'
        f'<text x="{EDGE}" y="{HEAD - 24}" font-size="26" fill="#595959">{escape(edition)}</text>'
        f"{_inner(figure)}</svg>"
    )


def _inner(figure: Figure) -> str:
    """
    The chart, as large as the room below the title, its proportions kept.
    """
    width, height = figure.size
    box = _BOX.search(figure.svg)
    place = (
        f'<svg x="{EDGE}" y="{HEAD}" width="{WIDTH - 2 * EDGE}" height="{HEIGHT - HEAD - EDGE // 2}" '
        f'preserveAspectRatio="xMidYMid meet" viewBox="{box[1] if box else f"0 0 {width} {height}"}">'
    )
    start = _OPEN.search(figure.svg)
    return place + figure.svg[start.end() :] if start else ""
