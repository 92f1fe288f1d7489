"""Additions: shifts beside a schedule for what it does not keep, while all that is there stays.

A search that begins anew finds another schedule of nearly the same cost, with other people to spare
at other times: promises that held yesterday are missed by it, and a repair goes round in circles.
Who is only added harms nobody. What is asked beyond the last requirement is a problem of its own,
small and soon solved.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import numpy as np

from optimize.schedule import Warm, bound, solve
from optimize.schedule.accounts import gap_of
from optimize.schedule.problem import SoftCover
from optimize.schedule.solution import Duty, Solution, Status
from scenarios.load import Loaded
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.proof.trial import Draft, Effort, posed
from scenarios.planning.schedule.scheduled import scheduled
from scenarios.planning.schedule.supply import paid_hours, wages


def may_be_added_to(draft: Draft) -> bool:
    """Tell whether more shifts are always allowed: no weeks, caps or groups that keep their own."""
    asked = draft.problem
    return (
        isinstance(asked.goal, SoftCover)
        and len(asked.teams) == len(draft.scenario.groups)
        and all(team.tour is None and team.most is None for team in asked.teams)
    )


def with_more(
    loaded: Loaded, draft: Draft, wanted: Requirement, effort: Effort, warm: Warm
) -> Draft:
    """Return a schedule with shifts for what is wanted beyond what it was asked for.

    It is the same where less would be paid for leaving all of that uncovered. `warm` is the memory
    of the searches for whole schedules: how near this is to the best is told as of one of them.
    """
    begun = time.perf_counter()
    works = [
        replace(lot, agent_h=max(lot.agent_h - before.agent_h, 0.0))
        for lot, before in zip(wanted.works, draft.requirement.works, strict=True)
    ]
    beyond = np.maximum(wanted.net - draft.required, 0.0)
    more = posed(loaded.scenario, replace(wanted, works=tuple(works)), beyond, priced=True)
    more = replace(more, teams=tuple(replace(team, least=0) for team in more.teams))
    effort.report("schedule", 0, 1)
    found = solve(more, effort.limits)
    effort.report("schedule", 1, 1)
    if not found.duties:
        return draft
    asked = posed(loaded.scenario, wanted, wanted.net, priced=True)
    together = _together(draft.solution, found, bound(asked, warm), effort.limits.gap)
    made = scheduled(loaded.scenario, together, asked)
    return Draft(
        requirement=wanted,
        required=wanted.net,
        problem=asked,
        solution=together,
        scenario=made,
        cost=wages(made),
        paid_h=paid_hours(made),
        solved_s=time.perf_counter() - begun,
    )


def _together(first: Solution, more: Solution, least: float, gap: float) -> Solution:
    """Return two schedules as one, of which `least` is a bound.

    More is required of it than of the first, so that the bound of that is one of this, too.
    """
    agents: Counter[Duty] = Counter()
    for duty in (*first.duties, *more.duties):
        agents[replace(duty, agents=0)] += duty.agents
    objective = first.objective + more.objective
    least = min(max(least, first.bound), objective)
    apart = gap_of(objective, least)
    return replace(
        first,
        status=Status.OPTIMAL if apart <= gap else Status.FEASIBLE,
        duties=tuple(replace(duty, agents=count) for duty, count in agents.items()),
        cost=first.cost + more.cost,
        objective=objective,
        bound=least,
        gap=apart,
        under=first.under + more.under,
        over=first.over + more.over,
        wall_s=more.wall_s,
        notes=(),
    )
