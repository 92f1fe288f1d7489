"""Rules that an edited schedule breaks, as its planner is told: with the rows concerned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from optimize.schedule.problem import Problem
from optimize.shifts.check import Breach, Rule
from optimize.shifts.wages import cost
from scenarios.faults import Fault
from scenarios.planning.files.edited import Edited
from scenarios.planning.files.schedule_table import WEEK, Line
from scenarios.planning.files.unlike_types import Difference, difference
from scenarios.planning.schedule.problem import Plan

#: Where in a row the rule that it breaks is to be seen, and what the rule is in words.
_SAID: Final[dict[Rule, tuple[str, str]]] = {
    Rule.AGENTS: ("agents", "0 agents or more"),
    Rule.SHIFT: ("start", "a shift that the group may work on that day"),
    Rule.BREAKS: ("breaks", "the breaks of the shift, each in its window"),
    Rule.DAY_HOURS: ("end", "the hours that a day may have"),
    Rule.TOURS: ("tour", "tours that are made of the shifts worked"),
    Rule.DAYS_ON: ("days", "as many days of work a week as the tour has"),
    Rule.DAYS_OFF: ("days", "days off that lie together as the tour says"),
    Rule.START: ("start", "starts of a week that are as near as the tour says"),
    Rule.LENGTH: ("end", "shifts of one length in a week"),
    Rule.REST: ("start", "the rest that there must be between two shifts"),
    Rule.WEEK_HOURS: ("days", "the hours that a week may have"),
    Rule.NIGHTS: ("start", "no more night shifts a week than may be"),
    Rule.HEADCOUNT: ("agents", "as many agents as the group may have"),
    Rule.PAID_HOURS: ("agents", "the hours that the group may have"),
    Rule.OVERTIME: ("agents", "the overtime that the group may have"),
    Rule.REST_DAYS: ("days", "the days off that agents must have"),
    Rule.BUDGET: ("agents", "wages within the budget"),
    Rule.COVER: ("agents", "as many agents as are required"),
    Rule.BACKLOG: ("agents", "deferrable work that is done in time"),
}

#: What is summed over a week, and so concerns its rows though it names its first day.
_OF_WEEKS: Final = frozenset({Rule.REST_DAYS})
#: So many rows are named.
_FEW: Final = 8


@dataclass(frozen=True)
class Broken:
    """A rule that is broken: the breach, the cells at fault, and the file's rows concerned.

    `unlike` says of a shift that is none of the group's why it is not; None for other rules.
    """

    breach: Breach
    field: str
    rows: tuple[int, ...]
    unlike: Difference | None = None

    @property
    def is_of_shifts(self) -> bool:
        """Whether shifts or tours by themselves break it, and not what is summed over them."""
        return self.breach.duty is not None or self.breach.tour is not None

    def in_words(self, *, always: bool = False) -> Breach:
        """Return the breach with its rows named: where there are several, or `always`."""
        if len(self.rows) < (1 if always else 2):
            return self.breach
        return replace(self.breach, says=f"{self.breach.says} ({_named(self.rows)})")


def broken_rules(problem: Problem, found: Edited, breaches: Sequence[Breach]) -> tuple[Broken, ...]:
    """Return breaches of an edited schedule with the rows concerned, said more closely."""
    return tuple(
        Broken(one, field, tuple(sorted(set(_rows(problem, found, one)))), unlike)
        for one, field, unlike in (_closely(problem, found, breach) for breach in breaches)
    )


def faults_of_broken(broken: Sequence[Broken], file: str) -> list[Fault]:
    """Return broken rules as faults of the file's rows; line 0 where no row is at fault."""
    return [
        Fault(
            file,
            one.rows[0] if one.rows else 0,
            one.field,
            str(one.in_words()),
            _SAID[one.breach.rule][1],
        )
        for one in broken
    ]


def wages_of_broken(plan: Plan, problem: Problem, found: Edited, broken: Sequence[Broken]) -> float:
    """Return what the rows cost whose shifts or tours break rules, without a week's overtime."""
    concerned = {row for one in broken if one.is_of_shifts for row in one.rows}
    return sum(
        line.agents * cost(plan.wages(problem.teams[line.team].name), line.type, day, line.breaks)
        for number, line in found.rows
        if number in concerned
        for day in line.days
    )


def _closely(
    problem: Problem, found: Edited, breach: Breach
) -> tuple[Breach, str, Difference | None]:
    """Return a breach and its cells; of a shift that is none of theirs it is said why."""
    if breach.rule is not Rule.SHIFT or breach.duty is None:
        return breach, _SAID[breach.rule][0], None
    why = difference(problem, found.schedule.duties[breach.duty])
    return replace(breach, rule=why.rule, says=why.says), why.field, why


def _rows(problem: Problem, found: Edited, breach: Breach) -> Iterator[int]:
    """Give the rows that a breach is about."""
    if breach.duty is not None:
        yield from found.lines[found.schedule.duties[breach.duty]]
    elif breach.tour is not None:
        yield from found.tour_lines[found.schedule.tours[breach.tour]]
    else:
        for number, line in found.rows:
            if _concerns(problem, breach, line):
                yield number


def _concerns(problem: Problem, breach: Breach, line: Line) -> bool:
    """Tell whether a row is among those that a sum is taken of."""
    team = problem.teams[line.team]
    if not line.agents or (breach.of != team.name and breach.of in _names(problem)):
        return False
    if breach.rule is Rule.TOURS and f" {line.type.name}," not in breach.says:
        return False
    if breach.day is None:
        return True
    by_week = breach.rule in _OF_WEEKS or (breach.rule is Rule.HEADCOUNT and team.tour is not None)
    first = breach.day - breach.day % WEEK if by_week else breach.day
    return any(first <= day < first + (WEEK if by_week else 1) for day in line.days)


def _names(problem: Problem) -> list[str]:
    return [team.name for team in problem.teams]


def _named(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    few = [str(row) for row in rows[:_FEW]]
    if len(rows) > _FEW:
        return f"rows {', '.join(few)} and {len(rows) - _FEW} more"
    return f"rows {', '.join(few[:-1])} and {few[-1]}"
