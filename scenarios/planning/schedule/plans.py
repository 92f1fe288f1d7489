"""Schedules without a proof: found for the requirement as it is, or edited by a planner.

Requirement -> Problem -> solve -> Plan                 not simulated
file -> rules checked -> Scenario -> simulate -> Plan   a planner's own
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from optimize.schedule import Limits, solve
from optimize.schedule.problem import Problem
from optimize.schedule.solution import Solution
from optimize.shifts.check import Breach
from scenarios.load import Loaded
from scenarios.planning.files.files import accepted
from scenarios.planning.files.original import original_cost
from scenarios.planning.files.schedule_table import Schedule
from scenarios.planning.need.promises import with_promises
from scenarios.planning.need.requirement import Requirement, requirement
from scenarios.planning.proof.trial import posed
from scenarios.planning.schedule.scheduled import scheduled
from scenarios.planning.schedule.supply import paid_hours, wages
from scenarios.schema.scenario import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from scenarios.units import MAX_WHOLE

#: An edited schedule is simulated on days of a seed so far from the scenario's own, as a proof's.
_FRESH: Final = 7_919


@dataclass(frozen=True)
class Plan:
    """A schedule that was not proved.

    `scenario` has the schedule in it and is None where there is none, as are `schedule`, its duties
    and tours, and `study`, its simulation, where it was not simulated. `solution` is the solver's,
    None for a schedule that came out of a file; `breaches` are the rules that such a one breaks,
    `broken_wages` what its rows cost that break any, and `original_cost` the wages of the schedule
    that it was edited from, None where that is not known.
    """

    base: Scenario
    needs: Requirement
    problem: Problem
    scenario: Scenario | None
    schedule: Schedule | None
    solution: Solution | None = None
    breaches: tuple[Breach, ...] = ()
    study: Study | None = None
    broken_wages: float = 0.0
    original_cost: float | None = None

    @property
    def cost(self) -> float:
        """The wages of the counted days, premiums with them; 0 where there is no schedule."""
        return 0.0 if self.scenario is None else wages(self.scenario)

    @property
    def paid_h(self) -> float:
        """The hours paid on the counted days."""
        return 0.0 if self.scenario is None else paid_hours(self.scenario)


def found(loaded: Loaded, limits: Limits) -> Plan:
    """Return a schedule for the requirement as the formulas have it, not simulated.

    Raises BadInput where nothing can be scheduled at all.
    """
    needs = requirement(loaded.scenario)
    asked = posed(loaded.scenario, needs, needs.net, priced=False)
    solution = solve(asked, limits)
    if not solution.duties:
        return Plan(loaded.scenario, needs, asked, None, None, solution)
    made = scheduled(loaded.scenario, solution, asked)
    schedule = Schedule.of(solution.duties, solution.tours)
    return Plan(loaded.scenario, needs, asked, made, schedule, solution)


def edited(
    loaded: Loaded, file: Path, replications: int, options: RunOptions, *, accept: bool
) -> Plan:
    """Return a planner's own schedule, checked against the rules and simulated.

    Whether it covers what the formulas require is no rule here: the simulation says what it does.
    Raises BadInput with all that cannot be read and, unless they are accepted, all rules broken.
    """
    needs = requirement(loaded.scenario)
    asked = posed(loaded.scenario, needs, needs.net, priced=True)
    back = accepted(loaded.scenario, asked, file, breaking_rules=accept)
    judged = replace(loaded, scenario=with_promises(back.scenario))
    seed = (loaded.scenario.seed + _FRESH) % MAX_WHOLE
    shown = study(judged, replace(options, replications=replications, seed=seed))
    return Plan(
        loaded.scenario,
        needs,
        asked,
        back.scenario,
        back.schedule,
        breaches=back.breaches,
        study=shown,
        broken_wages=back.broken_wages,
        original_cost=original_cost(file, loaded.scenario),
    )
