"""
The block under a chart: caption, note, links to its files, its data as a table, and how to make it again.
"""

import ast
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import nbformat

from threefronts.facts.text import number_text
from threefronts.site.figures import FIGURES, Figure, flat_datasets, plain
from threefronts.tables.load import TABLE_MIME

SHOWN_ROWS = 30
SHOWN_DATASETS = 3
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~@^!])")
_LIST_MARK = re.compile(r"^(\d*)([-+.):=])")
_COUNTS_YEARS = re.compile(r"year|month|order|row|rank|_id$")


@dataclass(frozen=True)
class Chapter:
    """
    What the blocks of one chapter share.

    Attributes:
        stem: Such as ``battlefield/attrition``.
        as_of, known_at: Days of the edition, ISO.
        parameters: Name to value, as the chapter ran.
        tables: Table name to its record, ``rows`` and ``sha256``, as the chapter read it.
    """

    stem: str
    as_of: str
    known_at: str
    parameters: Mapping[str, object]
    tables: Mapping[str, dict]

    @classmethod
    def of(cls, notebook: nbformat.NotebookNode, stem: str, as_of: str, known_at: str) -> "Chapter":
        """
        Chapter of an executed notebook.
        """
        bundles = [out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", [])]
        tables = {
            bundle[TABLE_MIME]["table"]: bundle[TABLE_MIME] for bundle in bundles if TABLE_MIME in bundle
        }
        return cls(stem, as_of, known_at, _parameters(notebook), tables)

    @property
    def command(self) -> str:
        """
        The command that executes the chapter as it was executed.
        """
        words = ["threefronts", "run", self.stem, "--as-of", self.as_of, "--known-at", self.known_at]
        for name, value in self.parameters.items():
            words += ["-p", f"{name}={value}"]
        return shlex.join(words)


def _parameters(notebook: nbformat.NotebookNode) -> dict[str, object]:
    """
    The literals of the parameter cells, the later over the earlier, without the days of the edition.
    """
    found: dict[str, object] = {}
    for cell in notebook.cells:
        if {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", [])):
            for line in ast.parse(cell.source).body:
                if isinstance(line, ast.Assign):
                    found[line.targets[0].id] = ast.literal_eval(line.value)
    return {name: value for name, value in found.items() if name not in ("as_of", "known_at")}


def block(figure: Figure, chapter: Chapter) -> str:
    """
    The caption of the figure in MyST: its first paragraph is the caption, the rest the legend.
    """
    parts = [escape_markdown(figure.caption), escape_markdown(figure.note), _links(figure, chapter)]
    return "\n\n".join([*parts, _data(figure, chapter), _again(figure, chapter)])


def escape_markdown(text: str) -> str:
    """
    Plain text that Markdown leaves as it is, at the start of a line too.
    """
    return _LIST_MARK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def _address(figure: Figure, chapter: Chapter, kind: str) -> str:
    return f"{'../' * chapter.stem.count('/')}{FIGURES}/{figure.id}.{kind}"


def _links(figure: Figure, chapter: Chapter) -> str:
    kinds = (("csv", "data (CSV)"), ("json", "spec (Vega-Lite)"), ("svg", "image (SVG)"))
    links = [f'<a href="{_address(figure, chapter, kind)}">{words}</a>' for kind, words in kinds]
    return f'<span class="tf-links">{" · ".join(links)}</span>'


def _data(figure: Figure, chapter: Chapter) -> str:
    """
    What the chart draws as tables to read, cut where they are long.
    """
    datasets = flat_datasets(figure.spec)
    tables = "".join(_table(rows, figure) for rows in datasets[:SHOWN_DATASETS])
    is_cut = len(datasets) > SHOWN_DATASETS or any(len(rows) > SHOWN_ROWS for rows in datasets)
    whole = f'<a href="{_address(figure, chapter, "csv")}">all {sum(map(len, datasets)):,} rows (CSV)</a>'
    more = f"<p>The first rows; {whole}.</p>" if is_cut else ""
    return f'<details class="tf-data"><summary>data as a table</summary>{tables}{more}</details>'


def _table(rows: list[dict], figure: Figure) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f'<th scope="col">{escape(_heading(name))}</th>' for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(name, row.get(name))}</td>' for name in columns)}</tr>"
        for row in rows[:SHOWN_ROWS]
    )
    label = f'<caption class="visually-hidden">Data of the figure {escape(figure.id)}</caption>'
    return (
        f'<div class="tf-table"><table class="tf-values">{label}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _heading(name: str) -> str:
    """
    The name of a column in words, its unit as readers write it.
    """
    return name.replace("_", " ").replace("km2", "km²").replace(" pct", ", %")


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or _COUNTS_YEARS.search(name):
        return " ".join(escape(str(plain(value))).split())
    return number_text(value)


def _again(figure: Figure, chapter: Chapter) -> str:
    """
    The command to copy, and the tables that the chart was drawn from, each with the hash of its bytes.
    """
    tables = figure.spec["usermeta"]["threefronts"].get("tables", [])
    read = [chapter.tables[name] for name in tables if name in chapter.tables]
    items = "".join(
        f"<li>{escape(table['table'])}, {table['rows']:,} rows, sha256 <code>{table['sha256']}</code></li>"
        for table in read
    )
    inputs = f"<p>It reads:</p><ul>{items}</ul>" if items else ""
    return (
        '<details class="tf-again"><summary>make it again</summary>'
        f"<p><code>{escape(chapter.command)}</code> "
        f'<button type="button" class="tf-copy" data-tf-does="copy">copy</button></p>{inputs}</details>'
    )
