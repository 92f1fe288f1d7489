"""What is to be scheduled: teams with shifts they may work, and what is required of them.

Slots are those of `optimize.shifts`; over the horizon they are counted through, slot s of day d
being `d * slots_per_day + s`, days from 0. The days stand in a circle where `circular` says so:
what reaches beyond the last day is on duty on the first.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def __post_init__(self) -> None:
        """Raise ValueError where a price is below 0 or not a number."""
        _refuse_below_zero(under=self.under, over=self.over, per_type=self.per_type)


@dataclass(frozen=True)
class MostService:
    """Least agent-slots too few, inside a headcount, a budget, or both; then least cost."""

    headcount: int | None = None
    budget: float | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where a cap is below 0 or not a number."""
        _refuse_below_zero(headcount=self.headcount, budget=self.budget)


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

    def __post_init__(self) -> None:
        """Raise ValueError where shapes do not fit, or a number makes no sense, all at once."""
        faults = list(_faults(self))
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def slots(self) -> int:
        """How many slots the horizon has."""
        return self.days * self.slots_per_day


def _refuse_below_zero(**numbers: float | None) -> None:
    for name, number in numbers.items():
        if number is not None and not number >= 0:
            raise ValueError(f"{name}: got {number}; expected at least 0")


def _faults(problem: Problem) -> Iterator[str]:
    shape = (len(problem.queues), problem.slots)
    if problem.required.shape != shape:
        yield f"required: got shape {problem.required.shape}; expected {shape}"
    elif not np.all(np.isfinite(problem.required) & (problem.required >= 0)):
        yield "required: got a number below 0 or none; expected numbers of at least 0"
    for team in problem.teams:
        yield from (f"team {team.name}: {fault}" for fault in _faults_of(team, problem))
    for number, backlog in enumerate(problem.backlogs):
        if backlog.slots.shape != (problem.slots,):
            yield f"backlog {number}: got slots of shape {backlog.slots.shape}"
        if not backlog.agent_slots >= 0:
            yield f"backlog {number}: got {backlog.agent_slots} agent-slots; expected at least 0"


def _faults_of(team: Team, problem: Problem) -> Iterator[str]:
    shape = (problem.days, len(team.types))
    if team.costs.shape != shape:
        yield f"costs: got shape {team.costs.shape}; expected {shape}"
    elif not np.all(team.costs >= 0):
        yield "costs: got a number below 0 or none; expected at least 0"
    for queue, each in team.serves:
        if not 0 <= queue < len(problem.queues):
            yield f"serves: got queue {queue}; there are {len(problem.queues)}"
        if not 0 < each < np.inf:
            yield f"serves: got {each} of a requirement; expected above 0"
