"""Where a problem is too tight: the least to relax, and the price of every rule in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from optimize.schedule.clock import Clock
from optimize.schedule.explanation import Explanation, Relaxation
from optimize.schedule.limits import Limits
from optimize.schedule.problem import Problem
from optimize.schedule.weeks import DAYS

if TYPE_CHECKING:
    from optimize.schedule.elastic import Elastic
    from optimize.schedule.problem import Numbers
    from optimize.schedule.program import RowKey

_TINY = 1e-6
_MOST_BINDING = 10
_AT_LEAST_S = 2.0
_UNITS = {
    "coverage": "agent-slots",
    "backlogs": "agent-slots",
    "paid_most": "slots",
    "overtime_most": "slots",
    "budget": "money",
}

Amount = tuple["RowKey", float, float]  # a rule, by how much, and its price


def relax(problem: Problem, limits: Limits | None = None) -> Explanation:
    """Return the least that has to be relaxed so that there is a schedule, and what rules cost.

    Requirements, backlogs, headcounts, hours and budgets may be relaxed; the shape of shifts and of
    tours may not. Of a goal with most service it tells what stands in the way of serving all.
    """
    from optimize.schedule.accounts import gap_of
    from optimize.schedule.elastic import elastic
    from optimize.schedule.parts import Search
    from optimize.schedule.prepared import prepared
    from optimize.schedule.solver import relaxed

    limits = limits or Limits()
    ready = prepared(problem)
    loose = elastic(ready)
    values, bound = Search(loose.breaking(), limits.gap, Clock(limits.time_s)).run()
    assert values is not None, "rules that cannot be relaxed allow at least that nobody works"
    broken = loose.broken(values)
    proved = gap_of(float(loose.breaking().program.cost @ values), bound) <= limits.gap
    if not proved and broken.max(initial=0.0) > _TINY and _holds(loose, limits.time_s):
        broken, proved = 0.0 * broken, True
    best = relaxed(loose.held(broken))
    prices = abs(best.duals[loose.rows]) if best.duals is not None else 0.0 * broken
    out_of_reach = [(key, amount, 0.0) for key, amount in ready.impossible]
    needed = [*_above(loose, broken, broken, prices), *out_of_reach]
    return Explanation(
        needed=tuple(_told(problem, needed)),
        instead=() if out_of_reach or not needed else tuple(_instead(loose)),
        binding=_dearest(problem, _above(loose, prices, 0.0 * broken, prices)),
        cost=best.objective,
        proved=proved or broken.max(initial=0.0) <= _TINY,
    )


def _holds(loose: Elastic, time_s: float) -> bool:
    """Return whether a schedule that breaks no rule is soon found."""
    from optimize.schedule.solver import Effort, minimise

    none_broken = loose.breaking(()).program.with_whole(loose.ready.settling)
    found = minimise(none_broken, Effort(max(time_s / 4, _AT_LEAST_S), first=True))
    return found.values is not None


def _above(loose: Elastic, which: Numbers, amounts: Numbers, prices: Numbers) -> list[Amount]:
    """Return the rules where `which` is above 0, with their amounts and prices."""
    return [
        (key, float(amount), float(price))
        for key, tells, amount, price in zip(loose.keys, which, amounts, prices, strict=True)
        if tells > _TINY
    ]


def _instead(loose: Elastic) -> Iterator[Relaxation]:
    """Give for each kind of rule the least of it that would do alone, where it would."""
    from optimize.schedule.solver import relaxed

    for rule in dict.fromkeys(rule for rule, _ in loose.keys):
        outcome = relaxed(loose.breaking((rule,)).program)
        if outcome.values is not None:
            broken = loose.broken(outcome.values)
            total = float(broken.sum())
            if total > _TINY:
                amount = total if rule in _UNITS else float(broken.max())
                yield Relaxation(rule, amount, _UNITS.get(rule, "agents"), 0.0)


def _dearest(problem: Problem, amounts: Sequence[Amount]) -> tuple[Relaxation, ...]:
    told = sorted(_told(problem, amounts), key=lambda one: -one.price)
    return tuple(told[:_MOST_BINDING])


def _told(problem: Problem, amounts: Sequence[Amount]) -> Iterator[Relaxation]:
    """Give relaxations in the words of the problem, neighbouring slots and days together."""
    for run in _runs(problem, amounts):
        (rule, place), _, _ = run[0]
        last = run[-1][0][1]
        total = sum(amount for _, amount, _ in run)
        price = sum(price for _, _, price in run) / len(run)
        queue = team = days = slots = None
        if rule == "coverage":
            queue, slots = problem.queues[place[0]], (place[1], last[1] + 1)
        elif rule == "backlogs":
            queue = problem.queues[problem.backlogs[place[0]].queue]
        elif rule not in {"headcount", "budget"}:
            team = problem.teams[place[0]].name
        if rule in {"least_agents", "most_agents", "headcount"}:
            days = _days_of(problem, (rule, place), last)
            total = max(amount for _, amount, _ in run)
        yield Relaxation(rule, total, _UNITS.get(rule, "agents"), price, team, queue, days, slots)


def _runs(problem: Problem, amounts: Sequence[Amount]) -> list[list[Amount]]:
    """Return rules whose last key, a slot or a day, follows the one before, in one run."""
    runs: list[list[Amount]] = []
    for amount in sorted(amounts):
        rule, place = amount[0]
        before = runs[-1][-1][0] if runs else None
        joins = rule not in {"backlogs", "paid_most", "overtime_most", "budget"}
        if before and joins and (rule, *place[:-1], place[-1] - 1) == (before[0], *before[1]):
            runs[-1].append(amount)
        else:
            runs.append([amount])
    return runs


def _days_of(problem: Problem, key: RowKey, last: tuple[int, ...]) -> tuple[int, int]:
    rule, place = key
    weekly = rule != "headcount" and problem.teams[place[0]].tour is not None
    if weekly:
        return place[-1] * DAYS, min((last[-1] + 1) * DAYS, problem.days) - 1
    return place[-1], last[-1]
