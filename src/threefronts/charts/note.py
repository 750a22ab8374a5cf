"""
The note under a chart: who says it, what the numbers cannot mean, and how old the copy is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from threefronts import tables
from threefronts.tables.vintages import copy_for
from threefronts.tables.words import WARNING_SENTENCES, words_for_date

MOST_NAMED = 6  # voices that a note names
PARTY_WORDS = {
    "russia": "a party to the war",
    "ukraine": "a party to the war",
    "third_state": "a third state",
    "independent": "independent",
}


def note(names: Iterable[str], as_of: str) -> str:
    """
    Sources, warnings and vintage of the tables behind a chart, in sentences.

    Args:
        names: Tables the chart draws from.
        as_of: ISO date that the chart describes.

    Returns:
        Plain text, one paragraph.
    """
    manifests = [tables.read_manifest(copy_for(name, as_of)) for name in names]
    used = {warning for manifest in manifests for warning in manifest.warnings or []}
    warnings = [text for key, text in WARNING_SENTENCES.items() if key in used]
    return " ".join(
        [f"As of {words_for_date(as_of)}.", _voices(manifests), *_copies(manifests, as_of), *warnings]
    )


def _voices(manifests: list["tables.Manifest"]) -> str:
    """
    Who says it, each voice once; of many, those that most entries name, and how many more there are.
    """
    register = tables.read_sources()
    voices = Counter(_voice(source, register) for manifest in manifests for source in manifest.sources)
    if any(not manifest.sources for manifest in manifests):
        voices["the source that the table names in each row"] += 1
    if len(voices) <= MOST_NAMED:
        return f"Source: {'; '.join(voices)}."
    named = "; ".join(name for name, _ in voices.most_common(MOST_NAMED - 1))
    return f"Source: {named}; and {len(voices) - MOST_NAMED + 1} more, named in the table."


def _voice(source: str, register: dict[str, dict]) -> str:
    """
    One source: who says it, whose side it is on and whom it repeats.
    """
    entry = register.get(source, {})
    name = str(entry.get("producer") or source)
    relayed = entry.get("relays") or []
    relayed = [relayed] if isinstance(relayed, str) else relayed
    repeats = " and ".join(str(register.get(other, {}).get("producer") or other) for other in relayed)
    party = PARTY_WORDS.get(entry.get("party"), "")
    return ", ".join(filter(None, [name, party, f"repeating {repeats}" if repeats else ""]))


def _copies(manifests: list["tables.Manifest"], as_of: str) -> list[str]:
    """
    Tables and the days of their copies; a later copy is today's text of an old day, and says so.
    """
    tables_used = "; ".join(
        f"{manifest.title.rstrip('.')}{_copied(manifest.vintage)}" for manifest in manifests
    )
    late = any(manifest.vintage and str(manifest.vintage) > str(as_of) for manifest in manifests)
    sentence = "A copy later than the day described holds today's text of that day."
    return [f"Data: {tables_used}.", *([sentence] if late else [])]


def _copied(vintage: date | None) -> str:
    """
    The day of one copy.
    """
    return f", copied on {words_for_date(vintage)}" if vintage else ""
