"""
A project with one table and three small notebooks, for tests of batches and of a cluster.
"""

from pathlib import Path
from shutil import copytree

import nbformat
import yaml

from threefronts.tables import seal

PROJECT = Path(__file__).resolve().parents[2]
LOSSES = """
from threefronts.absence import NoDataError
from threefronts.facts import fact
from threefronts.tables import load_table

known = load_table("battlefield/tanks", known_at or as_of)
if known.empty:
    raise NoDataError("no data before 2022-03-01: the table starts on that day")
fact("tanks_lost", share * int(known["lost"].sum()), unit="vehicles", sources=["oryx"], low=0, high=1000)
if len(known) > 1:
    fact("weeks_counted", len(known), unit="weeks", sources=["oryx"])
"""
STORES = 'from threefronts.facts import fact\nfact("tanks_stored", 50, unit="vehicles", sources=["oryx"])'
JOINED = """
from threefronts.facts import fact, read

found = read(as_of, known_at).facts.set_index("key")["value"]
fact("tanks_in_all", float(found.sum()), unit="vehicles", sources=["oryx"])
"""
MANIFEST = {
    "title": "Tanks lost by week",
    "description": "One row is one week.",
    "class": "transcribed",
    "builder": None,
    "sources": [],
    "licence": {"name": None, "redistribution": "facts_only", "checked": "2026-11-23"},
    "vintage": "2026-11-23",
    "integrity": {"sha256": "0", "rows": 0},
    "key": ["event_date"],
    "fields": {
        "event_date": {"type": "date", "description": "End of the week"},
        "published_on": {"type": "date", "description": "Day of publication"},
        "lost": {"type": "integer", "min": 0, "unit": "vehicles", "description": "How many"},
        "source_id": {"type": "string", "description": "Who says it"},
    },
    "warnings": [],
    "consumers": ["battlefield/losses"],
}


def make_project(folder: Path) -> Path:
    """
    Make the project in *folder* and return it; the environment is to name it as the root.
    """
    for front, stem, code in (
        ("battlefield", "losses", LOSSES),
        ("industry", "stores", STORES),
        ("synthesis", "joined", JOINED),
    ):
        _notebook(folder / "notebooks" / front / f"{stem}.ipynb", code)
    (folder / "editions").mkdir()
    (folder / "requirements.txt").write_text("")
    copytree(PROJECT / "data" / "synthesis", folder / "data" / "synthesis")
    (folder / "data" / "sources.yml").write_bytes((PROJECT / "data" / "sources.yml").read_bytes())
    (folder / "data" / "battlefield").mkdir()
    write_tanks(folder, {"2022-03-01": 10, "2022-03-08": 20})
    return folder


def write_tanks(folder: Path, lost: dict[str, int]) -> None:
    """
    Write and seal the table of *folder*, which is the root.
    """
    table = folder / "data" / "battlefield" / "tanks"
    rows = [f"{day},{day},{number},oryx\n" for day, number in lost.items()]
    table.with_suffix(".csv").write_text("event_date,published_on,lost,source_id\n" + "".join(rows))
    table.with_suffix(".yml").write_text(yaml.safe_dump(MANIFEST, sort_keys=False))
    seal("battlefield/tanks")


def _notebook(path: Path, code: str) -> None:
    parameters = 'as_of = "2022-03-08"\nknown_at = ""\nshare = 1'
    cells = [
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code.strip()),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
