"""
A grid of assumptions: one notebook executed for each combination of parameters.
"""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import pandas as pd

from threefronts.editions import Edition
from threefronts.engine.batch import Case
from threefronts.engine.errors import RunError
from threefronts.engine.plan import plan

MANY = 500  # combinations; more have to be meant


@dataclass(frozen=True)
class _Range(Sequence):
    """
    The values of a range, as plain decimals; made only when they are asked for.
    """

    start: Decimal
    step: Decimal
    length: int

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, position: int) -> str:
        if not 0 <= position < self.length:
            raise IndexError(position)
        return format(self.start + position * self.step, "f")


def grid(values: Mapping[str, str], is_meant: bool = False) -> list[dict[str, str]]:
    """
    Return every combination of parameters, as text.

    Args:
        values: By parameter either ``start:stop:step``, the stop included, or values parted by commas.
        is_meant: Whether more than 500 combinations are.

    Raises:
        RunError: A range cannot be read or is empty, or there are too many combinations.
    """
    lists = {name: _values(name, text) for name, text in values.items()}
    size = math.prod(len(found) for found in lists.values())
    if size > MANY and not is_meant:
        raise RunError(f"the grid has {size} combinations, more than {MANY}: take fewer values, or add --yes")
    return [dict(zip(lists, chosen, strict=True)) for chosen in product(*lists.values())]


def cases(edition: Edition, stem: str, combinations: list[dict[str, str]]) -> list[Case]:
    """
    Return the notebook *stem* with each combination of parameters, for one edition.

    Raises:
        RunError: There is no such notebook or parameter, or a value does not fit.
    """
    return [
        Case(", ".join(f"{name}={value}" for name, value in chosen.items()), edition, tuple(runs))
        for chosen in combinations
        for runs in [plan(edition, [stem], chosen)]
    ]


def with_parameters(
    table: pd.DataFrame, asked: Sequence[Case], combinations: Sequence[Mapping[str, str]]
) -> pd.DataFrame:
    """
    Return the table of a sweep with a column for each parameter in the place of the case's name.

    A column of numbers is one of numbers.
    """
    chosen = pd.DataFrame(combinations, index=[case.name for case in asked]).apply(_numbers)
    return chosen.merge(table, left_index=True, right_on="edition").drop(columns="edition")


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return column if numbers.isna().any() else numbers


def _values(name: str, text: str) -> Sequence[str]:
    if text.count(":") == 2 and "," not in text:
        return _range(name, text)
    found = [value.strip() for value in next(csv.reader([text], skipinitialspace=True)) if value.strip()]
    if not found:
        raise RunError(f"-p {name}={text}: no value. Write start:stop:step, or values parted by commas")
    if len(set(found)) < len(found):
        raise RunError(f"-p {name}={text}: a value stands twice")
    return found


def _range(name: str, text: str) -> Sequence[str]:
    try:
        start, stop, step = (Decimal(part) for part in text.split(":"))
        steps = int((stop - start) / step)
    except (ValueError, ArithmeticError):
        raise RunError(
            f"-p {name}={text}: a range is start:stop:step in numbers, such as 20:120:10"
        ) from None
    if steps < 0:
        raise RunError(f"-p {name}={text}: the range is empty, as its step leads away from its stop")
    return _Range(start, step, steps + 1)
