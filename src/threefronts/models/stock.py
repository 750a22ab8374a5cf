"""
Stock and store: vehicles in service and the hulls in storage that feed them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Paths:
    """
    A month-by-month course, element 0 at the start.

    ``stock_change`` is the change of vehicles in service since the start, shape ``(T + 1,)``; ``store`` the
    hulls left that can still be restored, shape ``(T + 1,)``; ``refurbished`` the vehicles restored in each
    month, shape ``(T,)``.
    """

    stock_change: NDArray[np.float64]
    store: NDArray[np.float64]
    refurbished: NDArray[np.float64]


def stock_and_store(
    store_0: float, *, new: float, refurbishment: float, hulls_per_vehicle: float, lost: float, months: int
) -> Paths:
    """
    Roll stock and store forward: ``stock += new + refurbished - lost`` and ``store -= refurbished * hulls``.

    Refurbishment runs at its rate until the store cannot feed it, then takes what is left.

    Args:
        store_0: Restorable hulls at the start.
        new: Vehicles built new in a month.
        refurbishment: Vehicles restored in a month while hulls last.
        hulls_per_vehicle: Hulls used up for one restored vehicle, 1 or more.
        lost: Vehicles lost in a month.
        months: How far to go, T.

    Raises:
        ValueError: A flow or the store is negative, ``hulls_per_vehicle`` below 1, or *months* below 1.
    """
    if min(store_0, new, refurbishment, lost) < 0 or hulls_per_vehicle < 1 or months < 1:
        raise ValueError(
            f"store {store_0}, new {new}, refurbishment {refurbishment}, lost {lost} must be zero or more, "
            f"hulls_per_vehicle {hulls_per_vehicle} and months {months} at least 1"
        )
    steps = np.arange(months + 1)
    store = np.maximum(store_0 - refurbishment * hulls_per_vehicle * steps, 0.0)
    refurbished = -np.diff(store) / hulls_per_vehicle
    change = np.concatenate([[0.0], np.cumsum(new + refurbished - lost)])
    return Paths(change, store, refurbished)


def months_until_empty(store_0: float, *, refurbishment: float, hulls_per_vehicle: float) -> float | None:
    """
    Months until the store is used up; ``None`` where nothing is drawn from it.

    Args:
        store_0: Restorable hulls at the start.
        refurbishment: Vehicles restored in a month.
        hulls_per_vehicle: Hulls used up for one restored vehicle, 1 or more.
    """
    drawn = refurbishment * hulls_per_vehicle
    return store_0 / drawn if drawn > 0 else None
