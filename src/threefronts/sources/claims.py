"""
The founding claims: the article's statements, joined with the hand-kept rule that judges each.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from threefronts.sources.reading import days, measures, read_upstream, require_unique
from threefronts.tables import TableError, load_table, read_manifest

FILE = "founding_claims.csv"
TABLE = "synthesis/founding_claims"
RULES = "synthesis/claim_rules"
TEXT = ["claim_id", "front", "chapter", "speaker", "claim", "metric", "unit", "how_to_test"]
COLUMNS = [*TEXT, "said_on", "value", "period_start", "period_end"]
FAR_FUTURE = date(2200, 1, 1)  # a claim may speak of a period that is not over


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the founding claims with their rules, one row a claim.

    Args:
        upstream: The data folder; the brief lies in it or beside it.

    Raises:
        TableError: The brief is missing or damaged, or a claim has no rule (or a rule no claim).
    """
    rows = read_upstream(_brief(upstream), COLUMNS)
    require_unique(rows, ["claim_id"])
    said_on = days(rows["said_on"])
    claims = rows[TEXT].assign(
        said_on=said_on,
        published_on=said_on,
        value=measures(rows["value"], required=False),
        period_start=_optional_days(rows["period_start"]),
        period_end=_optional_days(rows["period_end"]),
    )
    rules = load_table(RULES)
    _check_pairs(claims["claim_id"], rules["claim_id"])
    joined = claims.merge(rules, on="claim_id", validate="one_to_one")
    return joined[list(read_manifest(TABLE).fields)]


def _brief(upstream: Path) -> Path:
    places = [upstream / "brief" / FILE, upstream.parent / "brief" / FILE]
    found = next((path for path in places if path.exists()), None)
    if found is None:
        raise TableError(f"brief/{FILE} lies neither in {upstream} nor beside it: fetch the brief")
    return found


def _optional_days(cells: pd.Series) -> pd.Series:
    return days(cells.dropna(), today=FAR_FUTURE).reindex(cells.index)


def _check_pairs(claims: pd.Series, rules: pd.Series) -> None:
    unruled = sorted(set(claims) - set(rules))
    orphaned = sorted(set(rules) - set(claims))
    if unruled or orphaned:
        raise TableError(
            f"data/{RULES}.csv: claims without a rule: {', '.join(unruled) or 'none'}; "
            f"rules without a claim: {', '.join(orphaned) or 'none'}. Keep one row a claim, then seal"
        )
