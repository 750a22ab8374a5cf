"""
The data of an edition as files: facts, claims and figures, their schemas, and a package that lists them.
"""

import hashlib
import json
import shutil
from pathlib import Path

from threefronts.site.errors import BuildError
from threefronts.site.switcher import known_at

API = "api"
PACKAGE = "datapackage.json"
SCHEMAS = Path(__file__).parent / "schema"
MEDIATYPES = {"csv": "text/csv", "json": "application/json", "svg": "image/svg+xml"}
TITLES = {
    "facts": "Every number that the prose may show, with unit, interval and sources",
    "claims": "Every claim with its verdict, reason and voices",
}


def start_api(executed: Path, folder: Path) -> None:
    """
    Make *folder* with the facts and claims of an execution and the schemas; figures are written there later.

    Raises:
        BuildError: Facts or claims are missing, as they are after the run of a single chapter.
    """
    folder.mkdir()
    for name in TITLES:
        found = executed / f"{name}.json"
        if not found.exists():
            raise BuildError(
                f"{found.name} is missing in {executed}: run the whole edition, not one chapter."
            )
        shutil.copyfile(found, folder / found.name)
    shutil.copytree(SCHEMAS, folder / "schema")


def write_package(folder: Path, edition: object) -> None:
    """
    Write ``datapackage.json``, in the Frictionless standard, over all that lies in *folder* for readers.
    """
    files = [folder / f"{name}.json" for name in TITLES]
    files += [path for path in sorted(folder.glob("figures/*")) if path.suffix[1:] in MEDIATYPES]
    captions = {
        path.stem: _caption(path) for path in files if path.parent != folder and path.suffix == ".json"
    }
    package = {
        "profile": "data-package",
        "name": f"threefronts-{edition.name}",
        "title": f"Three Fronts, {edition.title}",
        "description": f"As of {edition.as_of}, from what had been published by {known_at(edition)}.",
        "resources": [_resource(path, folder, captions) for path in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / PACKAGE).write_text(text, encoding="utf-8")


def _caption(path: Path) -> str:
    return json.loads(path.read_text(encoding="utf-8"))["usermeta"]["threefronts"]["caption"]


def _resource(path: Path, folder: Path, captions: dict[str, str]) -> dict:
    content, kind = path.read_bytes(), path.suffix[1:]
    return {
        "name": f"{path.stem}-{kind}".replace("_", "-"),
        "path": path.relative_to(folder).as_posix(),
        "title": TITLES[path.stem] if path.parent == folder else captions[path.stem],
        "format": kind,
        "mediatype": MEDIATYPES[kind],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
