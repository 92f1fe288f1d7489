"""From a scenario and what it requires to the problem that a schedule solves.

    Scenario, agents by queue and interval, lots of work -> Problem

Where the section `planning` says nothing, the house's patterns and rules hold. Groups that keep
what they have are no teams of the problem: what they cover is taken off what is required.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import (
    Backlog,
    FullCover,
    MostService,
    Problem,
    SoftCover,
    Team,
)
from optimize.shifts.finding import Finding as ShiftFinding
from optimize.shifts.shift_pattern import ShiftPattern
from optimize.shifts.shift_set import ShiftSet, shift_types
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.statutory_holidays import holidays_of
from optimize.shifts.tour_rule import TourRule
from optimize.shifts.wages import ClockPremium, Premiums, Wages, costs
from optimize.shifts.work_limits import allowance, tour_rule
from optimize.shifts.work_rules import HOUR_S, NOTHING_KNOWN, WorkRules
from scenarios.faults import BadInput, Fault
from scenarios.planning.schedule.capacity import Needs, contribution, left_by, on_duty
from scenarios.planning.schedule.house_shifts import house_patterns
from scenarios.schema.checks.shifts import meets
from scenarios.schema.opening import Spans
from scenarios.schema.planning.as_rules import (
    carried_in_of,
    pattern_of,
    premiums_of,
    rules_of,
    tour_of,
)
from scenarios.schema.planning.coverage import CappedCoverage, PricedCoverage
from scenarios.schema.planning.planning import Planning, slot_of
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S, write_duration

if TYPE_CHECKING:  # those are only handed on, and take a second to import
    from scenarios.planning.need.lines import AtOnce
    from scenarios.planning.need.works import Work

Numbers = NDArray[np.float64]


def problem(
    scenario: Scenario,
    required: Numbers,
    works: Sequence[Work] = (),
    at_once: Sequence[AtOnce | None] = (),
) -> Problem:
    """Return the problem whose solution covers what a scenario requires.

    `required` are agents of full skill on duty, of shape (queues, counted intervals), `works` lots
    of deferrable work. The requirement of a chat queue counts agents of the group that `at_once`
    names for it, one for each queue; without, agents of any group that serves it alike.

    Raises BadInput where nothing can be scheduled: an interval without a grid, a queue that is
    required and that no group serves, a group whose patterns do not fit its hours.
    """
    plan = Plan(scenario)
    faults = [*plan.faults(), *_unserved(scenario, required, works)]
    if faults:
        raise BadInput(faults)
    yardsticks = dict(zip(scenario.queues, at_once or [None] * len(scenario.queues), strict=True))
    serves = {name: _serves(scenario, name, yardsticks) for name in scenario.groups}
    per_interval = round(scenario.interval / plan.slot_s)
    needs = Needs(
        np.repeat(np.asarray(required, float), per_interval, axis=1),
        tuple(_backlog(lot, per_interval, plan.slot_s) for lot in works),
    )
    fixed = [(on_duty(scenario, name, plan.slot_s), serves[name]) for name in plan.fixed]
    left = left_by(needs, fixed, _prices(scenario, plan.free, serves))
    return Problem(
        slot_s=plan.slot_s,
        slots_per_day=plan.slots_per_day,
        days=scenario.days,
        queues=tuple(scenario.queues),
        required=left.required,
        teams=tuple(plan.team(name, serves[name]) for name in plan.free),
        goal=plan.goal,
        backlogs=left.backlogs,
    )


@dataclass(frozen=True)
class Plan:
    """What a scenario's schedule is made of: the grid, the rules, and what each group may work."""

    scenario: Scenario

    @cached_property
    def said(self) -> Planning:
        """The section `planning`, empty where there is none."""
        return self.scenario.planning or Planning()

    @cached_property
    def slot_s(self) -> int:
        """The grid in seconds; a day where there is none that the interval allows."""
        return slot_of(self.said, self.scenario.interval) or DAY_S

    @property
    def slots_per_day(self) -> int:
        """How many slots a day has."""
        return DAY_S // self.slot_s

    @cached_property
    def rules(self) -> WorkRules:
        """The rules of working time."""
        return rules_of(self.said)

    @cached_property
    def premiums(self) -> Premiums:
        """Premiums over the wage."""
        return premiums_of(self.said)

    @property
    def free(self) -> list[str]:
        """The groups that are scheduled."""
        return [name for name in self.scenario.groups if not self.said.group(name).fixed]

    @property
    def fixed(self) -> list[str]:
        """The groups that keep the agents or shifts that they have."""
        return [name for name in self.scenario.groups if self.said.group(name).fixed]

    @cached_property
    def holidays(self) -> frozenset[int]:
        """The statutory holidays among the days, from 0, and the day after the last.

        None where no date is given, or they cost no premium.
        """
        first_day = self.scenario.first_day
        if first_day is None or not self.premiums.holiday:
            return frozenset()
        return holidays_of(first_day, self.scenario.days + 1)

    @property
    def goal(self) -> FullCover | SoftCover | MostService:
        """What is minimised, and within what."""
        match self.said.coverage:
            case PricedCoverage() as priced:
                slot_h = self.slot_s / HOUR_S
                return SoftCover(priced.under * slot_h, priced.over * slot_h)
            case CappedCoverage() as capped:
                return MostService(capped.headcount, capped.budget)
        return FullCover()

    def faults(self) -> list[Fault]:
        """Return what stands in the way of any schedule."""
        if slot_of(self.said, self.scenario.interval) is None:
            length = write_duration(self.scenario.interval)
            return [self._fault("interval", length, "whole minutes, to be scheduled in")]
        words = "shifts in hours in which a queue that the group serves is open"
        return [
            self._fault(f"planning.groups.{name}.shifts", self._named(name), words)
            for name in self.free
            if not self.shift_set(name).types
        ]

    def _named(self, group: str) -> str:
        return ", ".join(self.said.group(group).shifts or self.said.shifts or ())

    def _fault(self, field: str, value: str, words: str) -> Fault:
        return Fault(self.scenario.name, 0, field, value, words)

    def wages(self, group: str) -> Wages:
        """Return what work of a group costs on the scenario's days."""
        clock = tuple(
            ClockPremium(premium.between, premium.share) for premium in self.scenario.costs.premiums
        )
        wage = self.scenario.groups[group].wage_per_h
        return Wages(wage, self.slot_s, clock, self.premiums, self.holidays)

    def shift_set(self, group: str) -> ShiftSet:
        """Return the shifts that a group may work, with notes on them.

        Those in which all that it serves is closed are left out.
        """
        made = shift_types(self._patterns(group), self.rules, self.slot_s)
        hours = [self.scenario.queues[name].open for name in self.scenario.groups[group].serves]
        kept = tuple(item for item in made.types if any(self._meets(item, each) for each in hours))
        return replace(made, types=kept)

    def _meets(self, item: ShiftType, hours: Spans | None) -> bool:
        spans = [(start * self.slot_s, end * self.slot_s) for start, end in item.parts]
        return any(meets(span, hours) for span in spans)

    def _patterns(self, group: str) -> list[ShiftPattern]:
        names = self.said.group(group).shifts
        if self.said.shifts is None:
            patterns = list(house_patterns(self.scenario, group, self.slot_s, self.rules.per_day_s))
        else:
            patterns = [pattern_of(name, one) for name, one in self.said.shifts.items()]
        return [one for one in patterns if names is None or _is_of(one.name, names)]

    def tour(self, group: str) -> TourRule | None:
        """Return the rule of a group's weeks; None where every day is staffed by itself."""
        name = self.said.group(group).tour
        if name is None:
            return None
        shape = tour_of(name, self.said.tours[name])
        carried = carried_in_of(self.said).get(group, NOTHING_KNOWN)
        return tour_rule(self.rules, shape, self.slot_s, self.premiums, carried)

    def team(self, group: str, serves: Mapping[int, float]) -> Team:
        """Return a group as a schedule sees it; `serves` is what an agent is worth by queue."""
        limits, types = self.said.group(group), self.shift_set(group).types
        wages = self.wages(group)
        return Team(
            name=group,
            serves=tuple(serves.items()),
            types=types,
            costs=costs(wages, types, self.scenario.days),
            tour=self.tour(group),
            least=limits.least,
            most=limits.most,
            slot_wage=wages.wage_per_h * self.slot_s / HOUR_S,
            **self._hours(group, limits.most),
        )

    def _hours(self, group: str, most: int | None) -> dict[str, float | None]:
        """Return the slots that all agents of a group may have, where their number is bounded.

        A group without a bound on its agents has as many of them as their hours ask for.
        """
        if most is None:
            return {}
        carried = carried_in_of(self.said).get(group, NOTHING_KNOWN)
        holidays = len([day for day in self.holidays if day < self.scenario.days])
        each = allowance(self.rules, self.slot_s, self.scenario.days, carried, holidays)
        totals = {"paid_most": each.paid_most, "overtime_most": each.overtime_most}
        return {name: None if one is None else one * most for name, one in totals.items()}

    def notes(self) -> list[ShiftFinding]:
        """Return what was put right in the patterns, or is allowed only at need, each once."""
        found = {str(note): note for name in self.free for note in self.shift_set(name).notes}
        return list(found.values())


