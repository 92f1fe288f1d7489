"""Erlang's formulas: one queue, agents who are alike, a steady state.

B (no waiting place), C (unlimited patience) and A (exponential patience), for whole numbers of
agents. Arguments are numbers or arrays that broadcast against each other, one row a line to be
staffed. Everything is a recursion or a series of positive terms, so that nothing is lost by
subtracting large numbers or by factorials.

Symbols in the comments: load a = calls x handling time (Erlangs), n agents, patience rate theta,
x = n mu / theta and y = lambda / theta, the agents' and the callers' pace measured in patiences.

Sources. Erlang B and C: Erlang (1917); the recursion is in Cooper, "Introduction to Queueing
Theory" (1981), chapter 3. Erlang A: Palm (1957); Garnett, Mandelbaum and Reiman, "Designing a call
center with impatient customers", M&SOM 4 (2002); the distribution of the wait: Mandelbaum and
Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007) and the integrals J of
their paper on M/M/n+G, Queueing Systems 51 (2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc

Numbers = NDArray[np.float64]

_SMALLEST_PART = 1e-17  # of a sum: a later term this small no longer changes it
_LARGE = 1e200


@dataclass(frozen=True)
class Service:
    """What a formula says of each row; every share is of the calls offered.

    The service levels of the trade follow from `answered_within` and `abandoned_within`: SL3 is
    `answered_within` itself, SL1 the sum of the two, SL4 is `answered_within / (1 -
    abandoned_within)`. `mean_wait_s` is over all calls, `asa_s` over those answered.
    """

    share_waiting: Numbers
    share_abandoned: Numbers
    answered_within: Numbers
    abandoned_within: Numbers
    mean_wait_s: Numbers
    asa_s: Numbers
    occupancy: Numbers


def erlang_b(load: ArrayLike, agents: ArrayLike) -> Numbers:
    """Return the share of calls blocked where nobody can wait.

    No load blocks nobody, except that no agents block everybody. Raises ValueError when a load is
    negative or a number of agents is not a whole number from 0 on.
    """
    load, agents = _rows(load, agents)
    _check_agents(agents)
    blocked = np.ones_like(load)
    answer = blocked.copy()
    for n in range(1, int(agents.max(initial=0)) + 1):
        # B(n) = a B(n-1) / (n + a B(n-1))
        blocked = load * blocked / (n + load * blocked)
        answer = np.where(agents == n, blocked, answer)
    return answer


def erlang_c(
    calls_per_h: ArrayLike, handle_s: ArrayLike, agents: ArrayLike, within_s: ArrayLike
) -> Service:
    """Return what Erlang C says: everybody waits as long as it takes.

    Without load nobody waits, everybody would be answered within any time, and agents are idle.
    With as much load as agents or more there is no steady state: everybody waits without end,
    nobody is answered in time, agents are always busy. Raises ValueError when an argument is
    negative or a number of agents is not whole.
    """
    calls_per_h, handle_s, agents, within_s = _rows(calls_per_h, handle_s, agents, within_s)
    load = calls_per_h * handle_s / 3600
    spare = agents - load
    stable = spare > 0
    free = np.where(stable, spare, 1.0)
    blocked = erlang_b(load, agents)
    # C = n B / (n - a (1 - B))
    waiting = np.where(stable, agents * blocked / (free + load * blocked), load > 0)
    pace = free / np.where(handle_s > 0, handle_s, 1.0)  # at which the queue is worked off
    late = np.where(stable, waiting * np.exp(-pace * within_s), waiting)
    wait_s = np.where(stable, waiting / pace, np.where(load > 0, np.inf, 0.0))
    return Service(
        share_waiting=waiting,
        share_abandoned=np.zeros_like(load),
        answered_within=1 - late,
        abandoned_within=np.zeros_like(load),
        mean_wait_s=wait_s,
        asa_s=wait_s.copy(),
        occupancy=_ratio(load, agents, otherwise=load > 0).clip(max=1.0),
    )


def erlang_a(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    within_s: ArrayLike,
) -> Service:
    """Return what Erlang A says: everybody has an exponential patience of mean `patience_s`.

    There is always a steady state. Without load nobody waits and agents are idle; without agents
    everybody abandons, the mean wait is the patience, and occupancy and ASA, which then have
    nothing to be a ratio of, are 1 and not a number. Raises ValueError when an argument is
    negative, a number of agents is not whole, or patience is not positive and finite.
    """
    calls_per_h, handle_s, agents, patience_s, within_s = _rows(
        calls_per_h, handle_s, agents, patience_s, within_s
    )
    if not (np.isfinite(patience_s) & (patience_s > 0)).all():
        raise ValueError("patience_s must be positive and finite; for no limit use erlang_c")
    load = calls_per_h * handle_s / 3600
    some_handle_s = np.where(handle_s > 0, handle_s, 1.0)
    x, y = agents * patience_s / some_handle_s, load * patience_s / some_handle_s
    series, waited = _queue_series(x, y)
    blocked = erlang_b(load, agents)
    # P(W > 0) = A B / (1 + (A - 1) B), divided through by A, which may be infinite
    waiting = np.where(load > 0, blocked / (1 / series + (1 - 1 / series) * blocked), 0.0)
    share_served = _ratio(x, y, otherwise=1.0) * (1 - 1 / series)  # of those who wait
    late_share, late_series = _still_waiting(x, y, series, within_s / patience_s)
    abandoned = waiting * (1 - share_served).clip(min=0.0)
    served_late = waiting * late_share * _ratio(x, y, otherwise=1.0) * (1 - 1 / late_series)
    gave_up_late = waiting * late_share * np.exp(-within_s / patience_s) - served_late
    return Service(
        share_waiting=waiting,
        share_abandoned=abandoned,
        answered_within=1 - abandoned - served_late,
        abandoned_within=abandoned - gave_up_late,
        mean_wait_s=abandoned * patience_s,
        asa_s=_ratio(waiting * waited * patience_s, 1 - abandoned, otherwise=np.nan),
        occupancy=_ratio(load * (1 - abandoned), agents, otherwise=load > 0),
    )


def _queue_series(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return A(x, y) = sum over k of y^k / ((x+1)...(x+k)), and the mean wait it holds.

    Term k is the probability of k waiting, in units of that of all agents busy and nobody waiting.
    The second result is the mean over these terms of (wait in patiences; 0 where given up): who
    meets k waiting is served with probability x / (x+k+1), after a wait of 1/(x+1) + ... +
    1/(x+k+1). A may be infinite; the mean is then right all the same.
    """
    term, total = np.ones_like(y), np.ones_like(y)
    steps = 1 / (x + 1)
    waited = x / (x + 1) * steps
    infinite = np.zeros(y.shape, np.bool_)
    k = 0
    while (term > _SMALLEST_PART * total).any():
        k += 1
        term = term * y / (x + k)
        total = total + term
        steps = steps + 1 / (x + k + 1)
        waited = waited + term * x / (x + k + 1) * steps
        large = total > _LARGE
        if large.any():
            infinite |= large
            scale = np.where(large, 1 / _LARGE, 1.0)
            term, total, waited = term * scale, total * scale, waited * scale
    return np.where(infinite, np.inf, total), waited / total


