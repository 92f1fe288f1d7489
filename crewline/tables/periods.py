"""Which interval, day or week a figure is of, as a planner names it."""

from __future__ import annotations

from datetime import timedelta

from scenarios.studies.study import Study
from scenarios.units import write_clock
from sim.clock import MS_PER_S
from sim.kpis.periods import Period


def period_name(study: Study, scope: Period, number: int) -> str:
    """Return the name of period `number` (from 0), such as `17:30-18:00 on day 2`.

    A day has its date and weekday where the scenario has a first day. Empty where the horizon has
    but one such period.
    """
    tally = study.tallies[0]
    days = tally.intervals // tally.intervals_per_day
    if scope is Period.INTERVAL:
        day, of_day = divmod(number, tally.intervals_per_day)
        seconds = tally.interval_ms // MS_PER_S
        hours = f"{write_clock(of_day * seconds)}-{write_clock((of_day + 1) * seconds)}"
        return f"{hours} on {_day(study, day)}" if days > 1 else hours
    if scope is Period.WEEK:
        return _week(study, number) if days > 7 else ""
    return _day(study, number) if days > 1 else ""


def _day(study: Study, number: int) -> str:
    first = study.scenario.first_day
    if first is None:
        return f"day {number + 1}"
    return f"{first + timedelta(days=number):%a %Y-%m-%d}"


def _week(study: Study, number: int) -> str:
    first = study.scenario.first_day
    if first is None:
        return f"week {number + 1}"
    return f"the week from {first + timedelta(weeks=number)}"
