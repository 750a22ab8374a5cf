"""
The data of an edition as files: what the schemas promise holds, and the page that documents them works.
"""

import hashlib
import json
import re
from pathlib import Path

import jsonschema
import pytest

from threefronts.editions import read_editions
from threefronts.site import assemble
from threefronts.site.api import SCHEMAS
from threefronts.tables import root

EDITIONS = {edition.name: edition for edition in read_editions()}
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request, tmp_path_factory) -> Path:
    """
    The folder of each accepted edition as the site carries it, assembled without a build.
    """
    folder = tmp_path_factory.mktemp("source") / request.param
    reference = root() / "book" / "editions" / request.param
    return assemble(reference, EDITIONS[request.param], folder)


def _json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _schema(edition: Path, name: str) -> jsonschema.Draft202012Validator:
    schema = _json(edition / "api" / "schema" / f"{name}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["facts", "claims", "datapackage"])
def test_each_file_is_as_its_published_schema_says(edition, name):
    """
    Who reads the schema beside a file knows what the file holds.
    """
    errors = _schema(edition, name).iter_errors(_json(edition / "api" / f"{name}.json"))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def test_each_figure_is_as_its_schema_says(edition):
    """
    Every chart says what it shows, from which tables and as of which day.
    """
    schema = _schema(edition, "figure")
    figures = sorted((edition / "api" / "figures").glob("*.json"))
    assert figures
    assert [path.name for path in figures if not schema.is_valid(_json(path))] == []


@pytest.mark.parametrize(
    ("name", "path", "wrong"),
    [
        ("facts", ("facts", "pace_km2_per_day", "low"), "0.9"),
        ("facts", ("facts", "pace_km2_per_day", "sources"), []),
        ("claims", ("claims", "B01", "verdict"), "true"),
        ("datapackage", ("resources", 0, "path"), "../facts.json"),
    ],
)
def test_a_schema_refuses_what_it_does_not_promise(edition, name, path, wrong):
    """
    The schemas are not so wide that anything passes.
    """
    content = _json(edition / "api" / f"{name}.json")
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    assert not _schema(edition, name).is_valid(content)


def test_the_package_lists_every_file_with_its_bytes(edition):
    """
    Nothing that readers may take lies in the folder unlisted, and each hash is that of the file.
    """
    folder = edition / "api"
    listed = {entry["path"]: entry for entry in _json(folder / "datapackage.json")["resources"]}
    found = {f"figures/{path.name}" for path in folder.glob("figures/*") if path.suffix != ".js"}
    assert set(listed) == found | {"facts.json", "claims.json"}
    assert len({entry["name"] for entry in listed.values()}) == len(listed)
    for path, entry in listed.items():
        content = (folder / path).read_bytes()
        assert (entry["bytes"], entry["hash"]) == (
            len(content),
            f"sha256:{hashlib.sha256(content).hexdigest()}",
        )


def test_the_lines_of_the_page_run(edition, monkeypatch):
    """
    pandas reads each file in one line: the lines that the page prints, and what it says follows.
    """
    monkeypatch.chdir(edition)
    page = (root() / "book" / "api.md").read_text(encoding="utf-8")
    names: dict = {}
    exec("\n".join(CODE.findall(page)), names)
    facts = _json(edition / "api" / "facts.json")["facts"]
    pace = eval(re.search(r"`(facts\.loc[^`]*)`", page)[1], names)
    assert (
        pace["low"] == pytest.approx(facts["pace_km2_per_day"]["low"], rel=1e-12)
        and pace["unit"] == "km2/day"
    )
    assert eval(re.search(r"`(claims\[[^`]*)`", page)[1], names).sum() == 43
    assert len(names["figure"]) > 100 and names["about"]["id"] == "occupied_total"
    assert set(names["files"]["format"]) == {"csv", "json", "svg"}


def test_every_schema_is_published_and_linked():
    """
    The page names each schema there is.
    """
    page = (root() / "book" / "api.md").read_text(encoding="utf-8")
    assert set(re.findall(r"api/schema/(\w+\.json)", page)) == {path.name for path in SCHEMAS.glob("*.json")}
