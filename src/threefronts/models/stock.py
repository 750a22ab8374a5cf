"""
Stock and store: vehicles in service, and the hulls in storage that feed them, in closed form for each month.

Plants take hulls out of the store at one pace, the best first. The first hull gives one vehicle, the last
gives none, and all of them together give a share of their number. So the yield falls as the store is drawn
down: after a part ``x`` of the hulls is gone, what can still be restored is ``store * share * (1 - x) ** (1
/ share)``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Amount = float | NDArray[np.float64]


@dataclass(frozen=True)
class Flows:
    """
    What one class of vehicle starts from and what a month brings; numbers or arrays of one shape.

    Attributes:
        store: Hulls in storage at the start, 0 or more.
        yield_share: Vehicles that the whole store gives over its hulls, above 0 to 1; at 1 no hull is worse.
        refurbishment: Hulls taken a month, which is vehicles restored a month while the hulls are the best.
        new: Vehicles built new in a month.
        lost: Vehicles lost in a month.
    """

    store: Amount
    yield_share: Amount
    refurbishment: Amount
    new: Amount
    lost: Amount

    def __post_init__(self) -> None:
        least = np.min([np.min(part) for part in (self.store, self.refurbishment, self.new, self.lost)])
        shares = np.asarray(self.yield_share)
        if not (least >= 0 and np.min(shares) > 0 and np.max(shares) <= 1):
            raise ValueError(
                f"store and flows must be zero or more (the least is {least}), "
                f"yield_share above 0 and at most 1 (it runs from {np.min(shares)} to {np.max(shares)})"
            )


@dataclass(frozen=True)
class Course:
    """
    A course month by month, shape ``(T + 1, ...)``, element 0 at the start, all in vehicles or hulls.

    ``hulls`` are left in the store, ``restorable`` is what they still give, ``restored`` has come of those
    taken, and ``change`` is the change of the vehicles in service.
    """

    hulls: NDArray[np.float64]
    restorable: NDArray[np.float64]
    restored: NDArray[np.float64]
    change: NDArray[np.float64]


def course(flows: Flows, months: int) -> Course:
    """
    Work out the course of *flows* over *months*.

    Args:
        flows: Numbers, or arrays of one shape ``(...)``: draws, classes.
        months: How far to go, T.

    Raises:
        ValueError: *months* is below 1.
    """
    if months < 1:
        raise ValueError(f"months must be at least 1, not {months}")
    store, share = np.asarray(flows.store, dtype=float), np.asarray(flows.yield_share, dtype=float)
    steps = np.arange(months + 1.0).reshape(-1, *[1] * store.ndim)
    hulls = np.maximum(store - flows.refurbishment * steps, 0.0)
    left = np.divide(hulls, store, out=np.zeros_like(hulls), where=store > 0)
    restorable = store * share * left ** (1 / share)
    restored = store * share - restorable
    return Course(hulls, restorable, restored, (np.asarray(flows.new) - flows.lost) * steps + restored)


def months_until_used_up(flows: Flows, left_share: float) -> Amount:
    """
    Months until only a part of what could be restored is left; infinite where no hull is taken.

    Args:
        flows: As in :func:`course`.
        left_share: The part, 0 (the last hull) to below 1.

    Raises:
        ValueError: *left_share* is out of range.
    """
    if not 0 <= left_share < 1:
        raise ValueError(f"left_share must be 0 or more and below 1, not {left_share}")
    hulls = np.asarray(flows.store * (1 - left_share ** np.asarray(flows.yield_share)), dtype=float)
    pace = np.broadcast_to(np.asarray(flows.refurbishment, dtype=float), hulls.shape)
    never = np.where(hulls > 0, np.inf, 0.0)
    with np.errstate(over="ignore"):
        return np.divide(hulls, pace, out=never, where=pace > 0)[()]


def first_month_without(in_service: Amount, change: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return the first month at whose start none is left in service; infinite where that does not come.

    Args:
        in_service: Vehicles in service at the start.
        change: Of a :class:`Course`, shape ``(T + 1, ...)``.
    """
    gone = in_service + change <= 0
    return np.where(gone.any(axis=0), gone.argmax(axis=0).astype(float), np.inf)