def _is_of(name: str, names: Sequence[str]) -> bool:
    """Tell whether a pattern is one of `names`; the house's further lengths count as the first."""
    stem, _, number = name.rpartition("_")
    return name in names or (number.isdigit() and stem in names)


def _serves(
    scenario: Scenario, group: str, yardsticks: Mapping[str, AtOnce | None]
) -> dict[int, float]:
    numbers = {name: number for number, name in enumerate(scenario.queues)}
    worth = {
        numbers[queue]: contribution(scenario, group, queue, yardsticks[queue])
        for queue in scenario.groups[group].serves
    }
    return {number: one for number, one in worth.items() if one > 0}


def _backlog(lot: Work, per_interval: int, slot_s: int) -> Backlog:
    return Backlog(lot.queue, np.repeat(lot.intervals, per_interval), lot.agent_h * HOUR_S / slot_s)


def _prices(
    scenario: Scenario, free: Sequence[str], serves: Mapping[str, Mapping[int, float]]
) -> list[float]:
    """Return what a required agent of each queue costs an hour, at the least.

    A queue that only fixed groups serve is dearer than all others.
    """
    cheapest = [
        min(
            (
                max(scenario.groups[name].wage_per_h, 1e-3) / serves[name][queue]
                for name in free
                if serves[name].get(queue, 0) > 0
            ),
            default=np.inf,
        )
        for queue in range(len(scenario.queues))
    ]
    dearest = max((price for price in cheapest if np.isfinite(price)), default=1.0)
    return [price if np.isfinite(price) else 100 * dearest for price in cheapest]


def _unserved(scenario: Scenario, required: Numbers, works: Sequence[Work]) -> list[Fault]:
    wanted = {number for number, row in enumerate(required) if row.sum() > 0}
    wanted |= {lot.queue for lot in works if lot.agent_h > 0}
    served = {queue for group in scenario.groups.values() for queue in group.serves}
    return [
        Fault(scenario.name, 0, f"queues.{name}", "agents required", "a group that serves it")
        for number, name in enumerate(scenario.queues)
        if number in wanted and name not in served
    ]
