"""From the proof of a schedule to what a frontier needs to know of it."""

from __future__ import annotations

import math

from scenarios.load import Loaded
from scenarios.planning.frontier.frontier import Found, Prove
from scenarios.planning.need.working import fullest_day
from scenarios.planning.proof.proof import Proof, prove
from scenarios.planning.proof.trial import Effort


def prover(effort: Effort) -> Prove:
    """Return what solves and proves a scenario with such an effort."""

    def proved(loaded: Loaded) -> Found:
        return found_of(prove(loaded, effort))

    return proved


def found_of(proof: Proof) -> Found:
    """Return a proof in the figures of a point; its reasons are the note."""
    reasons = [
        f"{each.about}: {each.words}" if each.about else each.words for each in proof.reasons
    ]
    best = proof.best
    if best is None:
        return Found(None, status=proof.outcome.value, note="; ".join(reasons))
    scenario = best.scenario
    return Found(
        scenario,
        agents=sum(fullest_day(scenario, group) for group in scenario.groups),
        paid_h=best.paid_h,
        status=best.solution.status.value,
        gap=best.solution.gap if math.isfinite(best.solution.gap) else math.nan,
        rounds=len(proof.rounds),
        note="; ".join(reasons),
    )
