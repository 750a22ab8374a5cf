"""
Comparing two editions: what counts as a move, how it is split, and that the way back is the mirror.
"""

import json
import shutil
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest
import yaml
from batch_project import make_project, write_tanks

from threefronts.compare import Flip, as_json, compare_editions, markdown, screen
from threefronts.compare.moves import STEPS, split
from threefronts.editions import read_edition
from threefronts.engine.batch import Batch, open_entries
from threefronts.engine.executors import LocalExecutor
from threefronts.facts.moves import move_size, moved_beyond
from threefronts.site.feed import ATOM, feed
from threefronts.tables import seal
from threefronts.tables.load import unrevised


def _record(value, low=None, high=None, tolerance=0):
    return {"value": value, "low": low, "high": high, "tolerance": tolerance}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (_record(10, 8, 12), _record(11, 9, 13), False),
        (_record(10, 8, 12), _record(13, 9, 17), True),
        (_record(10, 8, 12), _record(12, 11, 13), True),
        (_record(10, 8, None), _record(500, 400, None), True),
        (_record(10, 8, None), _record(11, 9, None), False),
        (_record(10), _record(11), True),
        (_record(10, tolerance=1), _record(11), False),
        (_record(None), _record(11), True),
        (_record(None), _record(None), False),
    ],
)
def test_a_fact_moved_when_a_value_leaves_the_other_interval(old, new, expected):
    """
    The rule is one rule, and it says the same from either end.
    """
    assert moved_beyond(old, new) is expected
    assert moved_beyond(new, old) is expected
    assert move_size(old, new) == move_size(new, old)


def test_steps_and_residual_sum_to_the_move_and_a_gap_goes_to_the_residual():
    """
    Decimal numbers are split as they are written; beside a state that could not be made no step is told.
    """
    assert split([0.1, 0.3, 0.3, 0.7, 0.6]) == ((0.2, 0, 0.4, -0.1), 0)
    assert split([1, None, 4, 4, 6]) == ((None, None, 0, 2), 3)
    assert split([None, 2, 3, 3, 3])[1] is None


def test_a_flip_names_the_steps_over_which_the_word_changed():
    """
    Where a state between was not made, the steps on both its sides are named together.
    """
    assert Flip("I01", "x/y", ("mixed", "mixed", "supported", "supported", "supported")).causes == [
        "new rows"
    ]
    told = Flip("I01", "x/y", ("mixed", None, "supported", "supported", "mixed"))
    assert told.causes == ["time passed and new rows", "parameters"]


def test_new_rows_are_told_from_revised_ones_by_their_key():
    """
    A row of the earlier copy stands as it had it, a new one is added, and the order is the newer copy's.
    """
    old = pd.DataFrame({"day": [1, 3], "lost": [10, 30]})
    new = pd.DataFrame({"day": [1, 2, 3, 4], "lost": [11, 20, 33, 40]})
    assert unrevised(new, old, ["day"])["lost"].to_list() == [10, 20, 30, 40]
    assert unrevised(new, new, ["day"]).equals(new)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """
    The comparisons of two editions of the small project there, back, and of one with itself.

    The later edition has new rows, a row revised since the earlier copy was made, and another parameter.
    """
    folder = tmp_path_factory.mktemp("compare") / "project"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THREEFRONTS_ROOT", str(folder))
        make_project(folder)
        write_tanks(folder, {"2022-03-01": 10})
        _keep_as_vintage(folder, "2022-03-02")
        write_tanks(folder, {"2022-03-01": 12, "2022-03-08": 20, "2022-03-15": 5})
        _edition(folder, "early", "2022-03-01", {})
        _edition(folder, "late", "2022-03-15", {"battlefield/losses": {"share": 2}})
        early, late = read_edition("early"), read_edition("late")
        with LocalExecutor(2) as executor:
            batch = Batch(executor, open_entries())
            ways = {"there": (early, late), "back": (late, early), "itself": (late, late)}
            return {way: compare_editions(*ends, batch) for way, ends in ways.items()}


def _keep_as_vintage(folder, day):
    place = folder / "data" / "battlefield"
    (place / "vintages").mkdir()
    for ending in ("csv", "yml"):
        shutil.copy(place / f"tanks.{ending}", place / "vintages" / f"tanks.{day}.{ending}")
    seal(f"battlefield/vintages/tanks.{day}")


def _edition(folder, name, day, parameters):
    described = {"title": name, "as_of": date.fromisoformat(day), "known_at": date.fromisoformat(day)}
    text = yaml.safe_dump({**described, "parameters": parameters})
    (folder / "editions" / f"{name}.yml").write_text(text)


def test_each_step_has_the_share_that_arithmetic_gives_it(found):
    """
    10 tanks and 50 stored become 2 x 37 and 50 with three weeks counted: 0 + 28 + 2 + 37 and no residual.
    """
    moves = {move.key: move for move in found["there"].moves}
    assert moves["tanks_in_all"].steps == (0, 28, 2, 37)
    assert moves["tanks_in_all"].residual == 0
    assert (moves["tanks_in_all"].old["value"], moves["tanks_in_all"].new["value"]) == (60, 127)
    assert "tanks_lost" not in moves, "it moved within its interval"
    assert moves["weeks_counted"].old["value"] is None, "it became known"


def test_an_edition_does_not_differ_from_itself(found):
    """
    The comparison is empty, and is told so.
    """
    assert found["itself"].is_empty
    assert len(screen(found["itself"], "file")) == 1


def test_there_and_back_mirror_each_other(found):
    """
    Every move has the same steps with the other sign, and its ends are exchanged.
    """
    back = {move.key: move for move in found["back"].moves}
    assert {move.key for move in found["there"].moves} == set(back)
    for move in found["there"].moves:
        other = back[move.key]
        assert (other.old["value"], other.new["value"]) == (move.new["value"], move.old["value"])
        assert other.steps == tuple(None if step is None else -step for step in move.steps)
        assert other.size == move.size


def test_the_screen_and_the_note_tell_the_steps(found):
    """
    A reader sees the share of each step without opening the file.
    """
    lines = screen(found["there"], "file")
    assert len(lines) <= 40
    assert any("new rows +28, revised rows +2, parameters +37" in line for line in lines)
    assert "| tanks_in_all | 60 → 127 vehicles | 0 | +28 | +2 | +37 | 0 |" in markdown(found["there"])
    assert json.dumps(as_json(found["there"]))


def test_the_feed_is_atom_with_stable_ids_and_the_days_of_the_editions(found):
    """
    Feed readers need an id, a title and a day in every entry, and the same flip must keep its id.
    """
    flip = {"old": "mixed", "new": "supported", "causes": ["new rows"], "chapter": "industry/shells"}
    content = as_json(found["there"]) | {"verdicts": {"I07": flip, "I08": flip}}
    text = feed([content])
    assert text == feed([content])
    top = ElementTree.fromstring(text)
    assert top.tag == f"{{{ATOM}}}feed"
    entries = top.findall(f"{{{ATOM}}}entry")
    for node in (top, *entries):
        assert all(node.findtext(f"{{{ATOM}}}{name}") for name in ("id", "title", "updated"))
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    assert len(set(ids)) == 2
    assert {entry.findtext(f"{{{ATOM}}}updated") for entry in entries} == {"2022-03-15T00:00:00Z"}
    assert STEPS[1] in entries[0].findtext(f"{{{ATOM}}}summary")
