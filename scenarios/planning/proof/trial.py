"""Trials: a requirement made into a schedule, and the schedule simulated."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.schedule import Limits, Warm, solve
from optimize.schedule.problem import FullCover, Problem, SoftCover, Team
from optimize.schedule.solution import Solution, Status
from scenarios.load import Loaded
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.proof.judging import (
    Judgement,
    all_hold,
    all_kept,
    all_settled,
    judged,
    none_missed,
)
from scenarios.planning.schedule.problem import problem
from scenarios.planning.schedule.scheduled import scheduled
from scenarios.planning.schedule.supply import paid_hours, wages
from scenarios.schema.scenario import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study

Numbers = NDArray[np.float64]

#: Hears what is being done, how much of it is done, and how much there is.
OnProgress = Callable[[str, int, int], object]

#: An agent-slot too few costs so many times the dearest agent's wage.
_DEAR: Final = 5.0


@dataclass(frozen=True)
class Effort:
    """How hard a proof tries.

    At most `rounds` schedules are made and simulated `replications` times each on the same random
    days, which aim `sureness` standard errors beyond the promised levels (1.28: nine chances in ten
    that a promise which is just kept is kept on other days). From the best of them what is spare is
    cut, in at most `trims` batches that are simulated on the same days. It is then simulated
    `fresh` times on days of its own, and where these leave it open but more would tell, `growth`
    times as often. What does not hold is raised, and simulated on days of its own again, at most
    `confirmations` times in all. Ends early where a round saves less than `worth` (a share of the
    cost). `jobs` replications are simulated at a time, `limits` are those of each search.
    `compares` says whether the schedule of plain Erlang C is made and simulated, too.
    """

    rounds: int = 8
    replications: int = 20
    fresh: int = 60
    growth: int = 4
    confirmations: int = 5
    trims: int = 10
    sureness: float = 1.28
    worth: float = 0.002
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    compares: bool = True
    on_progress: OnProgress | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where a number makes no sense."""
        least = {"rounds": 1, "replications": 2, "fresh": 2, "growth": 1, "confirmations": 1}
        least |= {"trims": 0}
        faults = [
            f"{name}: got {getattr(self, name)}; expected at least {number}"
            for name, number in least.items()
            if getattr(self, name) < number
        ]
        if not self.sureness >= 0:
            faults.append(f"sureness: got {self.sureness}; expected at least 0")
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def most_fresh(self) -> int:
        """How many fresh days a schedule is judged on at most."""
        return self.growth * self.fresh

    @property
    def looks(self) -> int:
        """How often fresh days may be looked at, in all, before a verdict is told."""
        return self.confirmations * (1 if self.growth == 1 else 2)

    def report(self, what: str, done: int, planned: int) -> None:
        """Tell of progress, if anybody wants to hear of it."""
        if self.on_progress is not None:
            self.on_progress(what, done, planned)


@dataclass(frozen=True)
class Days:
    """Random days: so many replications of a seed, one of so many `looks` for a verdict."""

    seed: int
    replications: int
    looks: int = 1


@dataclass(frozen=True)
class Draft:
    """A schedule that was found for a requirement, before anything is simulated.

    `requirement` is what was asked of the schedule, `required` its array. `cost` are the wages of
    the counted days with premiums, `paid_h` the hours paid, `solved_s` is how long it took.
    """

    requirement: Requirement
    required: Numbers
    problem: Problem
    solution: Solution
    scenario: Scenario
    cost: float
    paid_h: float
    solved_s: float

    @property
    def dear(self) -> float:
        """What schedules are compared by: the cost or, where nobody has a wage, the paid hours."""
        return self.cost or self.paid_h

    @property
    def uncovered_h(self) -> float:
        """The agent-hours required that are not on duty."""
        return self.solution.under * self.problem.slot_s / 3600

    def is_same_as(self, other: Draft) -> bool:
        """Tell whether both are the same shifts."""
        mine, others = self.solution, other.solution
        return mine.duties == others.duties and mine.tours == others.tours


