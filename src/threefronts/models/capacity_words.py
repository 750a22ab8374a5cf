"""
Wordings of the chapter on capacity, each with the condition that chooses it.
"""

import pandas as pd

from threefronts.models.statements import Span

SURE, LIKELY = 99, 90  # percent of the draws
CORRECTED = "rbc_ukraine_nato_2025_10_14"


def new_reading(ratio: Span) -> dict[str, bool]:
    """
    Say what an interval of the ratio of new-built tanks leaves open.
    """
    is_known = ratio.low is not None
    more, less = is_known and ratio.low > 1, is_known and ratio.high < 1
    return {
        "says which side makes more and hardly by how much": more,
        "says that Russia makes fewer": less,
        "leaves open which side makes more": is_known and not (more or less),
        "cannot be said yet": not is_known,
    }


def class_reading(shares: dict[str, float | None]) -> dict[str, bool]:
    """
    Say in a sentence for which classes the draws bear out that Russia makes at least twice as much.

    Args:
        shares: Percentage of draws by class: all, new, shells.
    """
    is_known = None not in shares.values()
    graded = is_known and shares["all"] >= SURE and shares["shells"] >= LIKELY > shares["new"]
    return {
        "So the sentence holds for all tanks that leave the plants, is likely for shells, and is not shown "
        "for tanks that are built new.": graded,
        "So the classes have to be told apart before the sentence means anything.": is_known and not graded,
        "For one of the classes nothing had been published by then.": not is_known,
    }


def correction(rows: pd.DataFrame) -> dict[str, bool]:
    """
    Tell of the one statement that a relay turned into new-built tanks, where it had been published.

    Args:
        rows: Statements with source_id.
    """
    is_known = bool(rows["source_id"].eq(CORRECTED).any())
    told = (
        "One row of the table was corrected for this chapter: what a NATO official said in October 2025 of "
        "tanks made in a month was passed on by one page as so many “new” tanks a year, far above what "
        "others estimate; another page quotes him without the word, so the row no longer counts them as new."
    )
    return {
        told: is_known,
        "A word that a page adds in passing a statement on is not counted as said.": not is_known,
    }
