"""
Put a figure into a page: a static picture that needs no script, and a place for the live chart.
"""

from html import escape
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from threefronts.site.figures import FIGURE_MIME, FIGURES

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer


class ChartRenderer:
    """
    MyST-NB renderer for assembled figures.
    """

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("*", FIGURE_MIME, 1)]

    @staticmethod
    def handle_mime(
        renderer: "NbElementRenderer", data: "MimeData", inline: bool
    ) -> list[nodes.Element] | None:
        """
        Return the nodes of a figure's body; None for any other mime type.
        """
        if inline or data.mime_type != FIGURE_MIME:
            return None
        docname = renderer.renderer.sphinx_env.docname
        return [nodes.raw(text=chart_html(data.content, docname.count("/")), format="html")]


def chart_html(figure: dict, depth: int) -> str:
    """
    HTML of a figure's body.

    Args:
        figure: ``id``, ``alt``, ``width`` and ``height`` of the static picture.
        depth: How many folders the page lies below the edition's root.

    Returns:
        A ``div`` that the loader script completes on sight.
    """
    base = f"{'../' * depth}{FIGURES}/{figure['id']}"
    return (
        f'<div class="tf-chart" data-chart="{escape(figure["id"])}" data-chart-src="{escape(base)}.js" '
        f'data-chart-state="static"><div class="tf-chart-live"></div>'
        f'<img class="tf-chart-static" src="{escape(base)}.svg" alt="{escape(figure["alt"])}" '
        f'width="{figure["width"]}" height="{figure["height"]}" loading="lazy"></div>'
    )
