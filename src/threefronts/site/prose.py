"""
Numbers typed into prose: a sentence may show a number only where a chapter recorded it.

Left alone are years and dates, numbers within names and identifiers, calibres, mathematics and code, what
somebody is quoted with in quotation marks, counts in words, and pages that a program made.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from threefronts.site.errors import BuildError

_NOT_PROSE = re.compile(
    r"^```(?!\{).*?^```|^```[^\n]*$"  # fenced code; of a directive the fence alone
    r"|^---\n.*?^---$"  # front matter
    r"|<!--.*?-->|<[a-z/][^>\n]*>"  # HTML
    r"|\$\$.*?\$\$|\$[^$\n]+\$|\\begin\{(\w+\*?)\}.*?\\end\{\1\}"  # mathematics
    r"|\{[\w:-]+\}`[^`\n]*`|`[^`\n]*`"  # roles, among them the recorded numbers, and code
    r"|\]\([^)\n]*\)|https?://\S+"  # addresses
    r"|\([\w-]+\)="  # labels
    r"|^:::+[^\n]*$|^:\w+:[^\n]*$",  # fences of directives and their options
    re.DOTALL | re.MULTILINE,
)
_LONE = re.compile(r"\$([\d.,]+)\$")  # a number that is set as mathematics is typed all the same
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NAMED = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b"
    rf"|\b\d{{1,2}}(?: to \d{{1,2}})? {_MONTH}\b(?: \d{{4}})?|\b{_MONTH} \d{{1,2}}\b"
    r"|\b(?:1[5-9]|20)\d{2}s?\b"  # years
    r"|\b\d{2,3} (?:and \d{2,3} )?mm\b"  # calibres, which name a shell
)
_NUMBER = re.compile(r"(?<![\w.,-])[\u2212-]?\d+(?:[.,]\d+)*(?![\w-])")


_MADE = "<!-- made by "  # starts a page whose numbers a program wrote from a file of results


def typed_numbers(markdown: str) -> Iterator[tuple[int, str]]:
    """
    Yield each number that is typed into the prose of *markdown*: its line, from 1, and the number.

    Digits that touch a letter or a hyphen belong to a name, such as T-72 or B01.
    """
    text = _LONE.sub(r"\1", markdown)
    for pattern in (_NOT_PROSE, _QUOTED, _NAMED):
        text = pattern.sub(_blank, text)
    for found in _NUMBER.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[0]


def _blank(match: re.Match) -> str:
    """
    Nothing in place of the match, on as many lines; a letter keeps digits apart that were not neighbours.
    """
    return " " + "\n" * match[0].count("\n") + " "


def refuse_typed_numbers(paths: Iterable[Path]) -> None:
    """
    Check the prose of pages and notebooks.

    Raises:
        BuildError: A number is typed; the message names each with its place.
    """
    found = [f"{path.parent.name}/{path.name}, {typed}" for path in paths for typed in typed_in_page(path)]
    if found:
        raise BuildError(
            "Numbers are typed into prose. Record each with fact() and show it with {glue:text}, "
            "or write a count in words:\n" + "\n".join(found)
        )


def typed_in_page(path: Path) -> list[str]:
    """
    Each number typed into a page or a notebook, as ``line: number``; a line of a notebook has its cell first.
    """
    if path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
        pages = {"": "" if text.startswith(_MADE) else text}
    else:
        cells = enumerate(nbformat.read(path, as_version=4).cells)
        pages = {f"cell {at}, ": cell.source for at, cell in cells if cell.cell_type == "markdown"}
    return [
        f"{where}line {line}: {number}"
        for where, text in pages.items()
        for line, number in typed_numbers(text)
    ]
