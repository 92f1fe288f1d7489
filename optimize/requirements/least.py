"""The least agents of each row: the kernel that searches.

Rows are taken so that most are much like the one before, and each begins where the last one ended,
at as many agents above its load, measured in the load's square root: hardly more than two looks at
a formula find the answer. Where rows differ by their calls alone they rise, and agents who are the
least for an earlier row and suffice for a later one are the least for all between.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimize.requirements.shortfall import Asked, shortfall
from optimize.requirements.terms import Terms
from sim.compilation import kernel, part

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Real numbers are found to this share of themselves.
_CLOSE: Final = 1e-13
#: Of the load: where fewer agents would do, any would, and the answer is what the work takes.
_ANY_PART: Final = 1e-9
#: Steps that leave more than half, after which the next one halves: where a shortfall is 0 on a
#: stretch, false position would not move.
_PATIENT: Final = 3
#: Of the load's square root: the agents it takes, or less, to mend a shortfall of 1.
_STEP: Final = 2.0
#: Of the load's square root: agents above the load in the first row.
_AT_FIRST: Final = 0.5


class Line(NamedTuple):
    """A row, with its load and the load's square root."""

    calls_per_h: float
    handle_s: float
    patience_s: float
    load: float
    root: float


class Bracket(NamedTuple):
    """Agents who miss the goal and agents who keep it, with their shortfalls.

    Where the fewest who may be asked for suffice, both are these.
    """

    low: float
    low_short: float
    high: float
    high_short: float


@kernel
def least(given: Numbers, goals: Terms, order: Integers, alike: bool, whole: bool) -> Numbers:
    """Return the least agents of each row.

    `given` has calls an hour, handling seconds, patience seconds and the place of the goal in
    `goals`, shape (4, rows); `order` is that in which rows are taken; `alike` says that they
    differ by their calls alone, and rise.
    """
    agents = np.zeros(len(order))
    calls = given[0][order]
    above = _AT_FIRST
    place = 0
    while place < len(order):
        row = order[place]
        line = _line(calls[place], given[1, row], given[2, row])
        goal = goals[int(given[3, row])]
        after = place + 1
        if line.load > 0 and whole:
            agents[row] = _least_whole(line, above, goal)
            above = (agents[row] - 0.5 - line.load) / line.root
            if alike:
                after = _after(line, agents[row], goal, calls, place)
                agents[order[place:after]] = agents[row]
        elif line.load > 0:
            agents[row] = _least_real(line, above, goal)
            above = (agents[row] - line.load) / line.root
        place = after
    return agents


@part
def _line(calls_per_h: float, handle_s: float, patience_s: float) -> Line:
    load = calls_per_h * handle_s / 3600
    return Line(calls_per_h, handle_s, patience_s, load, math.sqrt(load))


@part
def _short(line: Line, agents: float, goal: Asked) -> float:
    return shortfall(line.calls_per_h, line.handle_s, line.patience_s, agents, goal)


@part
def _after(line: Line, agents: float, goal: Asked, calls_per_h: Numbers, place: int) -> int:
    """Return the first place after `place` at which so many agents no longer suffice.

    Steps double as long as they do suffice, then halve.
    """
    kept, step, growing = place, 1, True
    while step > 0:
        suffice = kept + step < len(calls_per_h)
        if suffice:
            later = _line(calls_per_h[kept + step], line.handle_s, line.patience_s)
            suffice = _short(later, agents, goal) <= 0
        if suffice:
            kept += step
        growing = growing and suffice
        step = 2 * step if growing else step // 2
    return kept + 1


@part
def _least_whole(line: Line, above: float, goal: Asked) -> float:
    """Return the least whole number, sought from `above` roots of the load above it."""
    patient = line.patience_s == np.inf
    fewest = math.floor(line.load) if patient else 0.0
    start = math.ceil(line.load + above * line.root)
    found = _bracket(line, goal, max(start, fewest + patient), fewest, True)
    low, low_short, high, high_short = found
    halve = False
    while high - low > 1:
        share = 0.5 if halve else low_short / (low_short - high_short)
        halve = not halve
        middle = min(low + max(math.ceil(share * (high - low)), 1.0), high - 1)
        short = _short(line, middle, goal)
        if short > 0:
            low, low_short = middle, short
        else:
            high, high_short = middle, short
    return high


@part
def _least_real(line: Line, above: float, goal: Asked) -> float:
    """Return the least real number, found between two by the Illinois rule of false position."""
    fewest = line.load if line.patience_s == np.inf else 0.0
    start = max(line.load + above * line.root, fewest)
    low, low_short, high, high_short = _bracket(line, goal, start, fewest, False)
    last = 0.0
    slow = 0
    while high - low > _CLOSE * high:
        if high < _ANY_PART * line.load:
            return min(line.load, 1.0)
        width = high - low
        step = min(0.5 * _CLOSE * high, 0.5 * width)  # off an end that is the answer itself
        middle = high - width * high_short / (high_short - low_short)
        middle = min(max(middle, low + step), high - step)
        if slow >= _PATIENT:
            middle = (low + high) / 2
        short = _short(line, middle, goal)
        if short > 0:
            low, low_short = middle, short
            high_short = high_short / 2 if last > 0 else high_short
        else:
            high, high_short = middle, short
            low_short = low_short / 2 if last < 0 else low_short
        last = short
        slow = 0 if high - low < width / 2 else slow + 1
    below = math.floor(high)
    if high - below <= _CLOSE * high and below > fewest and _short(line, below, goal) <= 0:
        return below  # the whole number itself, but for rounding
    return high


@part
def _bracket(line: Line, goal: Asked, start: float, fewest: float, whole: bool) -> Bracket:
    """Return agents around the answer, sought from `start` by steps that double."""
    short = _short(line, start, goal)
    low, low_short, high, high_short = start, short, start, short
    step = abs(short) * _STEP * line.root + _CLOSE * start
    if whole:
        step = math.ceil(step)
    while high_short > 0:
        low, low_short, high = high, high_short, high + step
        high_short = _short(line, high, goal)
        step *= 2
    while low_short <= 0 and low > fewest:
        high, high_short, low = low, low_short, max(low - step, fewest)
        low_short = _short(line, low, goal)
        step *= 2
    if low_short <= 0:  # the fewest suffice
        high, high_short = low, low_short
    return Bracket(low, low_short, high, high_short)
