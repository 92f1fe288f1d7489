"""By how much agents miss a goal: a part of the kernels that search for the least agents.

A shortfall is the largest of the gaps of all that is asked, each a difference of shares (of the
ASA: the share by which it would have to shrink). It is 0 or less where all holds.

It falls as agents are added, whole or not, and rises with the calls, so that a search may bisect.
For the wait V that a caller who never gives up would meet has a mass at 0 and a density that goes
as exp(y (1 - e^-t) - x t), t in patiences, x and y the paces of agents and callers. More agents or
fewer calls lower the ratio of the density to the mass, and that of the density at a later time to
that at an earlier one: V falls in likelihood ratio. Weighing by who is still there at t keeps that
order. So with V falls every P(V > t), also among the answered (SL2, ASA) and among those who do
not abandon at once (SL6); SL4 is A / (A + L) of shares A that grow and L that fall. In SL5 the
short abandons must be no longer than the threshold, as Goal has it, or somebody who waits might
count for more than one who is answered.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from optimize.erlang.formulas import occupancy
from optimize.erlang.patience import answered, answered_within, impatient
from optimize.erlang.shares import Shares
from optimize.erlang.sums import spare
from optimize.requirements.terms import IN_TIME, OVERALL
from sim.compilation import part

#: A record of `terms`.
Asked = Any

# Places in SERVICE_LEVELS
_SL1: Final = 0
_SL2: Final = 1
_SL4: Final = 3
_SL5: Final = 4
_SL6: Final = 5


@part
def shortfall(
    calls_per_h: float, handle_s: float, patience_s: float, agents: float, goal: Asked
) -> float:
    """Return by how much the agents miss the goal, from -1 to 1.

    Where nobody gives up, agents who do not outnumber the load miss any goal.
    """
    if patience_s == np.inf and spare(calls_per_h, handle_s, agents) <= 0:
        return 1.0
    if goal.looks_at == IN_TIME:
        return _short_in_time(calls_per_h, handle_s, patience_s, agents, goal)
    load = calls_per_h * handle_s / 3600
    if goal.looks_at == OVERALL:
        waiting, abandoned, served, asa_s = answered(calls_per_h, handle_s, agents, patience_s)
        return _short_overall(waiting, abandoned, occupancy(load, agents, served), asa_s, goal)
    shares = impatient(calls_per_h, handle_s, agents, patience_s, goal.within_s)
    busy = occupancy(load, agents, shares.answered)
    rest = _short_overall(shares.waiting, shares.abandoned, busy, shares.asa_s, goal)
    short = 0.0
    if goal.counts in {_SL5, _SL6} and goal.short_s > 0:
        hasty = impatient(calls_per_h, handle_s, agents, patience_s, goal.short_s)
        short = hasty.abandoned_within
    worst: float = max(rest, goal.service_level - _level(shares, goal.counts, short))
    return worst


@part
def _short_in_time(
    calls_per_h: float, handle_s: float, patience_s: float, agents: float, goal: Asked
) -> float:
    """Return the same where only those who wait and those answered in time are looked at."""
    waiting, served, within = answered_within(
        calls_per_h, handle_s, agents, patience_s, goal.within_s
    )
    if goal.counts == _SL2:
        within = within / served if served > 0 else 0.0
    worst: float = max(-1.0, waiting - goal.waiting, goal.service_level - within)
    return worst


@part
def _short_overall(
    waiting: float, abandoned: float, busy: float, asa_s: float, goal: Asked
) -> float:
    """Return the same of all that is asked but the service level."""
    worst: float = max(-1.0, waiting - goal.waiting, abandoned - goal.abandonment)
    if goal.occupancy < np.inf:
        worst = max(worst, busy - goal.occupancy)
    if goal.asa_s < np.inf:
        worst = max(worst, _asa_too_long(asa_s, goal.asa_s))
    return worst


@part
def _asa_too_long(asa_s: float, most_s: float) -> float:
    """Return the share by which the ASA would have to shrink; without answers all of it."""
    if np.isnan(asa_s):
        return 1.0
    return max(1 - most_s / asa_s, -1.0) if asa_s > 0 else -1.0


@part
def _level(shares: Shares, counts: int, short: float) -> float:
    """Return the service level of that definition; 0 where it has no denominator."""
    within = shares.answered_within
    below = 1.0
    if counts == _SL1:
        within += shares.abandoned_within
    elif counts == _SL2:
        below = shares.answered
    elif counts == _SL4:
        below = shares.answered + shares.abandoned_late
    elif counts == _SL5:
        within += short
    elif counts == _SL6:
        below = 1 - short
    return within / below if below > 0 else 0.0
