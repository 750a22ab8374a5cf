"""
The adapter of exchanges of prisoners and bodies.
"""

import re

import pandas as pd
import pytest

from threefronts.sources import exchanges
from threefronts.tables import TableError

STATEMENTS = "casualties/official_figures_ukraine.csv"
EXCHANGES = "diplomacy/exchanges.csv"


@pytest.fixture
def handed_over(small_upstream) -> pd.DataFrame:
    return (
        exchanges.build(small_upstream)
        .set_index(["exchange_id", "flow", "counted", "source_id"])
        .sort_index()
    )


def test_both_directions_of_a_handover_stand(handed_over):
    """
    A direction nobody told is empty with its reason, never zero.
    """
    untold = handed_over.loc[("bodies-2024-11-29", "bodies_to_russia")].iloc[0]
    assert (pd.isna(untold["value"]), untold["missing_reason"]) == (True, "not_told")
    withheld = handed_over.loc[("prisoners-2025-06-14", "russians_returned")].iloc[0]
    assert (pd.isna(withheld["value"]), withheld["missing_reason"]) == (True, "withheld")
    assert handed_over.loc[("bodies-2025-06-14", "bodies_to_ukraine"), "value"].tolist() == [1200, 1200]


def test_rival_counts_are_kept_with_an_order(handed_over):
    """
    Moscow's 1,248 bodies and Kyiv's 1,245 are two rows; one comes first.
    """
    rivals = handed_over.loc[("bodies-2025-06-16", "bodies_to_ukraine")].sort_values("preference")
    assert rivals["value"].tolist() == [1248, 1245]
    assert rivals["voice_party"].tolist() == ["russia", "ukraine"]


def test_running_totals_are_no_handovers(handed_over):
    """
    Soldiers and civilians of a report are apart, with the number of exchanges they come from.
    """
    report = handed_over.loc["total-2025-09-30"].reset_index().set_index("counted")
    assert report["value"].to_dict() == {"military": 7001, "civilians": 700, "bodies": 12001}
    assert report["n_rounds"].to_dict() == {"military": 60, "civilians": 60, "bodies": 80}
    assert set(report["record"]) == {"running_total"}


def test_agreements_are_read_from_the_notes(handed_over):
    """
    What a handover carries out is a column.
    """
    agreed = handed_over["agreement"].groupby(level="exchange_id").first()
    assert agreed["prisoners-2025-05-25"] == "istanbul_2025"
    assert agreed["prisoners-2026-03-05"] == "geneva_2026"
    assert agreed["prisoners-2026-05-15"] == "thousand_2026"
    assert pd.isna(agreed["prisoners-2025-04-19"])


SPOILED = [
    (EXCHANGES, "https://babel.ua/", "https://babel.example/", "line 3, column source_url"),
    (EXCHANGES, ",ICRC,", ",Red Cross,", "line 3, column mediator: 'Red Cross'"),
    (EXCHANGES, "2024-11-29,", "2024-11-08,", "line 3, column date"),
    (STATEMENTS, "(201 women", "(200 women", "women and men of the statement do not sum"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), SPOILED)
def test_bad_input_is_told_with_its_place(small_upstream, file, old, new, told):
    """
    One error names file, line, column and value.
    """
    path = small_upstream / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=re.escape(told)) as error:
        exchanges.build(small_upstream)
    assert file in str(error.value)
