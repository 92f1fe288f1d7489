"""Trimming: a schedule that keeps its promises, less what the simulation shows to be spare.

    Trial -> room, harm -> cut -> simulate -> kept or not -> ... -> Draft

Shifts are whole, a requirement of every interval is covered at its fullest, and what was added on
days that were unlucky stays when they are over: so a schedule that holds has more than it takes.
What is spare is cut in batches, cheapest harm first, and each is simulated on the same days as the
one before. Where a batch asks too much it is taken back, and one is tried that leaves alone what
fell short, and knows how much harm was done where. What is cut is required no more: the requirement
is lowered to what is there, so that the bound told with the schedule is one of what was asked of
it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimize.schedule import Warm, bound
from optimize.schedule.accounts import gap_of
from optimize.schedule.problem import Problem, SoftCover
from optimize.schedule.solution import Duty, Status, Tour
from optimize.shifts.check.cover import Missing, missing
from optimize.shifts.check.on_duty import on_duty
from optimize.shifts.check.totals import wages as wages_by_teams
from scenarios.load import Loaded
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.proof.cuts import Cut, cut
from scenarios.planning.proof.room import Cells, room_of
from scenarios.planning.proof.trial import Draft, Effort, Trial, posed
from scenarios.planning.schedule.problem import Plan
from scenarios.planning.schedule.scheduled import scheduled
from scenarios.planning.schedule.supply import paid_hours, wages
from scenarios.schema.scenario import Scenario

Numbers = NDArray[np.float64]

#: A batch takes this part of the room.
_SHARE = 0.6
#: What falls short already may do so by this much more of its score: it is repaired in any case.
_WORSE = 0.05
#: So many batches in a row that were too much end it.
_FAILURES = 4
#: By what a batch's harm may turn out to be more, or less, than expected, to be learnt from.
_KEEN_DOWN, _KEEN_UP = 0.5, 3.0
#: Harm below this says nothing.
_TOLD = 0.02
#: Nor is harm understood that is so many times what was expected.
_NOT_UNDERSTOOD = 4.0


def may_be_trimmed(scenario: Scenario, draft: Draft) -> bool:
    """Tell whether less is better: no caps, and no prices of one's own for what is missing."""
    return isinstance(draft.problem.goal, SoftCover) and not isinstance(
        Plan(scenario).goal, SoftCover
    )


