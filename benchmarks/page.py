"""
The page of the book that shows the last results: ``page.py`` writes it again from ``results.json``.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "book" / "benchmarks.md"
HEAD = """\
<!-- made by make bench: every number is one of benchmarks/results.json -->
# Benchmarks

How long the notebooks take to execute, beside the tools that others use for it.
`make bench` measures them and writes this page; what a section compares is measured in one run.
Seconds are those of one machine; the ratios tell more.
"""


def write_page(found: list[dict]) -> None:
    """
    Write the page of the results *found*.
    """
    PAGE.write_text(page(found), encoding="utf-8")


def page(found: list[dict]) -> str:
    """
    Return the text of the page.
    """
    return "\n".join([HEAD, *(_section(result) for result in found)])


def _about(result: dict) -> str:
    machine = result["machine"]
    return (
        f"Measured on {result['date']}{' in the short way' if result['quick'] else ''}: "
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, "
        f"Python {machine['python']}; the load of the machine was {machine['load']} before it began."
    )


def _section(result: dict) -> str:
    rows = [
        f"| {row['case']} | {row['runs']:,} | {row['workers']} | {row['wall']:,.2f} | {row['cpu']:,.2f} |"
        for row in result["rows"]
    ]
    head = ["| what | runs | at once | seconds | seconds of processor time |", "|:--|--:|--:|--:|--:|"]
    return "\n".join([f"## {result['title']}", "", *head, *rows, "", *result["told"], "", _about(result), ""])


if __name__ == "__main__":
    write_page(json.loads((HERE / "results.json").read_text(encoding="utf-8")))
