"""
The chapter on attrition reads as a whole at every date and in the corners of its parameters.
"""

import pytest

CORNERS = [
    {"as_of": "2023-06-04"},
    {"as_of": "2024-06-02", "window_days": 28},
    {"as_of": "2028-01-02"},
    {"as_of": "2025-04-28", "known_at": "2026-11-23"},
    {"as_of": "2026-08-22", "known_at": "2025-04-28"},
    {"window_days": 1},
    {"as_of": "2026-08-22", "window_days": 1500, "level": 0.99},
    {"class_mapping": "alternative_class", "loss_source": "oryx"},
]
ENDS_ALIKE = {"verdict_i05", "verdict_i06", "verdict_i07", "verdict_i08"}


@pytest.fixture(scope="module")
def chapter(chapters):
    """
    The chapter, to be run with some parameters changed.
    """
    return chapters("battlefield/attrition")


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_no_sentence_breaks_in_the_corners_of_the_parameters(chapter, corner):
    """
    Every key of the prose is recorded with words, whatever the date and the assumptions.
    """
    assert chapter.broken(chapter(corner)) == []


def test_each_parameter_changes_facts_and_words(chapter):
    """
    Window, source and mapping are assumptions: what hangs on them moves, and the claims' own year does not.
    """
    base = chapter({})
    wide = chapter({"class_mapping": "alternative_class"})
    seen = chapter({"loss_source": "oryx"})
    short = chapter({"window_days": 90})
    assert wide["launchers_word"] != base["launchers_word"]
    assert wide["artillery_lost_general_staff"] == "15,413"
    assert seen["loss_source_name"] != base["loss_source_name"]
    assert seen["armour_per_km2_range"] != base["armour_per_km2_range"]
    assert short["tanks_lost_general_staff"] != base["tanks_lost_general_staff"]
    assert short["personnel_per_km2_range"] == "not known"
    for key in ("vehicles_per_km2_range", "calendar_year_tanks_lost_general_staff", *ENDS_ALIKE):
        assert base[key] == seen[key] == short[key]


def test_the_reference_values_stand_in_the_chapter(chapter):
    """
    The year of the edition and 2024 as worked out apart from this package.
    """
    words = chapter({})
    kinds = ("tanks", "armoured_vehicles", "artillery", "rocket_launchers", "air_defence")
    year = [words[f"{kind}_lost_general_staff"] for kind in kinds]
    of_2024 = [words[f"calendar_year_{kind}_lost_general_staff"] for kind in kinds if "rocket" not in kind]
    assert year == ["3,444", "8,347", "15,090", "323", "369"]
    assert of_2024 == ["3,689", "8,956", "13,050", "407"]
    assert words["tanks_lost_oryx_range"] == "1,009"


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"as_of": "2022-06-05"}, "the first count is of 2022-02-25"),
        ({"as_of": "2023-03-05"}, "by oryx by 2022-03-05: the first count is of 2022-03-28"),
        ({"loss_source": "isw"}, "choose general_staff_ua or oryx"),
        ({"class_mapping": "weight"}, "is no mapping of classes"),
    ],
    ids=str,
)
def test_what_cannot_be_is_one_clear_error(chapter, parameters, told):
    """
    Impossible parameters are refused with what to do, and no zeros are printed.
    """
    with pytest.raises(ValueError, match=told):
        chapter(parameters)


def test_the_past_does_not_know_later_revisions(chapter):
    """
    The founding edition lists what had been revised by its day, a later one more.
    """
    days = {as_of: int(chapter({"as_of": as_of})["revision_days"]) for as_of in ("2025-04-28", "2026-08-22")}
    assert days == {"2025-04-28": 25, "2026-08-22": 28}
