"""
Stock and store: closed forms, conservation, and refusal of impossible input.
"""

import numpy as np
import pytest

from threefronts.models.stock import months_until_empty, stock_and_store


def _paths(store_0=1200.0, **flows):
    settings = {"new": 20.0, "refurbishment": 100.0, "hulls_per_vehicle": 1.0, "lost": 250.0, "months": 36}
    return stock_and_store(store_0, **{**settings, **flows})


def test_the_store_empties_in_the_month_of_the_formula():
    """
    With constant flows the store ends after store / (refurbishment x hulls) months.
    """
    assert months_until_empty(1200.0, refurbishment=100.0, hulls_per_vehicle=1.5) == pytest.approx(8.0)
    store = _paths(hulls_per_vehicle=1.5).store
    assert (store[:8] > 0).all()
    assert store[8] == 0


def test_nothing_drawn_leaves_the_store_full():
    """
    Without refurbishment there is no month of depletion.
    """
    assert months_until_empty(1200.0, refurbishment=0.0, hulls_per_vehicle=1.0) is None
    assert (_paths(refurbishment=0.0).store == 1200.0).all()


def test_vehicles_are_conserved():
    """
    Hulls drawn equal vehicles restored times hulls per vehicle; the stock changes by what came and went.
    """
    rng = np.random.default_rng(2)
    for _ in range(1000):
        store, new, rate, lost = rng.uniform(0, 2000, 4)
        hulls = rng.uniform(1, 3)
        paths = _paths(store, new=new, refurbishment=rate, hulls_per_vehicle=hulls, lost=lost)
        assert paths.store[0] - paths.store[-1] == pytest.approx(paths.refurbished.sum() * hulls, abs=1e-6)
        balance = 36 * (new - lost) + paths.refurbished.sum()
        assert paths.stock_change[-1] == pytest.approx(balance, abs=1e-6)
        assert (paths.store >= 0).all()
        assert (paths.refurbished <= rate + 1e-9).all()


@pytest.mark.parametrize(
    "flows",
    [{"new": -1.0}, {"refurbishment": -1.0}, {"lost": -1.0}, {"hulls_per_vehicle": 0.5}, {"months": 0}],
)
def test_impossible_flows_are_refused(flows):
    """
    No negative flow, no vehicle from less than one hull, no course of no months.
    """
    with pytest.raises(ValueError):
        _paths(**flows)
