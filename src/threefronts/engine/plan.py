"""
Plan: which notebooks run, in which wave, with which parameters.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threefronts.editions import Edition
from threefronts.engine.errors import RunError
from threefronts.engine.notebook import read_notebook
from threefronts.files import root

SYNTHESIS = "synthesis"
CHANGES = "synthesis/changes"  # it tells how an edition differs from the one before


@dataclass(frozen=True)
class Run:
    """
    One execution of one notebook; ``copies_of`` is a day where rows are to be as that day's copies said.
    """

    stem: str
    source: Path
    parameters: dict[str, Any]
    copies_of: str = ""

    @property
    def is_synthesis(self) -> bool:
        """
        Whether it reads what the three fronts found, and so runs after them.
        """
        return self.stem.startswith(f"{SYNTHESIS}/")


def stems() -> list[str]:
    """
    Return every notebook as ``<front>/<stem>``, sorted.
    """
    folder = root() / "notebooks"
    return sorted(str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*.ipynb"))


def plan(
    edition: Edition, chosen: Sequence[str] = (), overrides: Mapping[str, str] | None = None
) -> list[Run]:
    """
    Plan the runs of *edition*.

    Args:
        edition: Gives the dates and its own parameters.
        chosen: The stems to run; none means all. A synthesis chapter brings the three fronts with it.
        overrides: Parameters of the chosen notebooks as text, read as the type of their default.

    Raises:
        RunError: A stem or a parameter does not exist, or a value does not fit its parameter.
    """
    known = stems()
    for stem in (*chosen, *edition.parameters):
        if stem not in known:
            raise RunError(f"there is no notebook {stem}. Notebooks: {', '.join(known)}")
    wanted = list(chosen) or known
    if any(stem.startswith(SYNTHESIS) for stem in wanted):
        wanted = sorted({*wanted, *(stem for stem in known if not stem.startswith(SYNTHESIS))})
    runs = [_run(edition, stem, overrides or {}) for stem in wanted]
    _refuse_unused(runs, overrides or {})
    return runs


def default_parameters(source: Path) -> dict[str, Any]:
    """
    Return the literals of the ``parameters`` cell of the notebook at *source*.

    Raises:
        RunError: It has no such cell, or the cell holds more than literals.
    """
    for cell in read_notebook(source)["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            try:
                statements = ast.parse(cell["source"]).body
                return {node.targets[0].id: ast.literal_eval(node.value) for node in statements}
            except (SyntaxError, ValueError, AttributeError) as error:
                raise RunError(
                    f"{source.name}: its parameters cell must hold literals only ({error})"
                ) from error
    raise RunError(f"{source.name}: no cell is tagged 'parameters'")


def _run(edition: Edition, stem: str, overrides: Mapping[str, str]) -> Run:
    source = root() / "notebooks" / f"{stem}.ipynb"
    defaults = default_parameters(source)
    values = edition.values(stem)
    unknown = sorted(set(values) - set(defaults))
    if unknown:
        raise RunError(f"edition {edition.name}: {stem} has no parameter {', '.join(unknown)}")
    values |= {
        name: _parse(stem, name, text, defaults[name]) for name, text in overrides.items() if name in defaults
    }
    return Run(stem, source, values)


def _parse(stem: str, name: str, text: str, default: Any) -> Any:
    if isinstance(default, str):
        return text
    try:
        value = ast.literal_eval({"true": "True", "false": "False"}.get(text, text))
    except (SyntaxError, ValueError):
        value = text
    fits = isinstance(value, bool) == isinstance(default, bool) and (
        isinstance(value, type(default)) or (isinstance(default, float) and isinstance(value, int))
    )
    if not fits:
        raise RunError(
            f"{stem}: {name}={text} does not fit; its default is {default!r} ({type(default).__name__})"
        )
    return value


def _refuse_unused(runs: Sequence[Run], overrides: Mapping[str, str]) -> None:
    used = {name for run in runs for name in run.parameters}
    unused = sorted(set(overrides) - used)
    if unused:
        offered = {run.stem: ", ".join(default_parameters(run.source)) for run in runs}
        listing = "; ".join(f"{stem}: {names}" for stem, names in offered.items())
        raise RunError(f"no notebook that runs has the parameter {', '.join(unused)}. They have {listing}")
