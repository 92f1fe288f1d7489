"""Rules of work that a schedule keeps: hours, overtime, rest, nights, and what they cost."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from scenarios.schema.distribution import PositiveTime
from scenarios.schema.opening import Span
from scenarios.schema.premium import OverWage
from scenarios.schema.section import Section
from scenarios.units import DAY_S, Duration, Name, Whole, expected


def _an_hour_at_least(seconds: float) -> float:
    if seconds < 3600:
        raise expected("at least 1 h")
    return seconds


def _whole_days(seconds: float) -> float:
    if seconds < DAY_S or seconds % DAY_S:
        raise expected("whole days, such as 28 d")
    return seconds


class Comprehensive(Section):
    """Comprehensive working hours: limits that hold on average over a period."""

    over: Annotated[Duration, AfterValidator(_whole_days)]
    """The period, in whole days: `7 d`, `28 d`, `91 d`."""


class CarriedIn(Section):
    """What each agent of a group has worked already of a limit longer than the scenario."""

    overtime: Duration | None = None
    """Overtime worked this month before day 1, by an agent. Absent: not known, and the scenario's
    days have their share of the month's."""
    worked: Duration | None = None
    """Hours worked in the period of `comprehensive` before day 1, by an agent. Absent: not known,
    and the scenario's days keep the average by themselves. Of the period's statutory holidays only
    those among the scenario's days are known to lessen it: for each other one add a day's ordinary
    hours."""


class WorkHours(Section):
    """Limits on working hours. What is given here goes before what `law` says."""

    per_day: Annotated[Duration, AfterValidator(_an_hour_at_least)] | None = None
    """Ordinary paid hours of a day; what is beyond is overtime. Absent: 8 h, a rule of the house
    and of `law: china` alike."""
    per_week: PositiveTime | None = None
    """Ordinary paid hours of a week. Absent: 40 h."""
    overtime_per_day: Duration | None = None
    """Overtime of a day as a rule; what is beyond is noted. Absent: none, under `law: china` 1
    h."""
    overtime_most: Duration | None = None
    """Overtime of a day at most. Absent: as `overtime_per_day`, under `law: china` 3 h."""
    overtime_per_month: Duration | None = None
    """Overtime of a month at most. Absent: no limit, under `law: china` 36 h."""
    rest: Duration | None = None
    """Rest between two shifts of an agent. Absent: 11 h, a rule of the house."""
    rest_days: Annotated[Whole, Field(ge=0, le=6)] | None = None
    """Days of a week without work, at least. Absent: 1."""
    comprehensive: Comprehensive | None = None
    """Hours counted over a period instead of by day and week. Absent: they are not."""
    carried_in: dict[Name, CarriedIn] = Field(default_factory=dict)
    """By group, what its agents have worked already of limits longer than the scenario."""


class Nights(Section):
    """Night shifts: those that work at any time between these hours."""

    between: Span
    """The hours that make a shift a night shift, such as `00:00-05:00`."""
    most: Annotated[Whole, Field(ge=0, le=7)]
    """Night shifts of an agent a week, at most."""


class ExtraPay(Section):
    """Premiums over the wage for hours beyond the ordinary ones."""

    overtime: OverWage | None = None
    """For overtime. Absent: `50 %`."""
    rest_day: OverWage | None = None
    """For all hours of a shift on a rest day. Absent: none, under `law: china` `100 %`."""
    holiday: OverWage | None = None
    """For all hours of a shift on a statutory holiday; `first_day` tells which days are. Absent:
    none, under `law: china` `200 %`."""
