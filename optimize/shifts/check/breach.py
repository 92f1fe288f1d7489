"""A rule that a schedule breaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The rules that a schedule is held to."""

    AGENTS = "agents"  # a number of agents is 0 or more
    SHIFT = "shift"  # the team may work it on that day
    BREAKS = "breaks"  # each inside its window, none beside another
    DAY_HOURS = "day_hours"
    TOURS = "tours"  # the weeks of the agents are made of the shifts worked
    DAYS_ON = "days_on"
    DAYS_OFF = "days_off"  # in a row
    START = "start"  # the same, or near enough, all week
    LENGTH = "length"  # the same all week
    REST = "rest"  # between two shifts
    WEEK_HOURS = "week_hours"
    NIGHTS = "nights"
    HEADCOUNT = "headcount"
    PAID_HOURS = "paid_hours"  # of a team over the horizon
    OVERTIME = "overtime"  # of a team over the horizon
    REST_DAYS = "rest_days"  # of a team's agents in a week
    BUDGET = "budget"
    COVER = "cover"
    BACKLOG = "backlog"


@dataclass(frozen=True)
class Breach:
    """One rule broken at one place.

    `of` is the team, or the queue that lacks cover. `day` counts from 0, None where no one day is
    meant. `duty` and `tour` number the one that breaks the rule in the order they were given. `by`
    is how far, in hours, days, agents or money as the rule goes, and `says` the same in words.
    """

    rule: Rule
    of: str
    by: float
    says: str
    day: int | None = None
    duty: int | None = None
    tour: int | None = None

    def __str__(self) -> str:
        day = "" if self.day is None else f", day {self.day + 1}"
        return f"{self.of}{day}: {self.says}"