def _still_waiting(
    x: Numbers, y: Numbers, series: Numbers, patiences: Numbers
) -> tuple[Numbers, Numbers]:
    """Return P(V > T | V > 0) of the wait V of one who never gives up, and A at T's load.

    With J(t) of Mandelbaum and Zeltyn this is J(T) / J(0), a ratio of incomplete gamma functions,
    which is used where calls outrun agents. Elsewhere both may be too small for a float, and the
    same ratio is written by the series.
    """
    y_late = y * np.exp(-patiences)
    late_series, _ = _queue_series(x, y_late)
    outrun = y > x
    gammas = _ratio(gammainc(x, y_late), gammainc(x, y), otherwise=1.0)
    with np.errstate(invalid="ignore"):  # of infinite series, where the gammas are used
        by_series = np.exp(np.minimum(y - y_late - x * patiences, 0)) * late_series / series
    return np.where(outrun, gammas, by_series), late_series


def _rows(*arguments: ArrayLike) -> tuple[Numbers, ...]:
    """Return the arguments as arrays of one shape; raise ValueError when one is negative."""
    rows = np.broadcast_arrays(*(np.asarray(argument, np.float64) for argument in arguments))
    if not all((row >= 0).all() for row in rows):
        raise ValueError("calls, times and agents must be numbers from 0 on")
    return rows


def _check_agents(agents: Numbers) -> None:
    if not (agents == np.floor(agents)).all():
        raise ValueError("agents must be whole numbers")


def _ratio(above: Numbers, below: Numbers, otherwise: ArrayLike) -> Numbers:
    """Return above / below, and `otherwise` where below is 0."""
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), otherwise)
