"""
Draws of stock and store, and which unknown matters: limiting cases, seeds, and shares that are known.
"""

import hashlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from threefronts.models.stock import Flows, course
from threefronts.models.stock_draws import INPUTS, Mixture, bands, depletion, draw_flows, stacked
from threefronts.models.stock_sensitivity import sensitivity

PRINT_HASH = """
import hashlib, pandas as pd
from threefronts.models.stock_draws import INPUTS, draw_flows
one = pd.DataFrame({"value": [0.5], "low": [0.2], "high": [0.9]})
flows = draw_flows({name: one for name in INPUTS}, 7, 1000)
print(hashlib.sha256(b"".join(getattr(flows, name).tobytes() for name in INPUTS)).hexdigest())
"""


def _voices(*ends: tuple[float, float]) -> pd.DataFrame:
    rows = [(f"voice_{place}", (low + high) / 2, low, high) for place, (low, high) in enumerate(ends)]
    return pd.DataFrame(rows, columns=["source_id", "value", "low", "high"])


def _certain(**overrides: float) -> dict[str, pd.DataFrame]:
    middle = {
        "lost": 200.0,
        "new": 20.0,
        "refurbishment": 60.0,
        "store": 3000.0,
        "yield_share": 0.5,
    } | overrides
    return {name: _voices((middle[name], middle[name])) for name in INPUTS}


def test_without_disagreement_every_path_is_the_formula():
    """
    One voice that leaves no doubt: bands of no width around the course of that voice.
    """
    flows = draw_flows(_certain(), 1, 500)
    low, middle, high = bands(course(flows, 24).change)
    exact = course(Flows(3000.0, 0.5, 60.0, 20.0, 200.0), 24).change
    assert low == pytest.approx(exact, abs=1e-9)
    assert middle == pytest.approx(exact, abs=1e-9)
    assert high == pytest.approx(exact, abs=1e-9)


def test_bands_are_the_quantiles():
    """
    Of the paths 0 to 1,000 the 5, 50 and 95 % are 50, 500 and 950.
    """
    paths = np.tile(np.arange(1001.0), (3, 1))
    assert bands(paths).tolist() == [[50.0] * 3, [500.0] * 3, [950.0] * 3]


def test_seeds_give_the_same_draws_in_every_process():
    """
    A path is a matter of its seed alone, and another seed gives another path.
    """
    done = subprocess.run([sys.executable, "-c", PRINT_HASH], capture_output=True, text=True, check=True)
    voices = dict.fromkeys(INPUTS, _voices((0.2, 0.9)))
    drawn = [getattr(draw_flows(voices, 7, 1000), name) for name in INPUTS]
    assert done.stdout.strip() == hashlib.sha256(b"".join(part.tobytes() for part in drawn)).hexdigest()
    assert not (draw_flows(voices, 8, 1000).lost == drawn[0]).any()


def test_a_new_voice_for_one_input_leaves_the_others_as_they_were():
    """
    Each input has a stream of its own.
    """
    before = draw_flows(_certain() | {"lost": _voices((80, 290))}, 3, 200)
    after = draw_flows(_certain(store=1.0) | {"lost": _voices((80, 290))}, 3, 200)
    assert (before.lost == after.lost).all()


def test_classes_lie_side_by_side():
    """
    Draws of two classes give courses of shape months, draws, classes.
    """
    flows = stacked([draw_flows(_certain(), 1, 100), draw_flows(_certain(store=0.0), 2, 100)])
    found = course(flows, 12)
    assert found.restored.shape == (13, 100, 2)
    assert (found.restored[:, :, 1] == 0).all()


def test_depletion_tells_the_paths_that_never_get_there():
    """
    Months 1 to 100 and as many that never come: half never, the others around 50; few enough are no interval.
    """
    found = depletion(np.concatenate([np.arange(1.0, 101), np.full(100, np.inf)]), 100)
    assert found.never_pct == 50
    assert found.span.value == pytest.approx(50.5)
    assert depletion(np.array([1.0, np.inf]), 60).span.value is None


def test_a_mixture_has_the_quantiles_of_its_voices():
    """
    Two voices, 0 to 1 and 9 to 10: a quarter of the draws lie below 0.5, three quarters below 9.5.
    """
    mixture = Mixture.of(_voices((0, 1), (9, 10)))
    assert mixture.ppf(np.array([0.25, 0.75])) == pytest.approx([0.5, 9.5], abs=0.01)


def test_the_variance_is_shared_as_the_formula_says():
    """
    Of 24 months of losses and new-built tanks alone, with doubts of 30 and 10, nine tenths are the losses'.
    """
    voices = _certain(refurbishment=0.0) | {"lost": _voices((100, 130)), "new": _voices((10, 20))}
    inputs = {name: Mixture.of(rows) for name, rows in voices.items()}
    found = sensitivity(inputs, lambda flows: course(flows, 24).change[-1], seed=1)
    shares = found.set_index("input")["total_pct"]
    assert found["input"].iloc[0] == "lost"
    assert shares["lost"] == pytest.approx(90, abs=1)
    assert shares["new"] == pytest.approx(10, abs=1)
    assert shares["store"] == pytest.approx(0, abs=0.1)
    swing = found.set_index("input")["swing"]
    assert swing["lost"] == pytest.approx(24 * 30 * 0.9, rel=0.01)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_an_outcome_that_nothing_moves_has_no_shares():
    """
    Without doubt there is no variance to share out, and no warning.
    """
    inputs = {name: Mixture.of(rows) for name, rows in _certain().items()}
    found = sensitivity(inputs, lambda flows: course(flows, 12).change[-1], seed=1)
    assert found["total_pct"].tolist() == [0.0] * len(INPUTS)
