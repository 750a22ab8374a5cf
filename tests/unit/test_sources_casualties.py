"""
The adapters of casualties, named dead and civilians.
"""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from threefronts.sources import casualties, civilian_casualties, confirmed_deaths, exchanges
from threefronts.sources.civilian_casualties import lump_suspects
from threefronts.tables import TableError

SMALL = Path(__file__).parents[1] / "fixtures" / "upstream"
STATEMENTS = "casualties/official_figures_ukraine.csv"
COUNTS = "casualties/mediazona_bbc_confirmed_cumulative.csv"
STUDY = "casualties/ukraine_military_deaths_triangulation.csv"
FIGURES = "figures/figures.csv"


@pytest.fixture
def upstream(tmp_path) -> Path:
    """
    The small files, with figures on casualties only.
    """
    shutil.copytree(SMALL / "casualties", tmp_path / "casualties")
    shutil.copytree(SMALL / "diplomacy", tmp_path / "diplomacy")
    (tmp_path / "figures").mkdir()
    shutil.copy(SMALL / "casualties" / "figures_casualties.csv", tmp_path / FIGURES)
    return tmp_path


@pytest.fixture
def estimates(upstream) -> pd.DataFrame:
    return casualties.build_estimates(upstream).set_index("estimate_id")


def _spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_estimates_are_split_by_what_they_count(estimates):
    """
    Killed, wounded, both and missing are metrics of their own; civilians and names are in other tables.
    """
    assert set(estimates["metric"]) == {"killed", "wounded", "killed_and_wounded", "missing"}
    kursk = estimates[estimates["scope"].eq("kursk_only")]
    assert set(kursk["country"]) == {"north_korea"}
    months = estimates[estimates["aggregation"].eq("month")]
    assert sorted(months["value"]) == [11966, 35140, 36600]
    assert not estimates["value"].isin([12910, 652, 90019, 42152]).any()


def test_the_general_staffs_own_totals_are_not_doubled(estimates):
    """
    Its series has a table of its own; those who repeat it stay, marked as a belligerent's word.
    """
    assert not estimates["source_id"].eq("general_staff_ua").any()
    repeated = estimates[estimates["source_id"].eq("uk_mod_russian_losses")]
    assert len(repeated) == 2
    assert set(repeated["voice_party"]) == {"ukraine"}


def test_vintages_of_one_quantity_stand_side_by_side(estimates):
    """
    Five vintages of one estimate differ by the day they were published, and measure the same.
    """
    vintages = estimates[estimates["source_id"].eq("economist_meta_estimate")]
    assert vintages["published_on"].nunique() == len(vintages) == 5
    assert set(vintages["interval"]) == {"confidence_95"}
    assert set(vintages["period_end"]) == {pd.Timestamp("2025-04-30")}


@pytest.mark.parametrize(
    ("estimate_id", "value", "low", "basis"),
    [
        ("casualties-09f898dd", 120000, 100000, "midpoint"),
        ("casualties-4b2569cf", 325000, None, "at_most"),
        ("statement-2025-02-16-killed", 46001, 46001, "at_least"),
        ("statement-2025-12-31-killed", 120, 100, "midpoint"),
        ("statement-2024-12-08-killed", 43001, None, "stated"),
    ],
)
def test_what_the_value_is_stands_beside_it(estimates, estimate_id, value, low, basis):
    """
    A midpoint or a bound is not taken for a stated number.
    """
    row = estimates.loc[estimate_id]
    assert (row["value"], row["value_basis"]) == (value, basis)
    assert pd.isna(row["value_low"]) if low is None else row["value_low"] == low


def test_a_number_in_anothers_words_is_a_row_of_its_own(estimates):
    """
    The missing and the wounded that a row mentions by the way can be compared like any other.
    """
    assert estimates.loc["casualties-5da88bc4-missing", "value"] == 48000
    assert estimates.loc["statement-2024-12-08-wounded", "definition"] == "wounded_treated"
    assert estimates.loc["scaled-2025-12-30-killed", ["value_low", "value_high"]].tolist() == [243000, 352000]


def test_nobody_knew_a_number_before_it_was_published(estimates):
    """
    Upstream dates a report by the day it speaks of; the register's day of publication counts.
    """
    csis = estimates.loc["casualties-09f898dd"]
    assert (str(csis["published_on"].date()), csis["published_precision"]) == ("2026-01-27", "register")
    talk = estimates.loc["statement-2025-02-16-killed"]
    assert (str(talk["published_on"].date()), talk["published_precision"]) == ("2025-02-17", "day")
    month_only = estimates.loc["statement-2026-02-04-killed"]
    assert (str(month_only["published_on"].date()), month_only["published_precision"]) == (
        "2026-02-28",
        "month",
    )
    undated = estimates.loc["casualties-78f147b2"]
    assert (undated["published_precision"], pd.isna(undated["published_on"])) == ("unknown", True)


