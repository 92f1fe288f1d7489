"""From the section `planning` to the rules that shifts are made by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from optimize.shifts import break_windows, labour_law, shift_pattern, work_rules
from optimize.shifts.wages import Premiums
from optimize.shifts.work_limits import TourShape
from scenarios.schema.planning.pattern import Pattern
from scenarios.schema.planning.planning import Planning
from scenarios.schema.planning.tour import StartWithin, TourPlan


def rules_of(planning: Planning) -> work_rules.WorkRules:
    """Return the rules of working time: the law's, and what is said in place of them."""
    hours = planning.hours
    rules = labour_law.china() if planning.law == "china" else work_rules.WorkRules()
    changed: dict[str, Any] = {
        "per_day_s": hours.per_day,
        "per_week_s": hours.per_week,
        "overtime_per_day_s": hours.overtime_per_day,
        "overtime_most_s": hours.overtime_most,
        "overtime_per_month_s": hours.overtime_per_month,
        "rest_s": hours.rest,
        "rest_days": hours.rest_days,
    }
    said = {name: value for name, value in changed.items() if value is not None}
    if hours.overtime_per_day is not None and hours.overtime_most is None:
        said["overtime_most_s"] = max(rules.overtime_most_s, hours.overtime_per_day)
    if hours.comprehensive is not None:
        said["average_over_days"] = round(hours.comprehensive.over / work_rules.DAY_S)
    if planning.nights is not None:
        said["nights"] = work_rules.Nights(planning.nights.between, planning.nights.most)
    return replace(rules, **said)


def pattern_of(name: str, pattern: Pattern) -> shift_pattern.ShiftPattern:
    """Return a pattern as shifts are made of; its days count from 0."""
    return shift_pattern.ShiftPattern(
        name,
        pattern.starts_s,
        pattern.lengths_s,
        tuple(
            break_windows.BreakRule(item.length, item.earliest, item.latest, item.paid)
            for item in pattern.breaks
        ),
        pattern.gap,
        pattern.first,
        None if pattern.days is None else tuple(day - 1 for day in pattern.days),
    )


def tour_of(name: str, tour: TourPlan) -> TourShape:
    """Return what a tour looks like."""
    within_s = tour.start.within if isinstance(tour.start, StartWithin) else 0.0
    return TourShape(name, tour.numbers_on, tour.off_in_a_row, within_s)


def premiums_of(planning: Planning) -> Premiums:
    """Return the premiums over the wage: the law's, and what is said in place of them."""
    premiums = labour_law.CHINA_PREMIUMS if planning.law == "china" else Premiums(overtime=0.5)
    said = {name: value for name, value in planning.pay if value is not None}
    return replace(premiums, **said)


def carried_in_of(planning: Planning) -> dict[str, work_rules.CarriedIn]:
    """Return by group what its agents have worked already."""
    return {
        name: work_rules.CarriedIn(carried.overtime, carried.worked)
        for name, carried in planning.hours.carried_in.items()
    }
