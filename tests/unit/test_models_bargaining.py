"""
Gaps, overlaps and sweeps by pair, and what the claims on terms ask of the texts.
"""

import numpy as np
import pandas as pd
import pytest

from threefronts.models import bargaining, terms_shown, terms_told
from threefronts.models.terms import Reading, drawn_weights, positions
from threefronts.tables import load_table

ALIKE = np.ones(17)


@pytest.fixture(scope="module")
def scale() -> pd.DataFrame:
    """
    The committed scale.
    """
    return load_table("diplomacy/term_scale")


@pytest.fixture(scope="module")
def issues(scale) -> pd.DataFrame:
    """
    The issues that have steps.
    """
    return bargaining.coded_issues(scale)


@pytest.fixture(scope="module")
def terms() -> pd.DataFrame:
    """
    The committed terms as known on the founding day.
    """
    return load_table("diplomacy/terms", "2025-04-28")


@pytest.fixture(scope="module")
def found(terms, issues) -> pd.DataFrame:
    """
    The positions of the founding day.
    """
    return positions(terms, issues.index, "2025-04-28", Reading())


def _american(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["document", "issue_id", "position"])
    return frame.assign(parties="united_states", document_date=pd.Timestamp("2025-04-17"))


def test_the_founding_positions_are_those_of_the_printed_texts(found):
    """
    Worked out by hand from the rows: the counter-draft, the framework and the terms of June 2024 on land.
    """
    for party, step in (("ukraine", 1), ("united_states", 3), ("russia", 4)):
        assert (
            found.loc[party, "step"][["crimea", "donetsk", "luhansk", "kherson", "zaporizhzhia"]]
            .eq(step)
            .all()
        )


def test_the_founding_gap_is_what_paper_and_pencil_give(found):
    """
    Nine issues are known to both: 7 with 3 steps or 4 apart; 30 steps over nine scales, eight unknown.
    """
    row = bargaining.pair_bounds(found, ALIKE, 1).loc["ukraine_russia"]
    assert row["known"] == 9
    assert row["gap_known"] == pytest.approx(30 / 36)
    assert row["gap_low"] == pytest.approx(30 / 4 / 17)
    assert (row["overlap_low"], row["overlap_high"]) == pytest.approx((0, 8 / 17))


def test_a_pair_reads_the_same_from_either_side(found):
    """
    Symmetry, at the level of whole parties.
    """
    there = bargaining._bounds(found, ("russia", "ukraine"), ALIKE, 1)
    assert there == pytest.approx(bargaining.pair_bounds(found, ALIKE, 1).loc["ukraine_russia"].to_dict())


def test_whole_parties_keep_the_triangle_inequality(found):
    """
    On the issues that all three have spoken on, the way over the American text is no shorter.
    """
    shared = bargaining.shared_gaps(found)
    assert shared["ukraine_russia"] <= shared["united_states_russia"] + shared["ukraine_united_states"] + 1e-9
    assert shared["issues"] == 8


def test_without_a_text_nothing_is_known(terms, issues):
    """
    Before anybody has spoken the distance is anything, the known part is empty, and nothing is shared.
    """
    none = positions(terms.iloc[:0], issues.index, "2025-04-28", Reading())
    row = bargaining.pair_bounds(none, ALIKE, 1).loc["ukraine_russia"]
    assert (row["gap_low"], row["gap_high"], row["known"]) == (0, 1, 0)
    assert np.isnan(row["gap_known"])
    assert bargaining.shared_gaps(none) == {}
    assert terms_told.nearer_words({"main": {}, "alternative": {}}) == {
        "cannot be placed between them yet": True
    }


def test_the_variants_are_all_there_and_the_main_one_is_first(terms, issues, found):
    """
    Three pairs, two codings, two readings of overlap; the first is what the verdict's variants start from.
    """
    variants = bargaining.overlap_variants(terms, issues.index, "2025-04-28", Reading())
    assert len(variants) == 12
    assert not variants.duplicated(["sides", "coding", "overlap"]).any()
    first = variants.iloc[0]
    assert (first["low"], first["high"]) == bargaining.overlap_of(found, ("ukraine", "russia"), 0)


def test_codings_differ_where_they_should(terms, issues):
    """
    The switch changes something: the American line on Kherson is one step lower by the newspaper's account.
    """
    other = positions(terms, issues.index, "2025-04-28", Reading(coding="alternative"))
    assert other.loc[("united_states", "kherson"), "step"] == 2
    assert other.loc[("russia", "kherson"), "step"] == 3


def test_weightings_lie_within_the_span_of_single_issues(found, issues):
    """
    A weighted mean is never beyond the lowest and the highest issue; half on a subject moves it.
    """
    spans = bargaining.by_weighting(found, issues["subject"], drawn_weights(17, 200, 3), 1)
    assert spans[["low", "high", "overlap_low", "overlap_high"]].stack().between(0, 1).all()
    assert (spans["low"] <= spans["high"]).all()
    assert spans["pair"].value_counts().eq(7).all()
    words = terms_told.weightings_words(spans, "ukraine_russia", 0.0)
    assert words.startswith("reached with each issue alike")
    assert words.endswith(" half on economy and half on order")


def test_the_bins_of_a_sweep_hold_every_draw(found):
    """
    Each strip of the chart adds up to all draws.
    """
    swept = bargaining.sweep(found, drawn_weights(17, 500, 3), 1)
    bins = terms_shown.sweep_bins(swept)
    assert bins.groupby(["pair", "bound"])["share"].sum().tolist() == pytest.approx([1] * 6)