def test_the_wording_of_others_is_not_passed_on(estimates, upstream):
    """
    Of files without a licence the numbers go in, the sentences stay out.
    """
    notes = pd.concat([estimates["note"], exchanges.build(upstream)["note"]]).dropna()
    assert not notes.str.contains("wounded treated|on the battlefield|repatriations").any()


def test_the_studys_model_is_read_to_its_end_only(estimates):
    """
    After 2025 the study repeats its last value, which is no estimate of those days.
    """
    modelled = estimates[estimates["definition"].eq("killed_modelled")]
    assert list(modelled.index) == ["study-2023-08-18", "study-2025-12-31"]
    totals = estimates[estimates.index.str.startswith("soldiers")]
    assert totals["country"].to_dict() == {
        "soldiers-2022-2025-ucdp_ged": "both",
        "soldiers-2022-2025-ucdp_ged_adjusted": "ukraine",
    }


def test_a_range_of_names_is_the_dead_and_the_dead_with_the_missing(upstream):
    """
    The list's own number of dead is the count, and the other end holds the missing too.
    """
    rows = confirmed_deaths.build(upstream)
    listed = rows[rows["event_date"].eq("2025-02-25")].iloc[0]
    assert (listed["value"], listed["value_with_missing"], listed["wording"]) == (65321, 121319, "exact")


def test_the_break_of_method_is_marked(upstream):
    """
    From the day that leaked civil registrations count, rows have another method.
    """
    rows = confirmed_deaths.build(upstream)
    mediazona = rows[rows["series"].eq("mediazona_bbc")].sort_values("event_date")
    broken = mediazona["method"].eq("open_sources_and_civil_registry")
    assert (mediazona.loc[broken, "event_date"] >= "2026-02-24").all()
    assert (mediazona.loc[~broken, "event_date"] < "2026-02-24").all()


def test_a_month_that_towers_over_its_neighbours_is_a_suspect():
    """
    A sum booked on one day is marked; steady months, the edges and small numbers are not.
    """
    months = pd.period_range("2025-01", periods=5, freq="M")
    assert lump_suspects(pd.Series([900, 1000, 5000, 1000, 900], months)).tolist() == [False] * 2 + [
        True,
        False,
        False,
    ]
    assert not lump_suspects(pd.Series([9, 10, 50, 10, 9], months)).any()
    assert not lump_suspects(pd.Series([7000], months[:1])).any()


def test_months_of_a_later_copy_count_as_known_by_rule(upstream):
    """
    UCDP's months are dated by the register's lag, and say that this is a rule.
    """
    rows = civilian_casualties.build(upstream).set_index("count_id")
    august = rows.loc["ucdp-2025-08"]
    assert (str(august["published_on"].date()), august["published_precision"]) == ("2025-10-01", "series")
    assert (august["all_deaths"], august["is_lump_suspect"]) == (20891, True)
    assert rows.loc["casualties-35d3363b-injured", "value"] == 697
    assert not rows["source_id"].str.contains("acled").any()


BUILD = {
    "estimates": casualties.build_estimates,
    "names": confirmed_deaths.build,
}
SPOILED = [
    ("estimates", FIGURES, "killed (CSIS January 2026)", "killed perhaps", "is a label without a mapping"),
    (
        "estimates",
        FIGURES,
        "plus 48000 missing",
        "plus 58000 missing",
        "no longer holds 'plus 48000 missing'",
    ),
    ("estimates", STATEMENTS, "pow_held", "pow_freed", "line 8, column key: 'pow_freed'"),
    ("estimates", STATEMENTS, "7488226/", "0/", "line 2, column url"),
    (
        "estimates",
        STATEMENTS,
        "370,000 wounded",
        "371,000 wounded",
        "no longer holds '370,000 wounded treated'",
    ),
    (
        "estimates",
        STUDY,
        "89001,179001,179002,175001,182001\n2026",
        "89001,1,1,1,1\n2026",
        "beyond 2025-12-31",
    ),
    ("names", COUNTS, "https://www.quotidiano.net/", "https://example.org/", "line 2, column page_read"),
    ("names", COUNTS, ",exact,", ",roughly,", "line 2, column precision: 'roughly'"),
    ("names", COUNTS, "44654,", '"44,654",', "line 2, column confirmed_by_name: '44,654'"),
]


@pytest.mark.parametrize(("table", "file", "old", "new", "told"), SPOILED)
def test_bad_input_is_told_with_its_place(upstream, table, file, old, new, told):
    """
    One error names file, line, column and value.
    """
    _spoil(upstream, file, old, new)
    with pytest.raises(TableError, match=re.escape(told)) as error:
        BUILD[table](upstream)
    assert file in str(error.value)
