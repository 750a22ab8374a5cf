"""
Sources: one adapter an upstream; each builds a table's rows from upstream files and writes nothing itself.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from threefronts.sources import (
    agreements,
    casualties,
    civilian_casualties,
    claims,
    confirmed_deaths,
    contacts,
    deepstate,
    events,
    exchanges,
    figures,
    kiel,
    losses,
    missile_attacks,
    munitions,
    oblasts,
    places,
    polls,
    production,
    recruitment,
    revisions,
    sanctions,
    sipri,
    storage,
    terms,
    testimony,
    truces,
    un_votes,
)
from threefronts.tables import TableError, write_table

Builder = Callable[[Path], pd.DataFrame]

# Table -> builder(folder that holds general_staff/, oryx/, …); one line each, in alphabetical order.
ADAPTERS: dict[str, Builder] = {
    "battlefield/air_attacks": missile_attacks.build,
    "battlefield/casualty_estimates": casualties.build_estimates,
    "battlefield/civilian_casualties": civilian_casualties.build,
    "battlefield/confirmed_deaths": confirmed_deaths.build,
    "battlefield/equipment_losses": losses.build_equipment_losses,
    "battlefield/loss_revisions": revisions.build,
    "battlefield/occupied_area": deepstate.build,
    "battlefield/personnel_losses_claimed": losses.build_personnel_losses,
    "battlefield/prisoner_exchanges": exchanges.build,
    "diplomacy/agreements": agreements.build,
    "diplomacy/aid": kiel.build,
    "diplomacy/aid_residuals": kiel.build_residuals,
    "diplomacy/contacts": contacts.build,
    "diplomacy/events": events.build,
    "diplomacy/opinion_polls": polls.build,
    "diplomacy/sanctions_listings": sanctions.build,
    "diplomacy/terms": terms.build,
    "diplomacy/truces": truces.build,
    "diplomacy/un_roll_calls": un_votes.build_roll_calls,
    "diplomacy/un_votes": un_votes.build,
    "industry/arms_transfers": sipri.build_transfers,
    "industry/force_size": recruitment.build_force_size,
    "industry/military_spending": sipri.build_spending,
    "industry/missile_output_and_stock": munitions.build_missiles,
    "industry/production": production.build,
    "industry/recruitment": recruitment.build_recruitment,
    "industry/shell_output": munitions.build_shells,
    "industry/storage": storage.build,
    "industry/testimony": testimony.build,
    "shared/oblasts": oblasts.build,
    "shared/places": places.build,
    "synthesis/figures": figures.build,
    "synthesis/founding_claims": claims.build,
}


def import_tables(names: Iterable[str], upstream: Path) -> list[tuple[str, bool, int]]:
    """
    Build tables from the files in *upstream* and write those that are sound.

    Args:
        names: Tables to build; all that have an adapter where it is empty.
        upstream: The folder that holds ``general_staff/``, ``oryx/`` and the other sources' folders.

    Returns:
        For each table its name, whether its file changed, and its rows.

    Raises:
        TableError: *upstream* is no folder, a table has no adapter, or some table's input is not as it should
            be. That table is left as it was, the others are still written, and every failure is told.
    """
    upstream = Path(upstream)
    if not upstream.is_dir():
        raise TableError(f"{upstream} is no folder: name the one that holds general_staff/, oryx/ and so on")
    done, failures = [], []
    for name in list(names) or list(ADAPTERS):
        try:
            done.append((name, *_import_table(name, upstream)))
        except TableError as error:
            failures.append(f"{name}: {error}" if name not in str(error) else str(error))
    if failures:
        raise TableError("\n".join(failures))
    return done


def _import_table(name: str, upstream: Path) -> tuple[bool, int]:
    if name not in ADAPTERS:
        raise TableError(f"{name} has no adapter. Tables with one: {', '.join(sorted(ADAPTERS))}")
    frame = ADAPTERS[name](upstream)
    return write_table(name, frame), len(frame)
