"""
Maths as MathML, made when the book is built: no script, no network.
"""

import re

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html import HTML5Translator

LOGGER = logging.getLogger(__name__)
_DISPLAY = re.compile(r"\s*\\begin\{(align|equation|gather)(\*?)\}(.*)\\end\{\1\2\}\s*", re.DOTALL)
_DOTS = re.compile(r"\\dots(?![a-zA-Z])")


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """
    Write inline maths.
    """
    self.body.append(_mathml(self, node, as_block=False))
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """
    Write displayed maths, with its number when it has one.
    """
    self.body.append(self.starttag(node, "div", CLASS="math-block"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(_mathml(self, node, as_block=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(self: HTML5Translator, node: nodes.Element, as_block: bool) -> str:
    """
    MathML of a node; a warning, fatal under -W, and the source text when docutils cannot read it.
    """
    try:
        return tex2mathml(plain_tex(node.astext()), as_block=as_block)
    except MathError as error:
        LOGGER.warning("maths not understood: %s in %r", error, node.astext(), location=node)
        return f"<code>{self.encode(node.astext())}</code>"


def plain_tex(text: str) -> str:
    """
    TeX in the words docutils knows: its rows need no outer environment, and it has no plain dots.
    """
    found = _DISPLAY.fullmatch(text)
    return _DOTS.sub(r"\\ldots", found[3].strip() if found else text)


def setup(app: Sphinx) -> None:
    """
    Register the renderer; ``html_math_renderer: mathml`` selects it.
    """
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_displaymath, None))
