"""
Each claim of the list leads to the chart or the section that judges it.
"""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from threefronts.facts.collect import CHART_MIME
from threefronts.facts.judge import VERDICT_MIME
from threefronts.site.evidence import evidence_links, point_to_evidence

LISTED = '<details class="tf-claim" id="claim-{}"><dl><dt>evidence</dt><dd>the chapter</dd></dl></details>'


def judged(claim: str) -> nbformat.NotebookNode:
    """
    A cell that judges a claim.
    """
    return new_code_cell(outputs=[new_output("display_data", {VERDICT_MIME: {"claim_id": claim.upper()}})])


def drawn(figure: str) -> nbformat.NotebookNode:
    """
    A cell that shows a chart.
    """
    about = {"id": figure, "caption": "c", "note": "n"}
    data = {CHART_MIME: {"usermeta": {"threefronts": about}}, "image/svg+xml": "<svg/>"}
    return new_code_cell(outputs=[new_output("display_data", data)])


def told(text: str) -> nbformat.NotebookNode:
    """
    A cell of prose.
    """
    return new_markdown_cell(text)


FIRST = told("# Losses\nThe answer is {glue:text}`verdict_a01`.")


@pytest.mark.parametrize(
    ("cells", "anchor"),
    [
        ([FIRST, told("## One"), drawn("x_y"), told("## Two"), judged("a01")], "two"),
        ([FIRST, told("## Two"), drawn("x_y"), judged("a01"), drawn("z")], "fig-z"),
        ([FIRST, told("## Two"), drawn("w"), drawn("x_y"), judged("a01")], "fig-x-y"),
        ([FIRST, told("## One\nIt is {glue:text}`verdict_a01`."), drawn("w"), judged("a01")], "fig-w"),
        ([told("# L\n## Was it so?\n`verdict_a01`"), told("## All"), drawn("w"), judged("a01")], "was-it-so"),
        ([FIRST, judged("a01"), told("## Two\n`verdict_a01_reason`")], None),
        ([FIRST, told("## Two\nSee `verdict_b02`."), judged("a01")], "two"),
    ],
)
def test_a_claim_leads_to_the_chart_of_the_section_that_tells_its_verdict(cells, anchor):
    """
    The opening paragraph tells every verdict and is no evidence; a claim of another chapter is left to it.
    """
    links = evidence_links({"battlefield/losses": new_notebook(cells=cells)})
    assert set(links) == ({"a01"} if anchor else set())
    if anchor:
        assert f'href="../battlefield/losses.html#{anchor}"' in links["a01"]


def test_only_the_evidence_of_a_known_claim_is_changed():
    """
    A claim that no section judges keeps the link to its chapter, and takes none of its neighbour's.
    """
    unjudged = '<details class="tf-claim" id="claim-b02"><dl><dt>rule</dt><dd>r</dd></dl></details>'
    html = LISTED.format("a01") + unjudged + LISTED.format("c03")
    cell = new_code_cell(outputs=[new_output("display_data", {"text/html": html})])
    point_to_evidence(new_notebook(cells=[cell]), {"b02": "the wrong one", "c03": "the chart"})
    expected = LISTED.format("a01") + unjudged + LISTED.format("c03").replace("the chapter", "the chart")
    assert cell.outputs[0].data["text/html"] == expected


@pytest.mark.site
def test_every_claim_of_the_book_leads_to_a_place_in_its_chapter(site: Path):
    """
    All of them, in every edition; that the places exist is the business of the test of links.
    """
    for page in site.glob("2*/synthesis/claims.html"):
        goals = re.findall(r"<dt>evidence</dt><dd>(.*?)</dd>", page.read_text(encoding="utf-8"))
        assert len(goals) == 43
        assert all(
            re.match(r'<a href="\.\./\w+/\w+\.html#[\w-]+">the (chart|section)', goal) for goal in goals
        )
