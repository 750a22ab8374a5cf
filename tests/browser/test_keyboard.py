"""
The book by keyboard alone: menu, search, tabs, sliders, folds, editions and downloads.
"""

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from opening import DESK, PHONE, newest, opened

pytestmark = pytest.mark.site


def reach(page: object, selector: str, most: int = 60) -> None:
    """
    Press Tab until what has the focus is *selector*.
    """
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} times Tab never reached {selector}")


def test_the_search_shows_excerpts_from_a_folder(browser: object, site: Path) -> None:
    """
    Typed by keyboard into a book in a folder, a word brings pages, each with the words around it.
    """
    with opened(browser, f"{newest(site)}/search.html", viewport=DESK) as page:
        page.locator(".bd-search-container input[name=q]").focus()
        page.keyboard.type("refurbished tanks")
        page.keyboard.press("Enter")
        page.wait_for_selector("ul.search li p.context", timeout=15_000)
        excerpts = page.locator("ul.search li p.context").all_inner_texts()
        assert any("tanks" in excerpt for excerpt in excerpts)
        assert not any("&" in excerpt and ";" in excerpt.partition("&")[2][:8] for excerpt in excerpts)
        page.locator("ul.search li a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".tf-edition ~ * .prev-next-footer a, .bd-article h1", timeout=15_000)
        assert "search.html" not in page.url


def test_the_menu_opens_by_keyboard(browser: object, site: Path) -> None:
    """
    On a phone the menu opens on Enter, and its links lead on.
    """
    with opened(browser, f"{newest(site)}/index.html", viewport=PHONE) as page:
        page.locator(".primary-toggle:visible").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".bd-sidebar-primary :focus", timeout=15_000)  # the theme moves it, in a while
        reach(page, ".bd-sidebar-primary a[href$='talks.html']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/diplomacy/talks.html*", timeout=15_000)


def test_a_slider_moves_by_keyboard(browser: object, site: Path) -> None:
    """
    An arrow key moves an assumption, and the number beside it.
    """
    with opened(browser, f"{newest(site)}/industry/replacement.html", viewport=DESK) as page:
        for chart in page.locator(".tf-chart").all():
            chart.scroll_into_view_if_needed()
            page.wait_for_function(
                "chart => chart.dataset.chartState !== 'static'", arg=chart.element_handle(), timeout=15_000
            )
        slider = page.locator(".vega-bind input[type=range]").first
        before = slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert slider.input_value() != before


def test_a_fold_opens_by_keyboard(browser: object, site: Path) -> None:
    """
    The data behind a chart open on Enter.
    """
    with opened(browser, f"{newest(site)}/battlefield/attrition.html", viewport=DESK) as page:
        fold = page.locator(".tf-data summary").first
        fold.focus()
        page.keyboard.press("Enter")
        assert page.locator(".tf-data table").first.is_visible()


def test_the_keyboard_sees_where_it_is(browser: object, site: Path) -> None:
    """
    Each button above a chapter shows a ring when the keyboard reaches it.
    """
    with opened(browser, f"{newest(site)}/battlefield/attrition.html", viewport=DESK) as page:
        page.keyboard.press("Tab")
        for button in page.locator(".bd-header-article button:visible").all():
            button.focus()
            ring = button.evaluate(
                "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
            )
            assert ring[0] == "solid" and float(ring[1].removesuffix("px")) >= 2, button.get_attribute(
                "class"
            )


def test_a_tab_opens_by_keyboard(browser: object, site: Path) -> None:
    """
    Tab reaches the row of tabs, where it is shown, and an arrow opens the next one and closes the first.
    """
    with opened(browser, f"{newest(site)}/api.html", viewport=DESK) as page:
        first, second = (page.locator(".sd-tab-content").nth(number) for number in (0, 1))
        assert first.is_visible() and not second.is_visible()
        reach(page, ".sd-tab-set > input")
        ring = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
        assert page.evaluate(ring) != "none"
        page.keyboard.press("ArrowRight")
        assert second.is_visible() and not first.is_visible()


def test_the_edition_is_changed_by_keyboard(browser: object, site: Path) -> None:
    """
    Tab reaches the other edition, and Enter leads to the same chapter of it.
    """
    with opened(browser, f"{newest(site)}/battlefield/attrition.html", viewport=DESK) as page:
        reach(page, ".tf-edition a")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{min(path.name for path in site.glob('2*'))}/battlefield/attrition.html")
        assert page.locator(".tf-older").is_visible()


def test_the_files_of_a_chart_open_by_keyboard(browser: object, site: Path, served: str) -> None:
    """
    Each link under a chart opens what it names: rows that pandas reads, a specification, a picture.
    """
    address = f"{served}/{Path(newest(site)).name}/battlefield/attrition.html"
    with opened(browser, address, viewport=DESK) as page:
        links = page.locator(".tf-links").first.locator("a").all()
        targets = {link.inner_text(): link.evaluate("link => link.href") for link in links}
        folder = site / Path(newest(site)).name / "api/figures"
        table, spec, picture = (folder / Path(target).name for target in targets.values())
        assert len(pd.read_csv(table)) > 0
        for link, file in zip(links, (table, spec, picture), strict=True):
            page.goto(address)
            link.focus()
            if file.suffix == ".csv":  # a browser keeps it instead of showing it
                with page.expect_download() as waiting:
                    page.keyboard.press("Enter")
                assert Path(waiting.value.path()).read_bytes() == file.read_bytes()
                continue
            page.keyboard.press("Enter")
            page.wait_for_url(f"**/{file.name}")
            assert page.locator("svg").count() or json.loads(page.locator("body").inner_text())["$schema"]


def test_a_chapter_downloads_as_a_notebook_that_draws_the_same_charts(
    browser: object, site: Path, served: str, tmp_path: Path
) -> None:
    """
    The download is a valid notebook with the edition's days put in; run by a stock kernel in a folder of its
    own, as Jupyter Lab does, it records the same and draws the same pictures.
    """
    edition = Path(newest(site)).name
    with opened(browser, f"{served}/{edition}/industry/shells.html", viewport=DESK) as page:
        reach(page, ".dropdown-download-buttons > button")
        page.keyboard.press("Enter")
        page.locator(".btn-download-source-button").focus()
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        notebook = nbformat.read(waiting.value.path(), as_version=4)
    nbformat.validate(notebook)
    cell = next(c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", []))
    assert f'as_of = "{edition}"' in cell.source
    before = pictures(notebook)
    assert len(before) >= 3
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    assert pictures(notebook) == before
    assert not list(tmp_path.iterdir())


def pictures(notebook: nbformat.NotebookNode) -> list[str]:
    """
    The pictures of a notebook, each beside its specification as Lab needs it to draw the chart itself.
    """
    bundles = [out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", [])]
    drawn = [bundle for bundle in bundles if "application/vnd.vegalite.v6+json" in bundle]
    return ["".join(bundle["image/svg+xml"]) for bundle in drawn]
