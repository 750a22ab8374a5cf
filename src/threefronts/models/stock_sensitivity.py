"""
Which unknown matters most: one input at a time, and shares of the variance with all of them moving.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import sobol_indices

from threefronts.models.statements import HIGH_QUANTILE, LOW_QUANTILE
from threefronts.models.stock import Flows
from threefronts.models.stock_draws import INPUTS, Mixture

Outcome = Callable[[Flows], NDArray[np.float64]]


def sensitivity(
    inputs: Mapping[str, Mixture], outcome: Outcome, *, seed: int, samples: int = 1024
) -> pd.DataFrame:
    """
    Rank the inputs by what their doubt does to *outcome*.

    Args:
        inputs: A distribution for each of ``INPUTS``.
        outcome: A number for each of the flows it is given, as an array.
        seed: Of the random numbers of the variance shares.
        samples: Of Sobol's sequence, a power of two.

    Returns:
        Columns input, middle (outcome with every input at its median), at_low and at_high (this input alone
        at its 5 and 95 % quantile), swing (between the two), first_pct and total_pct (shares of the
        variance, alone and with all that it interacts with), the largest total first.
    """
    names = list(INPUTS)
    medians = {name: inputs[name].ppf(np.array(0.5)) for name in names}

    def at(**moved: NDArray[np.float64]) -> float:
        return float(outcome(Flows(**(medians | moved))))

    # An outcome that nothing moves has no variance to share out.
    with np.errstate(invalid="ignore", divide="ignore"):
        found = sobol_indices(
            func=lambda drawn: outcome(Flows(**dict(zip(names, drawn, strict=True)))),
            n=samples,
            dists=[inputs[name] for name in names],
            rng=np.random.default_rng(seed),
        )
    ends = [
        [at(**{name: inputs[name].ppf(np.array(share))}) for share in (LOW_QUANTILE, HIGH_QUANTILE)]
        for name in names
    ]
    table = pd.DataFrame(ends, columns=["at_low", "at_high"]).assign(
        input=names,
        middle=at(),
        first_pct=_percent(found.first_order),
        total_pct=_percent(found.total_order),
    )
    table["swing"] = (table["at_high"] - table["at_low"]).abs()
    return table.sort_values(["total_pct", "swing"], ascending=False, ignore_index=True)


def _percent(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return 100 * np.clip(np.nan_to_num(shares), 0, 1)
