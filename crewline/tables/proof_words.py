"""What a proof came to, in sentences: its verdicts, and what the schedule is reckoned at."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
from rich.console import Console

from crewline.tables.figures import UNDEFINED
from optimize.schedule.problem import Problem
from optimize.schedule.solution import Solution
from scenarios.planning.proof.proof import Outcome, Proof
from scenarios.planning.proof.reckoning import Reckoning, reckoned
from scenarios.planning.proof.trial import Trial
from scenarios.schema.scenario import Scenario
from sim.kpis.targets import Verdict

_STYLES: Final = {
    Outcome.MET: "green",
    Outcome.HOLDS: "green",
    Outcome.CANNOT_TELL: "yellow",
    Outcome.MISSED: "red",
    Outcome.NO_SCHEDULE: "red",
}
_COUNTED: Final = {
    Verdict.MET: "met",
    Verdict.MISSED: "missed",
    Verdict.CANNOT_TELL: "cannot be told",
}

#: Agent-hours below this come of rounding.
_NONE_H: Final = 5e-3
#: A price below this is none.
_PENNY: Final = 0.5


def headline(proof: Proof) -> str:
    """Return what became of the targets, of hours without anybody, and on how many days."""
    rounds = f"after {len(proof.rounds)} rounds"
    if proof.best is None:
        return f"Proof: there is no schedule, {rounds}."
    which = "fresh replications" if proof.is_fresh else "replications that it was chosen on"
    days = f"on {proof.best.study.replications} {which}"
    lines: dict[str, list[str]] = defaultdict(list)
    for one in proof.bare:
        lines[one.when].append(one.about)
    bare = "; ".join(f"{when} ({', '.join(each)})" for when, each in lines.items())
    but = f" But nobody is on duty {bare}: no shift that may be worked reaches it." if bare else ""
    return f"Proof: {_targets(proof.outcome, proof.best)}, {days}, {rounds}.{but}"


def print_proof_in_short(console: Console, proof: Proof) -> None:
    """Print what became of the targets, why, and how near to the least the schedule is."""
    console.print(headline(proof), markup=False, highlight=False, style=style(proof))
    for reason in proof.reasons:
        about = f"{reason.about}: " if reason.about else ""
        console.print(f"  - {about}{reason.words}.", markup=False, highlight=False)
    if (best := proof.best) is not None:
        words = in_money(best.solution, best.problem, best.scenario, proved=proof.holds)
        console.print(words, markup=False, highlight=False)
    console.print()


def style(proof: Proof) -> str:
    """Return the colour of a headline."""
    return "red" if proof.bare else _STYLES[proof.outcome]


def _targets(outcome: Outcome, best: Trial) -> str:
    of = {
        each: [one.promise.queue for one in best.judgements if one.evaluation.verdict is each]
        for each in Verdict
    }
    total = len(best.judgements)
    if outcome is Outcome.MET:
        return {0: "there are no targets", 1: "the target is met"}.get(
            total, f"all {total} targets met"
        )
    first, *rest = ((each, len(of[each])) for each in _COUNTED)
    counts = f"{first[1]} of {total} met" + "".join(
        f", {count} {_COUNTED[each]}" for each, count in rest if count
    )
    if outcome is Outcome.MISSED:
        missed = of[Verdict.MISSED]
        are = "a target is" if len(missed) == 1 else "targets are"
        return f"{are} missed ({', '.join(missed)}): {counts}"
    short = [one.promise.queue for one in best.judgements if not one.holds]
    if outcome is Outcome.CANNOT_TELL:
        return f"{', '.join(short)} short by no more than chance may do: {counts}"
    return f"no target is missed: {counts}"


def in_money(found: Solution, problem: Problem, scenario: Scenario, *, proved: bool) -> str:
    """Return what is left uncovered at which price, and how near to the least all of it is.

    `scenario` has the schedule in it; `proved` says whether its promises hold in the simulation.
    """
    it = reckoned(found, problem, scenario)
    if it is None:
        slot_h = problem.slot_s / 3600
        return (
            f"{found.under * slot_h:.1f} agent-hours of the requirement are uncovered, at least"
            f" {found.bound * slot_h:.1f} within the cap (gap {gap(found.gap)}; {found.status})."
        )
    what = "wages" if it.unit == scenario.currency else "hours"
    said = ""
    if it.price >= _PENNY:
        said = f"{_priced(it, proved=proved)}, priced at {it.price:,.0f} {it.unit}; "
        what += " and price"
    more = f" ({it.others:,.0f} for groups that keep what they have)" if it.others else ""
    said += (
        f"{what} together {it.together:,.0f}{more}, at least {it.least:,.0f} for this requirement"
        f" (gap {gap(it.gap)}; {found.status})."
    )
    return said[0].upper() + said[1:]


def _priced(it: Reckoning, *, proved: bool) -> str:
    """Return what has a price: agent-hours too few, and too many."""
    where = " where the simulation does not miss them" if proved else ""
    said = []
    if it.uncovered_h >= _NONE_H or not it.spare_h:
        said.append(f"{it.uncovered_h:.2f} agent-hours of the requirement are uncovered{where}")
    if it.prices_spare:
        said.append(f"{it.spare_h:.1f} are beyond it")
    return " and ".join(said)


def gap(share: float) -> str:
    """Return a gap as a percentage; a dash where there is none."""
    return f"{100 * share:.2f} %" if np.isfinite(share) else UNDEFINED
