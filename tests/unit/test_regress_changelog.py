"""
A flipped verdict is accepted when the changelog says so.
"""

import pytest
from executed_notebooks import STEM, fact, notebook, verdict

from threefronts.regress import UnnamedFlip, add_line, require_named, review
from threefronts.regress.changelog import line_digest, newest_lines

EDITION = "2025-04-28"
TEXT = """# Changelog

## 0.2.0, unreleased

### Added

- A chapter on I05 and more.

## 0.1.0

### Changed

- I05 mixed: an old story.
"""


@pytest.fixture
def changelog(tmp_path, monkeypatch):
    """
    A changelog of two sections; returns its path.
    """
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))
    (tmp_path / "CHANGELOG.md").write_text(TEXT, encoding="utf-8")
    return tmp_path / "CHANGELOG.md"


def _flip(*bundles):
    return review(EDITION, {STEM: notebook(verdict())}, {STEM: notebook(*bundles)})


FLIP = (verdict(verdict="supported"),)


def _known():
    return {EDITION: [line_digest(line) for line in newest_lines()]}


def test_a_flip_that_no_new_line_names_is_refused_with_what_to_write(changelog):
    """
    A line that stood there before, or in an older section, speaks of another change.
    """
    expected = r"edition 2025-04-28: I05 mixed → supported\).*“- I05 mixed → supported: why”"
    with pytest.raises(UnnamedFlip, match=expected):
        require_named([_flip(*FLIP)], _known())
    assert changelog.read_text(encoding="utf-8") == TEXT


def test_a_new_line_that_names_the_claim_is_enough(changelog):
    """
    Written by hand or about to be written; a longer id that begins alike is another claim.
    """
    known = _known()
    require_named([_flip(*FLIP)], known, "I05 supported: a second count")
    with pytest.raises(UnnamedFlip):
        require_named([_flip(*FLIP)], known, "I051 supported")
    changelog.write_text(TEXT.replace("more.\n", "more.\n- I05 is supported now.\n"), encoding="utf-8")
    require_named([_flip(*FLIP)], known)


@pytest.mark.parametrize(
    "bundles",
    [(verdict(),), (verdict(margin=0.2),), (verdict(), fact()), (verdict(), verdict(claim_id="N01"))],
    ids=["nothing", "margin", "fact", "first verdict"],
)
def test_what_is_no_flip_needs_no_line(changelog, bundles):
    """
    Facts, margins and a claim judged for the first time are accepted as they are.
    """
    require_named([_flip(*bundles)], _known())


def test_a_verdict_that_is_gone_needs_a_line(changelog):
    """
    A conclusion cannot be withdrawn in silence.
    """
    with pytest.raises(UnnamedFlip, match="I05 mixed → None"):
        require_named([_flip(fact())], _known())


def test_the_line_is_written_under_changed_of_the_newest_section(changelog):
    """
    The part is made where it is missing, a second line follows the first, and nothing else moves.
    """
    add_line("I05 is supported now.")
    add_line("I06 as well.")
    part = "### Changed\n\n- I05 is supported now.\n- I06 as well.\n\n"
    assert changelog.read_text(encoding="utf-8") == TEXT.replace("## 0.1.0\n", f"{part}## 0.1.0\n")


def test_the_line_goes_before_the_next_part(changelog):
    """
    Entries under Changed stay together.
    """
    changelog.write_text(TEXT.replace("### Added", "### Changed\n\n- One.\n\n### Added"), encoding="utf-8")
    add_line("Two.")
    assert "### Changed\n\n- One.\n- Two.\n\n### Added\n" in changelog.read_text(encoding="utf-8")


def test_without_a_section_nothing_can_be_written(changelog):
    """
    One clear message, and the file as it was.
    """
    changelog.write_text("# Changelog\n", encoding="utf-8")
    with pytest.raises(UnnamedFlip, match="has no section"):
        add_line("I05")
    assert changelog.read_text(encoding="utf-8") == "# Changelog\n"
