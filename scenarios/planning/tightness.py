"""What stands in the way of a schedule: the least to relax, and what each rule costs, in hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from optimize.schedule import Limits
from optimize.schedule.explanation import Explanation, Relaxation
from optimize.schedule.problem import Problem
from optimize.schedule.relaxing import relax
from scenarios.planning.plans import Plan
from scenarios.planning.proof import Outcome, Proof
from scenarios.planning.trial import posed
from scenarios.units import write_clock

_IN_SLOTS: Final = frozenset({"agent-slots", "slots"})


@dataclass(frozen=True)
class Loosening:
    """A rule or an interval of a requirement, and by how much it is relaxed.

    `about` is the queue or the group (empty: all), `when` the hours and days; `amount` is in
    `unit`: agents, agent-hours, hours or money; `price` what one unit more would save, in money.
    """

    rule: str
    about: str
    when: str
    amount: float
    unit: str
    price: float


@dataclass(frozen=True)
class Tightness:
    """The least to relax, what would do instead, and the dearest rules in force; see `relax`."""

    needed: tuple[Loosening, ...]
    instead: tuple[Loosening, ...]
    binding: tuple[Loosening, ...]
    cost: float


def has_no_cover(proof: Proof, tight: Tightness | None) -> bool:
    """Tell whether promises are missed for rules leave no schedule that covers what is required.

    `tight` is what would have to give. Where nothing at all was found it is so, too. A price of
    what is missing, or a cap, is a decision: what is not covered for it is no want of a schedule.
    """
    if proof.outcome is Outcome.HOLDS:
        return False
    planning = proof.scenario.planning
    covers_all = planning is None or planning.coverage == "full"
    return proof.best is None or (covers_all and tight is not None)


def tightness_of_proof(proof: Proof, limits: Limits) -> Tightness | None:
    """Return what would have to give for all that is required to be covered; None if nothing.

    What is required is what the best schedule was asked for last.
    """
    if proof.outcome is Outcome.HOLDS:
        return None
    best = proof.best
    wanted = proof.requirement if best is None else best.requirement
    required = proof.requirement.net if best is None else best.required
    return _tightness(posed(proof.scenario, wanted, required, priced=False), limits)


def tightness_of_plan(plan: Plan, limits: Limits) -> Tightness | None:
    """Return what would have to give where there is no schedule; None where there is one."""
    return _tightness(plan.problem, limits) if plan.scenario is None else None


def _tightness(problem: Problem, limits: Limits) -> Tightness | None:
    found: Explanation = relax(problem, limits)
    if not found.needed:
        return None

    def told(each: tuple[Relaxation, ...]) -> tuple[Loosening, ...]:
        return tuple(_loosening(problem, one) for one in each)

    return Tightness(told(found.needed), told(found.instead), told(found.binding), found.cost)


def _loosening(problem: Problem, one: Relaxation) -> Loosening:
    slot_h = problem.slot_s / 3600 if one.unit in _IN_SLOTS else 1.0
    return Loosening(
        rule=one.rule,
        about=one.team or one.queue or "",
        when=_when(problem, one),
        amount=one.amount * slot_h,
        unit=one.unit.replace("slots", "hours"),
        price=one.price / slot_h,
    )


def _when(problem: Problem, one: Relaxation) -> str:
    """Return the hours or the days that a relaxation is about."""
    if one.slots is not None:
        (first, start), (last, end) = (
            divmod(one.slots[0], problem.slots_per_day),
            divmod(one.slots[1] - 1, problem.slots_per_day),
        )
        clocks = [write_clock(slot * problem.slot_s) for slot in (start, end + 1)]
        if problem.days == 1:
            return "-".join(clocks)
        ends = (f"day {first + 1} ", "" if first == last else f"day {last + 1} ")
        return "-".join(f"{day}{clock}" for day, clock in zip(ends, clocks, strict=True))
    if one.days is None or problem.days == 1:
        return ""
    first, last = one.days
    return f"day {first + 1}" if first == last else f"days {first + 1} to {last + 1}"
