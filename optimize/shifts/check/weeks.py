"""Tours: whether each agent's week is one that the rule allows, and made of the shifts worked.

A tour of seven days is taken as a circle, its last day before its first. One that the horizon cuts
short must be the beginning of a week that the rule allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check.breach import Breach, Rule
from optimize.shifts.check.tour import WEEK, days_off_together
from optimize.shifts.finding import write_span
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule


def week_breaches(
    problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]
) -> Iterator[Breach]:
    """Give the breaches of each tour, and of tours that are not made of the duties."""
    for number, tour in enumerate(tours):
        rule = problem.teams[tour.team].tour
        week = _Week(problem, number, tour)
        if tour.agents < 0:
            yield week.breach(Rule.AGENTS, -tour.agents, f"{tour.agents} agents in a tour")
        if rule is not None:
            yield from _of_days(week, rule)
            yield from _of_starts(week, rule)
            yield from _of_rest(week, rule)
            yield from _of_hours(week, rule)
    yield from _unlike(problem, duties, tours)


@dataclass(frozen=True)
class _Week:
    """A tour with what is asked of it again and again."""

    problem: Problem
    number: int
    tour: Tour

    @property
    def worked(self) -> list[ShiftType]:
        return [item for item in self.tour.types if item is not None]

    @property
    def days(self) -> tuple[bool, ...]:
        return tuple(item is not None for item in self.tour.types)

    def breach(self, rule: Rule, by: float, says: str, day: int | None = None) -> Breach:
        team = self.problem.teams[self.tour.team].name
        if day is not None:
            day += self.tour.week * WEEK
        words = f"{self.tour.agents} in week {self.tour.week + 1}: {says}"
        return Breach(rule, team, by, words, day=day, tour=self.number)

    def hours(self, slots: float) -> float:
        return slots * self.problem.slot_s / 3600

    def span(self, slots: float) -> str:
        return write_span(slots * self.problem.slot_s)


def _of_days(week: _Week, rule: TourRule) -> Iterator[Breach]:
    weeks = [(*week.days, *rest) for rest in product((False, True), repeat=WEEK - len(week.days))]
    off_by = min(abs(sum(days) - on) for days in weeks for on in rule.days_on)
    if off_by:
        allowed = " or ".join(str(on) for on in sorted(rule.days_on))
        says = f"{sum(week.days)} days on, allowed are {allowed}"
        yield week.breach(Rule.DAYS_ON, off_by, says)
        weeks_of_count = weeks
    else:
        weeks_of_count = [days for days in weeks if sum(days) in rule.days_on]
    together = max(days_off_together(days) for days in weeks_of_count)
    if together < rule.off_in_a_row:
        says = f"{together} days off in a row, at least {rule.off_in_a_row}"
        yield week.breach(Rule.DAYS_OFF, rule.off_in_a_row - together, says)


def _of_starts(week: _Week, rule: TourRule) -> Iterator[Breach]:
    starts = [item.start for item in week.worked] or [0]
    apart = max(starts) - min(starts)
    if apart > rule.start_within:
        says = f"starts {week.span(apart)} apart, at most {week.span(rule.start_within)}"
        yield week.breach(Rule.START, week.hours(apart - rule.start_within), says)
    lengths = [item.end - item.start for item in week.worked] or [0]
    if max(lengths) > min(lengths):
        says = f"shifts from {week.span(min(lengths))} to {week.span(max(lengths))} long"
        yield week.breach(Rule.LENGTH, week.hours(max(lengths) - min(lengths)), says)
    patterns = sorted({item.pattern for item in week.worked})
    if rule.start_within == 0 and len(patterns) > 1:
        says = f"shifts of {len(patterns)} patterns ({', '.join(patterns)})"
        yield week.breach(Rule.START, 0.0, says)


def _of_rest(week: _Week, rule: TourRule) -> Iterator[Breach]:
    types = week.tour.types
    for day, item in enumerate(types):
        following = types[(day + 1) % len(types)]
        is_last = day + 1 == len(types)
        if item is None or following is None or (is_last and len(types) < WEEK):
            continue
        rest = following.start + week.problem.slots_per_day - item.end
        if rest < rule.rest:
            says = f"{week.span(rest)} of rest after {item.name}, at least {week.span(rule.rest)}"
            yield week.breach(Rule.REST, week.hours(rule.rest - rest), says, day)


def _of_hours(week: _Week, rule: TourRule) -> Iterator[Breach]:
    paid = sum(item.paid for item in week.worked)
    if rule.paid_most is not None and paid > rule.paid_most:
        says = f"{week.span(paid)} paid, at most {week.span(rule.paid_most)} a week"
        yield week.breach(Rule.WEEK_HOURS, week.hours(paid - rule.paid_most), says)
    night, per_day = rule.night, week.problem.slots_per_day
    if night is not None and rule.nights_most is not None:
        nights = sum(item.works_in(night, per_day) for item in week.worked)
        if nights > rule.nights_most:
            says = f"{nights} night shifts, at most {rule.nights_most}"
            yield week.breach(Rule.NIGHTS, nights - rule.nights_most, says)


def _unlike(problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]) -> Iterator[Breach]:
    """Give the shifts that more agents work than have them in their week, or fewer."""
    with_tours = {number for number, team in enumerate(problem.teams) if team.tour is not None}
    worked: Counter[tuple[int, int, ShiftType]] = Counter()
    for duty in duties:
        if duty.team in with_tours:
            worked[duty.team, duty.day, duty.type] += duty.agents
    toured: Counter[tuple[int, int, ShiftType]] = Counter()
    for tour in tours:
        for day, item in enumerate(tour.types):
            if item is not None:
                toured[tour.team, tour.week * WEEK + day, item] += tour.agents
    for key in sorted({*worked, *toured}, key=lambda key: (key[0], key[1], key[2].name)):
        if worked[key] != toured[key]:
            team, day, item = key
            says = f"{worked[key]} agents on {item.name}, {toured[key]} by their weeks"
            by = abs(worked[key] - toured[key])
            yield Breach(Rule.TOURS, problem.teams[team].name, by, says, day=day)
