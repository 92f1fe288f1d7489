"""Shifts by themselves: whether they may be worked, their hours, and where their breaks lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty
from optimize.shifts.check.breach import Breach, Rule
from optimize.shifts.finding import write_clock, write_span
from optimize.shifts.work_rules import HOUR_S, WorkRules


def duty_breaches(
    problem: Problem, duties: Sequence[Duty], rules: WorkRules | None
) -> Iterator[Breach]:
    """Give the breaches of each duty by itself."""
    for number, duty in enumerate(duties):
        place = _Place(problem, number, duty)
        if duty.agents < 0:
            yield place.breach(Rule.AGENTS, -duty.agents, f"has {duty.agents} agents")
        yield from _of_the_shift(place)
        if rules is not None:
            yield from _of_its_hours(place, rules)
        yield from _of_its_breaks(place)


@dataclass(frozen=True)
class _Place:
    """A duty with what is asked of it again and again."""

    problem: Problem
    number: int
    duty: Duty

    def breach(self, rule: Rule, by: float, says: str) -> Breach:
        team = self.problem.teams[self.duty.team].name
        words = f"{self.duty.type.name} {says}"
        return Breach(rule, team, by, words, day=self.duty.day, duty=self.number)

    def clock(self, slot: int) -> str:
        return write_clock(slot * self.problem.slot_s)

    def hours(self, slots: float) -> float:
        return slots * self.problem.slot_s / HOUR_S


def _of_the_shift(place: _Place) -> Iterator[Breach]:
    duty, team = place.duty, place.problem.teams[place.duty.team]
    if not 0 <= duty.day < place.problem.days:
        says = f"is on day {duty.day + 1}, the last is {place.problem.days}"
    elif duty.type not in team.types:
        says = "is no shift of theirs"
    elif not np.isfinite(team.costs[duty.day, team.types.index(duty.type)]):
        says = "may not be worked that day"
    else:
        return
    yield place.breach(Rule.SHIFT, duty.agents, says)


def _of_its_hours(place: _Place, rules: WorkRules) -> Iterator[Breach]:
    paid_s = place.duty.type.paid * place.problem.slot_s
    if paid_s > rules.day_most_s:
        most = write_span(rules.day_most_s)
        says = f"has {write_span(paid_s)} paid, at most {most} a day"
        yield place.breach(Rule.DAY_HOURS, (paid_s - rules.day_most_s) / HOUR_S, says)


def _of_its_breaks(place: _Place) -> Iterator[Breach]:
    begins, windows = place.duty.breaks, place.duty.type.breaks
    if len(begins) != len(windows):
        says = f"has {len(windows)} breaks, given are {len(begins)}"
        yield place.breach(Rule.BREAKS, abs(len(windows) - len(begins)), says)
        return
    for begin, window in zip(begins, windows, strict=True):
        outside = max(window.earliest - begin, begin - window.latest)
        if outside > 0:
            allowed = f"from {place.clock(window.earliest)} to {place.clock(window.latest)}"
            says = f"has a break at {place.clock(begin)}, which may begin {allowed}"
            yield place.breach(Rule.BREAKS, place.hours(outside), says)
    spans = [(begin, begin + each.length) for begin, each in zip(begins, windows, strict=True)]
    yield from _of_overlaps(place, sorted(spans))
    yield from _of_work(place, spans)


def _of_overlaps(place: _Place, spans: list[tuple[int, int]]) -> Iterator[Breach]:
    for span, following in pairwise(spans):
        if span[1] > following[0]:
            says = f"has breaks that overlap at {place.clock(following[0])}"
            yield place.breach(Rule.BREAKS, place.hours(span[1] - following[0]), says)


def _of_work(place: _Place, spans: list[tuple[int, int]]) -> Iterator[Breach]:
    for start, end in spans:
        parts = place.duty.type.parts
        inside = max(min(end, stop) - max(start, begin) for begin, stop in parts)
        if inside < end - start:
            says = f"has a break at {place.clock(start)} that lies outside its work"
            yield place.breach(Rule.BREAKS, place.hours(end - start - max(0, inside)), says)
