"""
Stock and store: closed forms, conservation, and refusal of impossible input.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threefronts.models.stock import Flows, course, first_month_without, months_until_used_up

MONTHS = 36
amounts = st.floats(0, 5000, allow_nan=False)
flows_drawn = st.builds(
    Flows,
    store=amounts,
    yield_share=st.floats(0.01, 1),
    refurbishment=amounts,
    new=amounts,
    lost=amounts,
)


def _flows(**overrides) -> Flows:
    return Flows(
        **{"store": 1200.0, "yield_share": 1.0, "refurbishment": 100.0, "new": 20.0, "lost": 250.0}
        | overrides
    )


def test_where_no_hull_is_worse_the_store_falls_on_a_line_and_ends_in_its_month():
    """
    With a yield of one, 1,200 hulls at 100 a month are 1,200 vehicles in 12 months, and then none.
    """
    found = course(_flows(), MONTHS)
    steps = np.arange(MONTHS + 1)
    assert found.hulls == pytest.approx(np.maximum(1200 - 100 * steps, 0), abs=1e-9)
    assert found.restored == pytest.approx(np.minimum(100 * steps, 1200), abs=1e-9)
    assert months_until_used_up(_flows(), 0.0) == 12
    assert found.change[12] == pytest.approx(12 * (20 + 100 - 250), abs=1e-9)
    assert found.change[36] == pytest.approx(36 * (20 - 250) + 1200, abs=1e-9)


def test_with_half_the_yield_what_is_left_falls_with_the_square():
    """
    At a share of one half, half of the hulls gone leave a quarter of what can be restored: (1 - x) squared.
    """
    found = course(_flows(yield_share=0.5), MONTHS)
    assert found.restorable[[0, 6, 12]] == pytest.approx([600, 150, 0], abs=1e-9)
    assert months_until_used_up(_flows(yield_share=0.5), 0.25) == pytest.approx(6)


@pytest.mark.parametrize("share", [0.05, 0.35, 0.8, 1.0])
def test_the_first_hull_gives_one_vehicle_and_the_yield_only_falls(share):
    """
    The slope at the start is one vehicle a hull, and no later month gives more than the one before it.
    """
    slow = _flows(yield_share=share, refurbishment=1e-4)
    assert course(slow, 1).restored[1] == pytest.approx(1e-4, rel=1e-4)
    restored = np.diff(course(_flows(yield_share=share), MONTHS).restored)
    assert (np.diff(restored) <= 1e-9).all()


@given(flows=flows_drawn, left=st.floats(0.001, 0.9))
@settings(max_examples=1000, deadline=None)
def test_vehicles_are_conserved(flows, left):
    """
    Nothing appears or vanishes: what was restored and what still can be are what the store gives, no more is
    restored than hulls were taken, and the change in service is what came less what went.
    """
    found = course(flows, MONTHS)
    whole = flows.store * flows.yield_share
    assert found.restored + found.restorable == pytest.approx(whole, abs=1e-9)
    monthly = flows.new + np.diff(found.restored) - flows.lost
    assert np.diff(found.change) == pytest.approx(monthly, abs=1e-9)
    assert (found.restored <= flows.store - found.hulls + 1e-9).all()
    assert (found.restorable >= 0).all()
    end = months_until_used_up(flows, left)
    if 0 < end <= MONTHS:
        before, after = found.restorable[int(np.floor(end))], found.restorable[int(np.ceil(end))]
        assert after - 1e-9 <= left * whole <= before + 1e-9


def test_nothing_drawn_leaves_the_store_full_and_an_empty_store_is_used_up_at_once():
    """
    Without refurbishment there is no month of depletion; without hulls it is the first.
    """
    assert (course(_flows(refurbishment=0.0), MONTHS).restorable == 1200).all()
    assert months_until_used_up(_flows(refurbishment=0.0), 0.1) == np.inf
    assert months_until_used_up(_flows(store=0.0), 0.1) == 0
    assert (course(_flows(store=0.0), MONTHS).restored == 0).all()


def test_arrays_give_what_each_number_gives_by_itself():
    """
    Draws and classes at once are the same sums as one by one.
    """
    stores, shares = np.array([[500.0, 900.0], [0.0, 3000.0]]), np.array([[0.2, 1.0], [0.5, 0.35]])
    pace = np.array([[40.0, 0.0], [10.0, 90.0]])
    many = course(_flows(store=stores, yield_share=shares, refurbishment=pace), MONTHS)
    for place in np.ndindex(2, 2):
        one = course(
            _flows(store=stores[place], yield_share=shares[place], refurbishment=pace[place]), MONTHS
        )
        assert many.change[:, *place] == pytest.approx(one.change, abs=1e-9)


def test_a_fleet_is_gone_in_the_month_of_the_formula():
    """
    1,000 tanks at a net loss of 250 a month are gone at the start of month 4; at no loss they never are.
    """
    alone = course(_flows(store=0.0, new=0.0), MONTHS)
    assert first_month_without(1000.0, alone.change) == 4
    assert first_month_without(1000.0, course(_flows(lost=0.0), MONTHS).change) == np.inf


@pytest.mark.parametrize(
    "flows",
    [
        {"store": -1.0},
        {"new": -1.0},
        {"refurbishment": -1.0},
        {"lost": -1.0},
        {"yield_share": 0.0},
        {"yield_share": 1.1},
        {"lost": float("nan")},
    ],
)
def test_impossible_flows_are_refused(flows):
    """
    No negative flow, no store that gives nothing or more than its hulls.
    """
    with pytest.raises(ValueError, match="yield_share"):
        _flows(**flows)


def test_impossible_questions_are_refused():
    """
    No course of no months, no part left that is all of it.
    """
    with pytest.raises(ValueError, match="months"):
        course(_flows(), 0)
    with pytest.raises(ValueError, match="left_share"):
        months_until_used_up(_flows(), 1.0)
