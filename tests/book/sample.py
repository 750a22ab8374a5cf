"""
A small project with two executed chapters, to build a book without running a kernel.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd

from threefronts.charts.renderer import render
from threefronts.tables import root

TOC = """\
format: jb-book
root: index
parts:
  - caption: Battlefield
    chapters:
      - file: battlefield/attrition
  - caption: Synthesis
    chapters:
      - file: synthesis/claims
"""
INDEX = """\
# Sample

Losses were {glue:text}`battlefield/attrition.ipynb::tanks_lost`, as {numref}`fig-sample-line` shows.

$$
S_{t+1} = (S_t + x_t)(1 - r_t)
$$ (eq-stock)

Equation {eq}`eq-stock` rolls the stock forward, in months $t \\in \\{0, 1, \\dots\\}$:

\\begin{align}
a &= \\frac{1}{2} \\\\
b &= \\sqrt{a} \\quad \\text{and } \\hat{b} \\le \\sum_{i=1}^{n} x_i
\\end{align}
"""


PARAMETERS = 'as_of = "2025-04-28"  # the day\nscenario = "the base"'


@dataclass(frozen=True)
class SampleEdition:
    """
    What the site asks of an edition.
    """

    name: str
    title: str
    as_of: str
    known_at: str


EDITIONS = (
    SampleEdition("2025-04-28", "28 April 2025", "2025-04-28", "2025-04-28"),
    SampleEdition("2026-08-22", "22 August 2026", "2026-08-22", "2026-08-22"),
)


def make_project(folder: Path) -> Path:
    """
    Write a project root: the real configuration, a short table of contents, one prose page.
    """
    (folder / "book").mkdir(parents=True)
    (folder / "data").mkdir()
    shutil.copyfile(root() / "data" / "sources.yml", folder / "data" / "sources.yml")
    (folder / "book" / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
    (folder / "_config.yml").write_text(
        (root() / "_config.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return folder


def make_executed(folder: Path) -> Path:
    """
    Write an executed edition: two chapters, facts and claims.
    """
    _write(
        folder / "battlefield/attrition.ipynb", "Losses", [fact_output("tanks_lost", "3,444")], line_chart()
    )
    _write(folder / "synthesis/claims.ipynb", "Claims", [], map_chart(), brush_chart())
    for name in ("facts.json", "claims.json"):
        (folder / name).write_text(json.dumps({"sample": True}), encoding="utf-8")
    return folder


def framed(
    chart: alt.TopLevelMixin, figure_id: str, caption: str = "Tanks * lost_a, up $5"
) -> alt.TopLevelMixin:
    """
    Chart with the fields that ``figure()`` sets, without asking for a table.
    """
    about = {"id": figure_id, "caption": caption, "note": "As of 28 April 2025.", "tables": [], "as_of": ""}
    return chart.properties(description=f"What {figure_id} shows", usermeta={"threefronts": about})


def line_chart() -> alt.TopLevelMixin:
    """
    A line for each of two sources, as wide as the page.
    """
    days = pd.date_range("2024-04-28", periods=60, freq="W")
    frame = pd.concat(
        pd.DataFrame(
            {"event_date": days, "tanks": [scale * n + 0.123456789 for n in range(60)], "source": name}
        )
        for name, scale in (("General Staff", 58), ("Oryx", 17))
    )
    chart = (
        alt.Chart(frame)
        .mark_line()
        .encode(x=alt.X("event_date:T", title=None), y=alt.Y("tanks:Q", title="Tanks lost"), color="source:N")
    )
    return framed(chart.properties(width="container", height=260), "sample_line")


def map_chart() -> alt.TopLevelMixin:
    """
    Two square oblasts, shaded.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"oblast": name, "share": share, "unused": 1},
            "geometry": {"type": "Polygon", "coordinates": [_square(west)]},
        }
        for name, share, west in (("East", 0.7, 37.0), ("West", 0.0, 30.0))
    ]
    chart = (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape()
        .encode(color=alt.Color("properties.share:Q", title="Share held"), tooltip="properties.oblast:N")
    )
    return framed(chart.properties(width="container", height=240), "sample_map")


def brush_chart() -> alt.TopLevelMixin:
    """
    Two panels, the upper choosing a span for the lower.
    """
    frame = pd.DataFrame({"month": range(1, 13), "rounds": [n * 10.5 for n in range(12)]})
    brush = alt.selection_interval(encodings=["x"])
    upper = alt.Chart(frame).mark_bar().encode(x="month:O", y="rounds:Q").properties(width=500, height=80)
    lower = upper.mark_line().transform_filter(brush)
    return framed(upper.add_params(brush) & lower, "sample_brush")


def fact_output(key: str, text: str) -> nbformat.NotebookNode:
    """
    Output of a glued fact.
    """
    prefix = "application/papermill.record/"
    record = {"key": key, "value": 3444, "low": 3000, "high": 3500, "unit": "vehicles", "sources": ["oryx"]}
    data = {prefix + "text/plain": repr(text), "application/vnd.threefronts.fact+json": record}
    return nbformat.v4.new_output(
        "display_data", data=data, metadata={"scrapbook": {"name": key, "mime_prefix": prefix}}
    )


def _wide_table() -> nbformat.NotebookNode:
    """
    A table wider than any phone.
    """
    frame = pd.DataFrame({f"a_long_column_name_{n}": [n * 1000] for n in range(14)})
    data = {"text/html": frame.to_html(), "text/plain": frame.to_string()}
    return nbformat.v4.new_output("execute_result", data=data, execution_count=9)


def _square(west: float) -> list[list[float]]:
    """
    Ring of a square of 4 degrees, clockwise as Vega expects.
    """
    return [[west, 47.0], [west, 51.0], [west + 4, 51.0], [west + 4, 47.0], [west, 47.0]]


def _write(path: Path, title: str, facts: list, *charts: alt.TopLevelMixin) -> None:
    """
    One chapter with a table record, facts and charts.
    """
    record = {"application/vnd.threefronts.table+json": {"table": "sample", "rows": 1, "sha256": "0"}}
    outputs = [nbformat.v4.new_output("display_data", data=record), *facts]
    cells = [
        nbformat.v4.new_markdown_cell(f"# {title}\n\nInline $r_t$ and money."),
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, outputs=outputs),
    ]
    for number, chart in enumerate(charts, start=2):
        bundle = render(chart.to_dict())
        result = nbformat.v4.new_output("execute_result", data=bundle, execution_count=number)
        cells.append(nbformat.v4.new_code_cell("chart", outputs=[result], execution_count=number))
    cells.append(nbformat.v4.new_code_cell("wide", outputs=[_wide_table()], execution_count=9))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
