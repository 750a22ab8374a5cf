"""
Assemble the Sphinx source of one edition from its executed notebooks and the prose pages.
"""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat

from threefronts.site.catalogue import PAGE, catalogue_page
from threefronts.site.errors import BuildError
from threefronts.site.figures import FIGURE_MIME, Figure
from threefronts.tables import root

API_FILES = ("facts.json", "claims.json")
EDITION_FILE = "_edition.json"
_GLUE = "application/papermill.record/"
_SILENT = "application/vnd.threefronts."
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~@^!])")
_LIST_MARK = re.compile(r"^(\d*)([-+.):=])")
_GLUE_ELSEWHERE = re.compile(r"(\{glue:text\}`[^`:]+::[^`:]+)`")


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
        BuildError: An input is missing, or two charts share an id.
    """
    notebooks = sorted(executed.glob("*/*.ipynb"))
    if not notebooks:
        raise BuildError(f"No executed notebook in {executed}: run `threefronts run` for the edition first.")
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    _copy_prose(source)
    chapters = [path.relative_to(executed).with_suffix("").as_posix() for path in notebooks]
    (source / PAGE).write_text(catalogue_page(chapters), encoding="utf-8")
    _copy_api(executed, source / "api")
    _write_edition(edition, siblings, source)
    seen: dict[str, str] = {}
    for path in notebooks:
        stem = path.relative_to(executed).with_suffix("").as_posix()
        _assemble_notebook(path, stem, edition, source, seen)
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
        text = with_glue_format(page.read_text(encoding="utf-8"))
        (source / page.name).write_text(text, encoding="utf-8")


def _copy_api(executed: Path, target: Path) -> None:
    """
    The facts and claims that the site publishes.
    """
    target.mkdir()
    for name in API_FILES:
        if not (executed / name).exists():
            raise BuildError(f"{name} is missing in {executed}: run the whole edition, not a single chapter.")
        shutil.copyfile(executed / name, target / name)


def _write_edition(edition: object, siblings: Sequence[object], source: Path) -> None:
    """
    What the Sphinx extension prints on top of each page.
    """
    others = [{"name": other.name, "title": other.title} for other in siblings if other.name != edition.name]
    about = {
        "name": edition.name,
        "title": edition.title,
        "as_of": str(edition.as_of),
        "known_at": str(edition.known_at or edition.as_of),
        "others": others,
    }
    text = json.dumps(about, indent=1, ensure_ascii=False) + "\n"
    (source / EDITION_FILE).write_text(text, encoding="utf-8")


def _assemble_notebook(path: Path, stem: str, edition: object, source: Path, seen: dict[str, str]) -> None:
    """
    One chapter: figures become files, records that only machines read are left out.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            cell.source = with_glue_format(cell.source)
            continue
        cell.outputs = [output for output in map(_without_records, cell.outputs) if output is not None]
        for output in cell.outputs:
            figure = Figure.from_bundle(output.get("data", {}))
            if figure is None:
                continue
            if figure.id in seen:
                raise BuildError(f"Figure id {figure.id!r} is in {seen[figure.id]} and {stem}: rename one.")
            seen[figure.id] = stem
            figure.write(source / "figures")
            output.data = nbformat.from_dict({FIGURE_MIME: _placeholder(figure)})
            _frame(cell, figure, stem, edition)
    target = source / f"{stem}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


def _without_records(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """
    Output without the structured records; None when nothing is left for a reader.
    """
    data = output.get("data")
    if data is None:
        return output
    kept = {mime: content for mime, content in data.items() if not mime.startswith(_SILENT)}
    if "scrapbook" in output.get("metadata", {}):
        kept = {mime: content for mime, content in kept.items() if mime.startswith(_GLUE)}
    if not kept:
        return None
    output.data = nbformat.from_dict(kept)
    return output


def _placeholder(figure: Figure) -> dict:
    """
    All that the page needs to know of a figure; the rest lies in its files.
    """
    width, height = figure.size
    return {"id": figure.id, "alt": figure.alt, "width": width, "height": height}


def _frame(cell: nbformat.NotebookNode, figure: Figure, stem: str, edition: object) -> None:
    """
    Give the cell the caption, the note and the links of its figure.
    """
    if cell.metadata.get("mystnb", {}).get("figure"):
        raise BuildError(f"{stem}: the cell of {figure.id!r} shows two figures: split it.")
    caption = "\n\n".join(
        [escape_markdown(figure.caption), escape_markdown(figure.note), _links(figure, stem, edition)]
    )
    frame = {"figure": {"name": figure.label, "caption": caption}}
    cell.metadata["mystnb"] = nbformat.from_dict({**cell.metadata.get("mystnb", {}), **frame})


def with_glue_format(text: str) -> str:
    """
    Text whose glue from another page names a format: without one MyST-NB splits the key at its last colon.
    """
    return _GLUE_ELSEWHERE.sub(r"\1:s`", text)


def escape_markdown(text: str) -> str:
    """
    Plain text that Markdown leaves as it is, at the start of a line too.
    """
    return _LIST_MARK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def _links(figure: Figure, stem: str, edition: object) -> str:
    """
    Links to the figure's files, and the one command that makes it again.
    """
    up = "../" * stem.count("/")
    kinds = (("csv", "Data (CSV)"), ("json", "Chart (Vega-Lite)"), ("svg", "Picture (SVG)"))
    links = [f'<a href="{up}figures/{figure.id}.{kind}">{words}</a>' for kind, words in kinds]
    command = f"threefronts run {stem} --as-of {edition.as_of} --known-at {edition.known_at or edition.as_of}"
    return f'<span class="tf-links">{" · ".join(links)} · made by `{command}`</span>'
