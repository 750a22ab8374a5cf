"""
Assemble the Sphinx source of one edition from its executed notebooks and the prose pages.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat

from threefronts.site.address import base_url
from threefronts.site.api import API, start_api, write_package
from threefronts.site.blocks import Chapter, block
from threefronts.site.cards import CARDS, write_card
from threefronts.site.catalogue import PAGE, catalogue_page
from threefronts.site.citation import write_citation
from threefronts.site.errors import BuildError
from threefronts.site.evidence import evidence_links, point_to_evidence
from threefronts.site.figure_index import FIGURES_PAGE, figures_page
from threefronts.site.figures import FIGURE_MIME, FIGURES, Figure
from threefronts.site.front_page import front_page
from threefronts.site.prose import refuse_typed_numbers
from threefronts.site.reading_order import reading_order
from threefronts.site.records import title_of, write_records
from threefronts.site.sharing import EDITION_FILE
from threefronts.site.switcher import about_edition, known_at
from threefronts.tables import root

_SILENT = "application/vnd.threefronts."


def assemble(executed: Path, edition: object, source: Path, siblings: Sequence[object] = ()) -> Path:
    """
    Write the Sphinx source of an edition.

    Args:
        executed: Folder with ``<front>/<stem>.ipynb``, ``facts.json`` and ``claims.json``.
        edition: Has ``name``, ``title``, ``as_of`` and ``known_at``.
        source: Folder to make; what it held is removed.
        siblings: The other editions that stand beside this one in the site.

    Returns:
        *source*.

    Raises:
        BuildError: An input is missing, two charts share an id, or a number is typed into prose.
    """
    notebooks = sorted(executed.glob("*/*.ipynb"))
    if not notebooks:
        raise BuildError(f"No executed notebook in {executed}: run `threefronts run` for the edition first.")
    refuse_typed_numbers([*sorted((root() / "book").glob("*.md")), *notebooks])
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    about = about_edition(edition, siblings)
    _copy_prose(source)
    _fill_front_page(source / "index.md", executed, about)
    chapters = [path.relative_to(executed).with_suffix("").as_posix() for path in notebooks]
    (source / PAGE).write_text(catalogue_page(chapters), encoding="utf-8")
    start_api(executed, source / API)
    _write_edition(about, source)
    write_records(executed, known_at(edition), source)
    _assemble_chapters(executed, edition, source)
    write_citation(source / API, edition)
    write_package(source / API, edition)
    return source


def _copy_prose(source: Path) -> None:
    """
    Configuration, table of contents and prose pages.
    """
    for name in ("_config.yml", "_toc.yml"):
        if not (root() / name).exists():
            raise BuildError(f"{name} is missing at the root of the project: {root()}")
        shutil.copyfile(root() / name, source / name)
    for page in sorted((root() / "book").glob("*.md")):
        shutil.copyfile(page, source / page.name)


def _fill_front_page(page: Path, executed: Path, about: dict) -> None:
    """
    Put what the edition found into its front page.
    """
    if page.exists():
        page.write_text(front_page(page.read_text(encoding="utf-8"), executed, about), encoding="utf-8")


def _write_edition(about: dict, source: Path) -> None:
    """
    What the bar on top of each page says.
    """
    text = json.dumps(about, indent=1, ensure_ascii=False) + "\n"
    (source / EDITION_FILE).write_text(text, encoding="utf-8")


def _assemble_chapters(executed: Path, edition: object, source: Path) -> None:
    """
    Every chapter in reading order, the index of their figures, and a card each where links can be shared.
    """
    found: list[tuple[str, str, Figure]] = []
    order = {page: place for place, page in enumerate(reading_order(source))}
    stems = [path.relative_to(executed).with_suffix("").as_posix() for path in executed.glob("*/*.ipynb")]
    chapters = {stem: nbformat.read(executed / f"{stem}.ipynb", as_version=4) for stem in stems}
    links = evidence_links(chapters)
    for stem in sorted(stems, key=lambda stem: (order.get(stem, len(order)), stem)):
        notebook = chapters[stem]
        point_to_evidence(notebook, links)
        title, figures = title_of(notebook) or stem, _assemble_notebook(notebook, stem, edition, source)
        _refuse_twins([figure.id for figure in figures], stem, found)
        found += [(stem, title, figure) for figure in figures]
        if figures and base_url():
            write_card(source / CARDS / f"{stem}.png", title, edition.title, figures[0])
    (source / FIGURES_PAGE).write_text(figures_page(found), encoding="utf-8")


def _refuse_twins(ids: Sequence[str], stem: str, found: Sequence[tuple[str, str, Figure]]) -> None:
    """
    Raise where two charts share an id.
    """
    places = [(figure.id, where) for where, _title, figure in found]
    for figure_id in ids:
        for known, where in places:
            if figure_id == known:
                raise BuildError(f"Figure id {figure_id!r} is in {where} and {stem}: rename one.")
        places.append((figure_id, stem))


def _assemble_notebook(
    notebook: nbformat.NotebookNode, stem: str, edition: object, source: Path
) -> list[Figure]:
    """
    One chapter: figures become files, records that only machines read are left out.
    """
    figures = []
    chapter = Chapter.of(notebook, stem, str(edition.as_of), known_at(edition))
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = [output for output in map(_without_records, cell.outputs) if output is not None]
        for output in cell.outputs:
            figure = Figure.from_bundle(output.get("data", {}))
            if figure is None:
                continue
            figures.append(figure)
            figure.write(source / FIGURES)
            output.data = nbformat.from_dict({FIGURE_MIME: _placeholder(figure)})
            _frame(cell, figure, chapter)
    target = source / f"{stem}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
    return figures


def _without_records(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """
    Output without the structured records; None when nothing is left for a reader.
    """
    data = output.get("data")
    if data is None:
        return output
    kept = {mime: content for mime, content in data.items() if not mime.startswith(_SILENT)}
    if not kept or "scrapbook" in output.get("metadata", {}):
        return None
    output.data = nbformat.from_dict(kept)
    return output


def _placeholder(figure: Figure) -> dict:
    """
    All that the page needs to know of a figure; the rest lies in its files.
    """
    width, height = figure.size
    return {"id": figure.id, "alt": figure.alt, "width": width, "height": height}


def _frame(cell: nbformat.NotebookNode, figure: Figure, chapter: Chapter) -> None:
    """
    Give the cell the block of its figure.
    """
    if cell.metadata.get("mystnb", {}).get("figure"):
        raise BuildError(f"{chapter.stem}: the cell of {figure.id!r} shows two figures: split it.")
    frame = {"figure": {"name": figure.label, "caption": block(figure, chapter)}}
    cell.metadata["mystnb"] = nbformat.from_dict({**cell.metadata.get("mystnb", {}), **frame})
