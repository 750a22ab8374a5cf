"""
Last touches on built pages.
"""

from threefronts.site.mathml import plain_tex
from threefronts.site.polish import polished

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def test_random_equation_ids_become_numbers() -> None:
    """
    An equation without a label has the same id in every build, and its link follows.
    """
    page = f'<p id="equation-{UUID}"><a href="#equation-{UUID}">#</a></p><p id="equation-stock"></p>'
    first = "equation-unlabelled-1"
    expected = f'<p id="{first}"><a href="#{first}">#</a></p><p id="equation-stock"></p>'
    assert polished(page) == expected


def test_fonts_are_not_preloaded_and_icons_not_drawn_twice() -> None:
    """
    A book in a folder gives no error for a refused font, and 1.5 MB of script stays out.
    """
    page = (
        '<link rel="preload" as="font" type="font/woff2" crossorigin href="_static/a.woff2" />\n'
        '<script src="_static/vendor/fontawesome/6.5.2/js/all.min.js?digest=1"></script>\n'
        '<link rel="stylesheet" href="a.css" />\n'
    )
    assert polished(page) == '<link rel="stylesheet" href="a.css" />\n'


def test_an_outer_environment_and_dots_are_put_in_known_words() -> None:
    """
    docutils reads rows and \\ldots, so align and \\dots are rewritten; \\dotsb is another command.
    """
    assert plain_tex("\\begin{align*}\na &= b \\\\\nc &= d\n\\end{align*}") == "a &= b \\\\\nc &= d"
    assert plain_tex("0, \\dots, n \\dotsb") == "0, \\ldots, n \\dotsb"
