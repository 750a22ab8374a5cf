"""
How long the draws of stock and store take: 10,000 paths of 60 months for 4 classes.
"""

import os
import time

import numpy as np
from registry import Result, Row, benchmark

from threefronts.models.stock import Flows, course, months_until_used_up
from threefronts.models.stock_draws import bands

PATHS, MONTHS, CLASSES = 10_000, 60, 4
BOUND_SECONDS = 0.5


def monte_carlo(repeats: int = 5) -> dict[str, float]:
    """
    Measure the courses, their bands and the month of depletion, on one core.

    Args:
        repeats: Runs, of which the fastest and the median are told.

    Returns:
        ``best_s``, ``median_s`` and ``bound_s`` in seconds, and ``paths_per_s`` (paths of one class).
    """
    taken = [_one_run(seed) for seed in range(repeats)]
    best, middle = min(taken), float(np.median(taken))
    return {
        "best_s": best,
        "median_s": middle,
        "bound_s": BOUND_SECONDS,
        "paths_per_s": PATHS * CLASSES / middle,
    }


@benchmark("Draws of stock and store")
def measure_draws(result: Result, is_quick: bool) -> None:
    """
    Add what a run of the draws takes, in processor time.
    """
    repeats, started = 3 if is_quick else 9, time.perf_counter()
    middle = monte_carlo(repeats)["median_s"]
    wall = (time.perf_counter() - started) / repeats
    case = "10,000 paths of 60 months for 4 classes"
    result.rows.append(Row(case, PATHS * CLASSES, 1, round(wall, 2), round(middle, 2)))
    result.told.append(f"A run takes {middle:.2f} s of processor time ({BOUND_SECONDS} asked).")


def _one_run(seed: int) -> float:
    """
    Processor seconds of one run: what other programs take on a shared machine is not counted.
    """
    rng = np.random.default_rng(seed)
    ends = {"store": (800, 4500), "yield_share": (0.05, 1), "refurbishment": (10, 250)}
    ends |= {"new": (5, 50), "lost": (30, 700)}
    start = time.process_time()
    flows = Flows(**{name: rng.uniform(*end, size=(PATHS, CLASSES)) for name, end in ends.items()})
    found = course(flows, MONTHS)
    bands(found.restorable)
    bands(found.change)
    np.quantile(months_until_used_up(flows, 0.1), [0.05, 0.5, 0.95], axis=0)
    return time.process_time() - start


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name, value in monte_carlo().items():
        print(f"{name}: {value:,.3f}")
