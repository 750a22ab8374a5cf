"""
Signed agreements among reported events.
"""

import pandas as pd

SIGNED = r"\bsign(?:s|ed)?\b.*\b(?:ceasefire|peace|armistice)\b|\b(?:ceasefire|peace|armistice)\b.*\bsigned\b"


def agreements_of(events: pd.DataFrame) -> pd.DataFrame:
    """
    Return the events that tell of a ceasefire or peace agreement signed by Russia and Ukraine.
    """
    both = events["actors"].map(lambda ids: {"russia", "ukraine"} <= set(ids.split(";")))
    return events[both & (events["theme"] == "diplomacy") & events["title"].str.contains(SIGNED)]
