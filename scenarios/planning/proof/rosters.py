"""Rosters of what was found: a proof's schedule, and one that was not proved."""

from __future__ import annotations

from scenarios.planning.proof.proof import Proof
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.plans import Plan
from scenarios.planning.schedule.roster import roster_table
from scenarios.studies.kpi_tables import Frame


def roster_of_proof(proof: Proof, best: Trial) -> Frame:
    """Return a proof's schedule beside today's roster; see `roster_table`."""
    found = best.solution
    return roster_table(proof.scenario, best.problem, found.duties, found.tours)


def roster_of_plan(plan: Plan) -> Frame:
    """Return a schedule beside today's roster; see `roster_table`.

    Raises ValueError where there is no schedule.
    """
    if plan.schedule is None:
        raise ValueError("there is no schedule")
    return roster_table(plan.base, plan.problem, plan.schedule.duties, plan.schedule.tours)
