"""
A colour belongs to a party or a source once, here.

Every colour keeps a contrast of 3:1 on white and on the dark page, and stays apart from the others for
readers with protanopia, deuteranopia and tritanopia (a test measures both).
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

from threefronts.tables import read_sources

PARTY = {
    "russia": "#b93112",
    "ukraine": "#3c97f8",
    "third_state": "#c78711",
    "independent": "#833fc5",
}
TEAL = "#266b73"
NEUTRAL = "#949494"

SOURCE = {
    "general_staff_ua": PARTY["ukraine"],
    "air_force_ua": PARTY["ukraine"],
    "russian_mod": PARTY["russia"],
    "testimony": PARTY["third_state"],
    "cavoli_testimony": PARTY["third_state"],
    "cavoli_testimony_losses": PARTY["third_state"],
    "oryx": PARTY["independent"],
    "mediazona_bbc": PARTY["independent"],
    "deepstate": TEAL,
    "isw": PARTY["independent"],
}

CATEGORY = [PARTY["ukraine"], PARTY["russia"], PARTY["independent"], PARTY["third_state"], TEAL, NEUTRAL]
RAMP = ["#efe3d5", "#e3b48f", "#d27a4b", "#b93112", "#7a1a05"]
SCENARIO = [TEAL, NEUTRAL, PARTY["third_state"], PARTY["independent"]]
VERDICT = {
    "supported": TEAL,
    "contradicted": "#d454bf",
    "mixed": "#8b6818",
    "untestable": NEUTRAL,
    "not yet judged": "#cccccc",
}
LONG_NAME = 28  # letters beyond which the legend takes one column
DIVERGING = ["#1d5fb4", "#7fb4f2", "#d9d9d9", "#e0926f", "#b93112"]


def colour(name: str) -> str:
    """
    Colour of a party or a source; a source without its own takes its party's, an unknown name neutral grey.
    """
    party = read_sources().get(name, {}).get("party", name)
    return SOURCE.get(name) or PARTY.get(party) or NEUTRAL


def scale(names: Sequence[str], labels: Sequence[str] | None = None) -> alt.Scale:
    """
    Colour scale that gives each party or source its own colour, and any other name a scenario's.

    Args:
        names: Ids of parties or sources, in the order of the legend.
        labels: The words that stand in the data for these ids; the ids themselves when None.

    Returns:
        A scale to pass to ``alt.Color(..., scale=...)``.

    Raises:
        ValueError: *labels* and *names* differ in length.
    """
    domain = list(names if labels is None else labels)
    if len(domain) != len(names):
        raise ValueError(f"{len(names)} names and {len(domain)} labels: give one label for each name")
    spare = iter(SCENARIO * len(domain))
    return alt.Scale(
        domain=domain, range=[colour(name) if _is_known(name) else next(spare) for name in names]
    )


def legend(labels: Sequence[str], **looks: Any) -> alt.Legend:
    """
    Legend that takes one column where a name is long, so that none is cut on a phone.
    """
    is_long = max(map(len, labels), default=0) > LONG_NAME
    return alt.Legend(**looks, **({"columns": 1} if is_long else {}))


def _is_known(name: str) -> bool:
    return name in SOURCE or name in PARTY or name in read_sources()
