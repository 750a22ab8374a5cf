"""
Last touches on built pages.
"""

import base64
import hashlib
from pathlib import Path

from threefronts.site.mathml import plain_tex
from threefronts.site.policy import content_policy, with_policy
from threefronts.site.polish import polished
from threefronts.site.scripts import deferred
from threefronts.site.styles import one_sheet

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
    assert with_policy(page).startswith(f'<meta charset="utf-8" />\n    {meta}')


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
    No paragraph in a summary, no scoped style, no id twice, no label that controls something.
    """
    label = '<label aria-controls="sd-tab-item-0-content" class="sd-tab-label" for="sd-tab-item-0">'
    assert polished(label) == '<label class="sd-tab-label" for="sd-tab-item-0">'
    summary = '<summary><p class="collapsed admonition-title">Show</p></summary>'
    expected = '<summary><span class="collapsed admonition-title">Show</span></summary>'
    assert polished(summary + "<style scoped>\n.dataframe {}\n</style>\n<table>") == expected + "<table>"
    twice = polished('<input id="search-input"><input id="search-input">')
    assert twice == '<input id="search-input"><input id="search-input-page">'


def test_one_sheet_keeps_what_a_page_or_a_script_can_use(tmp_path: Path) -> None:
    """
    Rules of classes that a page has, that a script may set or puts together stay, in their order, with what
    they import and their files; the others go, and so do the sheets they came in.
    """
    (tmp_path / "_static" / "deep").mkdir(parents=True)
    (tmp_path / "_static" / "base.css").write_text("p { color: red }")
    first = tmp_path / "_static" / "deep" / "first.css"
    first.write_text(
        '@import "../base.css"; .here { background: url("a.png") } .set { top: 1px } .gone b { top: 2px }'
    )
    (tmp_path / "_static" / "second.css").write_text(".bs-tooltip-end { left: 0 } p { color: #00f }")
    (tmp_path / "_static" / "a.js").write_text('element.classList.add("set")')
    page = tmp_path / "front" / "chapter.html"
    links = '<link href="../_static/deep/first.css?v=1" />\n<link href="../_static/second.css">\n'
    found = one_sheet(tmp_path, {page: f'{links}<p class="here">words</p>'})
    assert found[page] == '    <link rel="stylesheet" href="../_static/book.css">\n<p class="here">words</p>'
    expected = (
        "p{color:red}.here{background:url(deep/a.png)}.set{top:1px}\n.bs-tooltip-end{left:0}p{color:#00f}"
    )
    assert (tmp_path / "_static" / "book.css").read_text().replace('"', "") == expected
    assert not first.exists()


def test_scripts_wait_for_the_page_and_its_options_stand_in_it(tmp_path: Path) -> None:
    """
    No script holds up the reading of a page; an inline one finds the options that it changes.
    """
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "documentation_options.js").write_text("const OPTIONS = {};\n")
    page = (
        '<script src="../_static/documentation_options.js?v=1"></script><script src="a.js"></script>'
        '<script defer="defer" src="b.js"></script><script>OPTIONS.page = 1;</script>'
    )
    expected = (
        '<script>const OPTIONS = {};</script><script defer src="a.js"></script>'
        '<script defer="defer" src="b.js"></script><script>OPTIONS.page = 1;</script>'
    )
    assert deferred(tmp_path, page) == expected
