"""
Terms of peace: what each document says on each issue, placed on a scale of five steps by a rule on the row.

Step 0 is closest to what Ukraine prefers, step 4 to what Russia prefers. A document that was read and holds
nothing on an issue has a row without a position.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.contacts import PARTIES
from threefronts.sources.pages import hash_ids, listed_ids, page_days
from threefronts.sources.reading import counts, days, read_upstream, require_unique
from threefronts.sources.registered import ids_by_address
from threefronts.tables import read_manifest

TABLE = "diplomacy/terms"
FILE = Path("diplomacy") / "terms.csv"
COLUMNS = [
    *("issue_id", "issue", "document", "document_date", "party", "position", "ordinal", "coding_rule"),
    *("locator", "published_on", "source_name", "source_url", "confidence"),
]
IDENTITY = ["issue_id", "document", "party", "position"]
DOCUMENTS = {
    "Istanbul communique": "istanbul_communique_2022",
    "Putin's terms of June 2024": "putin_terms_2024_06",
    "US framework of April 2025": "us_framework_2025_04",
    "US seven points as told by The Telegraph": "us_seven_points_2025_04",
    "Ukrainian-European counter-draft of April 2025": "counter_draft_2025_04",
    "Russian Istanbul memorandum": "russian_memorandum_2025_06",
    "Ukrainian Istanbul paper": "ukrainian_paper_2025_06",
    "US 28-point plan": "us_28_points_2025_11",
    "European mark-up of the 28 points (Reuters text)": "european_mark_up_2025_11",
    "European counter-text (Washington Post copy)": "european_counter_text_2025_11",
    "Berlin leaders' statement": "berlin_statement_2025_12",
    "Ryabkov statement during the Berlin talks": "ryabkov_statement_2025_12",
    "20-point draft as read out by Zelensky": "draft_20_points_2025_12",
    "Paris Declaration": "paris_declaration_2026_01",
    '"Anchorage formula" as read by Moscow': "anchorage_formula_2026_01",
    "Zelensky's open letter": "zelensky_letter_2026_06",
    "Putin's answer at the St Petersburg forum": "putin_answer_2026_06",
}
NOT_CODED = "not coded"
NO_STEP = "what was read of this position fits no step of the rule"
NOT_FOUND = (
    "no position on this issue in what was read of this document: it is silent, or the excerpts end before"
)
# A second reading that the row's own words give: the step, why, and whose version it is where a row of two
# parties holds one of each.
LAND_BRIDGE = (3, "the same report quotes a softer line if a land bridge stands", None)
CONTROL = (3, "control is demanded: the held part may be meant, and recognition is not named", None)
ALTERNATIVES = {
    ("istanbul_communique_2022", "crimea"): (2, "left as it is for 15 years, which is near a freeze", None),
    ("putin_terms_2024_06", "kherson"): LAND_BRIDGE,
    ("putin_terms_2024_06", "zaporizhzhia"): LAND_BRIDGE,
    ("putin_terms_2024_06", "forces"): (3, "limited may mean no more than a lower figure", None),
    ("us_framework_2025_04", "znpp"): (1, "Ukraine regains it with the US, which is near a venture", None),
    ("counter_draft_2025_04", "crimea"): (
        0,
        "of its status the text says only that nothing is recognised",
        None,
    ),
    ("counter_draft_2025_04", "sanctions"): (1, "the easing is called gradual as well", None),
    ("us_28_points_2025_11", "donetsk"): (3, "recognition is in practice, with a zone without troops", None),
    ("european_mark_up_2025_11", "guarantees"): (0, "the guarantee is like Article 5 and from the US", None),
    ("ryabkov_statement_2025_12", "crimea"): CONTROL,
    ("ryabkov_statement_2025_12", "donetsk"): CONTROL,
    ("ryabkov_statement_2025_12", "luhansk"): CONTROL,
    ("ryabkov_statement_2025_12", "kherson"): CONTROL,
    ("ryabkov_statement_2025_12", "zaporizhzhia"): CONTROL,
    ("draft_20_points_2025_12", "donetsk"): (
        1,
        "Kyiv's version: stay on the line; the US one is coded",
        "ukraine",
    ),
}
# Rows that the gathering calls weak although their own mark is higher or says nothing of the reason.
WEAK = {
    ("us_28_points_2025_11", "forces", "AFP item 3"): "early account; the text leaked later has 600,000",
    ("us_28_points_2025_11", "assets", "list of points"): "translated relay of a Russian medium",
}


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``diplomacy/terms``: every document on every issue.

    Args:
        upstream: The folder that holds ``diplomacy/``.

    Raises:
        TableError: The file is missing or damaged, a position stands twice, or a party or page is not known.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, IDENTITY)
    stated = _stated(rows)
    return pd.concat([stated, _not_found(stated)])[list(read_manifest(TABLE).fields)]


def _stated(rows: pd.DataFrame) -> pd.DataFrame:
    source_id = ids_by_address(rows["source_url"])
    document_date = days(rows["document_date"])
    published = page_days(rows, source_id)
    document = rows["document"].map(DOCUMENTS).fillna(rows["document"])
    ordinal = counts(rows["ordinal"], required=False)
    alternative = pd.Series(zip(document, rows["issue_id"], strict=True), index=rows.index).map(ALTERNATIVES)
    place = pd.Series(zip(document, rows["issue_id"], rows["locator"], strict=True), index=rows.index)
    weak = place.map(WEAK)
    return pd.DataFrame(
        {
            "term_id": hash_ids("te", document, rows[IDENTITY].agg("|".join, axis=1)),
            "issue_id": rows["issue_id"],
            "issue": rows["issue"],
            "document_id": document,
            "document": rows["document"].str.replace('"', ""),
            "document_date": document_date,
            "parties": listed_ids(rows["party"], PARTIES, "PARTIES in sources/contacts.py"),
            "status": "stated",
            "position": rows["position"],
            "ordinal": ordinal,
            "ordinal_reason": _why_empty(rows["coding_rule"], ordinal),
            "coding_rule": rows["coding_rule"],
            "alternative_ordinal": alternative.str[0],
            "alternative_reason": alternative.str[1],
            "alternative_of": alternative.str[2],
            "published_on": published["published_on"].fillna(document_date),
            "published_precision": published["published_precision"].fillna("document"),
            "confidence": rows["confidence"].mask(weak.notna(), "low"),
            "confidence_reason": weak,
            "source_id": source_id,
            "locator": rows["locator"],
        }
    )


def _why_empty(rules: pd.Series, ordinal: pd.Series) -> pd.Series:
    reason = pd.Series(NO_STEP, index=rules.index).mask(rules.str.startswith(NOT_CODED), rules)
    return reason.where(ordinal.isna(), None)


def _not_found(stated: pd.DataFrame) -> pd.DataFrame:
    """
    Return a row for each issue on which nothing was found in a document, under the document's first source.
    """
    documents = stated.sort_values(["published_on", "term_id"]).drop_duplicates("document_id")
    issues = stated.sort_values("term_id").drop_duplicates("issue_id")[["issue_id", "issue", "coding_rule"]]
    kept = ["document_id", "document", "document_date", "parties", "published_on", "published_precision"]
    pairs = documents[[*kept, "source_id"]].merge(issues, how="cross")
    found = set(zip(stated["document_id"], stated["issue_id"], strict=True))
    missing = [pair not in found for pair in zip(pairs["document_id"], pairs["issue_id"], strict=True)]
    pairs = pairs[missing]
    return pairs.assign(
        term_id=hash_ids("te", pairs["document_id"], pairs["document_id"] + "|" + pairs["issue_id"]),
        status="not_found",
        ordinal_reason=NOT_FOUND,
        locator="what was read of the document",
    ).reindex(columns=stated.columns)
