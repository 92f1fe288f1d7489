"""What is to be scheduled: teams with shifts they may work, and what is required of them.

Slots are those of `optimize.shifts`; over the horizon they are counted through, slot s of day d
being `d * slots_per_day + s`, days from 0. The days stand in a circle where `circular` says so:
what reaches beyond the last day is on duty on the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Team:
    """A skill group as a schedule sees it.

    `serves` maps queues (by number) to what one agent on duty contributes to the queue's
    requirement, in required agents: below 1 for absence, time off the phone and slower handling.
    `types` are the shifts that may be worked, `costs` what one agent on one of them costs by day,
    of shape (days, types); infinite where it may not be worked that day. With `tour` every agent
    works whole weeks by that rule; without, every day is staffed by itself. `least` and `most`
    bound the headcount: of tours in any one week, where there are tours, else of agents on any one
    day that has shifts. `paid_most` and `overtime_most` are slots that all its agents together may
    have over the horizon, paid and at overtime; `slot_wage` is what a paid slot costs without
    premiums, for the overtime of whole weeks.
    """

    name: str
    serves: tuple[tuple[int, float], ...]
    types: tuple[ShiftType, ...]
    costs: Numbers
    tour: TourRule | None = None
    least: int = 0
    most: int | None = None
    paid_most: float | None = None
    overtime_most: float | None = None
    slot_wage: float = 0.0


@dataclass(frozen=True)
class Backlog:
    """Deferrable work: so many agent-slots of a queue, done at any slots of a stretch.

    `slots` are those of the horizon at which it may be done, a boolean array over all of them.
    """

    queue: int
    slots: NDArray[np.bool_]
    agent_slots: float


@dataclass(frozen=True)
class FullCover:
    """Every requirement is met, at the least cost."""


@dataclass(frozen=True)
class SoftCover:
    """Least cost, where an agent-slot too few or too many has a price.

    Prices are in the currency of the costs, for an agent-slot, at least 0. `per_type` is the price
    of using a type of shift at all, whether once or all the days: few types are easily told.
    """

    under: float
    over: float = 0.0
    per_type: float = 0.0


@dataclass(frozen=True)
class MostService:
    """Least agent-slots too few, inside a headcount, a budget, or both; then least cost."""

    headcount: int | None = None
    budget: float | None = None


@dataclass(frozen=True)
class Problem:
    """A schedule that is wanted.

    `required` is of shape (queues, slots of the horizon): agents on duty, of full skill, that a
    queue needs; it need not be whole. An agent counts once, never once per skill: in every slot
    the agents of a team are shared out among the queues it serves. `backlogs` is work that fits
    into whatever is left.
    """

    slot_s: int
    slots_per_day: int
    days: int
    queues: tuple[str, ...]
    required: Numbers
    teams: tuple[Team, ...]
    goal: FullCover | SoftCover | MostService
    backlogs: tuple[Backlog, ...] = ()
    circular: bool = True

    @property
    def slots(self) -> int:
        """How many slots the horizon has."""
        return self.days * self.slots_per_day
