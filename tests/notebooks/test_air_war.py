"""
The chapter on the air war reads as a whole at every date and in the corners of its parameters.
"""

import re

import nbformat
import pytest

from threefronts.facts import record
from threefronts.tables import load, root

GLUE = re.compile(r"\{glue:text\}`([^`]+)`")
CORNERS = [
    {"as_of": "2022-10-02"},
    {"as_of": "2022-12-25"},
    {"as_of": "2024-09-08"},
    {"as_of": "2025-07-27"},
    {"as_of": "2025-08-17"},
    {"as_of": "2026-03-01"},
    {"as_of": "2028-01-02"},
    {"as_of": "2025-04-28", "known_at": "2026-11-23"},
    {"as_of": "2026-08-22", "known_at": "2025-04-28"},
    {"window_days": 1},
    {"window_days": 3650},
    {"smallest_group": 1},
    {"smallest_group": 1_000_000},
    {"draws": 100, "seed": 0},
    {"strike_day": "2022-01-01"},
    {"as_of": "2026-08-22", "apart_from": "2024-07-10", "together_from": "2025-08-01"},
]


@pytest.fixture
def chapter(monkeypatch):
    """
    Run the chapter's cells with some parameters changed; returns the words of each key.
    """
    notebook = nbformat.read(root() / "notebooks/battlefield/air_war.ipynb", as_version=4)
    words: dict[str, str] = {}

    def keep(data, raw, metadata):
        words[metadata["scrapbook"]["name"]] = data[f"{record.GLUE_PREFIX}text/plain"].strip("'\"")

    monkeypatch.setattr(record, "display", keep)
    monkeypatch.setattr(load, "_record_read", lambda *read: None)

    def run(parameters: dict) -> dict[str, str]:
        names: dict = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= parameters
        return words

    run.prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return run


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapter, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    words = chapter(corner)
    assert {key for key in GLUE.findall(chapter.prose) if not words.get(key)} == set()
    assert not [key for key, text in words.items() if "nan" in text.split() or "None" in text]


def test_before_the_first_report_there_is_one_clear_error(chapter):
    """
    The series starts in September 2022, and the chapter says so instead of printing zeros.
    """
    with pytest.raises(ValueError, match="no data before 2022-09-28"):
        chapter({"as_of": "2022-06-05"})


def test_an_edition_after_the_last_report_says_so_and_one_on_its_day_does_not(chapter):
    """
    The table ends on 7 June 2026: silence after it is not read as quiet nights.
    """
    assert "ends there" in chapter({"as_of": "2026-08-22"})["air_table_end"]
    assert "reach" in chapter({"as_of": "2025-04-28"})["air_table_end"]


def test_the_past_does_not_know_that_the_count_would_change(chapter):
    """
    In the founding edition jammed drones stand apart, and no night after the folding is shown.
    """
    words = chapter({"as_of": "2025-04-28"})
    assert "folded" not in words["air_folding"]
    assert words["air_after_stopped_pct_range"] == "not known"
    assert "2025" in chapter({"as_of": "2026-08-22"})["air_folding"]
