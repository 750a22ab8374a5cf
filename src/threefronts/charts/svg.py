"""
The static picture of a chart, with the same bytes on every run.
"""

import copy
import html
import re

from threefronts.charts.theme import STATIC_WIDTH
from threefronts.drawing import draw_svg

_NUMBERED_ID = re.compile(r"\b(clip|gradient_)(\d+)\b")
_GEOMETRY = re.compile(r'\b(d|transform|points|viewBox|[xy][12]?|c[xy]|r|width|height)="([^"]*)"')
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_ARIA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


def draw(spec: dict) -> str:
    """
    SVG of a stable spec: drawn at a fixed width, numbers at 2 decimals, ids numbered by appearance.

    Args:
        spec: Vega-Lite spec with its data inside.

    Returns:
        The SVG text, with the spec's description as its label.
    """
    return _label(normalise(draw_svg(_with_fixed_width(spec))), spec.get("description", ""))


def normalise(picture: str) -> str:
    """
    SVG without what differs between two drawings of one chart, and without labels no reader meets.
    """
    seen: dict[str, str] = {}

    def number(match: re.Match) -> str:
        return seen.setdefault(match[0], f"{match[1]}{len(seen)}")

    picture = _NUMBERED_ID.sub(number, _ARIA.sub("", picture))
    return _GEOMETRY.sub(lambda match: f'{match[1]}="{_shorten(match[2])}"', picture)


def _shorten(text: str) -> str:
    """
    Numbers of one attribute at 2 decimals.
    """
    return _LONG_DECIMAL.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), text)


def _with_fixed_width(spec: dict) -> dict:
    """
    Spec whose container width is a number, as there is no container.
    """
    if spec.get("width") != "container":
        return spec
    fixed = copy.copy(spec)
    fixed["width"] = STATIC_WIDTH
    return fixed


def _label(picture: str, alt: str) -> str:
    """
    SVG that tells screen readers what it shows.
    """
    return picture.replace("<svg ", f'<svg role="img" aria-label="{html.escape(alt)}" ', 1)
