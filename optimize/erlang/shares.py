"""What happens to a call where nobody gives up waiting, or nobody waits: parts of kernels.

One row of the answer at a time. Shares are of all calls offered. Complements (late, given up late,
answered after all) are sums of their own and not what is left of one, so that the small ones are
as exact as the large ones.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optimize.erlang.sums import room, spare
from sim.compilation import part


class Shares(NamedTuple):
    """One row of the answer; waits in seconds."""

    waiting: float
    abandoned: float
    answered: float
    answered_within: float
    answered_late: float
    abandoned_within: float
    abandoned_late: float
    mean_wait_s: float
    asa_s: float


@part
def idle() -> Shares:
    """Return what happens where nothing does: whoever came would be answered at once."""
    return Shares(0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@part
def endless() -> Shares:
    """Return what happens where the queue grows without end and nobody gives up."""
    return Shares(1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, np.inf, np.inf)


@part
def hopeless(patience_s: float, within_s: float) -> Shares:
    """Return what happens where nobody is ever answered: all wait for as long as they can."""
    if np.isinf(patience_s):
        return endless()
    if patience_s <= 0:
        return Shares(1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, np.nan)
    patiences = within_s / patience_s
    late = math.exp(-patiences)
    early = -math.expm1(-patiences)
    return Shares(1.0, 1.0, 0.0, 0.0, 0.0, early, late, patience_s, np.nan)


@part
def lost(free: float) -> Shares:
    """Return what happens where nobody waits at all (Erlang B); `free` is `room`."""
    blocked = 1 / (1 + free)
    answered = 1.0 if np.isinf(free) else free / (1 + free)
    asa_s = 0.0 if answered > 0 else np.nan
    return Shares(blocked, blocked, answered, answered, 0.0, blocked, 0.0, 0.0, asa_s)


@part
def patient(calls_per_h: float, handle_s: float, agents: float, within_s: float) -> Shares:
    """Return what happens where everybody waits as long as it takes (Erlang C)."""
    load = calls_per_h * handle_s / 3600
    if load <= 0:
        return idle()
    return delayed(room(load, agents), calls_per_h, handle_s, agents, within_s)


@part
def delayed(
    free: float, calls_per_h: float, handle_s: float, capacity: float, within_s: float
) -> Shares:
    """Return the same, given what is below the queue.

    `free` is the weight of the states in which nobody has to wait, that of the last state with
    nobody waiting being 1; `capacity` is the load that all agents work off when people wait.
    """
    left = spare(calls_per_h, handle_s, capacity)
    if left <= 0:
        return endless()
    # n B / (n - a (1 - B)), and what is left of 1, with B = 1 / (1 + free)
    every = left * (1 + free) + calls_per_h * handle_s / 3600
    waiting = capacity / every
    at_once = 1.0 if np.isinf(every) else left * free / every
    pace = left / handle_s
    late = waiting * math.exp(-pace * within_s)
    soon = -waiting * math.expm1(-pace * within_s)
    wait_s = waiting / pace
    return Shares(waiting, 0.0, 1.0, at_once + soon, late, 0.0, 0.0, wait_s, wait_s)
