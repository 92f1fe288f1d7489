"""A schedule that was found, and how good it is proved to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from optimize.shifts.shift_type import ShiftType


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"  # within the gap that was asked
    FEASIBLE = "feasible"  # a schedule, with the gap that is said
    INFEASIBLE = "infeasible"  # there is none
    UNKNOWN = "unknown"  # none was found in time, and there may be one


@dataclass(frozen=True)
class Duty:
    """Agents of a team who work the same shift on the same day and take the same breaks.

    `breaks` are the slots at which the breaks begin, in the order of the type's windows.
    """

    team: int
    day: int
    type: ShiftType
    breaks: tuple[int, ...]
    agents: int


@dataclass(frozen=True)
class Tour:
    """Agents of a team with the same week: the type of each day, None where they are off."""

    team: int
    week: int
    types: tuple[ShiftType | None, ...]
    agents: int


@dataclass(frozen=True)
class Solution:
    """What a search came to.

    `cost` is that of wages alone, `objective` what was minimised, `bound` a proved lower bound of
    it and `gap` how far apart they are, as a share of the objective. `under` and `over` are the
    agent-slots too few and too many. `duties` and `tours` are empty where there is no schedule;
    tours are empty where no team has a tour rule. `notes` say what cannot be read from the rest,
    such as a time limit that was reached.
    """

    status: Status
    duties: tuple[Duty, ...]
    tours: tuple[Tour, ...]
    cost: float
    objective: float
    bound: float
    gap: float
    under: float
    over: float
    wall_s: float
    notes: tuple[str, ...] = ()
