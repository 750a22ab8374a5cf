"""
Statements on shells as the charts take them, each row with words that tell what it is.
"""

import pandas as pd

from threefronts.models.shells import EUROPE, ROUNDS

KINDS = {"output": "", "planned": ", forecast", "capacity": ", capacity"}


def by_year(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Put the statements on the West's 155 mm together: one hull for each producer, year and kind of statement.

    Returns:
        Columns what (producer and year), measure, value (median), low, high; only made, claimed and planned.
    """
    rows = rates[rates["item_class"].isin(ROUNDS) & rates["scope"].eq("all")]
    rows = rows[rows["producer"].isin((*EUROPE, "United States"))]
    rows = rows[rows["measure"].isin(("output", "capacity", "planned"))]
    side = rows["producer"].replace(dict.fromkeys(EUROPE, "Europe"))
    keyed = rows.assign(what=side + ", " + rows["period_start"].dt.year.astype("str"))
    ends = {"value": ("value", "median"), "low": ("low", "min"), "high": ("high", "max")}
    return keyed.groupby(["what", "measure"]).agg(**ends).reset_index()


def russian_table(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Put every published rate of Russian output together, each with words that tell what it is.

    Args:
        rates: Statements as rates, with a column who (the words for the voice).

    Returns:
        The rows with a column what, such as ``2024: Bain and Company, forecast``, by year.
    """
    rows = rates[rates["producer"].eq("Russia") & rates["scope"].eq("all")]
    rows = rows[rows["measure"].isin(KINDS) & rows["item_class"].str.startswith("shell")]
    calibre = rows["item_class"].str.extract(r"_(\d+)$", expand=False)
    words = [
        rows["period_start"].dt.year.astype("str") + ": " + rows["who"],
        (", " + calibre + " mm").fillna(""),
        rows["measure"].map(KINDS),
    ]
    return rows.assign(what=words[0] + words[1] + words[2]).sort_values(["period_start", "what"])
