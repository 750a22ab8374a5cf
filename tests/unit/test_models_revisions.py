"""
Estimates of one day that were published again: which rows belong together, and what is told of them.
"""

import pandas as pd

from threefronts.models.revisions import course, course_facts, outside_first, published_again, told


def _estimates(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["published_on", "value", "value_low", "value_high", "interval"])
    fixed = {"country": "russia", "metric": "killed", "definition": "killed", "aggregation": "cumulative"}
    frame = frame.assign(**fixed, scope="all_fronts", source_id="economist_meta_estimate")
    days = {"period_start": "2022-02-24", "period_end": "2025-04-30"}
    frame = frame.assign(**{name: pd.Timestamp(day) for name, day in days.items()})
    return frame.astype({"published_on": "datetime64[s]"})


def test_an_estimate_is_a_revision_only_beside_another_of_its_kind():
    """
    Bounds of another kind make another estimate; one publication alone is no course.
    """
    rows = _estimates(
        ("2026-01-01", 230, 225, 240, "confidence_95"),
        ("2025-08-01", 200, 190, 210, "confidence_95"),
        ("2026-01-01", 230, 100, 400, "prediction"),
    )
    again = published_again(rows)
    found = course(again, "killed")
    assert found["value"].tolist() == [200, 230]
    assert outside_first(found) == 1
    assert "killed by 30 April 2025 were 200 → 230" in told(found, "killed")
    assert published_again(rows.iloc[1:]).empty
    none = course(published_again(rows.iloc[1:]), "killed")
    assert (outside_first(none), set(course_facts(none, "k").values())) == (None, {None})
    assert told(none, "killed").startswith("no estimate of killed")
