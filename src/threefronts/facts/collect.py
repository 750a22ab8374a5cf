"""
Read back what executed notebooks recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from threefronts.facts.judge import VERDICT_MIME
from threefronts.facts.record import FACT_MIME, GLUE_PREFIX, PHRASE_MIME
from threefronts.tables.load import TABLE_MIME

CHART_MIME = "application/vnd.vegalite.v6+json"  # of the charts that stand beside the records


@dataclass
class Records:
    """
    The records of one executed notebook, by key.
    """

    facts: dict[str, dict] = field(default_factory=dict)
    phrases: dict[str, dict] = field(default_factory=dict)
    verdicts: dict[str, dict] = field(default_factory=dict)
    tables: dict[str, dict] = field(default_factory=dict)


def collect(notebook: dict[str, Any]) -> Records:
    """
    Return the facts, wordings, verdicts and table reads in the outputs of *notebook*.
    """
    records = Records()
    for data in output_bundles(notebook):
        if FACT_MIME in data:
            records.facts[data[FACT_MIME]["key"]] = data[FACT_MIME]
        elif PHRASE_MIME in data:
            records.phrases[data[PHRASE_MIME]["key"]] = data[PHRASE_MIME]
        elif VERDICT_MIME in data:
            records.verdicts[data[VERDICT_MIME]["claim_id"]] = data[VERDICT_MIME]
        elif TABLE_MIME in data:
            records.tables[data[TABLE_MIME]["table"]] = data[TABLE_MIME]
    return records


def glued(notebook: dict[str, Any]) -> dict[str, str]:
    """
    Return the texts that prose can show, by key.
    """
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return {
        output["metadata"]["scrapbook"]["name"]: "".join(output["data"][f"{GLUE_PREFIX}text/plain"])
        for output in outputs
        if "scrapbook" in output.get("metadata", {})
    }


def output_bundles(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Yield the MIME bundle of each output of *notebook*, in order.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if "data" in output:
                yield output["data"]
