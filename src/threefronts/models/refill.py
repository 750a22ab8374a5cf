"""
Refill: what was given to Ukraine, and how long it takes to make it anew.
"""

import numpy as np
import pandas as pd

from threefronts.models.statements import UNKNOWN, Span, span_of

MODERN = "Leopard-2"
DRAWS = 4000


def given(transfers: pd.DataFrame, suppliers: list[str], model: str = MODERN) -> tuple[float, float]:
    """
    Count the tanks that states gave Ukraine since 2022: of one model, and in all.

    Args:
        transfers: Rows of ``industry/arms_transfers``.
        suppliers: States.
        model: How its designation begins.
    """
    rows = transfers[transfers["recipient"].eq("Ukraine") & transfers["supplier"].isin(suppliers)]
    rows = rows[rows["description"].eq("tank") & rows["last_delivery_year"].ge(2022)]
    modern = rows[rows["designation"].str.startswith(model)]
    return float(modern["delivered"].sum()), float(rows["delivered"].sum())


def years_to_refill(
    amount: float, output: Span, share: float, rng: np.random.Generator, draws: int = DRAWS
) -> Span:
    """
    Return the years it takes to make *amount* anew.

    Args:
        amount: Items given away.
        output: Items a year.
        share: Lowest share of the output that goes back to the giver, 0 to 1; the highest is 1.
        rng: Seeded generator.
        draws: How many; output and share are drawn evenly between their ends.

    Raises:
        ValueError: The share or the output is not above zero.
    """
    if not 0 < share <= 1 or output.low is None or output.low <= 0:
        raise ValueError(
            f"a share above 0 and up to 1 and a known output are needed, not {share} of {output}"
        )
    made = output.low + (output.high - output.low) * rng.random(draws)
    return span_of(amount / (made * (share + (1 - share) * rng.random(draws))))


def refills(
    transfers: pd.DataFrame,
    givers: dict[str, list[str]],
    output: Span,
    share: float,
    rng: np.random.Generator,
) -> dict[str, Span]:
    """
    Return the years to refill for each giver, for its modern tanks and for all, by the key of its fact.

    Args:
        transfers: Rows of ``industry/arms_transfers``.
        givers: States by the name in the key.
        output, share: As in :func:`years_to_refill`.
        rng: Seeded generator.
    """
    found = {}
    for name, states in givers.items():
        for kind, amount in zip(("modern", "all"), given(transfers, states), strict=True):
            found[f"refill_{name}_{kind}"] = years_to_refill(amount, output, share, rng)
    return found


def implied_pace(figures: pd.DataFrame, metric: str, aim: float, stock: float) -> Span:
    """
    Return the items a year by which a stock reaches an aim in the year that a study names.

    Args:
        figures: Rows with metric and value, the year; published_on tells from when it may be counted.
        metric: Which figure names the year.
        aim: Items to be reached.
        stock: Items in 2021, the study's last count.

    Returns:
        The pace counted from that year (low) and from the study's own (high); unknown where it is not there.
    """
    rows = figures[figures["metric"].eq(metric)]
    if rows.empty:
        return UNKNOWN
    year, said = rows.iloc[0][["value", "published_on"]]
    ends = [(aim - stock) / (year - start) for start in (2021, said.year)]
    return Span(sum(ends) / 2, *ends)


def german_paces(rows: pd.DataFrame, figures: pd.DataFrame) -> dict[str, Span]:
    """
    Read a study's years of return backwards, for tanks and howitzers, by the keys of facts.

    Args:
        rows: Statements, the howitzers in stock among them.
        figures: Rows of ``synthesis/figures``.
    """
    tanks = figures[figures["metric"].str.startswith("battle tanks in stock")]["value"]
    guns = rows[rows["producer"].eq("Germany") & rows["model"].eq("howitzers")]["value"]
    metrics = {"tanks": ("year battle tank stock returns to 2004 level", tanks)}
    metrics["howitzers"] = ("year artillery stock returns to 2004 level", guns)
    return {
        f"implied_{name}": implied_pace(figures, metric, stocks.max(), stocks.min())
        for name, (metric, stocks) in metrics.items()
    }
