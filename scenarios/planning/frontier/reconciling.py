"""Points beside each other: who asks for less may take the schedule of who asks for more.

Searches go by the clock and end near their best, so that the schedule of a higher target can come
out cheaper than that of a lower one. It keeps the lower one, too: it is then the schedule of both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scenarios.planning.frontier.points import Decision, Point
from scenarios.schema.scenario import Scenario


def taken(points: Sequence[Point], scenario: Scenario, line: str | None) -> tuple[int | None, ...]:
    """Return for each point whose schedule is better for it than its own; None where none is.

    Of points with a target it is the cheapest schedule of a higher target that holds theirs, where
    that costs less than their own or they have none; of those with a headcount the one of a smaller
    headcount that serves best, where it beats their own. Sets of shifts are the same, or fewer.
    `scenario` has the targets that stay where none is decided on; those of `line` alone are decided
    on, None: all.
    """
    own = _least_own(scenario, line)
    found = [_better(number, points, own) for number in range(len(points))]
    # one whose schedule others show keeps it, or they would show what it no longer has
    return tuple(None if number in found else source for number, source in enumerate(found))


def with_schedule_of(point: Point, source: Point) -> Point:
    """Return a point with another's schedule, which holds what it decides on."""
    is_capped = point.decision.headcount is not None
    why = "beats its own" if is_capped else "is cheaper"
    why = why if point.is_found else "will do"
    note = f"the schedule of {source.decision.label}, which {why}"
    holds = source.holds or not is_capped
    is_own = point.decision.level is None and not is_capped
    surely = source.keeps_own_surely if is_own else source.holds_surely
    return replace(source, decision=point.decision, holds=holds, holds_surely=surely, note=note)


def _better(number: int, points: Sequence[Point], own: float) -> int | None:
    point = points[number]
    rivals = [(at, each) for at, each in enumerate(points) if at != number and each.is_found]
    if point.decision.headcount is not None:
        found = [(-_serves(each), _costs(each), at) for at, each in rivals if _fits(point, each)]
    else:
        found = [
            (_costs(each), -_serves(each), at)
            for at, each in rivals
            if _may_work(point.decision, each.decision)
            and _holds(point.decision, each, own)
            and _costs(each) < _costs(point)
        ]
    return min(found)[-1] if found else None


def _fits(point: Point, other: Point) -> bool:
    """Tell whether a schedule of a smaller headcount beats a point's own."""
    cap, smaller = point.decision.headcount, other.decision.headcount
    if cap is None or smaller is None or smaller >= cap:
        return False
    if not _may_work(point.decision, other.decision):
        return False
    dearer, better = _costs(other) - _costs(point), _serves(other) - _serves(point)
    return not point.is_found or (dearer <= 0 <= better and (dearer < 0 or better > 0))


def _may_work(one: Decision, other: Decision) -> bool:
    """Tell whether every shift that another decision may work is one that this one may."""
    if one.shifts is None or other.shifts is None:
        return one.shifts == other.shifts
    return set(other.shifts) <= set(one.shifts)


def _holds(decision: Decision, other: Point, own: float) -> bool:
    """Tell whether a schedule of no lower target holds a decision's; `own` as `_least_own`."""
    if other.decision.headcount is not None:
        return False
    level, higher = (
        own if each is None else each for each in (decision.level, other.decision.level)
    )
    return higher >= level and (other.keeps_own if decision.level is None else other.holds)


def _least_own(scenario: Scenario, line: str | None) -> float:
    """Return the lowest of the service levels that a decision sets; infinite where it sets none."""
    return min(_own_levels(scenario, line), default=math.inf)


def _own_levels(scenario: Scenario, line: str | None) -> Iterator[float]:
    for name, queue in scenario.queues.items():
        if line in {None, name} and queue.target is not None and queue.target.kpi.startswith("SL"):
            yield queue.target.level


def _costs(point: Point) -> float:
    return math.inf if point.cost is None else sum(point.cost.top) / sum(point.cost.bottom)


def _serves(point: Point) -> float:
    offered = 0.0 if point.service is None else sum(point.service.bottom)
    return -math.inf if point.service is None or not offered else sum(point.service.top) / offered
