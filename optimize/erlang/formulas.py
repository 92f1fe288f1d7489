"""Erlang's formulas by rows: B (nobody waits), C (everybody does), A (as long as patience lasts).

Arguments are numbers or arrays that broadcast against each other, one row a line to be staffed.
Agents are real numbers from 0 on.

Sources. Erlang B and C: Erlang (1917); Cooper, "Introduction to Queueing Theory" (1981), chapter 3.
B for real n: Jagerman (1974), see `sums`. Erlang A: Palm (1957); Garnett, Mandelbaum and Reiman,
"Designing a call center with impatient customers", M&SOM 4 (2002); the distribution of the wait:
Mandelbaum and Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007) and the
integrals J of their paper on M/M/n+G, Queueing Systems 51 (2005).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.erlang.patience import impatient
from optimize.erlang.rows import COMPILED_FROM, rows, service
from optimize.erlang.service import Numbers, Service
from optimize.erlang.shares import Shares
from optimize.erlang.sums import room
from sim.compilation import kernel, part

#: The fields of Service, as rows of a kernel's answer.
FIELDS: Final = 10


def erlang_b(load: ArrayLike, agents: ArrayLike) -> Numbers:
    """Return the share of calls blocked where nobody can wait; `load` in Erlangs.

    No load blocks nobody, except that no agents block everybody. Shares too small for a float are
    0. Raises ValueError when an argument is negative or infinite, or above a million Erlangs or 1e9
    agents.
    """
    given, shape = rows(load=load, agents=agents)
    return _blocked(given, COMPILED_FROM).reshape(shape)


def erlang_c(
    calls_per_h: ArrayLike, handle_s: ArrayLike, agents: ArrayLike, within_s: ArrayLike
) -> Service:
    """Return what Erlang C says: everybody waits as long as it takes.

    Without load nobody waits, everybody would be answered within any time, and agents are idle.
    With as much load as agents or more there is no steady state: everybody waits without end,
    nobody is answered in time, agents are always busy. Raises ValueError when an argument is
    negative, or infinite (`within_s` may be), or as `erlang_b` does.
    """
    return erlang_a(calls_per_h, handle_s, agents, np.inf, within_s)


def erlang_a(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    within_s: ArrayLike,
) -> Service:
    """Return what Erlang A says: everybody has an exponential patience of mean `patience_s`.

    There is always a steady state. Without load nobody waits and agents are idle; without agents
    everybody abandons, the mean wait is the patience, and ASA, which then has nothing to be a
    ratio of, is not a number. A patience of 0 is Erlang B, where who is blocked abandons after no
    wait; an infinite one Erlang C. Raises ValueError when an argument is negative, or infinite
    (patience and `within_s` may be), as `erlang_b` does, or when more than 1e13 calls come within
    one finite patience: sums take time as the root of that.
    """
    given, shape = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        agents=agents,
        patience_s=patience_s,
        within_s=within_s,
        endless=("patience_s", "within_s"),
    )
    return service(_services(given, COMPILED_FROM), shape)


@kernel
def _blocked(given: Numbers, stamp: NDArray[np.void]) -> Numbers:
    """Return a share by row of load and agents."""
    rows = given.shape[1]
    blocked = np.empty(rows)
    for row in range(rows):
        blocked[row] = 1 / (1 + room(given[0, row], given[1, row]))
    return blocked


@kernel
def _services(given: Numbers, stamp: NDArray[np.void]) -> Numbers:
    """Return the fields of Service, shape (FIELDS, rows), from the arguments of Erlang A."""
    rows = given.shape[1]
    columns = np.empty((FIELDS, rows))
    for row in range(rows):
        calls_per_h, handle_s, agents = given[0, row], given[1, row], given[2, row]
        shares = impatient(calls_per_h, handle_s, agents, given[3, row], given[4, row])
        busy = occupancy(calls_per_h * handle_s / 3600, agents, shares.answered)
        write(columns, row, shares, busy)
    return columns


@part
def occupancy(load: float, agents: float, answered: float) -> float:
    """Return the share of the agents' time that is handling; without agents 1 if there is load."""
    if agents <= 0:
        return 1.0 if load > 0 else 0.0
    if np.isinf(load):
        return 1.0
    return min(load * answered / agents, 1.0)  # 1 where the queue grows without end


@part
def write(columns: Numbers, row: int, shares: Shares, busy: float) -> None:
    """Write a row of the answer."""
    columns[0, row] = shares.waiting
    columns[1, row] = shares.abandoned
    columns[2, row] = shares.answered
    columns[3, row] = shares.answered_within
    columns[4, row] = shares.answered_late
    columns[5, row] = shares.abandoned_within
    columns[6, row] = shares.abandoned_late
    columns[7, row] = shares.mean_wait_s
    columns[8, row] = shares.asa_s
    columns[9, row] = busy
