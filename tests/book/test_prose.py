"""
Numbers typed into prose are found, and what only looks like one is left alone.
"""

import nbformat
import pytest

from threefronts.site.prose import typed_in_page, typed_numbers
from threefronts.tables import root

PAGES = sorted([*root().glob("book/*.md"), *root().glob("notebooks/*/*.ipynb")])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_number_is_typed_into_prose(path):
    """
    Each number in a sentence of the book was recorded by a chapter, with its unit and sources.
    """
    assert typed_in_page(path) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They lost 3,444 tanks.", ["3,444"]),
        ("A share of 0.25, or 25 %.", ["0.25", "25"]),
        ("It fell by \u22123 a day.", ["\u22123"]),
        ("A number set as $152$ is typed too.", ["152"]),
        ("| row | 7 |", ["7"]),
        ("Of 12 in {glue:text}`all`, **5**.", ["12", "5"]),
        ("```{note}\nOf a directive the words count: 9.\n```", ["9"]),
        ("In May 1200 were built.", ["1200"]),
    ],
)
def test_a_typed_number_is_found(sentence, expected):
    """
    A number in a sentence, a table or a note that no chapter recorded is found, however it is written.
    """
    assert [number for _, number in typed_numbers(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "On 28 April 2025, in 2024, in the 1990s, from 3 to 5 May, by 2025-04-28.",
        "The T-72, the S-300, the Kh-101, B01 and km2 are names.",
        'The speaker said "about 300 tanks" and “200 missiles” a year.',
        "Two of the seven points stand.",
        "Recorded: {glue:text}`pace_4`, {numref}`fig-2`, `x = 4`, [page](a_1.md), https://example.org/3.",
        "$S_{t+1} = 2 S_t$ and\n\n$$\nx = 3 (y - 4)\n$$\n",
        "\\begin{align}\na &= 2\n\\end{align}",
        "A $155$ mm shell is no 122 and 152 mm shell.",
        '```python\nx = 4\n```\n<a href="x" width="3">y</a> <!-- 5 -->',
        ":::{grid} 1 1 3 3\n:gutter: 2\n:::",
        "(sec-4)=\n# Title",
    ],
)
def test_what_only_looks_like_a_number_is_left_alone(sentence):
    """
    Years, dates, names, calibres, quotations, counts in words, mathematics and code are exempt.
    """
    assert list(typed_numbers(sentence)) == []


def test_a_finding_says_where_to_look(tmp_path):
    """
    A page is named by line, a notebook by cell and line, and its code is no prose.
    """
    page = tmp_path / "page.md"
    page.write_text("# T\n\n```python\nx = 1\n```\nLost: 5.\n", encoding="utf-8")
    cells = [nbformat.v4.new_code_cell("x = 3"), nbformat.v4.new_markdown_cell("# T\n\nLost: 5.")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "chapter.ipynb")
    assert typed_in_page(page) == ["line 6: 5"]
    assert typed_in_page(tmp_path / "chapter.ipynb") == ["cell 1, line 3: 5"]
