"""
Executed notebooks in miniature, for tests that compare two executions.
"""

import json

from tables_project import NAME

from threefronts.facts.judge import VERDICT_MIME
from threefronts.facts.record import FACT_MIME, GLUE_PREFIX, PHRASE_MIME
from threefronts.regress.charts import CHART_MIME
from threefronts.tables import load_table
from threefronts.tables.load import TABLE_MIME, rows_hash

STEM = "battlefield/attrition"
POINTS = [{"day": "2025-04-21", "who": "Oryx", "lost": 5}, {"day": "2025-04-28", "who": "Oryx", "lost": 7}]


def fact(**overrides) -> dict:
    """
    Return one recorded fact, with other parts where they are given.
    """
    record = {
        "key": "tanks_lost",
        "value": 3444,
        "unit": "vehicles",
        "low": 3400,
        "high": 3500,
        "period": ["2024-04-28", "2025-04-28"],
        "tolerance": 0,
        "sources": ["oryx"],
    }
    return {FACT_MIME: record | overrides}


def verdict(**overrides) -> dict:
    """
    Return one recorded verdict, with other parts where they are given.
    """
    record = {"claim_id": "I05", "verdict": "mixed", "reason": "reaches across", "margin": 0.1}
    return {VERDICT_MIME: record | overrides}


def wording(text="rose") -> dict:
    """
    Return one recorded wording.
    """
    return {PHRASE_MIME: {"key": "pace_direction", "text": text}}


def chart(rows=POINTS, caption="Tanks", name="tanks_cumulative") -> dict:
    """
    Return one drawn chart.
    """
    about = {"id": name, "caption": caption}
    spec = {"datasets": {f"data_{json.dumps(rows)}": rows}, "usermeta": {"threefronts": about}}
    return {CHART_MIME: spec}


def read() -> dict:
    """
    Return the record that reading the small table leaves.
    """
    frame = load_table(NAME)
    return {TABLE_MIME: {"table": NAME, "rows": len(frame), "sha256": rows_hash(frame)}}


def notebook(*bundles: dict, source=("1 + 1",), text="2", glued=None) -> str:
    """
    Return the text of a notebook whose first cell put *bundles* out and whose second printed *text*.

    *glued* are texts for prose by their key.
    """
    outputs = [{"output_type": "display_data", "data": data} for data in bundles]
    outputs += [
        {
            "output_type": "display_data",
            "data": {f"{GLUE_PREFIX}text/plain": shown},
            "metadata": {"scrapbook": {"name": key, "mime_prefix": GLUE_PREFIX}},
        }
        for key, shown in (glued or {}).items()
    ]
    printed = [{"output_type": "stream", "name": "stdout", "text": [text]}]
    cells = [
        {"cell_type": "code", "source": list(source), "outputs": outputs, "metadata": {}},
        {"cell_type": "code", "source": ["print()"], "outputs": printed, "metadata": {}},
    ]
    return json.dumps({"cells": cells})
