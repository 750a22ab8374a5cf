"""
The benchmarks that there are: a function that measures and returns rows is one once it is decorated.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from measure import Timing


@dataclass(frozen=True)
class Row:
    """
    One line of a benchmark's table.

    Attributes:
        case: What was measured, in words.
        runs: Notebooks executed, or pages, or whatever the benchmark counts.
        workers: Processes at once.
        wall: Seconds by the clock.
        cpu: Seconds of processor time.
    """

    case: str
    runs: int
    workers: int
    wall: float
    cpu: float


@dataclass
class Result:
    """
    What one benchmark found.

    Attributes:
        title: Of its section.
        rows: Its table.
        told: Sentences under it, each with a figure and what was hoped for.
    """

    title: str
    rows: list[Row] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def add(self, case: str, timing: Timing, runs: int, workers: int = 1) -> Timing:
        """
        Add a row and return its *timing*.
        """
        self.rows.append(Row(case, runs, workers, round(timing.wall, 2), round(timing.cpu, 2)))
        return timing


Benchmark = Callable[[Result, bool], None]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(title: str) -> Callable[[Benchmark], Benchmark]:
    """
    Register a function that fills a :class:`Result`; it is told whether to be quick.
    """

    def register(function: Benchmark) -> Benchmark:
        BENCHMARKS[title] = function
        return function

    return register
