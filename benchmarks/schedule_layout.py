"""What every model of the week needs: which slots a shift works, breaks by window, days off.

For one team and one queue, by the definitions of `Problem` and without any code of the models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np

from optimize.schedule.problem import Problem
from optimize.shifts.shift_type import ShiftType

WEEK = 7


def wanted(problem: Problem) -> list[int]:
    """Return the slots in which anybody is required."""
    return np.flatnonzero(problem.required[0] > 0).tolist()


def duty_slots(
    problem: Problem, day: int, type_: ShiftType, breaks: Sequence[int] | None
) -> list[int]:
    """Return the slots of the horizon at work; without `breaks`, breaks included."""
    away = {
        start + slot
        for start, pause in zip(breaks or (), type_.breaks, strict=breaks is not None)
        for slot in range(pause.length)
    }
    first = day * problem.slots_per_day
    return [
        (first + slot) % problem.slots
        for begin, end in type_.parts
        for slot in range(begin, end)
        if slot not in away
    ]


def breaks_by_window(problem: Problem) -> dict[tuple[int, int, int, int], list[int]]:
    """Return the types, by number, with a break of each (day, length, earliest, latest)."""
    found = defaultdict(list)
    for day, (k, one) in product(range(problem.days), enumerate(problem.teams[0].types)):
        for pause in one.breaks:
            found[day, pause.length, pause.earliest, pause.latest].append(k)
    return dict(found)


def days_off(problem: Problem) -> list[tuple[int, ...]]:
    """Return the days off of each tour, next to each other; none where there are no tours."""
    rule = problem.teams[0].tour
    if rule is None:
        return []
    (on,) = rule.days_on
    return [tuple((first + n) % WEEK for n in range(WEEK - on)) for first in range(WEEK)]
