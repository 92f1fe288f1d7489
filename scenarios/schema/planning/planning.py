"""The section `planning` as a whole."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scenarios.schema.planning.coverage import Coverage
from scenarios.schema.planning.group import GroupPlan
from scenarios.schema.planning.pattern import Pattern
from scenarios.schema.planning.rules import ExtraPay, Nights, WorkHours
from scenarios.schema.planning.tour import TourPlan
from scenarios.schema.section import Section
from scenarios.units import Duration, Name, expected

#: What the grid is where nothing is said, if the interval allows it.
SLOT_S = 900
#: The patterns there are where a file gives none.
HOUSE_PATTERNS = ("full", "part", "night")
MAX_PATTERNS = 100
MAX_TOURS = 20


def _whole_minutes(seconds: float) -> float:
    if not 60 <= seconds <= 3600 or seconds % 60:
        raise expected("whole minutes, at most 60 min, such as 15 min")
    return seconds


class Planning(Section):
    """How a schedule is made: the shifts there may be, the rules they keep, what they cover.

    Every key may be left out; the house's own rules hold where nothing is said.
    """

    slot: Annotated[Duration, AfterValidator(_whole_minutes)] | None = None
    """The grid on which shifts and breaks begin and end. It divides the interval. Absent: 15 min,
    or the most whole minutes below that divide the interval."""
    law: Literal["china", "none"] = "none"
    """The labour law whose rules hold where `hours` and `pay` say nothing. `china`: 8 h a day, 40 h
    a week, overtime of 1 h a day, at most 3 h, 36 h a month, one rest day a week; 150 % for
    overtime, 200 % on rest days, 300 % on statutory holidays. `none`: 8 h a day, 40 h a week, no
    overtime, one rest day a week."""
    hours: WorkHours = WorkHours()
    """Limits on working hours."""
    nights: Nights | None = None
    """How many night shifts there may be. Absent: no limit."""
    pay: ExtraPay = ExtraPay()
    """Premiums over the wage for overtime, rest days and holidays."""
    shifts: Annotated[dict[Name, Pattern], Field(min_length=1, max_length=MAX_PATTERNS)] | None = (
        None
    )
    """Patterns of shifts by name. Absent: the house's, for each group in the hours in which
    something that it serves is open: `full` (8 h, an unpaid hour for lunch and two paid breaks of
    15 min), `part` (4 h, one paid break of 15 min) and, where it is open at night, `night` (as
    `full`, from the late evening on)."""
    tours: Annotated[dict[Name, TourPlan], Field(max_length=MAX_TOURS)] = Field(
        default_factory=dict
    )
    """Tours by name: what an agent's week is like."""
    groups: dict[Name, GroupPlan] = Field(default_factory=dict)
    """By group, what it may work. A group that is left out may work all patterns."""
    coverage: Coverage = "full"
    """`full`: what is required is covered at the least cost; `{under, over}`: agent-hours that are
    missing or too many have a price; `{headcount, budget}`: the most service within a cap."""

    def group(self, name: str) -> GroupPlan:
        """Return what a schedule may do with a group."""
        return self.groups.get(name, _FREE)


_FREE = GroupPlan()


def slot_of(planning: Planning, interval_s: float) -> int | None:
    """Return the grid in seconds; None where no whole minutes divide the interval."""
    if planning.slot is not None:
        return round(planning.slot)
    fitting = (slot for slot in range(SLOT_S, 0, -60) if interval_s % slot == 0)
    return next(fitting, None)
