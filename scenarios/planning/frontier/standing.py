"""What a simulated schedule comes to as a point of a frontier, and where the scenario stands today.

All points are simulated on the same random days, which are not those that schedules were chosen on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from scenarios.load import Loaded
from scenarios.planning.frontier.measures import Measure, cost
from scenarios.planning.frontier.points import Decision, Point
from scenarios.planning.need.promises import with_promises
from scenarios.planning.need.working import fullest_day
from scenarios.planning.schedule.supply import paid_hours
from scenarios.schema.scenario import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study, targets_of
from scenarios.units import MAX_WHOLE
from sim.kpis.targets import Evaluation, Verdict, evaluate

#: Points are simulated on days of a seed so far from the scenario's own, on which none was chosen.
_FRESH: Final = 15_485_863


def on_fresh_days(options: RunOptions, scenario: Scenario) -> RunOptions:
    """Return options for the days on which all points of a scenario's frontier are simulated."""
    return replace(options, seed=(scenario.seed + _FRESH) % MAX_WHOLE)


def point_of(decision: Decision, ran: Study, own: Scenario, measure: Measure) -> Point:
    """Return what a simulated schedule comes to; `own` has the targets that the scenario has."""
    kept = [evaluate(target, ran.tallies, ran.scenario.confidence) for target in targets_of(own)]
    return Point(
        decision,
        cost=cost(ran),
        service=measure.service(ran),
        agents=sum(fullest_day(ran.scenario, group) for group in ran.scenario.groups),
        paid_h=paid_hours(ran.scenario),
        holds=ran.targets_met,
        keeps_own=all(each.holds for each in kept),
        holds_surely=_all_met(ran.evaluations),
        keeps_own_surely=_all_met(kept),
    )


def point_as_it_is(loaded: Loaded, options: RunOptions, line: str | None) -> Point:
    """Return the scenario with the staff that it has, simulated on the days of its frontier.

    Raises BadInput as `Measure.of` does.
    """
    promised = with_promises(options.seeded(loaded.scenario))
    measure = Measure.of(promised, line)
    ran = study(replace(loaded, scenario=promised), on_fresh_days(options, promised))
    return point_of(Decision(), ran, promised, measure)


def _all_met(evaluations: Iterable[Evaluation]) -> bool:
    return all(each.verdict is Verdict.MET for each in evaluations)
