"""What a requirement is and what a proof found, as plain data for JSON."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import pandas as pd

from optimize.schedule.solution import Solution
from scenarios.planning.need.requirement_tables import Needed
from scenarios.planning.proof.bridge import bridge
from scenarios.planning.proof.proof import Proof, Round
from scenarios.planning.proof.reckoning import Reckoning, reckoned
from scenarios.planning.proof.rosters import roster_of_plan, roster_of_proof
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.plans import Plan
from scenarios.planning.schedule.tightness import Tightness
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.summary import records, study_summary
from sim.kpis.targets import Verdict

Summary = dict[str, Any]


def proof_summary(proof: Proof) -> Summary:
    """Return what a proof came to: the schedule's figures and verdicts, and how it was found.

    Where there is a schedule, `simulation` is the summary of its study, targets and KPIs in it.
    """
    best = proof.best
    return {
        "ok": True,
        "scenario": proof.scenario.name,
        "outcome": proof.outcome.value,
        "holds": proof.holds,
        "cut": proof.is_cut,
        "on_fresh_days": proof.is_fresh,
        "verdicts": verdict_counts(proof),
        "nobody_on_duty": [{"line": one.about, "hours": one.when} for one in proof.bare],
        "reasons": [
            {"cause": reason.cause.value, "about": reason.about, "words": reason.words}
            for reason in proof.reasons
        ],
        "currency": proof.scenario.currency,
        "required_h": {
            name: proof.requirement.hours(agents)
            for name, agents in proof.requirement.steps.items()
        },
        "schedule": None if best is None else _schedule(best),
        "groups": None if best is None else records(roster_of_proof(proof, best)),
        "first": None if proof.first is None else _schedule(proof.first),
        "plain_erlang_c": None if proof.plain is None else _schedule(proof.plain),
        "saved": proof.saved,
        "bridge": bridge_summary(proof),
        "rounds": [_round(one) for one in proof.rounds],
        "simulation": None if best is None else study_summary(best.study),
    }


def plan_summary(plan: Plan) -> Summary:
    """Return what a schedule that was not proved came to."""
    return {
        "ok": True,
        "scenario": plan.base.name,
        "currency": plan.base.currency,
        "required_h": plan.needs.net_hours,
        "cost": plan.cost if plan.scenario is not None else None,
        "paid_h": plan.paid_h if plan.scenario is not None else None,
        "solver": None
        if plan.solution is None
        else solver_summary(plan.solution) | reckoning_summary(_reckoned(plan)),
        "groups": None if plan.schedule is None else records(roster_of_plan(plan)),
        "breaches": [{"rule": breach.rule.value, "words": str(breach)} for breach in plan.breaches],
        "broken_wages": plan.broken_wages,
        "original_cost": plan.original_cost,
        "simulation": None if plan.study is None else study_summary(plan.study),
    }


def tightness_summary(found: Tightness | None) -> Summary | None:
    """Return what stands in the way of a schedule; None where nothing does."""
    return None if found is None else asdict(found)


def solver_summary(found: Solution) -> Summary:
    """Return how a search ended: its status, objective, bound and gap."""
    return {
        "status": found.status.value,
        "objective": _finite(found.objective),
        "bound": _finite(found.bound),
        "gap": _finite(found.gap),
        "solver_s": round(found.wall_s, 3),
        "notes": list(found.notes),
    }


def reckoning_summary(found: Reckoning | None) -> Summary:
    """Return wages and price on the basis of the bound; nothing under a headcount or a budget."""
    if found is None:
        return {}
    return {
        "reckoned_in": found.unit,
        "uncovered_h": _finite(found.uncovered_h),
        "uncovered_price": _finite(found.price),
        "wages_and_price": _finite(found.together),
        "wages_and_price_at_least": _finite(found.least),
    }


def verdict_summary(proof: Proof) -> Summary:
    """Return how a proof ended, in short: outcome, verdicts, cost and gap."""
    best = proof.best
    return {
        "outcome": proof.outcome.value,
        "holds": proof.holds,
        "verdicts": verdict_counts(proof),
        "cost": None if best is None else best.cost,
        "gap": None if best is None else _finite(best.solution.gap),
    }


def verdict_counts(proof: Proof) -> dict[str, int]:
    """Return how many promises got each verdict on the fresh days."""
    judgements = () if proof.best is None else proof.best.judgements
    verdicts = [one.evaluation.verdict for one in judgements]
    return {each.value: verdicts.count(each) for each in Verdict}


def needs_summary(needed: Needed, line: str | None = None) -> Summary:
    """Return what a scenario needs: by line, day and interval, and the steps that led there."""
    return {
        "ok": True,
        "scenario": needed.scenario.name,
        "line": line,
        "interval_s": needed.scenario.interval,
        "currency": needed.scenario.currency,
        **{name: records(table) for name, table in needed.tables(line).items()},
    }


def bridge_summary(proof: Proof) -> list[dict[str, Any]]:
    """Return the steps from the Erlang number to the proved schedule: hours and money of each."""
    found = bridge(proof.requirement, proof.scenario, proof)
    return [{"step": step.key, "hours": step.hours, "cost": step.cost} for step in found.steps]


def rounds_table(proof: Proof) -> Frame:
    """Return one row for every schedule that was simulated, as `rounds` of the summary."""
    return pd.DataFrame([_round(one) for one in proof.rounds])


def _reckoned(plan: Plan) -> Reckoning | None:
    if plan.solution is None or plan.scenario is None:
        return None
    return reckoned(plan.solution, plan.problem, plan.scenario)


def _schedule(trial: Trial) -> Summary:
    found = trial.solution
    kept = sum(one.holds for one in trial.judgements)
    return {
        "cost": trial.cost,
        "paid_h": trial.paid_h,
        "required_h": trial.requirement.hours(trial.required)
        + sum(lot.agent_h for lot in trial.requirement.works),
        **solver_summary(found),
        **reckoning_summary(reckoned(found, trial.problem, trial.scenario)),
        "targets": len(trial.judgements),
        "targets_that_hold": kept,
        "replications": trial.study.replications,
        "seed": trial.study.seed,
    }


def _round(one: Round) -> Summary:
    return {
        "round": one.number,
        "purpose": one.purpose,
        "cost": one.cost,
        "required_h": one.required_h,
        "paid_h": one.paid_h,
        "targets": len(one.judgements),
        "targets_that_hold": sum(each.holds for each in one.judgements),
        "holds": one.holds,
        "missing": _finite(one.missing),
        "status": one.status.value,
        "gap": _finite(one.gap),
        "replications": one.replications,
        "seed": one.seed,
        "wall_s": round(one.wall_s, 3),
    }


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
