"""The scenario that a planning command is about: read, checked against its options, doubts told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.load import Loaded
    from scenarios.schema.disruption import Disruption
    from scenarios.schema.scenario import Scenario


def planning_scenario(
    reference: str,
    variant: str | None,
    sets: Sequence[str] | None,
    events: Sequence[str] | None = None,
    *,
    seed: int | None,
    out: Path | None,
    refuse_unknown: Callable[[Scenario], None],
    in_words: bool,
) -> Loaded:
    """Return the scenario of a planning command, seeded; `in_words` its warnings are told.

    Raises BadInput where the folder `out` is taken, the scenario cannot be read, or it has not what
    the command's options name: `refuse_unknown` raises that.
    """
    from crewline.cli.output import print_notes, print_warnings
    from crewline.cli.streams import remark
    from scenarios.load import load
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.options import RunOptions

    refuse_taken(out)
    loaded = load(reference, variant, sets or [], events or [])
    loaded = replace(loaded, scenario=RunOptions(seed=seed).seeded(loaded.scenario))
    refuse_unknown(loaded.scenario)
    if in_words:
        print_warnings(loaded.warnings)
        print_notes(loaded.notes)
        if loaded.scenario.playbooks or any(map(_loses_people, loaded.scenario.disruptions)):
            remark(
                "note: agents are planned for the volumes and handling times of the day; who is"
                " lost or does not come, lines and bots that fail, and playbooks are not in it"
                " (see crewline playbook)."
            )
    return loaded


def _loses_people(disruption: Disruption) -> bool:
    """Tell whether a disruption does what no need of agents is reckoned with."""
    return (
        disruption.agents != 1
        or disruption.no_shows > 0
        or disruption.telephony == "down"
        or disruption.self_service != 1
        or disruption.resolution != 0
    )
