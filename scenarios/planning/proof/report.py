"""A report of a schedule: what was found and what proves it, without the simulated days.

    Proof or Plan -> Report

A proof holds every simulated day of several schedules; a page that shows it, or a server that keeps
it for others, needs its figures and tables only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Solution, Status
from scenarios.planning.files.schedule_table import Schedule
from scenarios.planning.need.promises import Promise
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.proof.bridge import Bridge, bridge
from scenarios.planning.proof.judging import Judgement
from scenarios.planning.proof.proof import Outcome, Proof, Round
from scenarios.planning.proof.reasons import Reason, without_schedule
from scenarios.planning.proof.reckoning import Reckoning, reckoned
from scenarios.planning.proof.rosters import roster_of_plan, roster_of_proof
from scenarios.planning.proof.service_table import service_table
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.plans import Plan
from scenarios.planning.schedule.tightness import Tightness
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.targets import Evaluation


@dataclass(frozen=True)
class Kept:
    """A promise and how it fared; `is_told` says that nothing more is to be told of it.

    `holds` says whether the plain estimate keeps to the level; `nobody_came` that there was nothing
    to be judged.
    """

    promise: Promise
    evaluation: Evaluation
    holds: bool
    nobody_came: bool

    @classmethod
    def of(cls, one: Judgement) -> Kept:
        """Return a judgement without its days."""
        return cls(one.promise, one.evaluation, one.holds, bool(np.isnan(one.values).all()))


@dataclass(frozen=True)
class Shown:
    """A schedule that was found.

    `scenario` has it in it; `required` is what it was asked to cover, by line and interval, and
    `requirement` where that came from. `service` is None where it was not simulated, and then
    `kept` is empty.
    """

    scenario: Scenario
    problem: Problem
    schedule: Schedule
    requirement: Requirement
    required: NDArray[np.float64]
    cost: float
    paid_h: float
    status: Status
    gap: float
    bound: float
    uncovered_h: float
    reckoning: Reckoning | None
    roster: Frame
    service: Frame | None = None
    kept: tuple[Kept, ...] = ()
    replications: int = 0
    seed: int = 0


@dataclass(frozen=True)
class Turn:
    """A schedule that was simulated on the way, in figures; see `Round`."""

    number: int
    purpose: str
    cost: float
    required_h: float
    paid_h: float
    holding: int
    promises: int
    status: Status
    gap: float
    replications: int
    wall_s: float

    @classmethod
    def of(cls, one: Round) -> Turn:
        """Return a round without its judgements."""
        return cls(
            one.number,
            one.purpose,
            one.cost,
            one.required_h,
            one.paid_h,
            sum(each.holds for each in one.judgements),
            len(one.judgements),
            one.status,
            one.gap,
            one.replications,
            one.wall_s,
        )


@dataclass(frozen=True)
class Beside:
    """The schedule of plain Erlang C on the same days, and the share that was saved against it."""

    cost: float
    holding: int
    promises: int
    saved: float


@dataclass(frozen=True)
class Report:
    """What a search came to.

    `base` is the scenario that was scheduled, with today's roster. `outcome` is None where nothing
    was to be proved, `shown` where there is no schedule. `is_cut` says that it was stopped before
    its end, and `is_fresh` that it was judged on days that it was not chosen on.
    """

    base: Scenario
    outcome: Outcome | None
    shown: Shown | None
    steps: Bridge
    reasons: tuple[Reason, ...] = ()
    tight: Tightness | None = None
    turns: tuple[Turn, ...] = ()
    plain: Beside | None = None
    is_cut: bool = False
    is_fresh: bool = False
    holds: bool = False


def report_of_proof(proof: Proof, tight: Tightness | None = None) -> Report:
    """Return a proof's report; `tight` is what stands in the way of it, see `Tightness`."""
    return Report(
        base=proof.scenario,
        outcome=proof.outcome,
        shown=None if proof.best is None else _of_trial(proof, proof.best),
        steps=bridge(proof.requirement, proof.scenario, proof),
        reasons=proof.reasons,
        tight=tight,
        turns=tuple(map(Turn.of, proof.rounds)),
        plain=_beside(proof),
        is_cut=proof.is_cut,
        is_fresh=proof.is_fresh,
        holds=proof.holds,
    )


def report_of_plan(plan: Plan, tight: Tightness | None = None) -> Report:
    """Return the report of a schedule that was not proved."""
    none = plan.solution is not None and plan.scenario is None
    return Report(
        base=plan.base,
        outcome=Outcome.NO_SCHEDULE if plan.scenario is None else None,
        shown=_of_plan(plan),
        steps=bridge(plan.needs, plan.base),
        reasons=tuple(without_schedule(plan.solution)) if plan.solution and none else (),
        tight=tight,
    )


def _of_trial(proof: Proof, best: Trial) -> Shown:
    found = best.solution
    return Shown(
        scenario=best.scenario,
        problem=best.problem,
        schedule=Schedule.of(found.duties, found.tours),
        requirement=best.requirement,
        required=best.required,
        cost=best.cost,
        paid_h=best.paid_h,
        **_of_search(found),
        uncovered_h=best.uncovered_h,
        reckoning=reckoned(found, best.problem, best.scenario),
        roster=roster_of_proof(proof, best),
        service=service_table(best.study, best.requirement, best.required),
        kept=tuple(map(Kept.of, best.judgements)),
        replications=best.study.replications,
        seed=best.study.seed,
    )


def _of_plan(plan: Plan) -> Shown | None:
    if plan.scenario is None or plan.schedule is None or plan.solution is None:
        return None
    return Shown(
        scenario=plan.scenario,
        problem=plan.problem,
        schedule=plan.schedule,
        requirement=plan.needs,
        required=plan.needs.net,
        cost=plan.cost,
        paid_h=plan.paid_h,
        **_of_search(plan.solution),
        uncovered_h=plan.solution.under * plan.problem.slot_s / 3600,
        reckoning=reckoned(plan.solution, plan.problem, plan.scenario),
        roster=roster_of_plan(plan),
    )


def _of_search(found: Solution) -> dict[str, Any]:
    return {"status": found.status, "gap": found.gap, "bound": found.bound}


def _beside(proof: Proof) -> Beside | None:
    if proof.plain is None or proof.saved is None:
        return None
    holding = sum(one.holds for one in proof.plain.judgements)
    return Beside(proof.plain.cost, holding, len(proof.plain.judgements), proof.saved)