@dataclass(frozen=True)
class Trial(Draft):
    """A schedule and what the simulation says of it, which took `wall_s` with the search."""

    study: Study
    judgements: tuple[Judgement, ...]
    wall_s: float

    @property
    def holds(self) -> bool:
        """Whether every promise holds by its plain estimate."""
        return all_hold(self.judgements)

    @property
    def none_missed(self) -> bool:
        """Whether no promise is missed beyond chance."""
        return none_missed(self.judgements)

    @property
    def keeps(self) -> bool:
        """Whether every promise is kept by its plain estimate, of whatever can be judged."""
        return all_kept(self.judgements)

    @property
    def all_settled(self) -> bool:
        """Whether every promise is met beyond chance, but what is kept and cannot be decided."""
        return all_settled(self.judgements)

    def missing(self, sureness: float = 0.0) -> float:
        """Return how far the promises fall short: the sum of their worst periods' gaps."""
        return float(sum(max(one.gaps(sureness).max(), 0.0) for one in self.judgements))


def drafted(
    loaded: Loaded, wanted: Requirement, required: Numbers, effort: Effort, warm: Warm
) -> Draft | Solution:
    """Return the schedule of a requirement, whose live part is `required`.

    Where there is no schedule it is the solver's answer instead. `warm` is the search's memory of
    those before.
    """
    begun = time.perf_counter()
    asked = posed(loaded.scenario, wanted, required, priced=True)
    effort.report("schedule", 0, 1)
    found = solve(asked, effort.limits, warm)
    if found.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        return found
    effort.report("schedule", 1, 1)
    made = scheduled(loaded.scenario, found, asked)
    return Draft(
        requirement=wanted,
        required=required,
        problem=asked,
        solution=found,
        scenario=made,
        cost=wages(made),
        paid_h=paid_hours(made),
        solved_s=time.perf_counter() - begun,
    )


def tried(loaded: Loaded, draft: Draft, effort: Effort, days: Days) -> Trial:
    """Return what a schedule comes to on some random days."""
    begun = time.perf_counter()
    shown = simulated(loaded, draft.scenario, effort, days)
    judgements = judged(draft.scenario, shown.tallies, days.looks)
    verdicts = {one.row + 1: one.evaluation for one in judgements}
    plain = {each.name: getattr(draft, each.name) for each in fields(Draft)}
    return Trial(
        **plain,
        study=replace(
            shown, evaluations=tuple(verdicts[each.target.row] for each in shown.evaluations)
        ),
        judgements=judgements,
        wall_s=draft.solved_s + time.perf_counter() - begun,
    )


def posed(scenario: Scenario, wanted: Requirement, required: Numbers, *, priced: bool) -> Problem:
    """Return the problem of a requirement whose live part is `required`.

    With `priced` an agent-slot too few has a price, several times that of the dearest agent, where
    all was to be covered. A requirement is what a formula says of an interval; whether a quarter of
    an hour at night, when one of two is at lunch, does any harm is for the simulation to say.
    Where nobody has a wage, hours are what is saved.
    """
    asked = problem(scenario, required, wanted.works, wanted.lines.at_once)
    if not any(team.costs[np.isfinite(team.costs)].any() for team in asked.teams):
        asked = replace(asked, teams=tuple(_paid_by_the_hour(team, asked) for team in asked.teams))
    if priced and isinstance(asked.goal, FullCover):
        dearest = max((group.wage_per_h for group in scenario.groups.values()), default=0.0)
        price = _DEAR * max(dearest, 1.0) * asked.slot_s / 3600
        asked = replace(asked, goal=SoftCover(under=price))
    return asked


def _paid_by_the_hour(team: Team, asked: Problem) -> Team:
    """Return a team of which every paid hour costs 1."""
    hours = np.array([type_.paid * asked.slot_s / 3600 for type_ in team.types])
    return replace(
        team, costs=np.where(np.isfinite(team.costs), hours, np.inf), slot_wage=asked.slot_s / 3600
    )


def simulated(loaded: Loaded, made: Scenario, effort: Effort, days: Days) -> Study:
    """Return the study of a schedule on some random days."""
    options = RunOptions(
        replications=days.replications,
        seed=days.seed,
        jobs=effort.jobs,
        on_progress=lambda _, done, planned: effort.report("simulate", done, planned),
    )
    return study(replace(loaded, scenario=made), options)
