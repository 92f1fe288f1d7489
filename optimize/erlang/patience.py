"""What happens to a call where patience is exponential (Erlang A): parts of kernels.

One row of the answer at a time, from the weights of those who wait and of those who do not.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from optimize.erlang.shares import Shares, hopeless, idle, lost, patient
from optimize.erlang.sums import (
    SMALL,
    above,
    below,
    below_slope,
    probability,
    room,
    spare,
    waiting_above,
    waiting_above_both,
)
from sim.compilation import inlined, part

_LONG_SUM: Final = 500.0  # y from which the mean wait is not summed where calls outrun agents
_NEVER: Final = 1e4  # patiences: e^-t is 0 long before
_AT_ONCE: Final = 1e-4  # share of those who give up: of fewer, what is left would be inexact


class Queue(NamedTuple):
    """A queue and what is below it, in events per patience.

    `free` is the weight of the states in which nobody has to wait, that of the last state with
    nobody waiting being 1; x is the pace of all agents together when people wait, y that of the
    callers, and gap = x - y.
    """

    free: float
    x: float
    y: float
    gap: float


class Full(NamedTuple):
    """Weights of those who wait longer than some time: all, and by what becomes of them.

    `unit` is that of "all busy, nobody waits": 1, or the p of `sums` where calls outrun agents.
    There (`counted`) the served weigh x/y (1 - gone), and `gone` is as exact as they are.
    """

    all: float
    served: float
    lost: float
    unit: float
    counted: bool
    gone: float


@part
def impatient(
    calls_per_h: float, handle_s: float, agents: float, patience_s: float, within_s: float
) -> Shares:
    """Return what happens where patience is exponential (Erlang A); 0 is B, infinity is C."""
    load = calls_per_h * handle_s / 3600
    if load <= 0:
        return idle()
    if agents <= 0:
        return hopeless(patience_s, within_s)
    if boundless(handle_s, agents, patience_s):
        return patient(calls_per_h, handle_s, agents, within_s)
    queue = queue_of(room(load, agents), calls_per_h, handle_s, agents, patience_s)
    return queued(queue, patience_s, within_s)


@part
def boundless(handle_s: float, capacity: float, patience_s: float) -> bool:
    """Return whether so much is worked off within a patience that a float cannot say how much."""
    return bool(np.isinf(capacity * (patience_s / handle_s)))


@part
def queue_of(
    free: float, calls_per_h: float, handle_s: float, capacity: float, patience_s: float
) -> Queue:
    """Return a queue of which `capacity` is the load that agents work off when people wait."""
    per_handling = patience_s / handle_s
    gap = spare(calls_per_h, handle_s, capacity) * per_handling
    return Queue(free, capacity * per_handling, calls_per_h * (patience_s / 3600), gap)


@part
def queued(queue: Queue, patience_s: float, within_s: float) -> Shares:
    """Return what happens in a queue with patience."""
    free, x, y, gap = queue
    if x <= 0 or y <= 0:  # so little patience that it is none
        return lost(free)
    patiences = min(within_s / patience_s, _NEVER)
    full, waited = _full(x, y, gap)
    late = _late(x, y, gap, patiences)
    if np.isinf(free):
        return idle()
    free *= full.unit
    total = free + full.all
    soon = _soon(free, full, late)
    given_up_soon = full.lost - late.lost
    if given_up_soon < _AT_ONCE * full.lost:
        given_up_soon = _given_up_at_once(full, x, y, gap, patiences)
    answered = free + full.served
    return Shares(
        full.all / total,
        full.lost / total,
        answered / total,
        soon / total,
        late.served / total,
        given_up_soon / total,
        late.lost / total,
        full.lost / total * patience_s,
        waited * patience_s / answered,
    )


@part
def answered(
    calls_per_h: float, handle_s: float, agents: float, patience_s: float
) -> tuple[float, float, float, float]:
    """Return only the shares waiting, abandoned and answered, and the ASA, in half of the time."""
    load = calls_per_h * handle_s / 3600
    if load <= 0 or agents <= 0 or patience_s <= 0 or boundless(handle_s, agents, patience_s):
        shares = impatient(calls_per_h, handle_s, agents, patience_s, 0.0)
        return shares.waiting, shares.abandoned, shares.answered, shares.asa_s
    free, x, y, gap = queue_of(room(load, agents), calls_per_h, handle_s, agents, patience_s)
    if np.isinf(free) or x <= 0 or y <= 0:
        shares = queued(Queue(free, x, y, gap), patience_s, 0.0)
        return shares.waiting, shares.abandoned, shares.answered, shares.asa_s
    full, waited = _full(x, y, gap)
    free *= full.unit
    total = free + full.all
    served = free + full.served
    return full.all / total, full.lost / total, served / total, waited * patience_s / served


@part
def answered_within(
    calls_per_h: float, handle_s: float, agents: float, patience_s: float, within_s: float
) -> tuple[float, float, float]:
    """Return only the shares waiting, answered, and answered in time, in a third of the time."""
    load = calls_per_h * handle_s / 3600
    if load <= 0 or agents <= 0 or patience_s <= 0 or boundless(handle_s, agents, patience_s):
        shares = impatient(calls_per_h, handle_s, agents, patience_s, within_s)
        return shares.waiting, shares.answered, shares.answered_within
    free, x, y, gap = queue_of(room(load, agents), calls_per_h, handle_s, agents, patience_s)
    if np.isinf(free) or x <= 0 or y <= 0:
        shares = queued(Queue(free, x, y, gap), patience_s, within_s)
        return shares.waiting, shares.answered, shares.answered_within
    patiences = min(within_s / patience_s, _NEVER)
    stays = math.exp(-patiences)
    if y <= max(x, SMALL):
        # the sums of `_full` and `_late`, as far as they are wanted, side by side
        waiting, later = waiting_above_both(x, y, y * stays)
        full = Full(1 + waiting, waiting / y * x, 0.0, 1.0, False, 0.0)
        soon = free + full.served - _unit_of_late(y, gap, patiences) * (later / y * x)
    else:
        full = _outrun(x, y, gap)
        free *= full.unit
        if y * stays > max(x, SMALL):
            soon = _soon(free, full, _late(x, y, gap, patiences))
        else:
            later = waiting_above(x, y * stays)
            soon = free + full.served - probability(x, y * stays) * (later / y * x)
    total = free + full.all
    return full.all / total, (free + full.served) / total, soon / total


@part
def _full(x: float, y: float, gap: float) -> tuple[Full, float]:
    """Return the weights of all who wait; and of the served, times their mean wait in patiences."""
    if y <= max(x, SMALL):
        waiting, given_up, slope = above(x, y)
        # in this order, for x / y may be beyond a float
        served = waiting / y * x
        return Full(1 + waiting, served, given_up, 1.0, False, 0.0), slope / y * x
    full = _outrun(x, y, gap)
    if y <= _LONG_SUM:
        _, _, slope = above(x, y)
        slope *= full.unit
    else:
        slope = _log_less_digamma(x, y, gap) + full.unit * below_slope(x, y)
    return full, x / y * slope


@part
def _outrun(x: float, y: float, gap: float) -> Full:
    """Return the weights of all who wait where calls outrun agents."""
    p = probability(x, y)
    under = p * below(x, y)
    everyone = 1 - under
    given_up = p * (x / y) - everyone * (gap / y)
    return Full(everyone, x / y * (everyone - p), given_up, p, True, under + p)


@part
def _late(x: float, y: float, gap: float, patiences: float) -> Full:
    """Return the weights of those who wait longer than that, in the units of `_full`."""
    stays = math.exp(-patiences)
    z = y * stays
    if z > max(x, SMALL):
        ratio = x / y
        p = probability(x, z)
        under = p * below(x, z)
        everyone = 1 - under
        given_up = stays * (everyone * (1 - x / z) + p * (x / z))
        return Full(stays * everyone, ratio * (everyone - p), given_up, p, True, under + p)
    unit = probability(x, z) if y > max(x, SMALL) else _unit_of_late(y, gap, patiences)
    waiting, given_up, _ = above(x, z)
    served, given_up = unit * (waiting / y * x), unit * stays * given_up
    return Full(served + given_up, served, given_up, unit, False, 0.0)


@inlined
def _unit_of_late(y: float, gap: float, patiences: float) -> float:
    """Return the unit of those who wait longer, where calls do not outrun agents."""
    return math.exp(-gap * patiences - y * _beyond_linear(patiences))


@inlined
def _soon(free: float, full: Full, late: Full) -> float:
    """Return the weight of those answered in time."""
    if late.counted:  # nearly everybody is late: count those who are not
        # the callers' pace over the agents', as `_full` has it
        return free + full.served / (1 - full.gone) * (late.gone - full.gone)
    return free + full.served - late.served


@part
def _given_up_at_once(full: Full, x: float, y: float, gap: float, patiences: float) -> float:
    """Return the weight of those who give up within a time in which next to nothing happens.

    The integral of e^-s P(wait > s) over s, by the first four derivatives of the integrand at 0.
    """
    start = x * full.unit
    # of the tail of the wait of one who never gives up
    v0, v1, v2, v3 = full.all, -start, start * gap, -start * (gap * gap - y)
    # of the same times e^-s
    g1 = v1 - v0
    g2 = v2 - 2 * v1 + v0
    g3 = v3 - 3 * v2 + 3 * v1 - v0
    t = patiences
    return t * (v0 + t * (g1 / 2 + t * (g2 / 6 + t * g3 / 24)))


@part
def _beyond_linear(t: float) -> float:
    """Return t + e^-t - 1."""
    if t > 0.3:
        return t + math.expm1(-t)
    term = t * t / 2
    total = term
    k = 2.0
    while abs(term) > 1e-18 * total:
        k += 1.0
        term *= -t / k
        total += term
    return total


@part
def _log_less_digamma(x: float, y: float, gap: float) -> float:
    """Return ln y - digamma(x+1), gap = x - y."""
    shift = 0.0
    at = x
    while at < 20:
        at += 1.0
        shift += 1 / at
    s = 1 / (at * at)
    # digamma(at+1) - ln(at)
    beyond = 1 / (2 * at) - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
    logarithm = -math.log1p(gap / y) if shift == 0 else math.log(y / at)
    return logarithm - beyond + shift
