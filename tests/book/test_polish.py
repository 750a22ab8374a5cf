"""
Last touches on built pages.
"""

import base64
import hashlib

from threefronts.site.mathml import plain_tex
from threefronts.site.policy import content_policy
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


def test_a_policy_names_each_inline_script_and_no_other() -> None:
    """
    Only the book's files and the scripts it was built with run; one letter more and a script is refused.
    """
    page = '<meta charset="utf-8" /><script src="a.js"></script><script data-x="1">\n go() </script>'
    digest = base64.b64encode(hashlib.sha256(b"\n go() ").digest()).decode()
    policy = dict(part.split(" ", 1) for part in content_policy(page).split("; "))
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["default-src"] == "'none'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content_policy(page)}">'
    assert polished(page).startswith(f'<meta charset="utf-8" />\n    {meta}')


def test_no_handler_stays_in_the_markup() -> None:
    """
    The policy would refuse the theme's handlers, so its buttons ask the book's own script.
    """
    page = polished(
        '<button onclick="window.print()"></button><button onclick="toggleFullScreen()"></button>'
    )
    assert page == '<button data-tf-does="print"></button><button data-tf-does="fullscreen"></button>'


def test_a_row_carries_its_headings() -> None:
    """
    On a phone each cell of a claim stands under its own heading, the row's name included.
    """
    head = '<thead><tr><th scope="col">claim</th><th scope="col">why</th></tr></thead>'
    row = '<tr id="claim-b01"><th scope="row">B01</th><td>so</td></tr>'
    page = polished(f'<table class="tf-claims">{head}<tbody>{row}</tbody></table>')
    assert '<table class="tf-claims tf-stacked">' in page
    assert '<th data-label="claim" scope="row">B01</th><td data-label="why">so</td>' in page


def test_a_page_has_colours_without_scripts() -> None:
    """
    The theme's scripts turn "auto" into light or dark; without them a page is light and not bare.
    """
    assert polished('<html lang="en" data-theme="auto">') == '<html lang="en" data-theme="light">'


def test_what_scrolls_sideways_can_be_reached_by_keyboard() -> None:
    """
    Boxes of tables and of formulas take the focus, as axe asks.
    """
    for name in ("tf-table", "math-block", "pst-scrollable-table-container"):
        assert polished(f'<div class="{name}">') == f'<div class="{name}" tabindex="0">'


def test_the_markup_is_valid_where_the_theme_s_is_not() -> None:
    """
    No paragraph stands in a summary, no style is scoped, and no id is there twice.
    """
    summary = '<summary><p class="collapsed admonition-title">Show</p></summary>'
    expected = '<summary><span class="collapsed admonition-title">Show</span></summary>'
    assert polished(summary + "<style scoped>\n.dataframe {}\n</style>\n<table>") == expected + "<table>"
    twice = polished('<input id="search-input"><input id="search-input">')
    assert twice == '<input id="search-input"><input id="search-input-page">'
