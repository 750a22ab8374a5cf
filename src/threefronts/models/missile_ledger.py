"""
One line of account for every missile: launched, made, what is left of a month, and the stock that was stated.
"""

from collections.abc import Collection

import pandas as pd

from threefronts.models.missile_balance import plus
from threefronts.models.missile_rates import made_monthly
from threefronts.models.pace import Span


def ledger(
    rates: pd.DataFrame,
    monthly: pd.DataFrame,
    stocks: pd.DataFrame,
    window: tuple[str, str],
    classes: Collection[str],
) -> dict[str, dict[str, Span | float | None]]:
    """
    Set output, launches and stock of each class side by side.

    Args:
        rates: What ``output_rates`` gives, with a column ``voice``.
        monthly: What ``monthly_rates`` gives for *window*.
        stocks: What ``stock_counts`` gives.
        window: First and last day of the launches.
        classes: The classes, in their order.

    Returns:
        Facts by unit. ``monthly``: ``<class>_made_monthly`` (output published for any part of the window) and
        ``<class>_balance_monthly`` (made less launched, ends against ends).
        ``stock``: ``<class>_stock_stated`` (the newest number by the window's end), unknown if none is.
    """
    launched = monthly.set_index("item_class")
    lines: dict[str, dict[str, Span | float | None]] = {"monthly": {}, "stock": {}}
    for name in classes:
        made = made_monthly(rates, name, window)
        shots = Span(launched.loc[name, "low"], None, launched.loc[name, "high"])
        lines["monthly"][f"{name}_made_monthly"] = made
        lines["monthly"][f"{name}_balance_monthly"] = plus(made, shots, -1)
        stated = stocks[stocks["item_class"].eq(name) & stocks["day"].le(pd.Timestamp(window[1]))]
        lines["stock"][f"{name}_stock_stated"] = None if stated.empty else float(stated["value"].iloc[-1])
    return lines
