"""
The catalogue: every table is described, to be had as a file, and in the data package.
"""

import hashlib
import json

import pandas as pd
import pytest

from threefronts.site.catalogue import catalogue_page, data_package, publish_data
from threefronts.tables import read_manifest, table_names
from threefronts.tables.words import WARNING_SENTENCES

TABLES = table_names()
PANDAS = {"number": "float64", "integer": "float64", "string": "str", "boolean": "object", "date": "str"}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """
    The folder of data as the site carries it.
    """
    return publish_data(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def resources(published):
    """
    The resources of the published data package, by the path of their file.
    """
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert package == json.loads(json.dumps(data_package()))
    return {resource["path"]: resource for resource in package["resources"]}


@pytest.mark.parametrize("name", TABLES)
def test_a_reader_loads_each_table_in_one_line(published, resources, name):
    """
    pandas reads the file, its columns are those of the package, and its bytes are those of the hash.
    """
    resource = resources[f"{name}.csv"]
    frame = pd.read_csv(published / resource["path"], dtype="str", keep_default_na=False)
    assert list(frame.columns) == [field["name"] for field in resource["schema"]["fields"]]
    assert len(frame) == read_manifest(name).rows
    digest = hashlib.sha256((published / resource["path"]).read_bytes()).hexdigest()
    assert resource["hash"] == f"sha256:{digest}"
    assert resource["bytes"] == (published / resource["path"]).stat().st_size


@pytest.mark.parametrize("name", TABLES)
def test_the_schema_holds_for_the_file(published, resources, name):
    """
    Required columns have no gap, limits and enumerations hold, the primary key is unique.
    """
    resource = resources[f"{name}.csv"]
    frame = pd.read_csv(published / resource["path"], dtype="str", keep_default_na=False)
    for field in resource["schema"]["fields"]:
        cells, limits = frame[field["name"]], field["constraints"]
        filled = cells[cells != ""]
        assert not limits["required"] or len(filled) == len(cells), field["name"]
        assert set(filled) <= set(limits["enum"]) if "enum" in limits else True
        if "minimum" in limits:
            assert filled.astype("float64").min() >= limits["minimum"] or filled.empty
    assert not frame.duplicated(resource["schema"]["primaryKey"]).any()


@pytest.mark.parametrize("name", TABLES)
def test_the_page_says_what_the_manifest_says(name):
    """
    Title, rows, warnings in words, licence and the file stand on the page; a chapter of the book is a link.
    """
    manifest = read_manifest(name)
    chapters = manifest.consumers[:1]
    page = catalogue_page(chapters)
    section = page.split(f"### {manifest.title}\n")[1].split("\n##")[0]
    assert f"{manifest.rows:,}" in section
    assert f"data/{name}.csv" in section
    assert (manifest.licence["name"] or "none stated") in section
    assert all(WARNING_SENTENCES[warning] in section for warning in manifest.warnings)
    assert all(f"({stem}.ipynb)" in section for stem in chapters)


def test_the_site_carries_the_page_and_the_files(site):
    """
    Every edition has the page, and its links lead to the files beside the editions.
    """
    for edition in site.glob("20*"):
        page = (edition / "tables.html").read_text(encoding="utf-8")
        assert all(f'href="../data/{name}.csv"' in page for name in TABLES)
    assert sorted(str(path.relative_to(site / "data")) for path in site.glob("data/*/*.csv")) == [
        f"{name}.csv" for name in TABLES
    ]