def test_the_course_ends_where_the_day_does(terms, issues, found):
    """
    The last row of the course is the distance of the day itself.
    """
    course = bargaining.course(terms, issues.index, "2025-04-28", Reading())
    last = course[course["pair"] == "ukraine_russia"].iloc[-1]
    now = bargaining.pair_bounds(found, ALIKE, 1).loc["ukraine_russia"]
    assert (last["low"], last["high"], last["known"]) == (now["gap_low"], now["gap_high"], now["known"])


def test_a_day_with_several_texts_is_named_by_one():
    """
    Labels stay short: the first text, and how many more; a bracket is left out.
    """
    day = pd.Timestamp("2025-11-23")
    assert bargaining.day_and_texts(day, ["Mark-up (Reuters text)"]) == "23 Nov 2025: Mark-up"
    assert bargaining.day_and_texts(day, ["B", "A (copy)"]) == "23 Nov 2025: A and 1 more"
    assert bargaining.day_and_texts(day, ["Draft of November 2025"]) == "23 Nov 2025: Draft"


def test_one_half_of_the_recognition_is_not_enough():
    """
    A text counts if it asks for Crimea in law and for both regions in practice; silence leaves it possible.
    """
    law, practice = "US recognises Russian control in law", "US recognises the held part in practice"
    both = [("A", "crimea", law), ("A", "donetsk", practice), ("A", "luhansk", practice)]
    silent = [("B", "crimea", "formal recognition as Russian")]
    one = [("C", "crimea", law), ("C", "donetsk", "front frozen"), ("C", "luhansk", practice)]
    recognised = bargaining.recognition(_american(*both, *silent, *one), "2025-04-01", "2025-04-28")
    assert recognised["crimea"].tolist() == [1, 1, 1]
    assert recognised["east"].fillna(-1).tolist() == [1, -1, 0]
    assert bargaining.drafts_asking_both(recognised) == (1, 2)


def test_texts_outside_the_span_or_of_others_do_not_count():
    """
    Only American texts of the month are asked.
    """
    rows = _american(
        ("A", "crimea", "in law"), ("A", "donetsk", "in practice"), ("A", "luhansk", "in practice")
    )
    assert bargaining.drafts_asking_both(bargaining.recognition(rows, "2025-05-01", "2025-05-31")) == (0, 0)
    other = rows.assign(parties="russia")
    assert bargaining.drafts_asking_both(bargaining.recognition(other, "2025-04-01", "2025-04-28")) == (0, 0)


def test_point_numbers_are_read_from_locators():
    """
    Spans count all their points, each once; what is no number counts nothing.
    """
    locators = pd.Series(["points 1-2", "point 3", "points 3-4", "territory", "comment", None])
    assert bargaining.point_numbers(locators) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("issues_in_all", "needed", "fewest"), [(17, 0.5025, 9), (10, 0.5, 5), (10, 0.51, 6)]
)
def test_the_fewest_issues_reach_the_band(issues_in_all, needed, fewest):
    """
    The number is the first whose share is not below what is needed.
    """
    assert bargaining.fewest_issues(issues_in_all, needed) == fewest


def test_the_grid_marks_what_was_not_found(terms, scale):
    """
    Every text has a cell for every issue, a dot where nothing was found and a dash where no step fits.
    """
    grid = terms_shown.coverage(terms, scale)
    assert len(grid) == terms["document_id"].nunique() * 18
    assert (grid["mark"] == terms_told.NOT_FOUND).sum() == terms["status"].eq("not_found").sum()
    assert grid.loc[grid["issue"] == "Minerals", "mark"].isin(["–", terms_told.NOT_FOUND]).all()


def test_an_edition_before_the_first_text_is_told_so(terms, scale):
    """
    One clear error, with the day from which there are data.
    """
    with pytest.raises(ValueError, match="no data before 2022-03-29"):
        terms_shown.coverage(terms.iloc[:0], scale)


def test_the_shown_positions_hold_both_codings(terms, issues):
    """
    The chart can switch: three parties on each issue twice, unknown ones over the whole scale.
    """
    shown = terms_shown.shown_positions(terms, issues, "2025-04-28", Reading())
    assert len(shown) == 3 * 17 * 2
    unknown = shown[shown["step"].isna()]
    assert unknown[["low", "high"]].drop_duplicates().values.tolist() == [[0, 4]]


def test_a_move_is_told_only_when_the_bounds_lie_apart(issues):
    """
    The American and the Ukrainian text have come closer by 2026; from a day to itself nothing moves.
    """
    late = load_table("diplomacy/terms", "2026-08-22")
    words = terms_told.moved_words(late, issues.index, ("2025-04-28", "2026-08-22"), Reading())
    assert [word for word, holds in words.items() if holds] == ["have come closer to each other"]
    same = terms_told.moved_words(late, issues.index, ("2025-04-28", "2025-04-28"), Reading())
    assert [word for word, holds in same.items() if holds] == [
        "have not moved by more than the open issues allow"
    ]


@pytest.mark.parametrize(
    ("main", "other", "told"),
    [(-0.2, -0.1, "nearer to Russia's"), (0.2, 0.1, "nearer to Ukraine's"), (-0.2, 0.1, "nearer to neither")],
)
def test_nearer_means_nearer_under_both_codings(main, other, told):
    """
    A sentence that a coding could turn round is not written.
    """
    shared = {
        coding: {"united_states_russia": 0.5 + lead, "ukraine_united_states": 0.5}
        for coding, lead in (("main", main), ("alternative", other))
    }
    (chosen,) = [word for word, holds in terms_told.nearer_words(shared).items() if holds]
    assert told in chosen
