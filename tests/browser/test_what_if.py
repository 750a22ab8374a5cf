"""
The sliders of the chapter on replacement: the page's own chart against the model, in a real browser.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pytest

from threefronts.charts.renderer import render
from threefronts.facts import record
from threefronts.models.stock import Flows, course, months_until_used_up
from threefronts.site.extension import STATIC
from threefronts.site.figures import FIGURES, Figure
from threefronts.site.mime import chart_html
from threefronts.site.vega import vega_bundle
from threefronts.tables import load, root

HALF_A_DIGIT = 0.051  # months are told with one digit after the point
EVALUATE = """
settings => {
  const view = document.querySelector('.tf-chart').result.view;
  return settings.map(one => {
    for (const [name, value] of Object.entries(one)) view.signal(name, value);
    view.run();
    const name = Object.keys(view.getState({data: () => true}).data)
      .find(key => (view.data(key)[0] || {}).restorable !== undefined);
    const rows = view.data(name).filter(row => row.series === 'store');
    const told = view.signal('told').match(/after ([\\d.,]+) months/);
    return [rows.map(row => [row.hulls, row.restorable, row.restored, row.change, row.in_service]),
            told && Number(told[1].replaceAll(',', ''))];
  });
}
"""
INPUTS = """
Object.fromEntries([...document.querySelectorAll('.vega-bindings input')].map(one => [one.name, +one.value]))
"""
TIME_ONE = """
async () => {
  const input = document.querySelector('.vega-bindings input');
  const taken = [];
  for (let step = 0; step < 20; step += 1) {
    const start = performance.now();
    input.value = String(Number(input.min) + step * 7);
    input.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return [taken[Math.floor(taken.length / 2)], taken[Math.floor(taken.length * 0.95)]];
}
"""


@dataclass(frozen=True)
class Chapter:
    """
    The chart of the chapter as the site publishes it: its page, and the numbers that no slider moves.
    """

    page: str
    fixed: dict[str, float]
    sliders: dict[str, dict]
    months: int


@pytest.fixture(scope="module")
def chapter(tmp_path_factory) -> Iterator[Chapter]:
    """
    Run the chapter, and lay its figure out as the site does: picture, script, loader and bundle.
    """
    folder = tmp_path_factory.mktemp("what_if")
    with pytest.MonkeyPatch.context() as patch:
        figure = Figure.from_bundle(render(_what_if(patch).to_dict()))
    figure.write(folder / FIGURES)
    (folder / "_vega").mkdir()
    (folder / "_vega/vega.js").write_text(vega_bundle(), encoding="utf-8")
    (folder / "_static").mkdir()
    for path in STATIC.iterdir():
        (folder / "_static" / path.name).write_bytes(path.read_bytes())
    about = {"id": figure.id, "alt": figure.alt, "width": figure.size[0], "height": figure.size[1]}
    names = ("threefronts-what-if.js", "threefronts-charts.js")
    scripts = "".join(f'<script defer src="_static/{name}"></script>' for name in names)
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>what if</title>'
        f'<link rel="stylesheet" href="_static/threefronts.css">{scripts}'
        f'<article class="bd-article"><figure id="{figure.label}">{chart_html(about, 0)}</figure></article>',
        encoding="utf-8",
    )
    params = {param["name"]: param for param in figure.spec["params"]}
    fixed = {name: params[name]["value"] for name in ("store", "service", "left_share")}
    sliders = {name: param for name, param in params.items() if "bind" in param}
    months = max(row["month"] for rows in figure.spec["datasets"].values() for row in rows)
    yield Chapter((folder / "page.html").as_uri(), fixed, sliders, months)


def _what_if(patch: pytest.MonkeyPatch) -> object:
    """
    Run the chapter's cells up to the chart with the sliders, and return it.
    """
    patch.setattr(record, "display", lambda *_args, **_options: None)
    patch.setattr(load, "_record_read", lambda *_read: None)
    notebook = nbformat.read(root() / "notebooks/industry/replacement.ipynb", as_version=4)
    names: dict = {}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        if "what_if_chart" in cell.source:
            body, _, shown = cell.source.rpartition("charts.figure(")
            exec(compile(f"{body}drawn = charts.figure({shown}", cell.id, "exec"), names)
            return names["drawn"]
        exec(compile(cell.source, cell.id, "exec"), names)
    raise AssertionError("the chapter draws no chart with sliders")


@pytest.fixture
def page(browser, chapter: Chapter) -> Iterator[object]:
    """
    The page opened from its folder, with the chart drawn, and no error in the console at the end.
    """
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    errors: list[str] = []
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    opened = context.new_page()
    yield _drawn(opened, chapter.page)
    assert errors == []
    context.close()


def _drawn(page: object, address: str) -> object:
    page.goto(address)
    page.wait_for_function(
        "document.querySelector('.tf-chart').dataset.chartState !== 'static'", timeout=15_000
    )
    assert page.get_attribute(".tf-chart", "data-chart-state") == "drawn"
    return page


def _settings(sliders: dict[str, dict], number: int) -> list[dict[str, float]]:
    rng = random.Random(20250428)
    ends = {name: (param["bind"]["min"], param["bind"]["max"]) for name, param in sliders.items()}
    drawn = [{name: rng.uniform(*end) for name, end in ends.items()} for _ in range(number - 2)]
    return [{name: end[side] for name, end in ends.items()} for side in (0, 1)] + drawn


def test_the_page_and_the_model_work_out_the_same_course(page, chapter):
    """
    500 random settings, and both ends of every slider: each month of the drawn data agrees to 1e-9.
    """
    settings = _settings(chapter.sliders, 500)
    found = page.evaluate(EVALUATE, settings)
    assert len(found) == 500
    for one, (rows, months) in zip(settings, found, strict=True):
        flows = Flows(
            chapter.fixed["store"],
            one["yield_pct"] / 100,
            one["refurbishment_per_month"],
            one["new_per_month"],
            one["lost_per_month"],
        )
        model = course(flows, chapter.months)
        in_service = (chapter.fixed["service"] + model.change).clip(0)
        expected = np.column_stack([model.hulls, model.restorable, model.restored, model.change, in_service])
        np.testing.assert_allclose(rows, expected, rtol=0, atol=1e-9)
        end = months_until_used_up(flows, chapter.fixed["left_share"])
        assert (months is None) == np.isinf(end)
        assert months is None or abs(months - end) < HALF_A_DIGIT


def test_a_key_press_moves_the_curve_the_words_and_the_address(page, chapter):
    """
    Every slider has a label, takes the keyboard, and moves what is drawn and told; the address keeps it.
    """
    labels = [param["bind"]["name"] for param in chapter.sliders.values()]
    assert page.locator(".vega-bindings label").all_inner_texts() != []
    for label in labels:
        slider = page.get_by_label(label)
        path = page.locator(".tf-chart-live svg").inner_html()
        told = page.locator(".tf-what-if-told").inner_text()
        slider.focus()
        for _ in range(12):
            page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "told => document.querySelector('.tf-what-if-told').innerText !== told", arg=told
        )
        assert page.locator(".tf-chart-live svg").inner_html() != path
    page.wait_for_function("window.location.search.includes('yield_pct=')")
    base = {name: param["value"] for name, param in chapter.sliders.items()}
    kept = page.evaluate("Object.fromEntries(new URLSearchParams(window.location.search))")
    assert {name: float(value) for name, value in kept.items()} == {
        name: value + 12 for name, value in base.items()
    }
    assert page.evaluate("window.location.hash") == "#fig-what-if"
    page.get_by_role("button", name="Back to the base case").click()
    page.wait_for_function("window.location.search === ''")
    assert [page.get_by_label(label).input_value() for label in labels] == [
        str(value) for value in base.values()
    ]


def test_an_address_sets_the_sliders_and_keeps_them_when_the_theme_changes(page, chapter):
    """
    A reader opens what another one sent; what is no number, or out of range, does no harm.
    """
    most = chapter.sliders["lost_per_month"]["bind"]["max"]
    sent = f"{chapter.page}?lost_per_month=99999&new_per_month=31&yield_pct=many&refurbishment_per_month="
    _drawn(page, sent)
    base = {name: param["value"] for name, param in chapter.sliders.items()}
    expected = base | {"lost_per_month": most, "new_per_month": 31}
    assert page.evaluate(INPUTS) == expected
    told = page.locator(".tf-what-if-told").inner_text()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function("document.querySelector('.tf-chart').dataset.chartTheme === 'dark'")
    assert page.evaluate(INPUTS) == expected
    assert page.locator(".tf-what-if-told").inner_text() == told
    assert page.locator(".tf-what-if-reset").count() == 1


def test_the_answer_to_a_slider_is_measured(page, chapter, capsys):
    """
    The curve is drawn again in the frame after the slider moved; how long it takes is printed, not judged.
    """
    start = time.perf_counter()
    middle, most = page.evaluate(TIME_ONE)
    with capsys.disabled():
        print(f"\nslider to drawn curve: {middle:.1f} ms, 95 % of 20 moves within {most:.1f} ms")
    assert 0 < middle <= most < 1000 * (time.perf_counter() - start)


def test_the_picture_of_the_base_case_stands_without_scripts(browser, chapter):
    """
    Without JavaScript the reader sees the base case, and its text.
    """
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(chapter.page)
    picture = opened.locator(".tf-chart-static")
    assert picture.is_visible() and "months" in picture.get_attribute("alt")
    assert (
        Path(chapter.page.removeprefix("file://")).with_name("api").joinpath("figures/what_if.svg").exists()
    )
    context.close()
