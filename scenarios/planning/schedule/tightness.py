"""What stands in the way of a schedule: the least to relax, and what each rule costs, in hours."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from optimize.schedule import Limits, solve
from optimize.schedule.explanation import Explanation, Relaxation
from optimize.schedule.problem import FullCover, Problem, Team
from optimize.schedule.relaxing import relax
from optimize.schedule.solution import Solution
from scenarios.planning.proof.proof import Proof
from scenarios.planning.proof.reasons import headcount
from scenarios.planning.proof.trial import posed
from scenarios.planning.schedule.plans import Plan
from scenarios.units import write_clock

_IN_SLOTS: Final = frozenset({"agent-slots", "slots"})

#: How long, and how near, it is searched for how many agents would be enough.
_SECONDS: Final = 10.0
_GAP: Final = 0.01


@dataclass(frozen=True)
class Loosening:
    """A rule or an interval of a requirement, and by how much it is relaxed.

    `about` is the queue or the group (empty: all), `when` the hours and days in words, `span_s` the
    same as seconds after the first day's midnight and `days` as the first and the last, from 0
    (None where it is about no hours, or no days); `amount` is in `unit`: agents, agent-hours, hours
    or money; `price` what one unit more would save, in money.
    """

    rule: str
    about: str
    when: str
    amount: float
    unit: str
    price: float
    span_s: tuple[int, int] | None = None
    days: tuple[int, int] | None = None


@dataclass(frozen=True)
class Cap:
    """A group that has as many agents as it may, and how many would be enough."""

    group: str
    most: int
    enough: int


@dataclass(frozen=True)
class Tightness:
    """The least to relax, what would do instead, and the dearest rules in force; see `relax`.

    `caps` are the groups whose most agents, raised all together, would be enough: a schedule that
    covers everything was found with them. Empty where no number of their agents would be. `proved`
    tells whether `needed` is proved to be the least; where it is not, less may do.
    """

    needed: tuple[Loosening, ...]
    instead: tuple[Loosening, ...]
    binding: tuple[Loosening, ...]
    cost: float
    proved: bool
    caps: tuple[Cap, ...] = ()


def has_no_cover(proof: Proof, tight: Tightness | None) -> bool:
    """Tell whether promises are missed for rules leave no schedule that covers what is required.

    `tight` is what would have to give. Where nothing at all was found it is so, too, and where no
    shift reaches hours in which customers come, whatever a day's promises make of these. A price of
    what is missing, or a cap, is a decision: what is not covered for it is no want of a schedule.
    """
    if proof.bare:
        return True
    if proof.holds:
        return False
    planning = proof.scenario.planning
    covers_all = planning is None or planning.coverage == "full"
    return proof.best is None or (covers_all and tight is not None)


def tightness_of_proof(proof: Proof, limits: Limits) -> Tightness | None:
    """Return what would have to give for all that is required to be covered; None if nothing.

    What is required is what the best schedule was asked for last.
    """
    if proof.holds:
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

    return Tightness(
        told(found.needed),
        told(found.instead),
        told(found.binding),
        found.cost,
        found.proved,
        _caps(problem),
    )


def _caps(problem: Problem) -> tuple[Cap, ...]:
    """Return the most agents of groups that would have to rise, by a schedule without them."""
    if not isinstance(problem.goal, FullCover) or all(one.most is None for one in problem.teams):
        return ()
    free = tuple(_without_cap(team) for team in problem.teams)
    found = solve(replace(problem, teams=free), Limits(_SECONDS, _GAP))
    if not found.duties:
        return ()
    capped = ((number, one) for number, one in enumerate(problem.teams) if one.most is not None)
    caps = (Cap(one.name, one.most or 0, _enough(found, number, one)) for number, one in capped)
    return tuple(one for one in caps if one.enough > one.most)


def _without_cap(team: Team) -> Team:
    """Return a team of as many agents as it takes; of none it is not known what one may work."""
    return replace(team, most=None, paid_most=None) if team.most else team


def _enough(found: Solution, number: int, team: Team) -> int:
    """Return how many agents a schedule takes: on its fullest day, and for the hours they may."""
    heads = headcount(found, number)
    if team.paid_most is None or not team.most:
        return heads
    paid = sum(duty.agents * duty.type.paid for duty in found.duties if duty.team == number)
    return max(heads, math.ceil(paid * team.most / team.paid_most - 1e-9))


def _loosening(problem: Problem, one: Relaxation) -> Loosening:
    slot_h = problem.slot_s / 3600 if one.unit in _IN_SLOTS else 1.0
    return Loosening(
        rule=one.rule,
        about=one.team or one.queue or "",
        when=_when(problem, one),
        amount=one.amount * slot_h,
        unit=one.unit.replace("slots", "hours"),
        price=one.price / slot_h,
        span_s=None if one.slots is None else _span_s(problem, one.slots),
        days=one.days,
    )


def _span_s(problem: Problem, slots: tuple[int, int]) -> tuple[int, int]:
    return slots[0] * problem.slot_s, slots[1] * problem.slot_s


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