@dataclass
class Trimming:
    """The trimming of a schedule that was simulated.

    `tries` simulates a schedule on the days that all are compared on; of these a promise has to be
    kept by `sureness` standard errors. At most `batches` are tried.
    """

    loaded: Loaded
    needs: Requirement
    effort: Effort
    tries: Callable[[Draft], Trial]
    sureness: float
    batches: int

    def trimmed(self, trial: Trial) -> Trial:
        """Return the schedule less what is spare, on the same days; itself where nothing is."""
        self.cells = Cells(trial.judgements, (len(self.needs.net), self.needs.net.shape[1]))
        self.keen = np.ones(self.cells.count + 1)
        self.barred = np.zeros(self.cells.count + 1, np.bool_)
        self.held = self.barred.copy()
        self.refused: set[tuple[tuple[Duty, ...], tuple[Tour, ...]]] = set()
        failures = 0
        for _ in range(self.batches):
            found = self._less(trial)
            if found is None:
                break
            made, tried = found
            if self._learn(made, trial, tried):
                failures += 1
                self.refused.add((made.duties, made.tours))
            else:
                saved, failures = trial.dear - tried.dear, 0
                trial, self.held = tried, self.barred.copy()
                if saved < self.effort.worth * trial.dear:
                    break
            if failures >= _FAILURES:
                break
        return trial

    def _less(self, trial: Trial) -> tuple[Cut, Trial] | None:
        room = room_of(trial, self.needs, self.cells, self.sureness, self.keen)
        room = replace(room, left=np.where(self.held, 0.0, room.left))
        made = cut(trial.problem, trial.solution.duties, trial.solution.tours, room, _SHARE)
        if made is None or not made.duties or (made.duties, made.tours) in self.refused:
            return None
        return made, self.tries(self._drafted(trial, made))

    def _drafted(self, trial: Trial, made: Cut) -> Draft:
        solution = replace(
            trial.solution, duties=made.duties, tours=made.tours, status=Status.FEASIBLE
        )
        scenario = scheduled(self.loaded.scenario, solution, trial.problem)
        return Draft(
            requirement=trial.requirement,
            required=trial.required,
            problem=trial.problem,
            solution=solution,
            scenario=scenario,
            cost=wages(scenario),
            paid_h=paid_hours(scenario),
            solved_s=0.0,
        )

    def _learn(self, made: Cut, before: Trial, after: Trial) -> bool:
        """Return whether a batch asks too much, and correct how much harm is expected.

        What fell short by it is left alone by the next ones, until one is kept; for good, where it
        fell by far more than was expected, of which nothing is understood.
        """
        was, left = (self.cells.left(each.judgements, self.sureness) for each in (before, after))
        known = np.isfinite(was) & np.isfinite(left)
        was, left = np.where(known, was, 0.0), np.where(known, left, 0.0)
        done = was - left
        short = left < np.where(was < 0, was - _WORSE, -1e-9)
        self.held |= short
        self.barred |= short & (done > _NOT_UNDERSTOOD * made.harm)
        tells = known & (made.harm > _TOLD)
        ratio = np.where(tells, done / np.where(tells, made.harm, 1.0), 1.0)
        self.keen = (self.keen * ratio.clip(_KEEN_DOWN, _KEEN_UP)).clip(0.1, 20.0)
        return bool(short.any()) or (before.keeps and not after.keeps)


def lowered(loaded: Loaded, first: Draft, trimmed: Trial, warm: Warm, gap: float) -> Trial:
    """Return a trimmed schedule with the requirement lowered to what is left of it.

    `first` is the schedule before; what that left uncovered stays required.
    """
    asked = trimmed.problem
    before, after = (
        missing(asked, on_duty(asked, each.solution.duties)) for each in (first, trimmed)
    )
    wanted = _without(trimmed.requirement, asked, before, after)
    posed_anew = posed(loaded.scenario, wanted, wanted.net, priced=True)
    solution = trimmed.solution
    left = missing(posed_anew, on_duty(posed_anew, solution.duties))
    under = float(left.by_queue.sum() + left.by_backlog.sum())
    price = posed_anew.goal.under if isinstance(posed_anew.goal, SoftCover) else 0.0
    cost = wages_by_teams(posed_anew, solution.duties, solution.tours)
    objective = cost + price * under
    least = min(bound(posed_anew, warm), objective)
    apart = gap_of(objective, least)
    solution = replace(
        solution,
        status=Status.OPTIMAL if apart <= gap else Status.FEASIBLE,
        cost=cost,
        objective=objective,
        bound=least,
        gap=apart,
        under=under,
        notes=(),
    )
    return replace(
        trimmed, requirement=wanted, required=wanted.net, problem=posed_anew, solution=solution
    )


def _without(wanted: Requirement, asked: Problem, before: Missing, after: Missing) -> Requirement:
    """Return a requirement less what is missing after, and was not before."""
    more = np.maximum(after.by_queue - before.by_queue, 0.0)
    by_interval = more.reshape(len(more), wanted.net.shape[1], -1).max(axis=2)
    undone = np.maximum(after.by_backlog - before.by_backlog, 0.0) * asked.slot_s / 3600
    works = wanted.works
    if len(undone) == len(works):
        works = tuple(
            replace(lot, agent_h=max(lot.agent_h - float(less), 0.0))
            for lot, less in zip(works, undone, strict=True)
        )
    return replace(wanted, net=np.maximum(wanted.net - by_interval, 0.0), works=works)
