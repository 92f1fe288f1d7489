"""Stages of service: what time on the floor makes of an agent's handling and absence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, Field

from scenarios.schema.section import Section
from scenarios.units import MIN_FACTOR, Name, Number, Share

ShareFactor: TypeAlias = Annotated[Number, Field(ge=0, le=1000)]


class Stage(Section):
    """A stage of service. What one of the six stages leaves out has the house's assumption."""

    handling_factor: Annotated[Number, Field(ge=MIN_FACTOR, le=1000)] = 1.0
    """Handling time over that of an agent to whom the queue's times apply."""
    transfer_factor: ShareFactor = 1.0
    """Multiplies the shares that the group passes on."""
    repeat_factor: ShareFactor = 1.0
    """Multiplies the share of answered contacts that come back: above 1 where less is settled."""
    absence: Annotated[Share, Field(lt=1)] = 0.0
    """The chance that an agent of this stage stays away on a day."""


#: The six stages, and what we assume of them where a scenario says nothing. The skilled are the
#: yardstick. That new agents' handling times fall for months is what logs show (Gans, Liu,
#: Mandelbaum, Shen, Ye, "Service times in call centers: agent heterogeneity and learning", 2010),
#: that the worn out are ill more often what surveys do (Bakker, Demerouti, Schaufeli, "Dual
#: processes at work in a call centre", 2003). The sizes are ours.
HOUSE: Final[Mapping[str, Stage]] = {
    "onboarding": Stage(handling_factor=1.5, transfer_factor=2, repeat_factor=1.6, absence=0.02),
    "learning": Stage(handling_factor=1.25, transfer_factor=1.5, repeat_factor=1.3, absence=0.03),
    "skilled": Stage(absence=0.04),
    "growing": Stage(handling_factor=0.95, transfer_factor=0.8, repeat_factor=0.9, absence=0.04),
    "stable": Stage(handling_factor=0.92, transfer_factor=0.7, repeat_factor=0.85, absence=0.05),
    "weary": Stage(handling_factor=1.1, transfer_factor=1.2, repeat_factor=1.25, absence=0.09),
}

#: Why we assume it, in words.
REASONS: Final[Mapping[str, str]] = {
    "onboarding": "The first weeks alone on the floor: every system is looked up, much is passed "
    "on, little is settled at once; nobody stays away without need.",
    "learning": "The first months: about half of that is gone.",
    "skilled": "The yardstick: the queue's times and shares are those of a skilled agent.",
    "growing": "Takes on more skills, and passes on less of what it knows already.",
    "stable": "Long-serving: knows the cases and the short ways; ill a little more often.",
    "weary": "Worn out: slower and curter, so that more comes back; stays away most.",
}


def with_house(stages: Any) -> Any:
    """Return stages with all six, filled up as we assume; what is no mapping is left as it is."""
    if not isinstance(stages, dict):
        return stages
    return {name: _filled(name, stages.get(name, {})) for name in dict.fromkeys([*HOUSE, *stages])}


def shares_there(mix: Mapping[str, float] | None, stages: Mapping[str, Stage]) -> dict[str, float]:
    """Return the share of each stage among the agents of a mix who are there, 1 in all.

    Stages that nobody is in are left out; without a mix there are none.
    """
    come = {name: share * (1 - stages[name].absence) for name, share in (mix or {}).items()}
    total = sum(come.values())
    return {name: share / total for name, share in come.items() if share > 0}


def _filled(name: str, stage: Any) -> Any:
    if name not in HOUSE or not isinstance(stage, dict):
        return stage
    return {**HOUSE[name].model_dump(), **stage}


Stages: TypeAlias = Annotated[dict[Name, Stage], BeforeValidator(with_house)]
