"""From a schedule back to a scenario: the same centre, on the shifts that were found.

    Scenario, Solution, Problem -> Scenario

Every duty becomes a shift with its breaks at their very slots; duties that are alike on several
days are one shift. What it costs beyond wage and clock (overtime, holidays, days worked on top of a
week's) is its `premium`, so that the simulated wages are those of the schedule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Solution, Tour
from optimize.shifts.check.tour import weekly_overtime
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.wages import cost, paid_share, premium
from scenarios.faults import BadInput, Fault
from scenarios.planning.schedule.problem import Plan
from scenarios.schema.scenario import Scenario
from scenarios.schema.shift import Break, Shift
from scenarios.units import DAY_S, write_clock


def scheduled(scenario: Scenario, solution: Solution, problem: Problem) -> Scenario:
    """Return a scenario whose groups work the shifts of a schedule.

    Groups that are no teams of the problem keep what they have, and so does everything else. A
    group to which the schedule gives nobody has a shift of no agents. Raises BadInput where there
    is no schedule.
    """
    return with_duties(scenario, problem, solution.duties, solution.tours)


def with_duties(
    scenario: Scenario, problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour] = ()
) -> Scenario:
    """Return a scenario whose groups work duties; see `scheduled`."""
    if not duties:
        words = "a schedule with somebody on duty"
        raise BadInput([Fault(scenario.name, 0, "", "a schedule of nobody", words)])
    plan = Plan(scenario)
    of_team: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.agents > 0:
            of_team[duty.team].append(duty)
    groups = dict(scenario.groups)
    for number, team in enumerate(problem.teams):
        weeks = [tour for tour in tours if tour.team == number]
        shifts = _shifts(plan, problem, of_team[number], weeks)
        data = {"agents": None, "shifts": shifts}
        groups[team.name] = groups[team.name].model_copy(update=data)
    return scenario.model_copy(update={"groups": groups})


def wages(
    scenario: Scenario, problem: Problem, duties: Iterable[Duty], tours: Iterable[Tour] = ()
) -> float:
    """Return what duties and tours cost in wages, exactly: every break where it is taken.

    The costs of a problem take unpaid breaks as anywhere in their windows, which matters where a
    premium of the clock begins or ends in one.
    """
    plan = Plan(scenario)
    of_team = [plan.wages(team.name) for team in problem.teams]
    on_duty = sum(
        duty.agents * cost(of_team[duty.team], duty.type, duty.day, duty.breaks) for duty in duties
    )
    weeks = sum(tour.agents * _beyond_the_week(problem, tour) for tour in tours)
    return on_duty + weeks


@dataclass(frozen=True)
class _Kind:
    """What makes duties of several days one shift."""

    type: ShiftType
    breaks: tuple[int, ...]
    agents: int
    premium: float


def _shifts(
    plan: Plan, problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]
) -> dict[str, Shift]:
    """Return the shifts of one team's duties by name, in order of start, end and day."""
    weeks = _spread(problem, duties, tours)
    days: dict[_Kind, list[int]] = defaultdict(list)
    for duty in _merged(duties):
        of_pay = plan.wages(problem.teams[duty.team].name)
        over = premium(of_pay, duty.type, duty.day, duty.breaks) + weeks
        days[_Kind(duty.type, duty.breaks, duty.agents, over)].append(duty.day + 1)
    ordered = sorted(days, key=lambda kind: (kind.type.start, kind.type.end, days[kind]))
    shifts: dict[str, Shift] = {}
    for kind in ordered:
        shift = _shift(plan, kind, days[kind])
        shifts[_name(kind.type.pattern, shift, shifts)] = shift
    return shifts or {"nobody": Shift(start=0, end=DAY_S, agents=0)}


def _merged(duties: Iterable[Duty]) -> list[Duty]:
    """Return duties with those of one day, shift and breaks as one."""
    agents: dict[tuple[int, int, ShiftType, tuple[int, ...]], int] = defaultdict(int)
    for duty in duties:
        agents[duty.team, duty.day, duty.type, duty.breaks] += duty.agents
    merged = [Duty(*key, number) for key, number in agents.items()]
    return sorted(merged, key=lambda duty: duty.day)


def _spread(problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]) -> float:
    """Return the premium that spreads what days beyond a week's hours cost over a team's duties."""
    beyond = sum(tour.agents * _beyond_the_week(problem, tour) for tour in tours)
    if not beyond:
        return 0.0
    paid = sum(duty.agents * float(paid_share(duty.type, duty.breaks).sum()) for duty in duties)
    return beyond / (paid * problem.teams[duties[0].team].slot_wage)


def _beyond_the_week(problem: Problem, tour: Tour) -> float:
    """Return what an agent's week costs beyond its shifts."""
    team = problem.teams[tour.team]
    if team.tour is None:
        return 0.0
    return weekly_overtime(problem, tour) * team.tour.premium_overtime * team.slot_wage


def _shift(plan: Plan, kind: _Kind, days: list[int]) -> Shift:
    def clock(slot: int) -> int:
        return slot * plan.slot_s % DAY_S

    item = kind.type
    pauses: list[dict[str, Any]] = [
        {"start": clock(begin), "length": window.length * plan.slot_s, "paid": window.paid}
        for begin, window in zip(kind.breaks, item.breaks, strict=True)
    ]
    for (_, end), (start, _) in zip(item.parts, item.parts[1:], strict=False):
        pauses.append({"start": clock(end), "length": (start - end) * plan.slot_s, "paid": False})
    pauses.sort(key=lambda pause: (pause["start"] - clock(item.start)) % DAY_S)
    every_day = len(days) == plan.scenario.days
    return Shift(
        start=clock(item.start),
        end=clock(item.end) or DAY_S,
        agents=kind.agents,
        days=None if every_day else tuple(days),
        breaks=tuple(Break(**pause) for pause in pauses),
        premium=kind.premium,
    )


def _name(pattern: str, shift: Shift, taken: Iterable[str]) -> str:
    """Return a name such as `full-0830-1730-b1` that no other shift has."""
    start, end = (write_clock(at).replace(":", "") for at in (shift.start, shift.end))
    stem = f"{pattern[:40]}-{start}-{end}-b"
    return stem + str(1 + sum(name.startswith(stem) for name in taken))
