"""
The chapter on changes: what it tells is what the accepted files say, worked out here in another way.
"""

import json

import pytest

from threefronts.facts.read import RUN_IN_PROGRESS
from threefronts.tables import root

FIRST, NEWEST = "2025-04-28", "2026-08-22"
STEM = "synthesis/changes"


def _accepted(edition: str, name: str) -> dict:
    return json.loads((root() / "book" / "editions" / edition / f"{name}.json").read_text())[name]


def _fronts(edition: str) -> dict:
    facts = _accepted(edition, "facts")
    return {key: fact for key, fact in facts.items() if not fact["chapter"].startswith("synthesis/")}


def _kind_of_move(old: dict | None, new: dict | None) -> str | None:
    """
    How a fact moved, by a rule written again: the interval around each number must hold the other one.
    """
    known = [fact is not None and fact["value"] is not None for fact in (old, new)]
    if not all(known):
        return "came or went" if any(known) else None
    one, other = old["value"], new["value"]
    if abs(one - other) <= max(old["tolerance"], new["tolerance"]):
        return None
    spans = [_span(fact) for fact in (old, new)]
    if spans != [None, None]:
        pairs = zip(spans, (other, one), strict=True)
        if all(span is None or span[0] <= number <= span[1] for span, number in pairs):
            return None
    widths = [fact["high"] - fact["low"] for fact in (old, new) if None not in (fact["low"], fact["high"])]
    return "by interval" if any(widths) else "exact"


def _span(fact: dict) -> tuple[float, float] | None:
    if fact["low"] is None and fact["high"] is None:
        return None
    low, high = fact["low"], fact["high"]
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


@pytest.fixture(scope="module")
def chapter(chapters):
    """
    The chapter, to be run with some parameters changed.
    """
    return chapters(STEM)


def test_the_moves_are_those_of_the_two_accepted_files(chapter):
    """
    Counts of facts that moved by their interval, exactly, or became known, from facts.json alone.
    """
    old, new = _fronts(FIRST), _fronts(NEWEST)
    kinds = [_kind_of_move(old.get(key), new.get(key)) for key in {*old, *new}]
    words = chapter({"as_of": NEWEST})
    assert words["changes_facts_compared"] == str(len(kinds))
    assert words["changes_facts_moved"] == str(kinds.count("by interval"))
    assert words["changes_facts_moved_exact"] == str(kinds.count("exact"))
    assert words["changes_facts_came_or_went"] == str(kinds.count("came or went"))
    assert kinds.count("by interval") > 20, "the two editions are more than a year apart"


def test_the_flips_are_those_of_the_two_accepted_files(chapter):
    """
    Every verdict that differs is named with both words, and no other.
    """
    old, new = _accepted(FIRST, "claims"), _accepted(NEWEST, "claims")
    flipped = [
        f"{name} from {old[name]['verdict']} to {new[name]['verdict']}"
        for name in sorted(new)
        if old[name]["verdict"] != new[name]["verdict"]
    ]
    words = chapter({"as_of": NEWEST})
    assert words["changes_flips_told"] == "; ".join(flipped)
    assert words["changes_verdicts_flipped"] == str(len(flipped))


def test_the_first_edition_says_that_there_is_none_before(chapter):
    """
    Nothing is compared, nothing moved, and the facts that a later edition will be held against are counted.
    """
    words = chapter({"as_of": FIRST})
    assert words["changes_answer"].startswith("No earlier edition")
    assert words["changes_facts_recorded"] == str(len(_fronts(FIRST)))
    assert (words["changes_facts_compared"], words["changes_flips_told"]) == ("0", "none")


def test_revisions_hold_only_what_had_been_published_by_the_day(chapter):
    """
    The founding edition knows no second version; a year later there are five of one day.
    """
    first, newest = chapter({"as_of": FIRST}), chapter({"as_of": NEWEST})
    assert "no estimate of Russians killed" in first["changes_revised_killed"]
    assert first["changes_killed_first"] == "not known"
    assert "225,357 → 223,186 → 218,507 → 257,314 → 255,674" in newest["changes_revised_killed"]


@pytest.mark.parametrize(
    "corner",
    [
        {"as_of": FIRST},
        {"as_of": NEWEST},
        {"as_of": NEWEST, "shown_moves": 1, "named_moves": 1},
        {"as_of": NEWEST, "shown_moves": 5000},
    ],
    ids=str,
)
def test_no_sentence_breaks(chapter, corner):
    """
    Every key of the prose is recorded with words, in both editions and however few or many moves are shown.
    """
    assert chapter.broken(chapter(corner)) == []


@pytest.mark.parametrize("day", ["2022-06-05", "2025-12-28"])
def test_a_day_without_an_edition_reads_whole(chapters, tmp_path, monkeypatch, day):
    """
    A backfill runs the chapter for days on which nothing was recorded, before the first edition and after.
    """
    for name in ("facts", "claims"):
        (tmp_path / f"{name}.json").write_text(json.dumps({name: {}}))
    monkeypatch.setenv(RUN_IN_PROGRESS, str(tmp_path))
    chapter = chapters(STEM)
    words = chapter({"as_of": day})
    assert chapter.broken(words) == []
    assert words["changes_answer"].startswith("No earlier edition" if day < FIRST else "Since the edition of")
